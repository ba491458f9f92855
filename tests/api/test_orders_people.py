"""For whom an order is: up to ten of equal grams, organisations by membership, names shown only if asked."""

import itertools
from typing import Any

import pytest

from app.services import catalogue, proofs
from tests.support.world import Guest, World, key


def people(number: int) -> list[dict[str, str]]:
    return [{"kind": "person", "name": f"来宾{n}"} for n in range(number)]


def body_of(beneficiaries: Any, **more: Any) -> dict[str, Any]:
    return {"project": "CDCER-TEST", "mass_g": 1_000, "beneficiaries": beneficiaries} | more


def sold(world: World, guest: Guest, body: dict[str, Any]) -> list[Any]:
    """The certificates of an order placed so and paid, as their owner reads them."""
    placed = guest.client.post("/api/v1/orders", json=body, headers=key())
    assert placed.status_code == 201, placed.get_data(as_text=True)
    world.simulator.control.pay(placed.json["payment"]["id"])
    paid = guest.client.get(f"/api/v1/orders/{placed.json['id']}").json
    assert paid["status"] == "paid"
    assert paid["certificate_id"] == paid["certificates"][0]
    return [guest.client.get(f"/api/v1/certificates/{each}").json for each in paid["certificates"]]


@pytest.mark.parametrize("number", [1, 3, 10])
def test_grams_are_equal_the_spare_ones_go_to_the_first_and_every_sum_is_exact(world: World, number: int) -> None:
    world.project(tonnes=1)
    world.batch("CDCER-TEST", 1, vintage=2025)
    world.scene()
    guest = world.guest()
    footprint = world.footprint(guest)
    mass_g, amount_fen = 1_500_007, -(-1_500_007 * 4300 // 1_000_000)
    shown = sold(world, guest, body_of(people(number), mass_g=mass_g, footprint_id=footprint["id"]))
    records = [each["record"] for each in shown]
    each_g, spare_g = divmod(mass_g, number)
    assert [r["mass_g"] for r in records] == [each_g + spare_g] + [each_g] * (number - 1)
    assert sum(r["amount_fen"] for r in records) == amount_fen
    assert all(r["amount_fen"] == sum(r["split_fen"].values()) for r in records)
    assert sum(r["split_fen"]["service"] for r in records) == amount_fen * 500 // 10_000
    assert sum(r["estimate_g"] for r in records) == footprint["total_g"]
    for record in records:
        assert sum(a["mass_g"] for a in record["allocations"]) == record["mass_g"]
        assert all(a["mass_g"] == a["last_g"] - a["first_g"] + 1 for a in record["allocations"])
    held = sorted((a["batch"], a["first_g"], a["last_g"]) for r in records for a in r["allocations"])
    for before, after in itertools.pairwise(held):
        assert before[0] != after[0] or before[2] < after[1]
    assert [each["beneficiary"]["name"] for each in shown] == [f"来宾{n}" for n in range(number)]
    assert [r["role"] for r in records] == ["guest"] + ["gift"] * (number - 1)
    assert [r["payer"] for r in records] == ["self"] + ["other"] * (number - 1)
    with world.app.app_context():
        assert proofs.prove() == []


@pytest.mark.parametrize("number", [0, 11])
def test_there_are_one_to_ten_beneficiaries(world: World, number: int) -> None:
    answer = world.standard().client.post("/api/v1/orders", json=body_of(people(number)), headers=key())
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == ["/beneficiaries"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"beneficiary": {"kind": "person", "name": "甲"}}, "/beneficiary"),
        ({"beneficiaries": None}, "/beneficiaries"),
        ({"beneficiaries": [{"kind": "person"}]}, "/beneficiaries/0/name"),
        ({"beneficiaries": [{"kind": "person", "name": "甲"}, {"kind": "robot"}]}, "/beneficiaries/1/kind"),
        ({"beneficiaries": [{"kind": "person", "name": "   "}]}, "/beneficiaries/0/name"),
        ({"beneficiaries": [{"kind": "person", "name": "x" * 41}]}, "/beneficiaries/0/name"),
        ({"beneficiaries": [{"kind": "person", "name": "甲", "id": "org1"}]}, "/beneficiaries/0/id"),
        ({"beneficiaries": [{"kind": "organisation", "name": "甲"}]}, "/beneficiaries/0/id"),
        ({"public": 1}, "/public"),
        ({"mass_g": 1.5}, "/mass_g"),
        ({"mass_g": "5"}, "/mass_g"),
        ({"mass_g": True}, "/mass_g"),
        ({"expected_amount_fen": -1}, "/expected_amount_fen"),
        ({"method": "cash"}, "/method"),
        ({"price": 1}, "/price"),
    ],
)
def test_what_cannot_be_meant_is_pointed_at(world: World, body: dict[str, Any], pointer: str) -> None:
    answer = world.standard().client.post("/api/v1/orders", json=body_of(people(1)) | body, headers=key())
    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


