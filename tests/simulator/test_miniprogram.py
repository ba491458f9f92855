"""The mini-program platform, as wechatpy and plain requests see it."""

import io
import json
from typing import Any

import pytest
import requests
import zxingcpp
from PIL import Image
from wechatpy.client import WeChatClient
from wechatpy.client.api import WeChatWxa
from wechatpy.exceptions import WeChatClientException

from simulator.server import Simulator


def api(simulator: Simulator, path: str, body: dict[str, Any] | None = None, **query: str) -> requests.Response:
    method = "GET" if body is None else "POST"
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    return requests.request(method, simulator.url + path, params=query, data=data, timeout=10)


def login(simulator: Simulator, code: str, **changed: str) -> dict[str, Any]:
    keys = simulator.keys
    query = {"appid": keys.appid, "secret": keys.app_secret, "js_code": code, "grant_type": "authorization_code"}
    answer = api(simulator, "/sns/jscode2session", **(query | changed))
    assert answer.status_code == 200
    return answer.json()


def token(simulator: Simulator, **more: Any) -> dict[str, Any]:
    keys = simulator.keys
    body = {"grant_type": "client_credential", "appid": keys.appid, "secret": keys.app_secret} | more
    return api(simulator, "/cgi-bin/stable_token", body).json()


def call(simulator: Simulator, path: str, body: dict[str, Any]) -> requests.Response:
    return api(simulator, path, body, access_token=token(simulator)["access_token"])


# login


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


# access_token


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


# mini-program codes


def code(simulator: Simulator, **body: Any) -> requests.Response:
    return call(simulator, "/wxa/getwxacodeunlimit", body)


@pytest.mark.parametrize(("hyaline", "kind", "form"), [(False, "image/jpeg", "JPEG"), (True, "image/png", "PNG")])
@pytest.mark.parametrize("width", [280, 430, 1280])
def test_a_code_is_a_picture_that_holds_its_scene(
    simulator: Simulator, hyaline: bool, kind: str, form: str, width: int
) -> None:
    scene = "e=01JQ8ZB6M3W5T7RXK2V9C4D1E~x!*()"[:32]
    answer = code(simulator, scene=scene, page="pages/scene/index", width=width, is_hyaline=hyaline)
    assert answer.headers["Content-Type"] == kind
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == (form, (width, width))
    assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [scene]


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"scene": ""}, 40169),
        ({}, 40169),
        ({"scene": "x" * 33}, 40169),
        ({"scene": "会场"}, 40169),
        ({"scene": "a%20b"}, 40169),
        ({"scene": "a b"}, 40169),
        ({"scene": "A", "page": "/pages/scene/index"}, 41030),
        ({"scene": "A", "page": "pages/scene/index?a=1"}, 41030),
        ({"scene": "A", "width": 279}, 40097),
        ({"scene": "A", "width": 1281}, 40097),
        ({"scene": "A", "width": "430"}, 40097),
        ({"scene": "A", "env_version": "beta"}, 40097),
    ],
)
def test_an_error_is_json_with_http_200(simulator: Simulator, body: dict[str, Any], errcode: int) -> None:
    answer = code(simulator, **body)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["errcode"] == errcode


def test_check_path_wants_a_published_page(simulator: Simulator) -> None:
    simulator.control.settings(published_pages=["pages/scene/index"])
    assert code(simulator, scene="A", page="pages/scene/index").headers["Content-Type"] == "image/jpeg"
    assert code(simulator, scene="A", page="pages/other").json()["errcode"] == 41030
    assert code(simulator, scene="A", page="pages/other", check_path=False).headers["Content-Type"] == "image/jpeg"


# content check


def check(simulator: Simulator, content: str = "林小满", **changed: Any) -> dict[str, Any]:
    body = {"version": 2, "scene": 1, "openid": simulator.keys.openid("林小满"), "content": content} | changed
    return call(simulator, "/wxa/msg_sec_check", body).json()


