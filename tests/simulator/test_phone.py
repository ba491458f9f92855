"""wx.requestPayment on the phone: checks our paySign as WeChat's client does, then pays or is cancelled."""

import time
from typing import Any

import pytest
import requests

from simulator.server import Simulator
from tests.simulator.merchant import Merchant


def params(merchant: Merchant, number: str = "order000001", **changed: Any) -> dict[str, Any]:
    """What our API gives the phone, signed by the SDK; ``changed`` after signing."""
    prepay_id = merchant.order(number)["prepay_id"]
    appid, when, nonce, package = (
        merchant.simulator.keys.appid,
        str(int(time.time())),
        "n0nce",
        f"prepay_id={prepay_id}",
    )
    signature = merchant.sdk.sign([appid, when, nonce, package])
    return {
        "appId": appid,
        "timeStamp": when,
        "nonceStr": nonce,
        "package": package,
        "signType": "RSA",
        "paySign": signature,
    } | changed


def test_rightly_signed_parameters_pay_the_order(merchant: Merchant) -> None:
    assert merchant.simulator.control.request_payment(params(merchant), "林小满") == "requestPayment:ok"
    assert merchant.state("order000001") == "SUCCESS"


def test_cancelling_leaves_the_order_payable(merchant: Merchant) -> None:
    control = merchant.simulator.control
    assert control.request_payment(params(merchant), "林小满", "cancel") == "requestPayment:fail cancel"
    assert merchant.state("order000001") == "NOTPAY"
    assert control.request_payment(params(merchant), "林小满") == "requestPayment:ok"


def test_opening_shows_what_was_ordered_and_pays_nothing(merchant: Merchant) -> None:
    body = params(merchant) | {"user": "林小满", "action": "open"}
    url, origin = f"{merchant.simulator.url}/_sim/request-payment", {"Origin": "http://localhost:8000"}
    shown = requests.post(url, json=body, headers=origin, timeout=5)
    order = merchant.simulator.control.payment("order000001")
    assert shown.json() == {
        "errMsg": "requestPayment:ok",
        "payee": "点点碳中和（模拟商户）",
        "description": order["request"]["description"],
        "amount_fen": order["request"]["amount"]["total"],
    }
    assert shown.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
    assert merchant.state("order000001") == "NOTPAY"
    assert merchant.simulator.control.request_payment(params(merchant), "林小满") == "requestPayment:ok"
    assert requests.post(url, json=body, timeout=5).json()["errMsg"].startswith("requestPayment:fail 该订单已支付")


def test_a_page_of_another_site_reaches_nothing(merchant: Merchant) -> None:
    url, origin = f"{merchant.simulator.url}/_sim/request-payment", {"Origin": "https://example.com"}
    for answer in (
        requests.post(url, json={}, headers=origin, timeout=5),
        requests.options(url, headers=origin, timeout=5),
    ):
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    "changed",
    [
        {"nonceStr": "another"},
        {"timeStamp": "1700000000"},
        {"package": "prepay_id=wx_other"},
        {"paySign": "AAAA"},
        {"signType": "MD5"},
        {"appId": "wx0123456789abcdef"},
        {"timeStamp": 1700000000},
        {"timeStamp": "1700000000000"},
        {"paySign": None},
    ],
)
def test_parameters_changed_after_signing_are_refused(merchant: Merchant, changed: dict[str, Any]) -> None:
    answer = merchant.simulator.control.request_payment(params(merchant, **changed), "林小满")
    assert answer.startswith("requestPayment:fail ")
    assert answer != "requestPayment:fail cancel"
    assert merchant.state("order000001") == "NOTPAY"


def test_parameters_signed_by_another_key_are_refused(merchant: Merchant, simulator: Simulator) -> None:
    merchant.sdk._core._private_key = simulator.keys.foreign_private
    signature = merchant.sdk.sign(["a", "b", "c", "d"])
    merchant.sdk._core._private_key = simulator.keys.merchant_private
    forged = params(merchant, paySign=signature)
    assert "验证签名失败" in simulator.control.request_payment(forged, "林小满")


def test_a_prepay_id_older_than_two_hours_is_refused(merchant: Merchant) -> None:
    old = params(merchant)
    merchant.simulator.control.advance(7201)
    assert "已过期" in merchant.simulator.control.request_payment(old, "林小满")
    assert merchant.simulator.control.request_payment(params(merchant), "林小满") == "requestPayment:ok"


def test_another_person_cannot_pay(merchant: Merchant) -> None:
    assert "须由下单的微信用户支付" in merchant.simulator.control.request_payment(params(merchant), "陈一")


def test_a_paid_order_is_not_paid_again(merchant: Merchant) -> None:
    twice = params(merchant)
    merchant.simulator.control.request_payment(twice, "林小满")
    assert "已支付" in merchant.simulator.control.request_payment(twice, "林小满")
