"""Footprints over HTTP: calculated, kept, bound, read in four languages, computed again, committed to."""

import json
from typing import Any

import orjson
import pytest
import rfc8785
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.api.footprints import FootprintSchema
from app.core.database import read, write
from app.models import footprints as table
from app.services import footprints
from tests.support.catalogue import make_scene
from tests.support.world import World

URL = "/api/v1/footprints"
FLIGHT = {
    "people": 1,
    "legs": [
        {"mode": "plane", "cabin": "economy", "from": "1101", "to": "5101", "round_trip": True},
        {"mode": "metro", "distance_km": "12"},
        {"mode": "taxi", "band": "city"},
    ],
    "stays": [{"kind": "hotel", "nights": 2, "guests": 1}],
    "meals": [{"kind": "restaurant", "count": 3}],
}
BODY = {"scene": "FORUM1", "calculator": "conference", "inputs": FLIGHT}
ON_FOOT = {"calculator": "life", "inputs": {"electricity_kwh": "100"}}


def made(client: FlaskClient, body: Any = BODY, **headers: str) -> Any:
    answer = client.post(URL, json=body, headers=headers)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.json


def refused(client: FlaskClient, body: Any) -> list[tuple[str, str]]:
    answer = client.post(URL, data=json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), answer.get_data(as_text=True)
    assert answer.json["code"] == "validation_failed"
    return [(error["pointer"], error["problem"]) for error in answer.json["errors"]]


