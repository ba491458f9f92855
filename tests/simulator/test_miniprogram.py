"""The mini-program platform: codes, content check, as plain requests and wechatpy see it."""

import io
from typing import Any

import pytest
import requests
import zxingcpp
from PIL import Image
from wechatpy.client import WeChatClient
from wechatpy.client.api import WeChatWxa
from wechatpy.exceptions import WeChatClientException

from simulator.server import Simulator
from tests.simulator.wechat_calls import call, token


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


def test_any_errcode_can_be_asked_for(simulator: Simulator) -> None:
    simulator.control.fault("getwxacodeunlimit", "errcode", errcode=45009, errmsg="reach max api daily quota limit")
    assert code(simulator, scene="A").json()["errcode"] == 45009
    assert code(simulator, scene="A").headers["Content-Type"] == "image/jpeg"


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
