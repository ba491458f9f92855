"""Forms over HTTP: drawable without knowing the key, without what the organiser covers."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.api.calculators import FormSchema
from app.services.calculators import KEYS
from tests.support.catalogue import make_scene

URL = "/api/v1/calculators"
TYPES = {"integer", "decimal", "choice", "boolean", "place", "group"}


def all_fields(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from all_fields(field.get("fields", []))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["zh-Hans", "en", "sw", "gu"])
def test_every_form_can_be_drawn_in_every_language(client: FlaskClient, key: str, language: str) -> None:
    form = client.get(f"{URL}/{key}", headers={"Accept-Language": language}).json
    assert FormSchema().validate(form) == {}
    assert form["key"] == key
    for field in all_fields(form["fields"]):
        assert field["type"] in TYPES
        assert field["label"]
        assert isinstance(field["required"], bool)
        if field["type"] == "choice":
            assert all(option["value"] and option["label"] for option in field["options"])
        if field["type"] == "group":
            assert field["fields"]


def test_languages_differ(client: FlaskClient) -> None:
    titles = {
        client.get(f"{URL}/life", headers={"Accept-Language": locale}).json["title"]
        for locale in ("zh-Hans", "en", "sw", "gu")
    }
    assert len(titles) == 4


def test_what_the_organiser_covers_is_not_asked(app: Flask, client: FlaskClient) -> None:
    make_scene(app, covers=[{"category": "food", "label": "午餐"}])
    whole = client.get(f"{URL}/conference").json
    less = client.get(f"{URL}/conference?scene=forum1").json
    gone = {field["key"] for field in whole["fields"]} - {field["key"] for field in less["fields"]}
    assert gone == {"meals", "drinks"}
    assert less["left_out"] != whole["left_out"]


def test_two_scenes_never_share_a_form(app: Flask, client: FlaskClient) -> None:
    make_scene(app, "FOOD22", covers=[{"category": "food", "label": "午餐"}])
    make_scene(app, "BEDS22", covers=[{"category": "lodging", "label": "住宿"}])
    keys = [{f["key"] for f in client.get(f"{URL}/conference?scene={c}").json["fields"]} for c in ("FOOD22", "BEDS22")]
    assert ("meals" in keys[0], "stays" in keys[0]) == (False, True)
    assert ("meals" in keys[1], "stays" in keys[1]) == (True, False)


@pytest.mark.parametrize("key", ["planet", "%00", "Conference", "x" * 200])
def test_an_unknown_form_is_a_404(client: FlaskClient, key: str) -> None:
    assert client.get(f"{URL}/{key}").json["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "problem"),
    [("scene=NOPE22", "unknown_scene"), ("scene=", "unknown_scene"), ("scene=%00", "unknown_scene")],
)
def test_an_unknown_scene_is_pointed_at(client: FlaskClient, query: str, problem: str) -> None:
    answer = client.get(f"{URL}/conference?{query}")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "?scene")
    assert answer.json["errors"][0]["problem"] == problem


def test_a_form_of_another_kind_does_not_fit_the_scene(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    answer = client.get(f"{URL}/hotel?scene=FORUM1")
    assert (answer.status_code, answer.json["errors"][0]["problem"]) == (422, "calculator_does_not_fit")


def test_a_draft_scene_has_no_form(app: Flask, client: FlaskClient) -> None:
    make_scene(app, status="draft")
    assert client.get(f"{URL}/conference?scene=FORUM1").status_code == 422