def test_the_contracts_example_gives_the_contracts_plane_line(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    footprint = made(client)
    plane = footprint["lines"][0]
    assert plane["activity"] == "plane"
    assert (plane["quantity"], plane["unit"], plane["mass_g"]) == ("3033.2", "passenger-km", 289_064)
    assert plane["factor"]["key"] == "plane_cn_domestic_economy"
    assert (plane["factor"]["value"], plane["factor"]["year"]) == ("0.0953", 2019)
    assert plane["factor"]["source"]
    assert FootprintSchema().validate(footprint) == {}
    assert footprint["total_g"] == sum(line["mass_g"] for line in footprint["lines"])
    assert footprint["low_g"] <= footprint["total_g"] <= footprint["high_g"]
    assert footprint["total_g"] == sum(part["mass_g"] for part in footprint["categories"])
    assert (footprint["scene"], footprint["self_reported"], footprint["covered_g"]) == ("FORUM1", True, 0)
    assert any("假定" in said for said in footprint["assumptions"]), "a rough distance is called assumed"


def test_what_was_answered_is_what_is_read_again_and_computed_again(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    footprint = made(client)
    assert client.get(f"{URL}/{footprint['id']}").json == footprint
    again = client.get(f"{URL}/{footprint['id']}?recompute=1").json
    assert again == {**footprint, "recomputed_g": footprint["total_g"]}


def test_a_scene_changed_later_changes_no_footprint(app: Flask, client: FlaskClient) -> None:
    scene = make_scene(app, covers=[{"category": "food", "label": "午餐"}])
    footprint = made(client)
    assert not any(line["category"] == "food" for line in footprint["lines"])
    with app.app_context(), write("move the scene") as tx:
        tx.execute(
            sa.text("UPDATE scenes SET place_id = '1101', organiser_covers = '[]' WHERE id = :id"), {"id": scene}
        )
    again = client.get(f"{URL}/{footprint['id']}?recompute=1").json
    assert again["recomputed_g"] == again["total_g"] == footprint["total_g"]


def test_what_the_organiser_covers_is_left_out_and_named(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    full = made(client)
    make_scene(app, "FED222", covers=[{"category": "food", "label": "午餐"}, {"category": "lodging", "label": "住宿"}])
    less = made(client, {**BODY, "scene": "FED222"})
    by_category = {part["category"]: part["mass_g"] for part in full["categories"]}
    assert less["total_g"] == full["total_g"] - by_category["food"] - by_category["lodging"]
    assert len(less["left_out"]) > len(full["left_out"])


@pytest.mark.parametrize(("language", "plane"), [("zh-Hans", "飞机"), ("en", "Plane"), ("sw", "Ndege"), ("gu", None)])
def test_labels_follow_the_reader_and_are_never_kept(
    app: Flask, client: FlaskClient, language: str, plane: str | None
) -> None:
    make_scene(app)
    footprint = made(client)
    read_again = client.get(f"{URL}/{footprint['id']}", headers={"Accept-Language": language}).json
    label = read_again["lines"][0]["label"]
    assert label.lower().startswith(plane.lower()) if plane else any("\u0a80" <= char <= "\u0aff" for char in label)
    assert read_again["total_g"] == footprint["total_g"]
    with app.app_context(), read() as connection:
        kept = connection.execute(sa.select(table.c.lines)).scalar_one()
    assert "label" not in orjson.loads(kept)[0]


def test_canonical_bytes_are_exactly_what_the_contract_hashes(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    footprint = made(client)
    answer = client.get(f"{URL}/{footprint['id']}?canonical=1")
    expected = {
        "id": footprint["id"],
        "calculator": "conference",
        "calculator_version": footprint["calculator_version"],
        "factor_set": footprint["factor_set"],
        "scene": "FORUM1",
        "inputs": FLIGHT,
        "lines": [{name: value for name, value in line.items() if name != "label"} for line in footprint["lines"]],
        "total_g": footprint["total_g"],
    }
    assert answer.get_data() == rfc8785.dumps(expected)
    with app.app_context(), read() as connection:
        kept = footprints.stored(connection, footprint["id"])
    assert kept is not None
    assert footprints.committed_bytes(kept) == answer.get_data(), "the certificate commits to the same bytes"


def test_canonical_bytes_do_not_depend_on_the_language(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    here, there = made(client), client.post(URL, json=BODY, headers={"Accept-Language": "gu"}).json
    bodies = [client.get(f"{URL}/{f['id']}?canonical=1").get_data() for f in (here, there)]
    assert bodies[0].replace(here["id"].encode(), b"") == bodies[1].replace(there["id"].encode(), b"")


def test_after_erasure_sums_remain_and_the_rest_says_so(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    footprint = made(client)
    with app.app_context(), write("erase") as tx:
        tx.execute(sa.text("UPDATE footprints SET inputs = NULL, lines = NULL"))
    erased = client.get(f"{URL}/{footprint['id']}?recompute=1")
    assert erased.status_code == 200
    assert (erased.json["inputs_erased"], erased.json["recomputed_g"], erased.json["lines"]) == (True, None, [])
    assert erased.json["categories"] == footprint["categories"]
    gone = client.get(f"{URL}/{footprint['id']}?canonical=1")
    assert (gone.status_code, gone.json["code"]) == (410, "inputs_erased")


def test_an_anonymous_footprint_is_readable_by_its_id_by_anybody(app: Flask, client: FlaskClient, world: World) -> None:
    footprint = made(client, ON_FOOT)
    assert client.get(f"{URL}/{footprint['id']}").status_code == 200
    assert world.guest("bob").client.get(f"{URL}/{footprint['id']}").status_code == 200


def test_a_bound_footprint_is_seen_by_its_owner_only(client: FlaskClient, world: World) -> None:
    alice, bob = world.guest("alice"), world.guest("bob")
    footprint = made(alice.client, ON_FOOT)
    assert alice.client.get(f"{URL}/{footprint['id']}").status_code == 200
    assert bob.client.get(f"{URL}/{footprint['id']}").json["code"] == "not_found"
    assert client.get(f"{URL}/{footprint['id']}").status_code == 404


def test_every_post_makes_another_footprint(client: FlaskClient) -> None:
    assert made(client, ON_FOOT)["id"] != made(client, ON_FOOT)["id"]


@pytest.mark.parametrize("footprint_id", ["ftp" + "0" * 26, "ftp", "%00", "ord" + "0" * 26, "ftp" + "é" * 26, "x" * 99])
def test_an_unknown_footprint_is_a_404(client: FlaskClient, footprint_id: str) -> None:
    answer = client.get(f"{URL}/{footprint_id}")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(("status", "answered"), [("rehearsal", 201), ("open", 201), ("closed", 409), ("draft", 422)])
def test_a_scene_is_joined_while_open_or_rehearsing(
    app: Flask, client: FlaskClient, status: str, answered: int
) -> None:
    make_scene(app, status=status)
    answer = client.post(URL, json=BODY)
    assert answer.status_code == answered
    if answered == 409:
        assert answer.json["code"] == "scene_not_open"
    if answered == 422:
        assert answer.json["errors"][0]["pointer"] == "/scene", "a draft does not exist for guests"


def test_an_entrance_code_counts_for_its_scene(app: Flask, client: FlaskClient) -> None:
    make_scene(app, entrances={"DOOR77": "东门"})
    assert made(client, {**BODY, "scene": "door77"})["scene"] == "FORUM1"


def test_a_scene_is_counted_with_the_form_of_its_kind(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    answer = client.post(URL, json={**ON_FOOT, "scene": "FORUM1"})
    assert answer.json["errors"] == [
        {
            "pointer": "/calculator",
            "detail": "这个场景使用的计算表单是 conference。",
            "problem": "calculator_does_not_fit",
        }
    ]


def test_every_example_in_the_document_is_accepted(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    operation = client.get("/api/openapi.json").json["paths"]["/api/v1/footprints"]["post"]
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    assert set(examples) == {"conference", "scenic_spot", "mall", "restaurant", "hotel", "other", "life"}
    for key, example in examples.items():
        footprint = made(client, example["value"])
        assert footprint["calculator"] == key
        assert footprint["total_g"] > 0
        again = client.get(f"{URL}/{footprint['id']}?recompute=1").json
        assert again["recomputed_g"] == footprint["total_g"]


def test_every_calculators_own_example_is_accepted_in_a_scene_of_its_kind(app: Flask, client: FlaskClient) -> None:
    for number, kind in enumerate(["conference", "scenic_spot", "mall", "restaurant", "hotel", "other"]):
        code = f"KIND2{number}"
        make_scene(app, code, kind=kind)
        form = client.get(f"/api/v1/calculators/{kind}?scene={code}").json
        made(client, {"scene": code, "calculator": kind, "inputs": form["example"]})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"scene": "NOPE22"}, [("/scene", "unknown_scene")]),
        ({"scene": ""}, [("/scene", "unknown_scene")]),
        ({"scene": "x\x00"}, [("/scene", "unknown_scene")]),
        ({"scene": 5}, [("/scene", "Not a valid string.")]),
        ({"calculator": "planet"}, [("/calculator", "unknown_calculator")]),
        ({"calculator": None}, [("/calculator", "Field may not be null.")]),
        ({"inputs": []}, [("/inputs", "not_an_object")]),
        ({"inputs": None}, [("/inputs", "Field may not be null.")]),
        (
            {"inputs": {"legs": [{"mode": "plane", "distance_km": 1.5}]}},
            [("/inputs/legs/0/distance_km", "not_a_number")],
        ),
        ({"inputs": {"legs": [{"mode": "rocket"}]}}, [("/inputs/legs/0/mode", "unknown_mode")]),
        ({"inputs": {"a/b~c": 1}}, [("/inputs/a~1b~0c", "unknown_field")]),
        ({"inputs": {"people": 10**30}}, [("/inputs/people", "not_a_whole_number")]),
        ({"colour": "red"}, [("/colour", "Unknown field.")]),
    ],
)
def test_everything_wrong_is_pointed_at(
    app: Flask, client: FlaskClient, change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    make_scene(app)
    assert refused(client, {**BODY, **change}) == expected


def test_a_missing_calculator_and_missing_inputs_are_both_named(client: FlaskClient) -> None:
    assert sorted(pointer for pointer, _ in refused(client, {})) == ["/calculator", "/inputs"]


def test_what_is_wrong_with_the_inputs_is_said_before_the_scenes_state(app: Flask, client: FlaskClient) -> None:
    make_scene(app, status="closed")
    assert refused(client, {**BODY, "inputs": {"people": 0}})[0][0] == "/inputs/people"


def test_the_token_is_looked_at_before_the_body(client: FlaskClient) -> None:
    answer = client.post(URL, data=b"{", headers={"Authorization": "Bearer nonsense"}, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")


@pytest.mark.parametrize("query", ["recompute=2", "recompute=", "canonical=yes", "colour=red"])
def test_unknown_switches_are_422(client: FlaskClient, query: str) -> None:
    footprint = made(client, ON_FOOT)
    assert client.get(f"{URL}/{footprint['id']}?{query}").status_code == 422


def test_a_meter_of_the_operator_is_shared_by_visits(app: Flask, client: FlaskClient) -> None:
    make_scene(
        app, "MALL22", kind="mall", meter={"visits": 1000, "electricity_kwh": "5000", "from_on": "", "to_on": ""}
    )
    asked = client.get("/api/v1/calculators/mall?scene=MALL22").json
    assert "visits" in [field["key"] for field in asked["fields"]]
    footprint = made(client, {"scene": "MALL22", "calculator": "mall", "inputs": {"visits": 2}})
    assert "venue" in {part["category"] for part in footprint["categories"]}
