"""Scenes: found by code in any spelling, listed newest first without gaps."""

import base64

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.api.scenes import SceneSchema, ScenesSchema
from tests.support.catalogue import make_organisation, make_scene, minutes_later

URL = "/api/v1/scenes"


def test_a_scene_says_everything_its_page_needs(app: Flask, client: FlaskClient) -> None:
    organiser = make_organisation(app, "中国环境报社")
    make_scene(
        app,
        covers=[{"category": "food", "label": "会议午餐"}],
        totals=(3, 1_234_567),
        organiser_id=organiser,
    )
    answer = client.get(f"{URL}/FORUM1")
    assert answer.status_code == 200
    assert answer.json == {
        "code": "FORUM1",
        "kind": "conference",
        "name": "首届中国数字碳中和高峰论坛",
        "place": "成都",
        "place_id": "5101",
        "starts_on": "2021-09-07",
        "ends_on": "2021-09-07",
        "status": "open",
        "sample": True,
        "note": "历史活动示例",
        "totals": {"certificates": 3, "mass_g": 1_234_567},
        "calculator": "conference",
        "entrance": None,
        "organiser": "中国环境报社",
        "organiser_covers": [{"category": "food", "label": "会议午餐"}],
        "neutralise_until_on": "2031-09-07",
        "look": {"design": "classic", "colour": None},
    }
    assert SceneSchema().validate(answer.json) == {}


def test_a_scene_without_organiser_or_sales_has_zero_totals(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    scene = client.get(f"{URL}/FORUM1").json
    assert (scene["organiser"], scene["totals"]) == (None, {"certificates": 0, "mass_g": 0})


@pytest.mark.parametrize("typed", ["FORUM1", "forum1", "Forum1", " FORUM1 "])
def test_a_code_is_found_as_people_type_it(app: Flask, client: FlaskClient, typed: str) -> None:
    make_scene(app)
    assert client.get(f"{URL}/{typed}").json["code"] == "FORUM1"


def test_letters_that_look_like_digits_are_forgiven_after_the_exact_code(app: Flask, client: FlaskClient) -> None:
    make_scene(app, "R00M11")
    assert client.get(f"{URL}/roomil").json["code"] == "R00M11"
    make_scene(app, "ROOMIL")
    assert client.get(f"{URL}/roomil").json["code"] == "ROOMIL"
    assert client.get(f"{URL}/r00m11").json["code"] == "R00M11"


def test_an_entrance_opens_its_scene_and_says_which_door(app: Flask, client: FlaskClient) -> None:
    make_scene(app, entrances={"DOOR77": "东门"})
    scene = client.get(f"{URL}/door77").json
    assert (scene["code"], scene["entrance"]) == ("FORUM1", "东门")
    assert client.get(f"{URL}/FORUM1").json["entrance"] is None


@pytest.mark.parametrize(("status", "found"), [("draft", 404), ("rehearsal", 200), ("open", 200), ("closed", 200)])
def test_only_a_draft_is_hidden(app: Flask, client: FlaskClient, status: str, found: int) -> None:
    make_scene(app, status=status)
    assert client.get(f"{URL}/FORUM1").status_code == found
    listed = [scene["code"] for scene in client.get(URL).json["items"]]
    assert listed == (["FORUM1"] if found == 200 else [])


@pytest.mark.parametrize("junk", ["NOPE22", "%00", "a", "x" * 300, "FORUM1%00", "%F0%9F%92%A9", "'--", "%ED%A0%80"])
def test_an_unknown_code_is_a_404_problem(client: FlaskClient, junk: str) -> None:
    answer = client.get(f"{URL}/{junk}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["code"] == "not_found"


@pytest.mark.parametrize(
    ("language", "place", "cover"),
    [("zh-Hans", "成都", "会议午餐"), ("en", "Chengdu", None), ("sw", "Chengdu", None), ("gu", None, None)],
)
def test_place_and_cover_are_named_in_the_language_asked_for(
    app: Flask, client: FlaskClient, language: str, place: str | None, cover: str | None
) -> None:
    make_scene(app, covers=[{"category": "food", "label": "会议午餐"}])
    scene = client.get(f"{URL}/FORUM1", headers={"Accept-Language": language}).json
    assert scene["place"] == place if place else scene["place"]
    label = scene["organiser_covers"][0]["label"]
    assert label == cover if cover else label != "会议午餐"


def walked(client: FlaskClient, query: str, limit: int) -> list[str]:
    seen: list[str] = []
    cursor = ""
    while True:
        page = client.get(f"{URL}?limit={limit}{query}{cursor}").json
        assert ScenesSchema().validate(page) == {}
        assert len(page["items"]) <= limit
        seen += [scene["code"] for scene in page["items"]]
        if page["next"] is None:
            return seen
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 100])
def test_a_walk_sees_every_scene_once_newest_first(app: Flask, client: FlaskClient, limit: int) -> None:
    # three of them made in the same microsecond
    for number, minutes in enumerate([0, 1, 1, 1, 2, 3, 4]):
        make_scene(app, f"SCENE{number}", created_at=minutes_later(minutes))
    seen = walked(client, "", limit)
    assert seen[:3] == ["SCENE6", "SCENE5", "SCENE4"]
    assert sorted(seen) == [f"SCENE{number}" for number in range(7)]
    assert seen[-1] == "SCENE0"


