"""The same calls against the simulator, which checks what WeChat checks."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from app.wechat.errors import LoginCodeInvalid, WeChatMisconfigured, WeChatRefused, WeChatUnavailable
from app.wechat.miniprogram import MiniProgram, Shipping, Verdict
from simulator.message_templates import CERTIFICATE


def test_a_guest_logs_in_once_per_code(simulator, at_simulator):
    code = simulator.control.login_code("林小满")
    assert at_simulator.login(code).openid == simulator.control.openid("林小满")
    for used in (code, "neverGivenOut"):
        with pytest.raises(LoginCodeInvalid):
            at_simulator.login(used)


def test_login_works_while_tokens_cannot_be_had(simulator, at_simulator):
    simulator.control.fault("stable_token", "down", times=None)
    assert at_simulator.login(simulator.control.login_code("阿秋")).openid
    with pytest.raises(WeChatUnavailable):
        at_simulator.is_trade_managed()


@pytest.mark.usefixtures("at_simulator")
def test_a_wrong_secret_is_our_own_mistake(simulator):
    env = simulator.env
    stranger = MiniProgram(appid=env["WECHAT_APPID"], app_secret="0" * 32, api_url=env["WECHAT_API_URL"])
    with pytest.raises(WeChatMisconfigured):
        stranger.login(simulator.control.login_code("林小满"))
    with pytest.raises(WeChatMisconfigured):
        stranger.check_text("林小满", "oOpenid")


def test_the_code_at_the_door_is_a_picture_of_the_asked_width(at_simulator):
    with Image.open(io.BytesIO(at_simulator.mini_program_code("FORUM1", "pages/scene/scene", 640))) as picture:
        assert picture.width == 640


def test_a_page_that_is_not_published_is_refused_unless_not_checked(simulator, at_simulator):
    simulator.control.settings(published_pages=["pages/index/index"])
    try:
        with pytest.raises(WeChatRefused) as refused:
            at_simulator.mini_program_code("FORUM1", "pages/new/new")
        assert refused.value.errcode == 41030
        assert at_simulator.mini_program_code("FORUM1", "pages/new/new", check_path=False)
    finally:
        simulator.control.settings(published_pages=None)


@pytest.mark.parametrize(("name", "verdict"), [("林小满", "pass"), ("存疑的人", "review"), ("违禁品", "risky")])
def test_names_are_judged(simulator, at_simulator, name, verdict):
    assert at_simulator.check_text(name, simulator.control.openid("林小满")) is Verdict(verdict)


@pytest.mark.parametrize("fault", ["down", "unavailable", "processed_lost"])
def test_whatever_keeps_wechat_from_answering_is_unavailable(simulator, at_simulator, fault):
    simulator.control.fault("msg_sec_check", fault)
    with pytest.raises(WeChatUnavailable):
        at_simulator.check_text("林小满", simulator.control.openid("林小满"))


def test_a_dead_token_is_replaced_and_endless_refusal_ends(simulator, at_simulator):
    openid = simulator.control.openid("林小满")
    simulator.control.fault("msg_sec_check", "errcode", errcode=42001)
    assert at_simulator.check_text("林小满", openid) is Verdict.PASS
    before = simulator.control.last_call()
    simulator.control.fault("msg_sec_check", "errcode", times=None, errcode=40001)
    with pytest.raises(WeChatUnavailable):
        at_simulator.check_text("林小满", openid)
    assert 1 <= len(simulator.control.calls("msg_sec_check", after=before)) <= 2


def test_an_unknown_payment_ships_later(at_simulator):
    shipped = at_simulator.upload_shipping(
        "pay01J0000000000000000000000", "4200001234202611201234567890", "oOpenid", "碳中和服务", datetime.now(UTC)
    )
    assert shipped in {Shipping.TOO_EARLY, Shipping.NOT_SHIPPABLE}


def test_trade_is_managed(at_simulator):
    assert at_simulator.is_trade_managed() is True


def test_a_message_is_sent_once_for_each_acceptance(simulator, at_simulator):
    openid = simulator.control.openid("阿秋")
    message = {"thing1": "论坛", "character_string2": "DD-1", "thing3": "1 kg", "date4": "2026年11月20日"}
    simulator.control.subscribe("阿秋", CERTIFICATE)
    page = "pages/certificate/certificate?id=crt1"
    assert [at_simulator.send_subscribed(openid, CERTIFICATE, page, message) for _ in range(2)] == [True, False]
    assert simulator.control.messages("阿秋")[-1]["page"] == page
    for template_id, data in (("x" * 43, message), (CERTIFICATE, message | {"thing1": "字" * 21})):
        with pytest.raises(WeChatRefused):
            at_simulator.send_subscribed(openid, template_id, page, data)
