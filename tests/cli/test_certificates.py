"""verify-certificate on files as the platform really serves them."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app import ROOT
from app.core.canonical import commitment, name_bytes
from app.core.signing import base64url_decode
from app.core.texts import Texts
from tests.cli.conftest import Run
from tests.support.tampering import STEPS, TAMPERED, Given, Tamper, genuine, signed_again
from tests.support.world import Guest, World


@pytest.fixture
def bought(world: World) -> tuple[Guest, Any]:
    guest = world.standard()
    return guest, world.paid(guest, footprint_id=world.footprint(guest)["id"], public=True)


@pytest.fixture
def keys(world: World, tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    path.write_bytes(world.app.test_client().get("/.well-known/jwks.json").data)
    return path


@pytest.fixture
def file(world: World, bought: tuple[Guest, Any], tmp_path: Path) -> Path:
    path = tmp_path / "certificate.json"
    path.write_bytes(world.app.test_client().get(f"/certificates/{bought[1]['certificate_id']}.json").data)
    return path


def test_the_public_file_verifies_and_says_what_it_proves(run: Run, file: Path, keys: Path) -> None:
    alone, with_keys = run("verify-certificate", file), run("verify-certificate", file, "--keys", keys)
    assert (alone.exit_code, with_keys.exit_code) == (0, 0), alone.output
    assert "不证明出处" in alone.output
    assert "出自所给公钥的持有者" in with_keys.output
    assert "林小满" in with_keys.output


def _where_nothing_is_set_up(*arguments: object) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "APP_ENV": "production", "INSTANCE_PATH": os.devnull}
    words = [sys.executable, "-m", "flask", "--app", "wsgi", *map(str, arguments)]
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_anyone_verifies_on_a_machine_where_nothing_is_set_up(file: Path, keys: Path) -> None:
    done = _where_nothing_is_set_up("verify-certificate", file, "--keys", keys)
    assert done.returncode == 0, done.stdout + done.stderr
    assert Texts("zh-Hans", "checks")("verdict.origin") in done.stdout


@pytest.mark.parametrize("option", ["", "--keys", "--list"])
def test_a_file_without_an_end_is_refused_in_words(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setattr("app.cli.files._MOST_BYTES", 100_000)
    endless = Path("/dev/zero")
    told = run("verify-certificate", *((file, option, endless) if option else (endless,)))
    assert told.exit_code == 1
    assert "文件读不了" in told.output


def test_what_needs_settings_is_refused_there_with_the_next_step() -> None:
    done = _where_nothing_is_set_up("seed-demo")
    assert done.returncode == 1
    assert "INSTANCE_PATH" in done.stderr
    assert ".env.example" in done.stderr
    assert "make run" in done.stderr


def test_what_the_api_answers_verifies_with_the_published_keys(
    run: Run, bought: tuple[Guest, Any], keys: Path, tmp_path: Path
) -> None:
    guest, order = bought
    path = tmp_path / "api.json"
    path.write_bytes(guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").data)
    assert run("verify-certificate", path, "--keys", keys).exit_code == 0
    assert run("verify-certificate", path).exit_code == 1  # it carries no keys


def test_a_refunded_certificate_still_verifies_as_revoked(
    world: World, run: Run, bought: tuple[Guest, Any], keys: Path, tmp_path: Path
) -> None:
    _, order = bought
    run("orders", "refund", order["id"], "--reason", "活动取消")
    refund = world.simulator.control.payment(order["payment"]["id"])["refunds"][0]
    world.simulator.control.finish_refund(refund["out_refund_no"])
    run("orders", "refund", order["id"], "--reason", "活动取消")
    path = tmp_path / "revoked.json"
    path.write_bytes(world.app.test_client().get(f"/certificates/{order['certificate_id']}.json").data)
    done = run("verify-certificate", path, "--keys", keys, "--json")
    assert done.exit_code == 0, done.output
    checks = {each["name"]: each["facts"] for each in json.loads(done.output)["checks"]}
    assert (checks["events"], checks["status"]) == ({"kinds": ["revoked"]}, {"status": "revoked"})
    told = run("verify-certificate", path, "--keys", keys).output
    for language in ("zh-Hans", "en"):
        words = Texts(language, "checks")
        assert words("verdict.revoked") in told
        assert words("verdict.as_saved") not in told


def test_a_file_that_holds_says_that_it_is_of_the_day_it_was_saved(run: Run, file: Path, keys: Path) -> None:
    told = run("verify-certificate", file, "--keys", keys).output
    for language in ("zh-Hans", "en"):
        assert Texts(language, "checks")("verdict.as_saved") in told
        assert Texts(language, "checks")("verdict.sample") not in told


def test_what_was_not_looked_at_has_no_tick(run: Run, true: Given, tmp_path: Path) -> None:
    path, listed = tmp_path / "retired.json", tmp_path / "list.csv"
    path.write_text(json.dumps(true.file | {"public_keys": true.keys}), encoding="utf-8")
    listed.write_text(true.lists[0], encoding="utf-8", newline="")
    title = Texts("zh-Hans", "checks")("title.retirements")
    assert f"– {title}" in run("verify-certificate", path).output
    assert f"✓ {title}" in run("verify-certificate", path, "--list", listed).output


@pytest.mark.parametrize("member", ["number", "name", "kind", "status", "kid", "schema"])
def test_a_hostile_file_cannot_write_over_the_verdict(run: Run, true: Given, tmp_path: Path, member: str) -> None:
    erased = "\x1b[2J\x9b2J\r\n\u202eVERIFIED"
    given = true.copied()
    places = {"name": given.file["beneficiary"], "kind": given.file["events"][0], "kid": given.file["signature"]}
    places |= {"status": given.file}
    places.get(member, given.file["record"])[member] = erased
    if member == "name":
        name = commitment(base64url_decode(given.file["beneficiary"]["salt"]), name_bytes(erased))
        given.file["record"]["beneficiary"]["commitment"] = name
        signed_again(given)
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(given.file | {"public_keys": given.keys}), encoding="utf-8")
    told = run("verify-certificate", path).output
    assert "VERIFIED" in told
    assert [line for line in told.split("\n") if line.startswith("VERIFIED")] == (
        [] if member != "name" else [Texts("en", "checks")("verdict.unchanged")]
    )
    assert not any(sign in told for sign in "\x1b\x9b\r\u202e")


def test_a_sample_is_called_a_sample_beside_the_verdict(run: Run, true: Given, tmp_path: Path) -> None:
    given = true.copied()
    given.file["record"]["sample"] = True
    signed_again(given)
    path = tmp_path / "sample.json"
    path.write_text(json.dumps(given.file | {"public_keys": given.keys}), encoding="utf-8")
    done = run("verify-certificate", path)
    assert done.exit_code == 0, done.output
    assert Texts("zh-Hans", "checks")("verdict.sample") in done.output
    assert json.loads(run("verify-certificate", path, "--json").output)["sample"] is True


def test_one_changed_gram_is_refused(run: Run, file: Path, keys: Path) -> None:
    told = json.loads(file.read_text(encoding="utf-8"))
    told["record"]["mass_g"] += 1
    file.write_text(json.dumps(told), encoding="utf-8")
    refused = run("verify-certificate", file, "--keys", keys)
    assert refused.exit_code == 1
    assert "NOT VERIFIED" in refused.output


def test_what_is_no_certificate_file_is_refused_without_a_traceback(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text("[]", encoding="utf-8")
    for arguments in ((path,), (tmp_path / "none.json",)):
        refused = run("verify-certificate", *arguments)
        assert refused.exit_code == 1
        assert "Traceback" not in refused.output


@pytest.fixture(scope="module")
def true() -> Given:
    return genuine()


def _checked(run: Run, given: Given, folder: Path) -> Any:
    """The command on files of a folder, as somebody offline has them; the answer for programs."""
    files = {
        "certificate.json": json.dumps(given.file),
        "jwks.json": json.dumps(given.keys),
        "list.csv": given.lists[0],
    }
    for name, body in files.items():
        (folder / name).write_text(body, encoding="utf-8", newline="")
    paths = [folder / name for name in files]
    return run("verify-certificate", paths[0], "--keys", paths[1], "--list", paths[2], "--json")


def test_a_genuine_file_holds_in_every_step(run: Run, true: Given, tmp_path: Path) -> None:
    done = _checked(run, true, tmp_path)
    assert done.exit_code == 0, done.output
    assert [each["name"] for each in json.loads(done.output)["checks"] if each["holds"]] == list(STEPS)


@pytest.mark.parametrize(("tamper", "wrong"), TAMPERED, ids=lambda each: getattr(each, "__name__", ""))
def test_what_was_tampered_with_is_found_in_its_step_and_in_no_other(
    run: Run, true: Given, tmp_path: Path, tamper: Tamper, wrong: Mapping[str, str]
) -> None:
    given = true.copied()
    tamper(given)
    done = _checked(run, given, tmp_path)
    assert done.exit_code == 1
    found = {each["name"]: each["code"] for each in json.loads(done.output)["checks"] if not each["holds"]}
    assert found == wrong


@pytest.mark.parametrize(("tamper", "wrong"), TAMPERED[:3], ids=lambda each: getattr(each, "__name__", ""))
def test_a_refusal_is_told_in_both_languages(
    run: Run, true: Given, tmp_path: Path, tamper: Tamper, wrong: Mapping[str, str]
) -> None:
    given = true.copied()
    tamper(given)
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(given.file | {"public_keys": given.keys}), encoding="utf-8")
    told = run("verify-certificate", path).output
    for step, code in wrong.items():
        for language in ("zh-Hans", "en"):
            whole = Texts(language, "checks")(f"{step}.{code}")
            beginning = whole.partition("{")[0].strip()
            assert step == "retirements" or beginning in told, (step, language)
    assert "不要采信" in told
