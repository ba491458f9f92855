"""Each fault of a call does what its name says, as often as asked, and says plainly when it does not exist."""

import json
import time
from typing import Any

import pytest
import requests

from simulator.client import SimulatorRefused
from simulator.faults import PAY_TARGETS, allowed_faults
from simulator.server import Simulator
from tests.simulator.merchant import Merchant


def order(merchant: Merchant, number: str = "order000001") -> tuple[int, str]:
    """(status, code or prepay_id) of a JSAPI order."""
    payer = {"openid": merchant.simulator.keys.openid("林小满")}
    status, body = merchant.sdk.pay("x", number, {"total": 1744}, payer=payer)
    shown = json.loads(body)
    return status, shown.get("code") or shown["prepay_id"]


def ordered(merchant: Merchant, number: str = "order000001") -> bool:
    return merchant.simulator.world.store.value("SELECT count(*) FROM orders WHERE out_trade_no = ?", number) == 1


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("system_error", (500, "SYSTEM_ERROR")),
        ("ratelimit", (429, "RATELIMIT_EXCEEDED")),
        ("not_enough", (403, "NOT_ENOUGH")),
    ],
)
def test_refusals_by_fault_change_nothing(merchant: Merchant, fault: str, expected: tuple[int, str]) -> None:
    merchant.simulator.control.fault("jsapi", fault)
    assert order(merchant) == expected
    assert not ordered(merchant)
    assert order(merchant)[0] == 200


def test_any_error_can_be_asked_for(merchant: Merchant) -> None:
    merchant.simulator.control.fault("pay", "error", status=403, code="NO_AUTH", message="no")
    assert order(merchant) == (403, "NO_AUTH")


def test_down_cuts_the_connection_and_changes_nothing(merchant: Merchant) -> None:
    merchant.simulator.control.fault("jsapi", "down")
    with pytest.raises(requests.ConnectionError):
        order(merchant)
    assert not ordered(merchant)


def test_unavailable_is_a_503_page_and_changes_nothing(merchant: Merchant) -> None:
    merchant.simulator.control.fault("jsapi", "unavailable")
    answer = merchant.request("POST", "/v3/pay/transactions/jsapi", merchant.order_body("order000001"))
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")
    assert not ordered(merchant)


def test_processed_lost_takes_effect_and_answers_nothing(merchant: Merchant) -> None:
    merchant.simulator.control.fault("jsapi", "processed_lost")
    with pytest.raises(requests.ConnectionError):
        order(merchant)
    assert ordered(merchant)
    assert order(merchant)[0] == 200


def test_a_refund_whose_answer_was_lost_is_the_same_refund_when_asked_again(merchant: Merchant) -> None:
    merchant.paid("order000001")
    merchant.simulator.control.fault("refund", "processed_lost")
    with pytest.raises(requests.ConnectionError):
        merchant.refund("order000001", "refund1", 1744)
    assert merchant.refund("order000001", "refund1", 1744)[0] == 200
    assert len(merchant.simulator.control.payment("order000001")["refunds"]) == 1


def test_processed_system_error_takes_effect_and_answers_500(merchant: Merchant) -> None:
    merchant.simulator.control.fault("jsapi", "processed_system_error")
    assert order(merchant) == (500, "SYSTEM_ERROR")
    assert ordered(merchant)


def test_hang_is_silence_and_then_a_cut_connection(merchant: Merchant) -> None:
    merchant.simulator.control.fault("query", "hang", seconds=0.3)
    began = time.monotonic()
    with pytest.raises(requests.ConnectionError):
        merchant.state("order000001")
    assert time.monotonic() - began >= 0.3


def test_slow_answers_rightly_after_a_while(merchant: Merchant) -> None:
    merchant.order("order000001")
    merchant.simulator.control.fault("query", "slow", seconds=0.3)
    began = time.monotonic()
    assert merchant.state("order000001") == "NOTPAY"
    assert time.monotonic() - began >= 0.3


def test_unsigned_carries_no_signature(merchant: Merchant) -> None:
    merchant.order("order000001")
    merchant.simulator.control.fault("query", "unsigned")
    answer = merchant.request("GET", f"/v3/pay/transactions/out-trade-no/order000001?mchid={merchant.sdk._mchid}")
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.lower().startswith("wechatpay")]


def test_wrongly_signed_is_refused_by_the_sdk(merchant: Merchant) -> None:
    merchant.order("order000001")
    merchant.simulator.control.fault("query", "wrongly_signed")
    with pytest.raises(Exception, match="failed to verify the signature"):
        merchant.state("order000001")
    assert merchant.state("order000001") == "NOTPAY"


