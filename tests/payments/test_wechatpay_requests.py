"""What is sent to WeChat Pay, to the byte, and what is never sent."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from app.payments.provider import (
    Method,
    OutcomeUnknown,
    RefundState,
)
from app.payments.wechatpay import WeChatPay
from tests.payments.asked import ASKED, BACK, PAYMENT, REFUND


def test_an_order_is_sent_as_documented(wechatpay, gateway, answer):
    gateway.says(answer(body={"prepay_id": "wx201410272009395522657a690389285100"}))
    wechatpay.start(ASKED)
    assert gateway.heard[0].path == "/v3/pay/transactions/jsapi"
    assert json.loads(gateway.heard[0].body) == {
        "appid": "wx0123456789abcdef",
        "mchid": "1900000109",
        "description": "碳中和服务: 首届中国数字碳中和高峰论坛",
        "out_trade_no": PAYMENT,
        "time_expire": "2026-11-20T12:30:00+08:00",
        "attach": "ord01J0000000000000000000000",
        "notify_url": "https://dian.example.com/api/v1/notifications/wechatpay/payments",
        "amount": {"total": 1744, "currency": "CNY"},
        "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
    }


def test_a_repeat_is_equal_byte_for_byte_wherever_the_server_stands(wechatpay, gateway, answer):
    gateway.says(answer(body={"prepay_id": "wx1"}))
    wechatpay.start(ASKED)
    elsewhere = ASKED.expires_at.astimezone(tz=None)
    wechatpay.start(replace(ASKED, expires_at=elsewhere))
    assert gateway.heard[0].body == gateway.heard[1].body


def test_the_phone_gets_parameters_its_wechat_accepts(world, wechatpay, gateway, answer):
    gateway.says(answer(body={"prepay_id": "wx201410272009395522657a690389285100"}))
    started = wechatpay.start(ASKED)
    params = started.params
    assert (started.kind, started.provider_reference) == ("jsapi", "wx201410272009395522657a690389285100")
    assert set(params) == {"timeStamp", "nonceStr", "package", "signType", "paySign"}
    assert params["timeStamp"].isdigit()
    assert 1 <= len(params["nonceStr"]) <= 32
    lines = ["wx0123456789abcdef", params["timeStamp"], params["nonceStr"], params["package"], ""]
    world.merchant.public_key().verify(b64decode(params["paySign"]), "\n".join(lines).encode(), PKCS1v15(), SHA256())


def test_a_desktop_gets_a_pay_code_and_names_no_payer(wechatpay, gateway, answer):
    gateway.says(answer(body={"code_url": "weixin://wxpay/bizpayurl?pr=abc"}))
    started = wechatpay.start(replace(ASKED, method=Method.NATIVE))
    assert (started.kind, started.params) == ("native", {"code_url": "weixin://wxpay/bizpayurl?pr=abc"})
    assert gateway.heard[0].path == "/v3/pay/transactions/native"
    assert "payer" not in json.loads(gateway.heard[0].body)


@pytest.mark.parametrize(
    "change",
    [
        {"payment_id": "a|b c-d_e"},
        {"payment_id": "short"},
        {"payment_id": "p" * 33},
        {"payment_id": "pay/../../x12"},
        {"amount_fen": 0},
        {"description": ""},
        {"openid": None},
        {"expires_at": datetime(2026, 11, 20, 4, 30)},  # noqa: DTZ001 (that it is naive is the point)
        {"attach": "a" * 129},
    ],
    ids=str,
)
def test_a_request_that_could_never_be_accepted_is_not_sent(wechatpay, gateway, change):
    with pytest.raises(ValueError, match=r"has|names|must"):
        wechatpay.start(replace(ASKED, **change))
    assert gateway.heard == []


def test_a_long_description_is_cut_and_a_long_reason_too(wechatpay, gateway, answer, refund_answer):
    gateway.says(answer(body={"prepay_id": "wx1"}))
    wechatpay.start(replace(ASKED, description="碳" * 200))
    assert json.loads(gateway.heard[0].body)["description"] == "碳" * 127
    gateway.says(answer(body=refund_answer))
    wechatpay.refund(replace(BACK, reason="碳" * 200))
    assert json.loads(gateway.heard[1].body)["reason"] == "碳" * 26


@pytest.mark.parametrize("body", [{}, {"prepay_id": ""}, {"prepay_id": 7}, [], b"<html>"], ids=str)
def test_a_signed_answer_without_a_prepay_id_leaves_it_open_whether_the_order_stands(wechatpay, gateway, answer, body):
    gateway.says(answer(body=body if isinstance(body, bytes) else json.dumps(body).encode()))
    with pytest.raises(OutcomeUnknown):
        wechatpay.start(ASKED)


def test_a_refund_is_sent_with_its_own_address_and_the_same_bytes_each_time(wechatpay, gateway, answer, refund_answer):
    gateway.says(answer(body=refund_answer))
    outcome = wechatpay.refund(BACK)
    assert wechatpay.refund(BACK) == outcome
    assert (outcome.state, outcome.refund_fen, outcome.succeeded_at) == (RefundState.PROCESSING, 1744, None)
    assert (outcome.payment_id, outcome.provider_reference) == (PAYMENT, "50000000382019052709732678859")
    assert gateway.heard[0].body == gateway.heard[1].body
    assert json.loads(gateway.heard[0].body) == {
        "notify_url": "https://dian.example.com/api/v1/notifications/wechatpay/refunds",
        "out_refund_no": REFUND,
        "amount": {"refund": 1744, "total": 1744, "currency": "CNY"},
        "out_trade_no": PAYMENT,
        "reason": "客人取消",
    }


@pytest.mark.parametrize(
    "public_url",
    ["", "dian.example.com", "ftp://dian.example.com", "https://d.example.com/?a=1", "https://" + "d" * 250],
)
def test_a_public_url_wechat_could_not_reach_is_refused_at_start(world, public_url):
    with pytest.raises(ValueError, match="PUBLIC_URL"):
        WeChatPay(**{**world.settings(), "public_url": public_url})
