"""Who a user is, over HTTP: name, language, consent; what cannot be meant is refused."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.database import read
from app.models import users
from tests.support.world import Guest, World

URL = "/api/v1/me"


def test_a_new_user_has_no_name_and_chinese(world: World) -> None:
    guest = world.guest()
    assert guest.client.get(URL).json == {
        "id": guest.user_id,
        "nickname": None,
        "locale": "zh-Hans",
        "public_name": False,
        "travel_consent_at": None,
    }


def test_only_what_is_given_changes(world: World) -> None:
    guest = world.guest()
    first = guest.client.patch(URL, json={"nickname": " 林小满 ", "public_name": True}).json
    assert (first["nickname"], first["public_name"], first["locale"]) == ("林小满", True, "zh-Hans")
    second = guest.client.patch(URL, json={"locale": "sw"}).json
    assert second == {**first, "locale": "sw"} == guest.client.get(URL).json
    assert guest.client.patch(URL, json={}).json == second
    assert guest.client.patch(URL, json={"nickname": None}).json["nickname"] is None
    assert guest.client.post(URL, json={"locale": "gu"}).json["locale"] == "gu"  # the same, for wx.request


def test_consent_to_travel_data_is_its_own_step_and_can_be_taken_back(world: World) -> None:
    guest = world.guest()
    given = guest.client.patch(URL, json={"travel_consent": True}).json["travel_consent_at"]
    assert given.endswith("Z")
    assert guest.client.patch(URL, json={"travel_consent": True}).json["travel_consent_at"] == given
    assert guest.client.patch(URL, json={"travel_consent": False}).json["travel_consent_at"] is None


def nickname_passed(app: Flask, guest: Guest) -> bool:
    with app.app_context(), read() as connection:
        passed = sa.select(users.c.nickname_passed).where(users.c.id == guest.user_id)
        return bool(connection.execute(passed).scalar_one())


def test_a_risky_nickname_is_refused_and_nothing_changes(app: Flask, world: World) -> None:
    guest = world.guest()
    guest.client.patch(URL, json={"nickname": "小满"})
    answer = guest.client.patch(URL, json={"nickname": "赌博大王", "locale": "en"})
    assert (answer.status_code, answer.json["code"]) == (422, "name_refused")
    kept = guest.client.get(URL).json
    assert (kept["nickname"], kept["locale"]) == ("小满", "zh-Hans")
    assert nickname_passed(app, guest)


def test_a_nickname_wechat_is_unsure_of_is_kept_but_has_not_passed(app: Flask, world: World) -> None:
    guest = world.guest()
    assert guest.client.patch(URL, json={"nickname": "存疑先生"}).json["nickname"] == "存疑先生"
    assert not nickname_passed(app, guest)


def test_with_wechat_down_a_nickname_is_kept_but_has_not_passed(app: Flask, world: World) -> None:
    guest = world.guest()
    guest.client.patch(URL, json={"nickname": "小满"})
    world.simulator.control.fault("msg_sec_check", "down", times=None)
    assert guest.client.patch(URL, json={"nickname": "小寒"}).json["nickname"] == "小寒"
    assert not nickname_passed(app, guest)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"nickname": ""}, "/nickname"),
        ({"nickname": "   "}, "/nickname"),
        ({"nickname": "x" * 41}, "/nickname"),
        ({"nickname": "a\x00b"}, "/nickname"),
        ({"nickname": "a\u2028b"}, "/nickname"),
        ({"nickname": 5}, "/nickname"),
        ({"locale": "fr"}, "/locale"),
        ({"locale": None}, "/locale"),
        ({"public_name": 1}, "/public_name"),
        ({"public_name": "yes"}, "/public_name"),
        ({"travel_consent": "true"}, "/travel_consent"),
        ({"id": "usr1"}, "/id"),
        ({"openid": "o"}, "/openid"),
    ],
)
def test_what_cannot_be_meant_is_pointed_at(world: World, body: dict[str, Any], pointer: str) -> None:
    answer = world.guest().client.patch(URL, json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "validation_failed")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize(("method", "path"), [("get", URL), ("patch", URL), ("delete", URL), ("get", f"{URL}/export")])
def test_everything_of_ones_own_needs_a_token(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method.upper(), data=b"{", content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (401, "token_required")