def test_not_enough_on_a_refund_leaves_the_money_and_the_same_number_works_later(merchant: Merchant) -> None:
    merchant.paid("order000001")
    merchant.simulator.control.fault("refund", "not_enough")
    code, body = merchant.refund("order000001", "refund1", 1744)
    assert (code, body["code"]) == (403, "NOT_ENOUGH")
    assert merchant.state("order000001") == "SUCCESS"
    assert merchant.refund("order000001", "refund1", 1744)[0] == 200


@pytest.mark.parametrize(("fault", "status"), [("ends_abnormal", "ABNORMAL"), ("ends_closed", "CLOSED")])
def test_a_refund_can_end_badly(merchant: Merchant, fault: str, status: str) -> None:
    merchant.simulator.control.fault("refund", fault)
    merchant.paid("order000001")
    assert merchant.refund("order000001", "refund1", 1744)[1]["status"] == "PROCESSING"
    merchant.simulator.control.wait_for("order000001", count=2)
    kinds = {each["event_type"] for each in merchant.simulator.control.notifications("order000001")}
    assert kinds == {"TRANSACTION.SUCCESS", f"REFUND.{status}"}


def test_times_counts_down_and_null_is_for_ever_until_cleared(merchant: Merchant) -> None:
    control = merchant.simulator.control
    control.fault("jsapi", "system_error", times=2)
    assert [order(merchant)[0] for _ in range(3)] == [500, 500, 200]
    control.fault("pay", "ratelimit", times=None)
    assert [order(merchant)[0] for _ in range(3)] == [429, 429, 429]
    assert control.clear_faults() == 1
    assert control.faults() == []
    assert order(merchant)[0] == 200


def test_faults_are_played_in_the_order_they_were_asked_for(merchant: Merchant) -> None:
    merchant.simulator.control.fault("jsapi", "ratelimit")
    merchant.simulator.control.fault("pay", "system_error")
    assert [order(merchant)[0] for _ in range(3)] == [429, 500, 200]


def test_a_fault_waits_for_its_own_target(merchant: Merchant) -> None:
    merchant.simulator.control.fault("query", "system_error")
    assert order(merchant)[0] == 200
    assert merchant.sdk.query(out_trade_no="order000001")[0] == 500


@pytest.mark.parametrize("target", PAY_TARGETS)
def test_every_pay_call_can_be_hit(merchant: Merchant, target: str) -> None:
    merchant.simulator.control.settings(bills_at_once=True)
    path = {
        "jsapi": ("POST", "/v3/pay/transactions/jsapi"),
        "native": ("POST", "/v3/pay/transactions/native"),
        "query": ("GET", "/v3/pay/transactions/id/4200000000"),
        "close": ("POST", "/v3/pay/transactions/out-trade-no/order000001/close"),
        "refund": ("POST", "/v3/refund/domestic/refunds"),
        "query_refund": ("GET", "/v3/refund/domestic/refunds/refund1"),
        "tradebill": ("GET", "/v3/bill/tradebill?bill_date=2026-01-01"),
        "billdownload": ("GET", "/v3/billdownload/file?token=x"),
    }[target]
    merchant.simulator.control.fault(target, "error", status=418, code="TEAPOT")
    answer = merchant.request(*path)
    assert (answer.status_code, answer.json()["code"]) == (418, "TEAPOT")
    [call] = merchant.simulator.control.calls(target)
    assert (call["status"], call["fault"]) == (418, "error")


@pytest.mark.parametrize(
    "body",
    [
        {"target": "nowhere", "fault": "down"},
        {"target": "jsapi", "fault": "signtest"},
        {"target": "notification", "fault": "down"},
        {"target": "jsapi", "fault": "down", "times": 0},
        {"target": "jsapi", "fault": "down", "times": "2"},
        {"target": "jsapi", "fault": "down", "seconds": 3},
        {"target": "jsapi"},
        {"target": "jsapi", "fault": "slow", "seconds": "2"},
        {"target": "jsapi", "fault": "slow", "seconds": -1},
        {"target": "jsapi", "fault": "slow", "seconds": float("inf")},
        {"target": "jsapi", "fault": "slow", "times": 2**70},
        {"target": "notification", "fault": "duplicate", "copies": 0},
        {"target": "notification", "fault": "duplicate", "concurrent": 1},
        {"target": "notification", "fault": "wrong_amount", "attempts": 1.5},
    ],
)
def test_a_fault_that_does_not_exist_is_refused(simulator: Simulator, body: dict[str, Any]) -> None:
    answer = requests.post(simulator.url + "/_sim/faults", data=json.dumps(body), timeout=5)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert simulator.control.faults() == []


def test_the_reason_lists_what_there_is(simulator: Simulator) -> None:
    with pytest.raises(SimulatorRefused, match="wrong_amount"):
        simulator.control.fault("notification", "wrong_amonut")
    assert "ends_abnormal" in allowed_faults("refund")
    assert "ends_abnormal" not in allowed_faults("query")
