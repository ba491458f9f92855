"""/s/{code}: what somebody sees who opened the code outside WeChat."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from app.domain.scenes import SceneKind, SceneStatus
from app.services import catalogue, leaderboards
from tests.support.html import read
from tests.support.world import World
from tests.web.conftest import Sell


def test_a_scene_says_what_where_when_who_and_how(client: FlaskClient, world: World) -> None:
    world.scene(
        "FORUM1", organiser="四川联合环境交易所", covers=[{"category": "food", "label": "会议用餐"}],
        starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    shown = read(client.get("/s/FORUM1").get_data(as_text=True))
    assert shown.faults == []
    for expected in (
        "首届中国数字碳中和高峰论坛", "成都", "2026 年 11 月 1 日 – 12 月 31 日", "四川联合环境交易所", "会议用餐",
        "FORUM1", "用微信打开", "2027 年 12 月 31 日", "还没有人点亮第一点",
    ):  # fmt: skip
        assert expected in shown.text, expected
    english = read(client.get("/s/FORUM1?lang=en").get_data(as_text=True))
    assert english.faults == []
    for expected in ("Chengdu", "1 November – 31 December 2026", "Food and drink", "Open in WeChat"):
        assert expected in english.text, expected


def test_an_entrances_code_opens_its_scene_and_names_the_door(client: FlaskClient, world: World) -> None:
    world.scene("FORUM1")
    with world.app.app_context():
        catalogue.add_entrance("FORUM1", "东门", "EAST22")
    shown = read(client.get("/s/east22").get_data(as_text=True))
    assert "东门" in shown.text
    assert "EAST22" in shown.text


def test_totals_board_and_names_follow_what_was_bought_by_consent(client: FlaskClient, sell: Sell) -> None:
    sell(name="李愿意", who="li")
    sell(public=False, name="陈不愿", who="chen")
    with client.application.app_context():
        leaderboards.refresh()
    shown = read(client.get("/s/FORUM1").get_data(as_text=True))
    assert shown.faults == []
    assert "陈不愿" not in shown.text
    assert shown.text.count("李愿意") == 2  # on the board and among the latest names
    assert "一位来宾" in shown.text
    assert "2 张证书" in shown.text
    assert "793 kg CO₂e" in shown.text


def test_an_erased_or_refunded_name_leaves_the_scene(client: FlaskClient, sell: Sell, revoke: object) -> None:
    gone, back = sell(name="林要走", who="lin"), sell(name="赵退款", who="zhao")
    gone.erase()
    revoke(back)  # type: ignore[operator] # the fixture is a function
    shown = client.get("/s/FORUM1").get_data(as_text=True)
    assert "林要走" not in shown
    assert "赵退款" not in shown


def test_an_unchanged_scene_is_not_sent_again(client: FlaskClient, world: World) -> None:
    world.scene("FORUM1")
    first = client.get("/s/FORUM1")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/s/FORUM1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("code", ["NOPE22", "DRAFT1", "../etc", "<b>", "x" * 300])
def test_a_draft_and_an_unknown_code_get_the_same_helpful_page(client: FlaskClient, world: World, code: str) -> None:
    world.scene("DRAFT1", status=SceneStatus.DRAFT, name="还没公开")
    answer = client.get(f"/s/{code}")
    assert answer.status_code == 404
    shown = read(answer.get_data(as_text=True))
    assert shown.faults == []
    assert "还没公开" not in shown.text
    if "/" not in code:
        assert "没有找到这个场景" in shown.text
        assert "现场工作人员" in shown.text


def test_a_rehearsal_says_that_it_is_one(client: FlaskClient, world: World) -> None:
    world.scene("REHRSL", status=SceneStatus.REHEARSAL, kind=SceneKind.HOTEL)
    answer = client.get("/s/REHRSL")
    assert "彩排" in answer.get_data(as_text=True)
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_closed_scene_does_not_ask_anybody_to_scan(client: FlaskClient, world: World) -> None:
    world.scene("CLOSED", status=SceneStatus.CLOSED)
    shown = read(client.get("/s/CLOSED").get_data(as_text=True))
    assert "用微信打开" not in shown.text
    assert "不能再加入" in shown.text