def test_a_scene_added_during_a_walk_neither_repeats_nor_hides_another(app: Flask, client: FlaskClient) -> None:
    for number in range(4):
        make_scene(app, f"SCENE{number}", created_at=minutes_later(number))
    first = client.get(f"{URL}?limit=2").json
    make_scene(app, "NEWEST", created_at=minutes_later(60))
    second = client.get(f"{URL}?limit=2&cursor={first['next']}").json
    assert [scene["code"] for page in (first, second) for scene in page["items"]] == [
        "SCENE3",
        "SCENE2",
        "SCENE1",
        "SCENE0",
    ]
    assert second["next"] is None


def test_lists_are_narrowed_by_kind_and_by_words(app: Flask, client: FlaskClient) -> None:
    make_scene(app, "HALL22", name="Tianfu Hall 100% green_day")
    make_scene(app, "HOTEL2", kind="hotel", name="锦江宾馆")
    make_scene(app, "MALL22", kind="mall", name="Tianfu Mall")

    def codes(query: str) -> list[str]:
        return [scene["code"] for scene in client.get(f"{URL}?{query}").json["items"]]

    assert codes("kind=hotel") == ["HOTEL2"]
    assert codes("q=锦江") == ["HOTEL2"]
    assert codes("q=tianfu") == ["MALL22", "HALL22"]
    assert codes("q=tianfu&kind=mall") == ["MALL22"]
    assert codes("q=mall22") == ["MALL22"]
    assert codes("q=%25") == codes("q=100%25 g") == codes("q=n_d") == ["HALL22"], "wildcards are plain characters"
    assert codes("q=_") == ["HALL22"]
    assert codes("q=nothing") == []
    assert codes("q=") == ["MALL22", "HOTEL2", "HALL22"]


@pytest.mark.parametrize(
    ("query", "pointer", "problem"),
    [
        ("limit=0", "?limit", "bad_limit"),
        ("limit=101", "?limit", "bad_limit"),
        ("limit=1.0", "?limit", "bad_limit"),
        ("limit=-1", "?limit", "bad_limit"),
        ("limit=٣", "?limit", "bad_limit"),
        ("limit=", "?limit", "bad_limit"),
        ("limit=99999999999999999999", "?limit", "bad_limit"),
        ("cursor=", "?cursor", "bad_cursor"),
        ("cursor=abc", "?cursor", "bad_cursor"),
        ("cursor=%00", "?cursor", "bad_cursor"),
        ("cursor=ZmZmZmZmZmZmZmZmZmZmLnh4", "?cursor", "bad_cursor"),
        ("kind=planet", "?kind", "unknown_kind"),
        ("colour=red", "?colour", None),
    ],
)
def test_a_query_that_cannot_be_meant_is_pointed_at(
    client: FlaskClient, query: str, pointer: str, problem: str | None
) -> None:
    answer = client.get(f"{URL}?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "validation_failed")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert problem is None or answer.json["errors"][0]["problem"] == problem


@pytest.mark.parametrize("q", ["%00", "%ED%A0%80", "x" * 61])
def test_a_search_for_junk_is_refused_or_finds_nothing(app: Flask, client: FlaskClient, q: str) -> None:
    make_scene(app)
    answer = client.get(f"{URL}?q={q}")
    assert answer.status_code in (200, 422)
    assert answer.status_code == 422 or answer.json["items"] == []


def test_a_cursor_beyond_the_calendar_is_refused(client: FlaskClient) -> None:
    for micros in ("ffffffffffffff", "3b9aca00000000"):
        cursor = base64.urlsafe_b64encode(f"{micros}.scn{'0' * 26}".encode()).decode().rstrip("=")
        assert client.get(f"{URL}?cursor={cursor}").status_code in (200, 422)


def test_a_bad_token_is_refused_on_public_calls_too(app: Flask, client: FlaskClient) -> None:
    make_scene(app)
    for header in ("Bearer nonsense", "Bearer ", "Basic abc"):
        answer = client.get(f"{URL}/FORUM1", headers={"Authorization": header})
        assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")
