"""Placing an order, sentence by sentence: its price, its footprint, its scene; and a refusal takes nothing."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import read
from app.domain.scenes import SceneStatus
from app.models import credit_batches, order_beneficiaries, orders, payments
from app.services import catalogue, proofs
from tests.support.world import INPUTS, Guest, World, key

#: 50 people, first class, back and forth over half the Earth: more than one order may hold.
HUGE = {
    "people": 50,
    "legs": [{"mode": "plane", "cabin": "first", "distance_km": "20000", "round_trip": True} for _ in range(40)],
}


def place(guest: Guest, headers: dict[str, str] | None = None, **body: Any) -> Any:
    given = {"project": "CDCER-TEST", "beneficiary": {"kind": "person", "name": "林小满"}, "mass_g": 250_000} | body
    return guest.client.post("/api/v1/orders", json=given, headers=headers or key())


def count(app: Flask, table: sa.Table) -> int:
    with app.app_context(), read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def stock(app: Flask) -> tuple[int, int]:
    """(available, reserved) grams over all batches."""
    b = credit_batches.c
    with app.app_context(), read() as connection:
        row = connection.execute(sa.select(sa.func.sum(b.available_g), sa.func.sum(b.reserved_g))).one()
    return int(row[0]), int(row[1])


def refused(world: World, answer: Any, status: int, code: str) -> None:
    """Refused so, with nothing reserved, nothing written and nothing asked for at WeChat."""
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert (count(world.app, orders), count(world.app, payments), stock(world.app)[1]) == (0, 0, 0)


def pointers(answer: Any) -> list[str]:
    assert (answer.status_code, answer.json["code"]) == (422, "validation_failed"), answer.get_data(as_text=True)
    return [error["pointer"] for error in answer.json["errors"]]


def test_an_order_is_for_what_the_footprint_still_needs_at_the_printed_price(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    order = world.order(guest, footprint_id=footprint["id"])
    total_g = footprint["total_g"]
    amount = -(-total_g * 4300 // 1_000_000)
    assert (order["status"], order["mass_g"], order["amount_fen"]) == ("pending", total_g, amount)
    assert order["split"] == {"service_fen": amount * 500 // 10_000, "owner_fen": amount - amount * 500 // 10_000}
    assert (order["project"], order["scene"], order["footprint_id"]) == ("CDCER-TEST", "FORUM1", footprint["id"])
    assert order["scene_name"] == guest.client.get("/api/v1/scenes/FORUM1").json["name"]
    assert (order["certificate_id"], order["certificates"], order["paid_at"]) == (None, [], None)
    assert order["expires_at"].endswith("Z")
    assert set(order["payment"]["params"]) == {"timeStamp", "nonceStr", "package", "signType", "paySign"}
    assert order["payment"]["id"].startswith("pay")
    assert stock(world.app) == (50_000_000 - total_g, total_g)


@pytest.mark.parametrize(("mass_g", "amount_fen"), [(1, 1), (232, 1), (233, 2), (465, 2), (466, 3), (1_000_000, 4300)])
def test_a_price_is_rounded_up_to_a_fen_and_is_at_least_one(world: World, mass_g: int, amount_fen: int) -> None:
    order = world.order(world.standard(), mass_g=mass_g)
    assert order["amount_fen"] == amount_fen == sum(order["split"].values())


def test_a_native_order_answers_a_pay_code_anybody_may_scan(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000, method="native")
    assert list(order["payment"]["params"]) == ["code_url"]
    assert order["payment"]["params"]["code_url"].startswith("weixin://")
    world.simulator.control.scan(order["payment"]["params"]["code_url"], "a colleague")
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "paid"


def test_a_price_that_is_not_the_expected_one_says_the_true_one_and_reserves_nothing(world: World) -> None:
    guest = world.standard()
    answer = place(guest, expected_amount_fen=1074)
    refused(world, answer, 409, "price_changed")
    assert answer.json["amount_fen"] == 1075
    assert world.order(guest, mass_g=250_000, expected_amount_fen=1075)["amount_fen"] == 1075


def test_nothing_to_neutralise(world: World) -> None:
    guest = world.standard()
    refused(world, place(guest, mass_g=0), 422, "nothing_to_neutralise")
    nowhere = {"project": "CDCER-TEST", "beneficiary": {"kind": "person", "name": "林小满"}}
    refused(world, guest.client.post("/api/v1/orders", json=nowhere, headers=key()), 422, "nothing_to_neutralise")
    zero = world.footprint(guest, inputs={"people": 1, "legs": [{"mode": "walk", "distance_km": "1"}]})
    assert zero["total_g"] == 0
    asked = nowhere | {"footprint_id": zero["id"]}
    refused(world, guest.client.post("/api/v1/orders", json=asked, headers=key()), 422, "nothing_to_neutralise")


def test_a_covered_footprint_needs_nothing_more_but_may_be_given_extra(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    world.paid(guest, footprint_id=footprint["id"])
    path = f"/api/v1/footprints/{footprint['id']}"
    assert guest.client.get(path).json["covered_g"] == footprint["total_g"]
    body = {"project": "CDCER-TEST", "beneficiary": {"kind": "person", "name": "x"}, "footprint_id": footprint["id"]}
    again = guest.client.post("/api/v1/orders", json=body, headers=key())
    assert (again.status_code, again.json["code"]) == (422, "nothing_to_neutralise")
    world.paid(guest, footprint_id=footprint["id"], mass_g=7_000)
    assert guest.client.get(path).json["covered_g"] == footprint["total_g"]


def test_cover_adds_up_in_parts_and_the_default_is_the_rest(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    world.paid(guest, footprint_id=footprint["id"], mass_g=100_000)
    assert guest.client.get(f"/api/v1/footprints/{footprint['id']}").json["covered_g"] == 100_000
    assert world.order(guest, footprint_id=footprint["id"])["mass_g"] == footprint["total_g"] - 100_000


def test_more_than_a_thousand_tonnes_is_out_of_bounds_also_when_a_footprint_asks_for_it(world: World) -> None:
    guest = world.standard()
    assert pointers(place(guest, mass_g=1_000_000_001)) == ["/mass_g"]
    assert pointers(place(guest, mass_g=-1)) == ["/mass_g"]
    footprint = world.footprint(guest, inputs=HUGE)
    assert footprint["total_g"] > 1_000_000_000
    body = {"project": "CDCER-TEST", "beneficiary": {"kind": "person", "name": "x"}, "footprint_id": footprint["id"]}
    answer = guest.client.post("/api/v1/orders", json=body, headers=key())
    assert pointers(answer) == ["/mass_g"]
    assert answer.json["errors"][0]["problem"] == "out_of_bounds"


def test_what_is_sold_out_charges_and_reserves_nothing(world: World) -> None:
    guest = world.standard()
    before = world.simulator.control.last_call()
    refused(world, place(guest, mass_g=50_000_001), 409, "credits_sold_out")
    assert world.simulator.control.calls("jsapi", after=before) == []
    assert stock(world.app) == (50_000_000, 0)
    assert world.order(guest, mass_g=50_000_000)["status"] == "pending"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"project": "NOPE"}, "/project"),
        ({"footprint_id": "ftp01J0000000000000000000000"}, "/footprint_id"),
        ({"scene": "NOPE22"}, "/scene"),
        ({"beneficiary": {"kind": "organisation", "id": "org01J0000000000000000000000"}}, "/beneficiary/id"),
    ],
)
def test_an_unknown_id_in_a_body_is_pointed_at(world: World, body: dict[str, Any], pointer: str) -> None:
    answer = place(world.standard(), **body)
    assert pointers(answer) == [pointer]
    refused(world, answer, 422, "validation_failed")


def test_an_unknown_scene_is_pointed_at_even_beside_a_footprint(world: World) -> None:
    guest = world.standard()
    answer = place(guest, footprint_id=world.footprint(guest)["id"], scene="NOPE22")
    assert pointers(answer) == ["/scene"]


def test_somebody_elses_footprint_is_unknown(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    assert pointers(place(world.guest("bob"), footprint_id=footprint["id"])) == ["/footprint_id"]


def test_an_anonymous_footprint_belongs_to_the_first_order_that_uses_it(world: World) -> None:
    alice, bob = world.standard(), world.guest("bob")
    stranger = world.app.test_client()
    body = {"scene": "FORUM1", "calculator": "conference", "inputs": INPUTS}
    footprint: Any = stranger.post("/api/v1/footprints", json=body).json
    path = f"/api/v1/footprints/{footprint['id']}"
    assert stranger.get(path).status_code == bob.client.get(path).status_code == 200
    # an order that is refused binds nothing
    assert place(alice, footprint_id=footprint["id"], mass_g=60_000_000).status_code == 409
    assert stranger.get(path).status_code == 200
    assert place(alice, footprint_id=footprint["id"]).status_code == 201
    assert alice.client.get(path).status_code == 200
    assert stranger.get(path).status_code == bob.client.get(path).status_code == 404
    assert pointers(place(bob, footprint_id=footprint["id"])) == ["/footprint_id"]


def test_a_scene_may_stand_without_a_footprint_in_any_spelling_or_by_its_entrance(world: World) -> None:
    guest = world.standard()
    with world.app.app_context():
        catalogue.add_entrance("FORUM1", "东门", "EAST01")
    for typed in ("FORUM1", "forum1", "EAST01"):
        assert world.order(guest, mass_g=1_000, scene=typed)["scene"] == "FORUM1"


@pytest.mark.parametrize("status", [SceneStatus.CLOSED, SceneStatus.DRAFT])
def test_a_scene_that_is_not_open_takes_no_order(world: World, status: SceneStatus) -> None:
    guest = world.standard()
    world.scene("SHUT22", status=status)
    answer = place(guest, scene="SHUT22")
    if status is SceneStatus.DRAFT:  # a draft is seen by its staff only
        assert pointers(answer) == ["/scene"]
    refused(world, answer, *((409, "scene_not_open") if status is SceneStatus.CLOSED else (422, "validation_failed")))


def test_what_is_ordered_in_a_rehearsal_is_a_sample(world: World) -> None:
    guest = world.standard()
    world.scene("TRY222", status=SceneStatus.REHEARSAL)
    assert world.order(guest, mass_g=1_000, scene="TRY222")["sample"] is True
    assert world.order(guest, mass_g=1_000, scene="FORUM1")["sample"] is False


def test_a_refused_name_reserves_nothing(world: World) -> None:
    guest = world.standard()
    refused(world, place(guest, beneficiary={"kind": "person", "name": "违禁某"}), 422, "name_refused")
    many = [{"kind": "person", "name": name} for name in ("甲", "违禁某")]
    body = {"project": "CDCER-TEST", "mass_g": 10, "beneficiaries": many}
    refused(world, guest.client.post("/api/v1/orders", json=body, headers=key()), 422, "name_refused")


def verdicts(app: Flask) -> list[str]:
    with app.app_context(), read() as connection:
        return list(connection.execute(sa.select(order_beneficiaries.c.name_verdict)).scalars())


@pytest.mark.parametrize(("name", "fault"), [("存疑先生", None), ("林小满", "down")])
def test_a_name_wechat_is_unsure_of_or_cannot_see_is_sold_but_not_public(
    world: World, name: str, fault: str | None
) -> None:
    guest = world.standard()
    if fault:
        world.simulator.control.fault("msg_sec_check", fault, times=None)
    order = world.paid(guest, mass_g=1_000, public=True, beneficiary={"kind": "person", "name": name})
    assert verdicts(world.app) == ["unsure" if fault is None else "unchecked"]
    shown: Any = world.app.test_client().get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert shown["beneficiary"] is None
    own = guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert own["beneficiary"]["name"] == name
    with world.app.app_context():
        assert proofs.prove() == []
