"""Months of life, sources and memberships over HTTP; consent taken back erases what was entered."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.database import read
from app.methodology import calculators
from app.models import certificates, footprints, life_months
from tests.support.world import Guest, World

EXAMPLE = calculators.example("life")
URL = "/api/v1/me/life"


def put(guest: Guest, month: str, inputs: object = None) -> Any:
    return guest.client.put(f"{URL}/{month}", json={"inputs": EXAMPLE if inputs is None else inputs})


def test_a_month_is_counted_listed_and_read_back_with_its_inputs(world: World) -> None:
    guest = world.guest()
    made = put(guest, "2026-10")
    assert made.status_code == 200, made.get_data(as_text=True)
    listed = guest.client.get(URL).json
    assert listed["next"] is None
    assert [item["month"] for item in listed["items"]] == ["2026-10"]
    assert "inputs" not in listed["items"][0]
    assert listed["items"][0]["total_g"] == sum(part["mass_g"] for part in listed["items"][0]["categories"])
    assert guest.client.get(f"{URL}/2026-10").json == {**listed["items"][0], "inputs": EXAMPLE} == made.json
    assert guest.client.get(f"{URL}/2026-09").status_code == 404
    assert world.guest("other").client.get(URL).json["items"] == []


def test_what_is_wrong_is_pointed_at(world: World) -> None:
    guest = world.guest()
    future = put(guest, "2099-01")
    assert (future.status_code, future.json["errors"][0]["pointer"]) == (422, "/month")
    wrong = put(guest, "2026-10", {"electricity_kwh": "a lot"})
    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/inputs/electricity_kwh")
    assert put(guest, "2026-13").status_code == 404
    assert guest.client.get(URL).json["items"] == []


@pytest.mark.parametrize("path", [URL, f"{URL}/2026-10", "/api/v1/me/organisations"])
def test_months_and_organisations_need_a_token(client: FlaskClient, path: str) -> None:
    assert client.get(path).json["code"] == "token_required"


def test_tips_follow_a_footprint_of_ones_own(world: World) -> None:
    guest = world.guest()
    path = f"/api/v1/footprints/{put(guest, '2026-10').json['footprint_id']}/tips"
    items = guest.client.get(path).json["items"]
    assert items
    assert all(item["saves_g"] > 0 and item["sources"] for item in items)
    assert world.guest("other").client.get(path).status_code == 404


def test_a_month_is_told_beside_the_countrys_averages_in_the_readers_language(world: World) -> None:
    guest = world.guest()
    path = f"/api/v1/footprints/{put(guest, '2026-10').json['footprint_id']}/averages"
    items = guest.client.get(path, headers={"Accept-Language": "zh"}).json["items"]
    assert [(item["label"], item["unit"], item["yours"], item["average"]) for item in items] == [
        ("用电", "千瓦时", "70", "80"),
        ("自来水", "立方米", "3.0", "3.8"),
    ]
    assert world.guest("other").client.get(path).status_code == 404


def test_a_month_is_exported_and_goes_with_the_account(app: Flask, world: World) -> None:
    guest = world.guest()
    put(guest, "2026-10")
    assert [row["month"] for row in guest.client.get("/api/v1/me/export").json["life_months"]] == ["2026-10"]
    assert guest.client.delete("/api/v1/me").status_code == 204
    with app.app_context(), read() as connection:
        assert connection.execute(sa.select(life_months)).all() == []
        assert connection.execute(sa.select(footprints.c.inputs)).scalar_one() is None


def test_consent_taken_back_erases_what_was_entered_and_keeps_the_sums(app: Flask, world: World) -> None:
    guest = world.standard()
    month = put(guest, "2026-10").json
    order = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    assert guest.client.patch("/api/v1/me", json={"travel_consent": False}).status_code == 200
    with app.app_context(), read() as connection:
        assert {row.inputs for row in connection.execute(sa.select(footprints))} == {None}
        assert connection.execute(sa.select(certificates.c.footprint_salt)).scalars().all() == [None]
    after = guest.client.get(f"{URL}/2026-10").json
    assert (after["total_g"], after["categories"]) == (month["total_g"], month["categories"])
    assert (after["inputs"], after["inputs_erased"]) == (None, True)
    assert guest.client.get(f"/api/v1/footprints/{month['footprint_id']}/tips").json == {"items": []}
    certificate = guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert certificate["status"] == "allocated"


def test_an_order_that_can_still_be_paid_keeps_its_inputs_until_it_is_decided(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, footprint_id=world.footprint(guest)["id"])
    answer = guest.client.patch("/api/v1/me", json={"travel_consent": False})
    assert (answer.status_code, answer.json["code"]) == (409, "travel_in_use")
    assert guest.client.delete(f"/api/v1/orders/{order['id']}").status_code == 200
    assert guest.client.patch("/api/v1/me", json={"travel_consent": False}).status_code == 200


def test_an_erased_footprint_can_no_longer_be_ordered(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    guest.client.patch("/api/v1/me", json={"travel_consent": False})
    refused = world.order(guest, footprint_id=footprint["id"], expect=422)
    assert refused["errors"][0]["pointer"] == "/footprint_id"


def test_the_sources_are_public_and_credited(client: FlaskClient) -> None:
    told = client.get("/api/v1/sources", headers={"Accept-Language": "en"}).json
    assert told["factor_set"] == "2026.1"
    assert any("DESNZ" in item["source"] for item in told["items"])
    assert any("GeoNames" in credit for credit in told["credits"])
    assert [item["factors"] for item in told["items"]] == sorted((i["factors"] for i in told["items"]), reverse=True)