@pytest.mark.parametrize(
    ("content", "suggest", "label"),
    [("林小满", "pass", 100), ("违禁之人", "risky", 20001), ("存疑之人", "review", 20001)],
)
def test_content_is_judged_and_errcode_is_0_even_for_risky(
    simulator: Simulator, content: str, suggest: str, label: int
) -> None:
    answer = check(simulator, content)
    assert answer["errcode"] == 0
    assert answer["result"] == {"suggest": suggest, "label": label}


def test_the_nickname_is_judged_too(simulator: Simulator) -> None:
    assert check(simulator, "hello", nickname="违禁")["result"]["suggest"] == "risky"


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"version": 1}, 40097),
        ({"version": "2"}, 40097),
        ({"openid": "short"}, 40003),
        ({"openid": "o" + "x" * 27}, 43104),
        ({"scene": 9}, 40129),
        ({"content": ""}, 44004),
        ({"content": "长" * 2501}, 45002),
    ],
)
def test_a_check_that_is_wrong_is_refused(simulator: Simulator, changed: dict[str, Any], errcode: int) -> None:
    assert check(simulator, **changed)["errcode"] == errcode


def test_what_is_not_json_is_a_data_format_error(simulator: Simulator) -> None:
    query = {"access_token": token(simulator)["access_token"]}
    for raw in (b"{", b"[]", b"\xff"):
        answer = requests.post(simulator.url + "/wxa/msg_sec_check", params=query, data=raw, timeout=5)
        assert answer.json()["errcode"] == 47001


# faults, and wechatpy


def test_any_errcode_can_be_asked_for(simulator: Simulator) -> None:
    simulator.control.fault("getwxacodeunlimit", "errcode", errcode=45009, errmsg="reach max api daily quota limit")
    assert code(simulator, scene="A").json()["errcode"] == 45009
    assert code(simulator, scene="A").headers["Content-Type"] == "image/jpeg"


def test_a_login_whose_answer_was_lost_has_used_its_code(simulator: Simulator) -> None:
    simulator.control.fault("jscode2session", "processed_lost")
    taken = simulator.control.login_code("林小满")
    with pytest.raises(requests.ConnectionError):
        login(simulator, taken)
    assert login(simulator, taken)["errcode"] == 40163


@pytest.fixture
def wechat(simulator: Simulator) -> WeChatClient:
    """wechatpy pointed here as wechat.md 1.5 says."""

    class Wxa(WeChatWxa):
        API_BASE_URL = simulator.url + "/"

    class Client(WeChatClient):
        API_BASE_URL = simulator.url + "/cgi-bin/"
        wxa = Wxa()

        def fetch_access_token(self) -> dict[str, Any]:
            found = token(simulator)
            self.session.set(self.access_token_key, found["access_token"], found["expires_in"])
            self.expires_at = 2**40
            return found

    return Client(simulator.keys.appid, simulator.keys.app_secret, timeout=(3, 8), auto_retry=False)


def test_wechatpy_logs_in_and_gets_a_code(wechat: WeChatClient, simulator: Simulator) -> None:
    session = wechat.wxa.code_to_session(simulator.control.login_code("林小满"))
    assert session["openid"] == simulator.keys.openid("林小满")
    answer = wechat.wxa.get_wxa_code_unlimited("FORUM1", width=430, page="pages/scene/index")
    picture = Image.open(io.BytesIO(answer.content))
    assert zxingcpp.read_barcodes(picture.convert("L"))[0].text == "FORUM1"
    with pytest.raises(WeChatClientException) as refused:
        wechat.wxa.get_wxa_code_unlimited("x" * 33)
    assert refused.value.errcode == 40169


def test_wechatpy_checks_content(wechat: WeChatClient, simulator: Simulator) -> None:
    body = {"version": 2, "scene": 1, "openid": simulator.keys.openid("林小满"), "content": "违禁"}
    answer = wechat.post("wxa/msg_sec_check", api_base_url=simulator.url + "/", data=body)
    assert answer["result"]["suggest"] == "risky"
