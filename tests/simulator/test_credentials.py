"""Login codes and access tokens: given, used once, renewed, expired."""

import pytest
import requests

from simulator.server import Simulator
from tests.simulator.wechat_calls import api, login, token


def test_a_code_gives_the_same_openid_for_the_same_person(simulator: Simulator) -> None:
    first = login(simulator, simulator.control.login_code("林小满"))
    second = login(simulator, simulator.control.login_code("林小满"))
    other = login(simulator, simulator.control.login_code("陈一"))
    assert first["openid"] == second["openid"] == simulator.keys.openid("林小满") != other["openid"]
    assert len(first["openid"]) == 28
    assert simulator.keys.owns_openid(first["openid"])
    assert "errcode" not in first
    assert first["session_key"] != second["session_key"]


def test_a_code_is_good_once(simulator: Simulator) -> None:
    code = simulator.control.login_code("林小满")
    assert "openid" in login(simulator, code)
    assert login(simulator, code)["errcode"] == 40163


def test_a_code_is_good_for_five_minutes(simulator: Simulator) -> None:
    early, late = simulator.control.login_code("林小满"), simulator.control.login_code("林小满")
    simulator.control.advance(299)
    assert "openid" in login(simulator, early)
    simulator.control.advance(2)
    assert login(simulator, late)["errcode"] == 40029


def test_a_preview_code_needs_no_handing_out_and_is_good_once(simulator: Simulator) -> None:
    assert login(simulator, "preview-林-小满-a1b2")["openid"] == simulator.keys.openid("林-小满")
    assert login(simulator, "preview-林-小满-a1b2")["errcode"] == 40163
    assert login(simulator, "preview-林-小满-c3d4")["openid"] == simulator.keys.openid("林-小满")


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"js_code": "made up"}, 40029),
        ({"js_code": "preview-nobody"}, 40029),
        ({"js_code": ""}, 41008),
        ({"secret": "0" * 32}, 40125),
        ({"secret": ""}, 41004),
        ({"appid": "wx0123456789abcdef"}, 40013),
        ({"appid": ""}, 41002),
    ],
)
def test_a_login_that_is_wrong_is_refused(simulator: Simulator, changed: dict[str, str], errcode: int) -> None:
    code = simulator.control.login_code("林小满")
    assert login(simulator, code, **changed)["errcode"] == errcode
    assert "openid" in login(simulator, code)


def test_the_same_token_until_five_minutes_before_its_end_and_then_both_work(simulator: Simulator) -> None:
    first = token(simulator)
    assert first["expires_in"] == 7200
    simulator.control.advance(6890)
    again = token(simulator)
    assert again["access_token"] == first["access_token"]
    assert 300 <= again["expires_in"] <= 310
    simulator.control.advance(20)
    second = token(simulator)
    assert second["access_token"] != first["access_token"]
    for each in (first, second):
        answer = api(
            simulator,
            "/wxa/sec/order/is_trade_managed",
            {"appid": simulator.keys.appid},
            access_token=each["access_token"],
        )
        assert answer.json()["errcode"] == 0
    simulator.control.advance(400)
    answer = api(simulator, "/wxa/msg_sec_check", {}, access_token=first["access_token"])
    assert answer.json()["errcode"] == 42001


def test_force_refresh_ends_the_old_token_but_not_twice_within_thirty_seconds(simulator: Simulator) -> None:
    first = token(simulator)["access_token"]
    simulator.control.advance(31)
    second = token(simulator, force_refresh=True)["access_token"]
    assert second != first
    assert api(simulator, "/wxa/msg_sec_check", {}, access_token=first).json()["errcode"] == 40001
    assert token(simulator, force_refresh=True)["access_token"] == second


def test_force_refresh_works_twenty_times_a_day(simulator: Simulator) -> None:
    for _ in range(20):
        simulator.control.advance(31)
        assert "access_token" in token(simulator, force_refresh=True)
    simulator.control.advance(31)
    assert token(simulator, force_refresh=True)["errcode"] == 45009
    assert "access_token" in token(simulator)


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [({"secret": "0" * 32}, 40125), ({"appid": "wx0"}, 40013), ({"grant_type": "other"}, 40002)],
)
def test_a_token_is_not_given_to_others(simulator: Simulator, changed: dict[str, str], errcode: int) -> None:
    assert token(simulator, **changed)["errcode"] == errcode


@pytest.mark.parametrize("path", ["getwxacodeunlimit", "msg_sec_check", "sec/order/upload_shipping_info"])
def test_nothing_is_done_without_a_token(simulator: Simulator, path: str) -> None:
    assert api(simulator, f"/wxa/{path}", {}).json()["errcode"] == 41001
    assert api(simulator, f"/wxa/{path}", {}, access_token="made up").json()["errcode"] == 40001


def test_a_login_whose_answer_was_lost_has_used_its_code(simulator: Simulator) -> None:
    simulator.control.fault("jscode2session", "processed_lost")
    taken = simulator.control.login_code("林小满")
    with pytest.raises(requests.ConnectionError):
        login(simulator, taken)
    assert login(simulator, taken)["errcode"] == 40163
