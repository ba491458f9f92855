"""seed-demo: what a demo starts from, made once however often it is asked for."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.database import db, read
from app.domain.scenes import SceneKind
from app.models import ledger_postings
from app.services.platform import EXTENSION
from tests.cli.conftest import Run
from tests.support.world import World

API = "/api/v1"


@pytest.fixture
def seeded(run: Run) -> Run:
    done = run("seed-demo")
    assert done.exit_code == 0, done.output
    return run


def _rows(app: Flask) -> dict[str, int]:
    with app.app_context(), read() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in db.metadata.sorted_tables
        }


def test_seeding_twice_adds_nothing_and_says_so(app: Flask, seeded: Run) -> None:
    before = _rows(app)
    again = seeded("seed-demo")
    assert again.exit_code == 0
    assert "没有改动" in again.output
    assert _rows(app) == before
    assert before["scenes"] == 7
    assert before["projects"] == 3


def test_the_forum_is_there_as_it_was_and_can_still_be_neutralised(seeded: Run, client: FlaskClient) -> None:
    forum: Any = client.get(f"{API}/scenes/FORUM1").json
    assert forum["name"] == "首届中国数字碳中和高峰论坛"
    assert (forum["starts_on"], forum["ends_on"]) == ("2021-09-07", "2021-09-07")
    assert forum["place"] == "成都"
    assert (forum["note"], forum["sample"], forum["status"]) == ("历史活动示例", True, "open")
    assert forum["neutralise_until_on"] > datetime.now(UTC).date().isoformat()


def test_there_is_a_present_day_scene_of_every_kind_and_all_are_samples(seeded: Run, client: FlaskClient) -> None:
    today = datetime.now(UTC).date().isoformat()
    items: Any = client.get(f"{API}/scenes?limit=100").json["items"]
    assert all(item["sample"] and "示例" in item["note"] for item in items)
    present = {item["kind"] for item in items if item["ends_on"] >= today}
    assert present == {kind.value for kind in SceneKind}
    assert items[0]["code"] == "FORUM1"


def test_credits_on_sale_are_samples_at_the_stated_price_and_mass(seeded: Run, client: FlaskClient) -> None:
    offers: Any = {offer["code"]: offer for offer in client.get(f"{API}/projects?mass_g=405412").json["items"]}
    other = offers["CDCER-OTHER"]
    assert (other["name"], other["price_fen_per_tonne"], other["available_g"]) == ("CDCER 其他项目", 4300, 50_000_000)
    assert (other["amount_fen"], other["split"]) == (1744, {"owner_fen": 1744, "service_fen": 0})
    assert len(offers) == 3
    assert any("造林" in offer["name"] and offer["available_g"] > 0 for offer in offers.values())
    assert all(offer["sample"] for offer in offers.values())


def test_every_gram_for_sale_came_through_the_ledger(app: Flask, seeded: Run) -> None:
    with app.app_context(), read() as connection:
        booked = connection.execute(
            sa.select(sa.func.sum(ledger_postings.c.amount)).where(ledger_postings.c.asset == "CO2E/g")
        ).scalar_one()
    assert int(booked) == 80_000_000


@pytest.mark.parametrize(
    ("code", "inputs"),
    [
        ("TIANFUVIP", {"people": 1, "legs": [{"mode": "metro", "distance_km": "12"}]}),
        ("QCGATE", {"people": 2, "legs": [{"mode": "bus", "band": "suburb"}]}),
        ("JJSOUTH", {"people": 1, "legs": [{"mode": "metro", "band": "near"}]}),
        ("SHUWEI08", {"people": 2, "meals": [{"kind": "hotpot", "count": 1}]}),
        ("MJLOBBY", {"people": 1, "stays": [{"kind": "hotel", "nights": 1}]}),
        ("GREENRUN", {"people": 1, "legs": [{"mode": "bus", "band": "city"}]}),
    ],
)
def test_every_printed_code_leads_to_a_footprint(
    seeded: Run, client: FlaskClient, code: str, inputs: dict[str, Any]
) -> None:
    scene: Any = client.get(f"{API}/scenes/{code}").json
    body = {"scene": code, "calculator": scene["calculator"], "inputs": inputs}
    answer: Any = client.post(f"{API}/footprints", json=body)
    assert answer.status_code == 201, answer.json
    assert answer.json["total_g"] > 0
    assert answer.json["scene"] == scene["code"]


def test_the_scenes_show_what_certificates_can_look_like(seeded: Run, client: FlaskClient) -> None:
    looks = {code: client.get(f"{API}/scenes/{code}").json["look"] for code in ("FORUM1", "GREENRUN", "MINJIANG")}  # type: ignore[index]
    assert looks["FORUM1"] == {"design": "classic", "colour": None}
    assert looks["GREENRUN"]["design"] == "festive"
    assert looks["MINJIANG"]["colour"] is not None
    assert "SHA-256" in seeded("scenes", "look", "TIANFU").output


def test_seeding_again_leaves_a_look_that_was_chosen_meanwhile(seeded: Run, client: FlaskClient) -> None:
    seeded("scenes", "look", "GREENRUN", "--design", "classic")
    seeded("seed-demo")
    shown: Any = client.get(f"{API}/scenes/GREENRUN").json
    assert shown["look"]["design"] == "classic"


def test_what_the_organiser_covers_is_not_asked_of_guests(seeded: Run, client: FlaskClient) -> None:
    covered: Any = client.get(f"{API}/scenes/TIANFU").json["organiser_covers"]
    assert {entry["category"] for entry in covered} == {"venue", "food"}
    with_scene: Any = client.get(f"{API}/calculators/conference?scene=TIANFU").json["fields"]
    without: Any = client.get(f"{API}/calculators/conference").json["fields"]
    assert "meals" in {field["key"] for field in without}
    assert "meals" not in {field["key"] for field in with_scene}


def test_a_certificate_from_the_demo_is_a_sample(seeded: Run, world: World) -> None:
    guest = world.guest()
    footprint = world.footprint(guest)
    order = world.paid(guest, footprint_id=footprint["id"], project="CDCER-OTHER")
    certificate: Any = guest.client.get(f"{API}/certificates/{order['certificate_id']}").json
    assert certificate["record"]["sample"] is True


def test_a_real_installation_refuses_samples(app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    platform = app.extensions[EXTENSION]
    real = replace(platform, settings=replace(platform.settings, app_env="production"))
    monkeypatch.setitem(app.extensions, EXTENSION, real)
    refused = run("seed-demo")
    assert refused.exit_code == 1
    assert "APP_ENV=demo" in refused.output
    assert sum(_rows(app).values()) == 0
