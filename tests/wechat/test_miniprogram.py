"""What the mini-program's server calls send and what WeChat's answers are taken to mean."""

from datetime import UTC, datetime

import pytest

from app.wechat.errors import LoginCodeInvalid, WeChatRefused, WeChatUnavailable
from app.wechat.miniprogram import Session, Shipping, TextScene, Verdict

APPID, SECRET = "wx0123456789abcdef", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
LOGIN, CODE, CHECK = "/sns/jscode2session", "/wxa/getwxacodeunlimit", "/wxa/msg_sec_check"
SHIP, MANAGED, TOKEN = "/wxa/sec/order/upload_shipping_info", "/wxa/sec/order/is_trade_managed", "/cgi-bin/stable_token"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


def test_login_needs_no_token_and_drops_the_session_key(wechat, miniprogram):
    wechat.cut = {TOKEN}
    wechat.answers[LOGIN] = {"openid": "oOpenid", "session_key": "c2Vzc2lvbktleQ==", "unionid": "uUnion"}
    session = miniprogram.login("0a1Code")
    assert session == Session("oOpenid", "uUnion")
    assert "session_key" not in repr(session)
    (heard,) = wechat.heard
    assert heard.query == {
        "appid": APPID,
        "secret": SECRET,
        "js_code": "0a1Code",
        "grant_type": "authorization_code",
    }


def test_most_people_have_no_unionid(wechat, miniprogram):
    wechat.answers[LOGIN] = {"openid": "oOpenid", "session_key": "k"}
    assert miniprogram.login("0a1Code") == Session("oOpenid", None)


@pytest.mark.parametrize("errcode", [40029, 40163, 40226, 41008])
def test_a_bad_code_asks_for_a_new_one(wechat, miniprogram, errcode):
    wechat.answers[LOGIN] = {"errcode": errcode, "errmsg": "invalid code"}
    with pytest.raises(LoginCodeInvalid) as told:
        miniprogram.login("0a1Code")
    assert told.value.errcode == errcode


@pytest.mark.parametrize("code", ["", "c" * 257])
def test_what_cannot_be_a_code_is_not_sent(wechat, miniprogram, code):
    with pytest.raises(LoginCodeInvalid):
        miniprogram.login(code)
    assert wechat.heard == []


@pytest.mark.parametrize(
    "answer",
    [
        {"errcode": -1},
        {"errcode": 45011},
        {"errcode": 40125},
        {},
        {"openid": ""},
        {"openid": "o" * 65},
        {"openid": 7},
        [],
        b"<html>",
        503,
    ],
    ids=str,
)
def test_login_is_unavailable_when_wechat_or_our_settings_are_not_well(wechat, miniprogram, answer):
    wechat.answers[LOGIN] = answer
    with pytest.raises(WeChatUnavailable):
        miniprogram.login("0a1Code")


def test_a_code_is_asked_for_as_documented(wechat, miniprogram):
    wechat.answers[CODE] = PNG
    picture = miniprogram.mini_program_code("s=FORUM1", "pages/scene/scene", 640, "trial", check_path=False)
    assert picture == PNG
    (heard,) = wechat.calls(CODE)
    assert heard.body == {
        "scene": "s=FORUM1",
        "page": "pages/scene/scene",
        "width": 640,
        "env_version": "trial",
        "check_path": False,
    }
    assert set(heard.query) == {"access_token"}


@pytest.mark.parametrize(
    ("scene", "page", "width", "env_version"),
    [
        ("", "pages/a", 430, "release"),
        ("s" * 33, "pages/a", 430, "release"),
        ("场景", "pages/a", 430, "release"),
        ("a%20b", "pages/a", 430, "release"),
        ("FORUM1", "/pages/a", 430, "release"),
        ("FORUM1", "pages/a?x=1", 430, "release"),
        ("FORUM1", "pages/a", 279, "release"),
        ("FORUM1", "pages/a", 1281, "release"),
        ("FORUM1", "pages/a", 430, "beta"),
    ],
)
def test_a_code_that_can_never_be_drawn_is_not_asked_for(wechat, miniprogram, scene, page, width, env_version):
    with pytest.raises(ValueError, match=r"scene|page|width"):
        miniprogram.mini_program_code(scene, page, width, env_version)
    assert wechat.heard == []


def test_an_unpublished_page_is_refused(wechat, miniprogram):
    wechat.answers[CODE] = {"errcode": 41030, "errmsg": "invalid page"}
    with pytest.raises(WeChatRefused) as refused:
        miniprogram.mini_program_code("FORUM1", "pages/a")
    assert refused.value.errcode == 41030


