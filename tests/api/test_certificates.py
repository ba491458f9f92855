"""Certificates over HTTP: the record as signed, who sees a name, correcting it once, erasing it everywhere."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.core import clock
from app.core.canonical import canonical_bytes, commitment, name_bytes, sha256_text
from app.core.database import read
from app.core.signing import base64url_decode, verify
from app.models import certificates, idempotency_keys, order_beneficiaries, standing_events, standings
from app.services import catalogue
from tests.support.papers import retirement_of
from tests.support.world import Guest, World, key

API = "/api/v1/certificates"
NAME = "林小满"


def shown_to(guest_or_app: Guest | Flask, certificate_id: str) -> Any:
    client = guest_or_app.client if isinstance(guest_or_app, Guest) else guest_or_app.test_client()
    answer: Any = client.get(f"{API}/{certificate_id}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def correct(guest: Guest, certificate_id: str, name: str, headers: dict[str, str] | None = None) -> Any:
    return guest.client.post(f"{API}/{certificate_id}/name", json={"name": name}, headers=headers or key())


def erase(guest: Guest, certificate_id: str) -> int:
    return int(guest.client.post(f"{API}/{certificate_id}/erase-name").status_code)


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def opens(certificate: Any, promise: str) -> bool:
    """Whether the name and salt shown open the commitment."""
    person = certificate["beneficiary"]
    return commitment(base64url_decode(person["salt"]), name_bytes(person["name"])) == promise


def signatures_hold(app: Flask, certificate: Any) -> bool:
    """The record's signature and every event's, against the published keys; each event names the record."""
    keys: Any = app.test_client().get("/.well-known/jwks.json").json
    signed = canonical_bytes(certificate["record"])
    held = verify(signed, certificate["signature"], keys) and certificate["record_sha256"] == sha256_text(signed)
    for event in certificate["events"]:
        body = {name: value for name, value in event.items() if name != "signature"}
        held = held and verify(canonical_bytes(body), event["signature"], keys)
        held = held and (event["record_sha256"], event["certificate"]) == (sha256_text(signed), certificate["id"])
    return bool(held)


def test_the_record_says_what_was_bought_and_its_signature_holds(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    order = world.paid(guest, footprint_id=footprint["id"], public=True)
    shown = shown_to(guest, order["certificate_id"])
    record = shown["record"]
    assert (record["schema"], record["id"], record["number"]) == (
        "diandian.certificate/1", shown["id"], shown["number"],
    )  # fmt: skip
    assert (record["mass_g"], record["estimate_g"]) == (footprint["total_g"], footprint["total_g"])
    assert record["amount_fen"] == order["amount_fen"] == sum(record["split_fen"].values())
    assert record["scene"] == {"code": "FORUM1", "name": "首届中国数字碳中和高峰论坛", "kind": "conference"}
    assert record["covers"] == {"from_on": "2026-11-01", "to_on": "2026-12-31", "categories": ["travel", "lodging"]}
    assert (record["role"], record["payer"], record["sample"]) == ("guest", "self", False)
    assert record["footprint"]["id"] == footprint["id"]
    assert [(a["first_g"], a["last_g"]) for a in record["allocations"]] == [(0, footprint["total_g"] - 1)]
    assert record["allocations"][0]["serial_first"] == record["allocations"][0]["serial_last"]
    assert record["title"]["held_by"] == "四川联合环境交易所"
    assert shown["status"] == "allocated"
    assert opens(shown, record["beneficiary"]["commitment"])
    assert signatures_hold(world.app, shown)
    # altered by one gram, it holds no longer
    record["mass_g"] += 1
    assert not signatures_hold(world.app, shown)


def test_without_a_scene_a_footprint_and_an_estimate_their_places_are_null(world: World) -> None:
    guest = world.standard()
    record = shown_to(guest, world.paid(guest, mass_g=1_000)["certificate_id"])["record"]
    assert (record["scene"], record["footprint"], record["estimate_g"]) == (None, None, None)


def test_without_consent_only_the_owner_sees_the_name_and_the_named_picture(world: World) -> None:
    alice, bob = world.standard(), world.guest("bob")
    hidden = world.paid(alice, mass_g=1_000)["certificate_id"]
    consented = world.paid(alice, mass_g=1_000, public=True)["certificate_id"]
    for stranger in (bob, world.app):
        assert shown_to(stranger, hidden)["beneficiary"] is None
        assert shown_to(stranger, consented)["beneficiary"]["name"] == NAME
        assert "named_image_url" not in shown_to(stranger, hidden) | shown_to(stranger, consented)
    own = shown_to(alice, hidden)
    assert own["beneficiary"]["name"] == NAME
    assert own["named_image_url"].startswith("http")
    assert NAME not in world.app.test_client().get(f"{API}/{hidden}").get_data(as_text=True)


def test_a_bad_token_is_refused_even_where_none_is_needed(world: World) -> None:
    guest = world.standard()
    path = f"{API}/{world.paid(guest, mass_g=1_000)['certificate_id']}"
    answer = world.app.test_client().get(path, headers={"Authorization": "Bearer nobody"})
    assert code_of(answer) == (401, "token_invalid")


def test_a_name_is_corrected_once_by_a_signed_event_and_the_record_stays(world: World) -> None:
    guest = world.standard()
    certificate_id = world.paid(guest, mass_g=1_000, public=True)["certificate_id"]
    before = shown_to(guest, certificate_id)
    answer = correct(guest, certificate_id, " 林大满 ")
    assert answer.status_code == 200
    after = answer.json
    assert after["record"] == before["record"]
    assert after["signature"] == before["signature"]
    assert after["beneficiary"]["name"] == "林大满"
    event = after["events"][0]
    assert event["kind"] == "name_corrected"
    assert opens(after, event["commitment"])
    assert not opens(after, after["record"]["beneficiary"]["commitment"])
    assert signatures_hold(world.app, after)
    assert shown_to(world.app, certificate_id)["beneficiary"]["name"] == "林大满"
    assert code_of(correct(guest, certificate_id, "林中满")) == (409, "name_already_changed")


def test_a_name_can_be_corrected_for_seven_days(world: World) -> None:
    guest = world.standard()
    early, late = (world.paid(guest, mass_g=1_000)["certificate_id"] for _ in range(2))
    start = clock.now()
    with time_machine.travel(start + timedelta(days=7, seconds=60)):
        assert code_of(correct(guest, late, "林大满")) == (410, "name_change_closed")
    with time_machine.travel(start + timedelta(days=6, hours=23)):
        assert correct(guest, early, "林大满").status_code == 200


@pytest.mark.parametrize(("name", "public"), [("林大满", True), ("存疑先生", False)])
def test_a_corrected_name_passes_the_content_check_too(world: World, name: str, public: bool) -> None:
    guest = world.standard()
    certificate_id = world.paid(guest, mass_g=1_000, public=True)["certificate_id"]
    assert code_of(correct(guest, certificate_id, "违禁某")) == (422, "name_refused")
    # a refusal is not the one correction
    assert correct(guest, certificate_id, name).status_code == 200
    assert (shown_to(world.app, certificate_id)["beneficiary"] is not None) is public


def test_an_organisations_name_is_not_its_buyers_to_change(world: World) -> None:
    guest = world.standard()
    with world.app.app_context():
        company = catalogue.make_organisation("蜀光科技")
        catalogue.add_member(company, guest.user_id)
    order = world.paid(guest, mass_g=1_000, public=True, beneficiary={"kind": "organisation", "id": company})
    assert code_of(correct(guest, order["certificate_id"], "别家公司")) == (422, "name_refused")
    assert shown_to(world.app, order["certificate_id"])["beneficiary"]["name"] == "蜀光科技"


def test_somebody_elses_name_is_not_found(world: World) -> None:
    alice, bob = world.standard(), world.guest("bob")
    certificate_id = world.paid(alice, mass_g=1_000, public=True)["certificate_id"]
    for target in (certificate_id, "crt01J0000000000000000000000", "x" * 300):
        assert code_of(correct(bob, target, "鲍勃")) == (404, "not_found")
        assert erase(bob, target) == 404
    assert shown_to(world.app, certificate_id)["beneficiary"]["name"] == NAME


def everything_kept(app: Flask) -> str:
    """Every row that may say a name."""
    tables = (certificates, order_beneficiaries, standings, standing_events, idempotency_keys)
    with app.app_context(), read() as connection:
        return "".join(str(row) for table in tables for row in connection.execute(sa.select(table)))


def test_an_erased_name_is_gone_everywhere_and_the_cancellation_stays_provable(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000, public=True, scene="FORUM1")
    certificate_id = order["certificate_id"]
    salts = [shown_to(guest, certificate_id)["beneficiary"]["salt"]]
    same = key()
    salts.append(correct(guest, certificate_id, "林大满", same).json["beneficiary"]["salt"])
    world.run_jobs()
    assert erase(guest, certificate_id) == erase(guest, certificate_id) == 204
    world.run_jobs()

    for reader in (guest, world.app):
        shown = shown_to(reader, certificate_id)
        assert shown["beneficiary"] is None
        assert [event["kind"] for event in shown["events"]] == ["name_corrected", "name_erased"]
        assert signatures_hold(world.app, shown)
    board: Any = world.app.test_client().get("/api/v1/leaderboards/people?scene=FORUM1").json
    assert [(line["name"], line["mass_g"]) for line in board["items"]] == [("一位来宾", 1_000)]
    said = guest.client.get("/api/v1/me/export").get_data(as_text=True) + everything_kept(world.app)
    said += guest.client.get(API).get_data(as_text=True) + guest.client.get("/api/v1/orders").get_data(as_text=True)
    for secret in (NAME, "林大满", *salts):
        assert secret not in said
    # not even the replay of the correction says it
    assert code_of(correct(guest, certificate_id, "林大满", same)) == (410, "name_erased")
    assert code_of(correct(guest, certificate_id, "又一名")) == (410, "name_erased")


def test_a_retired_certificate_says_by_which_document(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000)
    assert retirement_of(world, order)() == "retired"
    shown = shown_to(world.app, order["certificate_id"])
    assert (shown["status"], [event["kind"] for event in shown["events"]]) == ("retired", ["retired"])
    retirement = shown["retirements"][0]
    assert retirement["document_sha256"] == shown["events"][0]["document_sha256"]
    assert retirement["document_url"].endswith(retirement["document_sha256"])
    assert signatures_hold(world.app, shown)


def test_a_revoked_certificate_can_be_read_but_not_renamed(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000)
    back = guest.client.post(f"/api/v1/orders/{order['id']}/refund-requests", json={}, headers=key())
    assert back.status_code == 202
    world.run_jobs()
    world.finish_refunds()
    shown = shown_to(world.app, order["certificate_id"])
    assert (shown["status"], [event["kind"] for event in shown["events"]]) == ("revoked", ["revoked"])
    assert signatures_hold(world.app, shown)
    assert code_of(correct(guest, order["certificate_id"], "林大满")) == (409, "certificate_revoked")
    assert erase(guest, order["certificate_id"]) == 204
    assert [line["status"] for line in guest.client.get(API).json["items"]] == ["revoked"]
