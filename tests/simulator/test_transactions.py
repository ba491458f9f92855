"""Order, query and close, as the SDK sees them."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator.client import SimulatorRefused
from simulator.clock import BEIJING
from simulator.server import Simulator
from tests.simulator.merchant import Merchant


def refusal(merchant: Merchant, **changed: Any) -> tuple[int, str]:
    body = merchant.order_body("order000001", **changed)
    answer = merchant.request("POST", "/v3/pay/transactions/jsapi", body)
    return answer.status_code, answer.json().get("code", "accepted")


def expiring(merchant: Merchant, seconds: float) -> str:
    """A time_expire so many seconds from the simulator's business time."""
    now = datetime.fromtimestamp(merchant.simulator.world.clock.now(), BEIJING)
    return (now + timedelta(seconds=seconds)).isoformat(timespec="seconds")


def test_an_order_is_paid_and_says_so_when_asked_either_way(merchant: Merchant) -> None:
    merchant.order("order000001", 1744, attach="scene FORUM1")
    assert merchant.state("order000001") == "NOTPAY"
    merchant.simulator.control.pay("order000001")
    _, by_number = merchant.sdk.query(out_trade_no="order000001")
    shown = json.loads(by_number)
    assert shown["trade_state"] == "SUCCESS"
    assert shown["amount"] == {"total": 1744, "payer_total": 1744, "currency": "CNY", "payer_currency": "CNY"}
    assert shown["payer"] == {"openid": merchant.simulator.keys.openid("林小满")}
    assert shown["trade_type"] == "JSAPI"
    assert shown["attach"] == "scene FORUM1"
    assert datetime.fromisoformat(shown["success_time"]).utcoffset() == timedelta(hours=8)
    _, by_id = merchant.sdk.query(transaction_id=shown["transaction_id"])
    assert json.loads(by_id) == shown


def test_before_payment_attach_payer_and_transaction_id_are_not_told(merchant: Merchant) -> None:
    merchant.order("order000001", attach="scene FORUM1")
    _, body = merchant.sdk.query(out_trade_no="order000001")
    assert not {"attach", "payer", "transaction_id", "success_time"} & json.loads(body).keys()


def test_a_number_nobody_ordered_is_not_found(merchant: Merchant) -> None:
    status, body = merchant.sdk.query(out_trade_no="order999999")
    assert (status, json.loads(body)["code"]) == (404, "ORDER_NOT_EXIST")


def test_asking_for_another_merchant_is_refused(merchant: Merchant) -> None:
    merchant.order("order000001")
    status, body = merchant.sdk.query(out_trade_no="order000001", mchid="1900000109")
    assert (status, json.loads(body)["code"]) == (400, "PARAM_ERROR")


def test_the_same_request_again_gives_a_fresh_prepay_id_for_the_same_order(merchant: Merchant) -> None:
    first, second = merchant.order("order000001"), merchant.order("order000001")
    assert first["prepay_id"] != second["prepay_id"]
    assert merchant.simulator.world.store.value("SELECT count(*) FROM orders") == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": {"total": 1745, "currency": "CNY"}},
        {"description": "other"},
        {"attach": "more"},
        {"time_expire": "2099-01-02T03:04:05+08:00"},
    ],
)
def test_the_same_number_with_other_parameters_is_refused(merchant: Merchant, changed: dict[str, Any]) -> None:
    assert refusal(merchant) == (200, "accepted")
    assert refusal(merchant, **changed) == (403, "OUT_TRADE_NO_USED")
    assert merchant.simulator.control.payment("order000001")["amount"]["total"] == 1744