@pytest.mark.parametrize("answer", [b"<html>", b"", {"errcode": 0}, b"GIF89a"], ids=str)
def test_what_is_no_picture_is_not_passed_off_as_one(wechat, miniprogram, answer):
    wechat.answers[CODE] = answer
    with pytest.raises(WeChatUnavailable):
        miniprogram.mini_program_code("FORUM1", None)
    assert "page" not in wechat.calls(CODE)[0].body


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"errcode": 0, "result": {"suggest": "pass", "label": 100}}, Verdict.PASS),
        ({"errcode": 0, "result": {"suggest": "review", "label": 20001}}, Verdict.REVIEW),
        ({"errcode": 0, "result": {"suggest": "risky", "label": 20001}}, Verdict.RISKY),
        ({"errcode": 0, "result": {"suggest": "wonderful", "label": 100}}, Verdict.REVIEW),
        ({"errcode": 87014, "errmsg": "risky content"}, Verdict.RISKY),
    ],
    ids=str,
)
def test_a_verdict_is_passed_on_and_an_unknown_one_is_for_a_person(wechat, miniprogram, answer, verdict):
    wechat.answers[CHECK] = answer
    assert miniprogram.check_text("林小满", "oOpenid", TextScene.FORUM) is verdict
    assert wechat.calls(CHECK)[0].body == {"version": 2, "openid": "oOpenid", "scene": 3, "content": "林小满"}


@pytest.mark.parametrize(
    "answer",
    [{"errcode": 0}, {"errcode": 0, "result": {}}, {"result": "pass"}, {"errcode": 40003}, {"errcode": 43104}, 500],
    ids=str,
)
def test_no_verdict_is_not_a_pass(wechat, miniprogram, answer):
    wechat.answers[CHECK] = answer
    with pytest.raises(WeChatUnavailable):
        miniprogram.check_text("林小满", "oOpenid")


@pytest.mark.parametrize("text", ["", "文" * 2501])
def test_a_text_wechat_would_not_take_is_our_own_mistake(wechat, miniprogram, text):
    with pytest.raises(ValueError, match="2500"):
        miniprogram.check_text(text, "oOpenid")
    assert wechat.heard == []


def ship(program, **changes):
    given = {
        "payment_id": "pay01J0000000000000000000000",
        "transaction_id": "4200001234202611201234567890",
        "openid": "oOpenid",
        "item_desc": "碳中和服务" * 40,
        "uploaded_at": datetime(2026, 11, 20, 4, 30, 0, 250_999, tzinfo=UTC),
    }
    return program.upload_shipping(**{**given, **changes})


def test_a_shipping_notice_is_sent_as_documented(wechat, miniprogram):
    wechat.answers[SHIP] = {"errcode": 0, "errmsg": "ok"}
    assert ship(miniprogram) is Shipping.UPLOADED
    assert wechat.calls(SHIP)[0].body == {
        "order_key": {"order_number_type": 2, "transaction_id": "4200001234202611201234567890"},
        "logistics_type": 3,
        "delivery_mode": 1,
        "shipping_list": [{"item_desc": ("碳中和服务" * 40)[:120]}],
        "upload_time": "2026-11-20T12:30:00.250+08:00",
        "payer": {"openid": "oOpenid"},
    }


@pytest.mark.parametrize(
    ("errcode", "shipping"),
    [(10060001, Shipping.TOO_EARLY), (10060004, Shipping.NOT_SHIPPABLE), (10060023, Shipping.UPLOADED)],
)
def test_a_shipping_notice_can_come_too_early_or_twice(wechat, miniprogram, errcode, shipping):
    wechat.answers[SHIP] = {"errcode": errcode, "errmsg": "x"}
    assert ship(miniprogram) is shipping


@pytest.mark.parametrize("answer", [{}, b"<html>", {"errmsg": "ok"}, 502, {"errcode": 45009}], ids=str)
def test_a_shipping_notice_is_done_only_when_wechat_says_so(wechat, miniprogram, answer):
    wechat.answers[SHIP] = answer
    with pytest.raises(WeChatUnavailable):
        ship(miniprogram)


def test_a_shipping_notice_without_its_parts_is_not_sent(wechat, miniprogram):
    for change in (
        {"transaction_id": ""},
        {"item_desc": ""},
        {"uploaded_at": datetime(2026, 11, 20, 4, 30)},  # noqa: DTZ001 (that it is naive is the point)
    ):
        with pytest.raises(ValueError, match="pay01J0000000000000000000000"):
            ship(miniprogram, **change)
    assert wechat.heard == []


@pytest.mark.parametrize("managed", [True, False])
def test_whether_trade_is_managed_is_asked(wechat, miniprogram, managed):
    wechat.answers[MANAGED] = {"errcode": 0, "errmsg": "ok", "is_trade_managed": managed}
    assert miniprogram.is_trade_managed() is managed
    assert wechat.calls(MANAGED)[0].body == {"appid": APPID}


def test_an_answer_that_does_not_say_whether_trade_is_managed_is_no_answer(wechat, miniprogram):
    wechat.answers[MANAGED] = {"errcode": 0}
    with pytest.raises(WeChatUnavailable):
        miniprogram.is_trade_managed()