def test_somebody_must_be_named(world: World) -> None:
    answer = world.standard().client.post("/api/v1/orders", json={"project": "CDCER-TEST", "mass_g": 5}, headers=key())
    assert [error["pointer"] for error in answer.json["errors"]] == ["/beneficiary"]


def test_an_organisation_is_named_by_its_members_only(world: World) -> None:
    member, stranger = world.standard(), world.guest("stranger")
    with world.app.app_context():
        company = catalogue.make_organisation("蜀光科技")
        catalogue.add_member(company, member.user_id)
    given = body_of([{"kind": "person", "name": "甲"}, {"kind": "organisation", "id": company}], public=True)
    refused = stranger.client.post("/api/v1/orders", json=given, headers=key())
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == ["/beneficiaries/1/id"]
    shown = sold(world, member, given)[1]
    assert shown["beneficiary"] | {"salt": ""} == {"kind": "organisation", "name": "蜀光科技", "salt": ""}
    assert (shown["record"]["role"], shown["record"]["payer"]) == ("company", "self")


def test_an_organiser_at_its_own_scene_is_the_organiser(world: World) -> None:
    member = world.standard()
    world.scene("OWN222", organiser="会展中心")
    with world.app.app_context():
        company = catalogue.make_organisation("会展中心")
        catalogue.add_member(company, member.user_id)
    one = {"project": "CDCER-TEST", "mass_g": 1_000, "beneficiary": {"kind": "organisation", "id": company}}
    assert sold(world, member, one | {"scene": "OWN222"})[0]["record"]["role"] == "organiser"
    assert sold(world, member, one | {"scene": "FORUM1"})[0]["record"]["role"] == "company"


@pytest.mark.parametrize(("asked", "seen"), [({}, None), ({"public": False}, None), ({"public": True}, "林小满")])
def test_a_name_is_shown_to_others_only_when_that_was_asked(world: World, asked: Any, seen: str | None) -> None:
    guest = world.standard()
    guest.client.patch("/api/v1/me", json={"public_name": True})  # only the clients' default: decides nothing here
    order = world.paid(guest, mass_g=1_000, scene="FORUM1", **asked)
    stranger = world.app.test_client()
    answer: Any = stranger.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert (answer["beneficiary"] or {}).get("name") == seen
    world.run_jobs()
    board: Any = stranger.get("/api/v1/leaderboards/people?scene=FORUM1").json
    assert [(line["name"], line["mass_g"]) for line in board["items"]] == [(seen or "一位来宾", 1_000)]


def test_a_gift_is_never_shown_under_its_name_and_does_not_rank_the_giver(world: World) -> None:
    guest = world.standard()
    both = [{"kind": "person", "name": "林小满"}, {"kind": "person", "name": "朋友"}]
    shown = sold(world, guest, body_of(both, public=True, mass_g=2_000, scene="FORUM1"))
    stranger = world.app.test_client()
    gift: Any = stranger.get(f"/api/v1/certificates/{shown[1]['id']}").json
    assert gift["beneficiary"] is None
    world.run_jobs()
    board: Any = stranger.get("/api/v1/leaderboards/people?scene=FORUM1").json
    assert [(line["name"], line["mass_g"]) for line in board["items"]] == [("林小满", 1_000)]
    # erasing the friend's name leaves the giver's own place alone
    assert guest.client.post(f"/api/v1/certificates/{shown[1]['id']}/erase-name").status_code == 204
    world.run_jobs()
    board = stranger.get("/api/v1/leaderboards/people?scene=FORUM1").json
    assert [line["name"] for line in board["items"]] == ["林小满"]