def test_a_number_used_by_jsapi_cannot_be_a_native_order(merchant: Merchant) -> None:
    body = merchant.order_body("order000001")
    assert merchant.request("POST", "/v3/pay/transactions/jsapi", body).status_code == 200
    answer = merchant.request("POST", "/v3/pay/transactions/native", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "OUT_TRADE_NO_USED")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"out_trade_no": "short"}, (400, "PARAM_ERROR")),
        ({"out_trade_no": "o" * 33}, (400, "PARAM_ERROR")),
        ({"out_trade_no": "order 0001"}, (400, "PARAM_ERROR")),
        ({"out_trade_no": "订单000001"}, (400, "PARAM_ERROR")),
        ({"description": None}, (400, "PARAM_ERROR")),
        ({"description": "长" * 128}, (400, "PARAM_ERROR")),
        ({"description": "长" * 127}, (200, "accepted")),
        ({"attach": "x" * 129}, (400, "PARAM_ERROR")),
        ({"amount": {"total": 0}}, (400, "PARAM_ERROR")),
        ({"amount": {"total": -1}}, (400, "PARAM_ERROR")),
        ({"amount": {"total": 17.44}}, (400, "PARAM_ERROR")),
        ({"amount": {"total": "1744"}}, (400, "PARAM_ERROR")),
        ({"amount": {"total": True}}, (400, "PARAM_ERROR")),
        ({"amount": {"total": 1744, "currency": "USD"}}, (400, "PARAM_ERROR")),
        ({"amount": None}, (400, "PARAM_ERROR")),
        ({"notify_url": "/relative"}, (400, "PARAM_ERROR")),
        ({"notify_url": "http://[bad"}, (400, "PARAM_ERROR")),
        ({"notify_url": "https://dian.example.com/n?a=1"}, (400, "PARAM_ERROR")),
        ({"notify_url": "https://dian.example.com/" + "n" * 240}, (400, "PARAM_ERROR")),
        ({"payer": None}, (400, "PARAM_ERROR")),
        ({"payer": "oABC"}, (400, "PARAM_ERROR")),
        ({"payer": {"openid": "o" + "x" * 27}}, (500, "OPENID_MISMATCH")),
        ({"appid": "wx0123456789abcdef"}, (400, "APPID_MCHID_NOT_MATCH")),
        ({"mchid": "1900000109"}, (400, "MCH_NOT_EXISTS")),
        ({"time_expire": "2099-01-02 03:04:05"}, (400, "PARAM_ERROR")),
        ({"time_expire": "2099-01-02T03:04:05"}, (400, "PARAM_ERROR")),
        ({"time_expire": "2099-13-02T03:04:05+08:00"}, (400, "PARAM_ERROR")),
        ({"time_expire": 4070908800}, (400, "PARAM_ERROR")),
        ({"time_expire": "2099-01-02T03:04:05Z"}, (200, "accepted")),
    ],
)
def test_parameters_are_checked_as_wechat_pay_does(
    merchant: Merchant, changed: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert refusal(merchant, **changed) == expected


def test_after_time_expire_nobody_can_pay_and_the_order_stays_unpaid(merchant: Merchant) -> None:
    expires = expiring(merchant, 600)
    merchant.order("order000001", time_expire=expires)
    merchant.simulator.control.advance(601)
    with pytest.raises(SimulatorRefused, match="订单已过期"):
        merchant.simulator.control.pay("order000001")
    assert merchant.state("order000001") == "NOTPAY"


def test_an_expired_order_cannot_be_asked_for_again(merchant: Merchant) -> None:
    expires = expiring(merchant, 600)
    assert refusal(merchant, time_expire=expires) == (200, "accepted")
    merchant.simulator.control.advance(601)
    assert refusal(merchant, time_expire=expires) == (400, "INVALID_REQUEST")


def test_a_time_expire_within_the_minute_is_moved_to_a_full_minute(merchant: Merchant) -> None:
    merchant.order("order000001", time_expire=expiring(merchant, -5))
    merchant.simulator.control.advance(50)
    merchant.simulator.control.pay("order000001")
    assert merchant.state("order000001") == "SUCCESS"


def test_without_time_expire_an_order_can_be_paid_for_seven_days(merchant: Merchant) -> None:
    merchant.order("order000001")
    merchant.order("order000002")
    merchant.simulator.control.advance(7 * 86400 - 60)
    merchant.simulator.control.pay("order000001")
    merchant.simulator.control.advance(120)
    with pytest.raises(SimulatorRefused, match="订单已过期"):
        merchant.simulator.control.pay("order000002")


def test_closing_answers_204_again_and_again_and_then_nobody_can_pay(merchant: Merchant) -> None:
    merchant.order("order000001")
    assert merchant.sdk.close("order000001") == (204, "")
    assert merchant.sdk.close("order000001") == (204, "")
    assert merchant.state("order000001") == "CLOSED"
    with pytest.raises(SimulatorRefused, match="订单已关闭"):
        merchant.simulator.control.pay("order000001")
    assert refusal(merchant) == (400, "ORDER_CLOSED")


def test_a_paid_order_cannot_be_closed_or_ordered_again(merchant: Merchant) -> None:
    assert refusal(merchant) == (200, "accepted")
    merchant.simulator.control.pay("order000001")
    status, body = merchant.sdk.close("order000001")
    assert (status, json.loads(body)["code"]) == (400, "ORDERPAID")
    assert refusal(merchant) == (400, "ORDERPAID")
    assert merchant.state("order000001") == "SUCCESS"


def test_closing_what_was_never_ordered_is_not_found(merchant: Merchant) -> None:
    status, body = merchant.sdk.close("order999999")
    assert (status, json.loads(body)["code"]) == (404, "ORDER_NOT_EXIST")


def test_an_order_is_paid_once_however_many_press_at_the_same_time(merchant: Merchant, simulator: Simulator) -> None:
    merchant.order("order000001")

    def press(_: int) -> bool:
        try:
            simulator.control.pay("order000001")
        except SimulatorRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(press, range(16))) == 1
    simulator.control.wait_for("order000001")
    assert len(simulator.control.notifications("order000001")) == 1


def test_two_people_cannot_pay_one_order(merchant: Merchant) -> None:
    merchant.order("order000001", user="林小满")
    with pytest.raises(SimulatorRefused, match="须由下单的微信用户支付"):
        merchant.simulator.control.pay("order000001", user="陈一")


def test_a_native_order_is_paid_by_whoever_scans_it(merchant: Merchant) -> None:
    code_url = merchant.native("order000001")
    assert code_url.startswith("weixin://wxpay/bizpayurl?pr=")
    paid = merchant.simulator.control.scan(code_url, "陈一")
    assert paid["payer"] == {"openid": merchant.simulator.keys.openid("陈一")}
    assert paid["trade_type"] == "NATIVE"


def test_a_pay_code_lives_two_hours_and_a_fresh_one_replaces_it(merchant: Merchant) -> None:
    old = merchant.native("order000001")
    merchant.simulator.control.advance(7201)
    with pytest.raises(SimulatorRefused, match="已过期"):
        merchant.simulator.control.scan(old)
    merchant.simulator.control.scan(merchant.native("order000001"))
    assert merchant.state("order000001") == "SUCCESS"


def test_a_pay_code_nobody_gave_out_is_refused(simulator: Simulator) -> None:
    with pytest.raises(SimulatorRefused, match="不存在"):
        simulator.control.scan("weixin://wxpay/bizpayurl?pr=nobody")
