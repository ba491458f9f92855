"""batches import and batches retire, from the registry's file to a certificate that says retired."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.services.batches import COLUMNS
from tests.cli.conftest import Run
from tests.support.world import World

ROW = (
    "CDCER-TEST,成都碳普惠登记,CD-0001,CDCER-01-001,2024-01-01,2024-12-31,2024,"
    "CD-2024-{first:06d},CD-2024-{last:06d},{tonnes}"
)


def _csv(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    world.project(tonnes=0)
    return _csv(tmp_path / "batches.csv", ROW.format(first=1, last=5, tonnes=5))


def _available_g(world: World) -> int:
    offers: Any = world.app.test_client().get("/api/v1/projects").json["items"]
    return int(offers[0]["available_g"])


def test_a_file_is_imported_once_however_often_it_is_given(world: World, run: Run, file: Path) -> None:
    first, again = run("batches", "import", file), run("batches", "import", file)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "新导入 1 批，已有 0 批" in first.output
    assert "新导入 0 批，已有 1 批" in again.output
    assert _available_g(world) == 5_000_000


def test_a_spreadsheets_byte_order_mark_is_no_obstacle(world: World, run: Run, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert run("batches", "import", file).exit_code == 0
    assert _available_g(world) == 5_000_000


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ROW.format(first=10, last=14, tonnes=6), "序列号与吨数对不上"),
        (ROW.format(first=5, last=9, tonnes=5), "重叠"),
        (ROW.format(first=10, last=14, tonnes=5).replace("CDCER-TEST", "NOBODY"), "没有这个项目"),
        (ROW.format(first=10, last=14, tonnes=5).replace("2024-12-31", "soon"), "line=3"),
    ],
)
def test_one_bad_line_and_nothing_is_imported(
    world: World, run: Run, file: Path, tmp_path: Path, row: str, reason: str
) -> None:
    assert run("batches", "import", file).exit_code == 0
    both = _csv(tmp_path / "more.csv", ROW.format(first=100, last=109, tonnes=10), row)
    refused = run("batches", "import", both)
    assert refused.exit_code == 1
    assert reason in refused.output
    assert "Traceback" not in refused.output
    assert _available_g(world) == 5_000_000


def test_a_file_that_is_not_there_is_a_refusal_and_no_traceback(run: Run, tmp_path: Path) -> None:
    refused = run("batches", "import", tmp_path / "none.csv")
    assert refused.exit_code == 1
    assert "文件读不了" in refused.output


def test_half_of_the_retirement_options_is_refused(world: World, run: Run, file: Path, document: Path) -> None:
    refused = run("batches", "import", file, "--retired-document", document)
    assert refused.exit_code == 1
    assert "--reference" in refused.output
    assert _available_g(world) == 0


def test_certificates_of_a_batch_that_came_retired_are_retired_at_issue(
    world: World, run: Run, file: Path, document: Path, tmp_path: Path
) -> None:
    given = ("--retired-document", document, "--reference", "R-1", "--on", "2026-03-01")
    assert run("batches", "import", file, *given).exit_code == 0
    world.scene()
    guest = world.guest()
    order = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    certificate: Any = guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert certificate["status"] == "retired"
    assert certificate["retirements"][0]["reference"] == "R-1"
    # and it is signed for: of a file whose word alone says so, nobody would know
    (event,) = certificate["events"]
    assert (event["kind"], event["reference"], event["retired_on"]) == ("retired", "R-1", "2026-03-01")
    assert event["document_sha256"] == certificate["retirements"][0]["document_sha256"]
    client = world.app.test_client()
    saved, keys = tmp_path / "certificate.json", tmp_path / "jwks.json"
    saved.write_bytes(client.get(f"/certificates/{order['certificate_id']}.json").data)
    keys.write_bytes(client.get("/.well-known/jwks.json").data)
    listed = tmp_path / "list.csv"
    listed.write_bytes(client.get(urlsplit(json.loads(saved.read_bytes())["retirements"][0]["contents_url"]).path).data)
    checked = run("verify-certificate", saved, "--keys", keys, "--list", listed)
    assert checked.exit_code == 0, checked.output


@pytest.fixture
def sold(world: World, run: Run, file: Path) -> tuple[Any, str, str]:
    """(guest, certificate id, batch id) of one sale out of the first tonne."""
    imported = run("batches", "import", file, "--json")
    assert imported.exit_code == 0, imported.output
    world.scene()
    guest = world.guest()
    order = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    return guest, order["certificate_id"], json.loads(imported.output)[0]["batch_id"]


def _retire(run: Run, batch: str, document: Path, first: int = 1, last: int = 1) -> Any:
    serials = ("--first", f"CD-2024-{first:06d}", "--last", f"CD-2024-{last:06d}")
    return run("batches", "retire", batch, *serials, "--reference", "R-2", "--on", "2026-11-01", "--document", document)


def test_a_cancellation_turns_the_certificate_and_may_be_recorded_twice(
    run: Run, sold: tuple[Any, str, str], document: Path
) -> None:
    guest, certificate_id, batch = sold
    first, again = _retire(run, batch, document), _retire(run, batch, document)
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert "已登记注销" in first.output
    assert "早已登记" in again.output
    shown: Any = guest.client.get(f"/api/v1/certificates/{certificate_id}").json
    assert shown["status"] == "retired"


@pytest.mark.parametrize(
    ("first", "last", "reason"), [(2, 2, "还没有分配"), (1, 9, "没有这个序列号"), (2, 1, "没有这个序列号")]
)
def test_serials_that_cannot_be_retired_are_refused_with_the_next_step(
    run: Run, sold: tuple[Any, str, str], document: Path, first: int, last: int, reason: str
) -> None:
    refused = _retire(run, sold[2], document, first, last)
    assert refused.exit_code == 1
    assert reason in refused.output


@pytest.mark.parametrize(
    ("reference", "on", "reason"),
    [
        ("  ", "2026-11-01", "注销编号不能接受"),
        ("R" * 121, "2026-11-01", "注销编号不能接受"),
        ("R-2", "2099-11-01", "注销日期不能接受"),
        ("R-2", "2023-12-31", "注销日期不能接受"),  # before the monitoring began
    ],
)
def test_a_reference_or_day_that_cannot_be_is_refused_before_it_is_signed_for_ever(
    run: Run, sold: tuple[Any, str, str], document: Path, reference: str, on: str, reason: str
) -> None:
    guest, certificate_id, batch = sold
    words = ("--first", "CD-2024-000001", "--last", "CD-2024-000001", "--document", document)
    refused = run("batches", "retire", batch, *words, "--reference", reference, "--on", on)
    assert refused.exit_code == 1
    assert reason in refused.output
    assert guest.client.get(f"/api/v1/certificates/{certificate_id}").json["status"] == "allocated"
    fresh = _csv(document.with_name("retired.csv"), ROW.format(first=11, last=12, tonnes=2))
    given = ("--retired-document", document, "--reference", reference, "--on", on)
    brought = run("batches", "import", fresh, *given)
    assert brought.exit_code == 1
    assert reason in brought.output


def test_a_document_that_is_none_is_refused(run: Run, sold: tuple[Any, str, str], tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("trust me", encoding="utf-8")
    refused = _retire(run, sold[2], note)
    assert refused.exit_code == 1
    assert "PDF、PNG 或 JPEG" in refused.output


def test_an_unknown_batch_is_refused_with_where_to_look(run: Run, document: Path) -> None:
    refused = _retire(run, "batNOPE", document)
    assert refused.exit_code == 1
    assert "没有这个批次" in refused.output
    assert "batches list" in refused.output


def _due(run: Run) -> list[Any]:
    listed = run("batches", "list", "--json")
    assert listed.exit_code == 0, listed.output
    (batch,) = json.loads(listed.output)
    assert batch["tonnes"] * 1_000_000 == sum(
        batch[f"{where}_g"] for where in ("available", "reserved", "allocated", "void")
    )
    return list(batch["due"])


def test_the_list_says_which_serials_are_to_be_cancelled_until_they_are(
    run: Run, sold: tuple[Any, str, str], document: Path
) -> None:
    guest, certificate_id, batch = sold
    mass_g = guest.client.get(f"/api/v1/certificates/{certificate_id}").json["record"]["mass_g"]
    (due,) = _due(run)
    assert due == {
        "serial_first": "CD-2024-000001", "serial_last": "CD-2024-000001", "tonnes": 1, "unsold_g": 1_000_000 - mass_g
    }  # fmt: skip
    told = run("batches", "list").output
    assert batch in told
    assert "待注销 to cancel" in told
    assert _retire(run, batch, document).exit_code == 0
    assert _due(run) == []


def test_serials_that_a_refund_holds_are_not_called_for(run: Run, world: World, sold: tuple[Any, str, str]) -> None:
    guest, certificate_id, _ = sold
    order_id = guest.client.get(f"/api/v1/certificates/{certificate_id}").json["order_id"]
    world.simulator.control.fault("refund", "never_ends")
    run("orders", "refund", order_id, "--reason", "活动取消")
    assert _due(run) == []


def test_without_batches_the_list_says_how_they_come_in(run: Run) -> None:
    assert "batches import" in run("batches", "list").output
