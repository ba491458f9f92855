"""GET /leaderboards/{board} over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.api.leaderboards import LeaderboardSchema
from tests.support.boards import History, member, scene
from tests.support.world import World

PATH = "/api/v1/leaderboards"


@pytest.fixture
def history(app: Flask) -> History:
    return History(app)


def lately() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=2)


def test_an_empty_board_says_its_rule_and_knows_nobody(client: FlaskClient) -> None:
    answer = client.get(f"{PATH}/people", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    assert answer.json["items"] == []
    assert answer.json["me"] is None
    assert answer.json["rule"].startswith("Ranked by the grams")


def test_names_show_by_consent_and_others_are_a_guest_in_the_readers_language(
    client: FlaskClient, history: History
) -> None:
    history.issue("usrA", 20, at=lately(), name="林小满", covered=1)
    history.issue("usrB", 10, at=lately())
    items = client.get(f"{PATH}/people").json["items"]
    assert items == [
        {"rank": 1, "name": "林小满", "anonymous": False, "mass_g": 20, "covered": 1, "certificates": 1, "tier": 1},
        {"rank": 2, "name": "一位来宾", "anonymous": True, "mass_g": 10, "covered": 0, "certificates": 1, "tier": 0},
    ]
    for locale, words in (("en", "A guest"), ("sw", "Mgeni"), ("gu", "એક મહેમાન")):
        answer = client.get(f"{PATH}/people", headers={"Accept-Language": locale})
        assert answer.json["items"][1]["name"] == words


def test_the_answer_is_what_the_document_says(world: World, history: History) -> None:
    guest = world.guest()
    history.issue(guest.user_id, 20, at=lately(), covered=1)
    history.issue("usrB", 10, at=lately(), name="林小满")
    for answer in (guest.client.get(f"{PATH}/people").json, guest.client.get(f"{PATH}/scenes").json):
        assert LeaderboardSchema().validate(answer) == {}
        assert LeaderboardSchema().dump(answer) == answer


def test_no_answer_carries_an_id(client: FlaskClient, history: History, world: World) -> None:
    guest = world.guest()
    history.issue(guest.user_id, 20, at=lately())
    assert guest.user_id not in guest.client.get(f"{PATH}/people").get_data(as_text=True)


def test_a_caller_sees_the_own_mass_at_once_and_the_own_rank(world: World, history: History) -> None:
    guest = world.guest()
    for number in range(5):
        history.issue(f"usr{number}", 100 + number, at=lately())
    assert guest.client.get(f"{PATH}/people").json["me"] is None
    history.issue(guest.user_id, 102, at=datetime.now(UTC))
    answer = guest.client.get(f"{PATH}/people?limit=2").json
    assert answer["me"] == {"rank": 4, "name": None, "mass_g": 102, "covered": 0, "certificates": 1, "tier": 0}
    assert [item["mass_g"] for item in answer["items"]] == [104, 103]


def test_without_a_token_there_is_no_own_place_and_a_bad_token_is_refused(
    client: FlaskClient, history: History
) -> None:
    history.issue("usrA", 20, at=lately())
    assert client.get(f"{PATH}/people").json["me"] is None
    refused = client.get(f"{PATH}/people", headers={"Authorization": "Bearer nonsense"})
    assert (refused.status_code, refused.json["code"]) == (401, "token_invalid")


def test_a_member_sees_the_place_of_the_own_organisation(app: Flask, world: World, history: History) -> None:
    guest = world.guest()
    own = member(app, guest.user_id)
    history.issue("orgOther", 50, at=lately(), board="organisations", name="别家")
    history.issue(own, 20, at=lately(), board="organisations")
    answer = guest.client.get(f"{PATH}/organisations", headers={"Accept-Language": "en"}).json
    below = guest.client.get(f"{PATH}/organisations?limit=1").json  # not among those listed, nor named to others
    assert [(me["rank"], me["name"]) for me in (answer["me"], below["me"])] == [(2, own)] * 2
    assert [item["name"] for item in answer["items"]] == ["别家", "An organisation"]


def test_a_list_is_narrowed_by_scene_period_and_order(app: Flask, client: FlaskClient, history: History) -> None:
    scene(app, "FORUM1")
    history.issue("usrA", 20, at=datetime(2026, 3, 1, tzinfo=UTC), scene="FORUM1", name="A")
    history.issue("usrB", 10, at=datetime(2026, 3, 2, tzinfo=UTC), name="B", covered=1)

    def names(query: str) -> list[str]:
        return [item["name"] for item in client.get(f"{PATH}/people?{query}").json["items"]]

    assert names("") == ["A", "B"]
    assert names("by=covered") == ["B", "A"]
    assert names("scene=forum1") == ["A"]
    assert names("period=month&on=2026-03") == ["A", "B"]
    assert names("period=month&on=2026-02") == []
    assert names("period=year&on=2026-02") == ["A", "B"]
    assert names("limit=1") == ["A"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("scene=NOSUCH1", "?scene"),
        ("scene=%27%20OR%201", "?scene"),
        ("period=week", "?period"),
        ("by=price", "?by"),
        ("limit=0", "?limit"),
        ("limit=101", "?limit"),
        ("limit=many", "?limit"),
        ("on=2026-13", "?on"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused_where_it_is_wrong(
    client: FlaskClient, query: str, pointer: str
) -> None:
    answer = client.get(f"{PATH}/people?{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_an_unknown_board_is_not_found(client: FlaskClient) -> None:
    answer = client.get(f"{PATH}/cats")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
