"""Refunds: accepted, ended later, repeatable under one number, never more than was paid."""

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import orders, refunds
from simulator.clock import Clock
from simulator.gateway import PayError
from simulator.keys import shared_keys
from simulator.server import Simulator
from simulator.store import Store
from simulator.world import World
from tests.simulator.listener import Listener
from tests.simulator.merchant import Merchant


def status_of(merchant: Merchant, refund_no: str) -> str:
    code, body = merchant.sdk.query_refund(refund_no)
    assert code == 200, body
    return json.loads(body)["status"]


def wait_for_status(merchant: Merchant, refund_no: str, status: str) -> None:
    until = time.monotonic() + 5
    while status_of(merchant, refund_no) != status:
        assert time.monotonic() < until, f"still {status_of(merchant, refund_no)}"
        time.sleep(0.01)


def test_a_refund_is_accepted_first_and_succeeds_later(merchant: Merchant) -> None:
    merchant.simulator.control.settings(refund_delay_s=500)
    merchant.paid("order000001")
    code, accepted = merchant.refund("order000001", "refund1", 1744)
    assert (code, accepted["status"]) == (200, "PROCESSING")
    assert "success_time" not in accepted
    assert merchant.state("order000001") == "REFUND"
    wait_for_status(merchant, "refund1", "SUCCESS")


def test_the_outcome_is_told_at_the_refunds_own_address(merchant: Merchant, listener: Listener) -> None:
    merchant.paid("order000001")
    _, accepted = merchant.refund("order000001", "refund1", 744)
    message = merchant.sdk.callback(*_second(listener))
    assert message["event_type"] == "REFUND.SUCCESS"
    assert message["resource"]["refund_status"] == "SUCCESS"
    assert "status" not in message["resource"]
    assert message["resource"]["refund_id"] == accepted["refund_id"]
    assert message["resource"]["amount"] == {"total": 1744, "refund": 744, "payer_total": 1744, "payer_refund": 744}


def _second(listener: Listener) -> tuple[dict[str, str], bytes]:
    message = listener.wait(2)[1]
    return message.headers, message.body


def test_the_same_number_again_is_the_same_refund(merchant: Merchant) -> None:
    merchant.paid("order000001")
    _, first = merchant.refund("order000001", "refund1", 1744)
    wait_for_status(merchant, "refund1", "SUCCESS")
    code, again = merchant.refund("order000001", "refund1", 1744)
    assert code == 200
    assert (again["refund_id"], again["status"]) == (first["refund_id"], "SUCCESS")
    assert len(merchant.simulator.control.payment("order000001")["refunds"]) == 1


def test_the_same_number_with_another_amount_is_refused(merchant: Merchant) -> None:
    merchant.paid("order000001")
    merchant.refund("order000001", "refund1", 1000)
    code, body = merchant.refund("order000001", "refund1", 1001)
    assert (code, body["code"]) == (400, "PARAM_ERROR")


def test_two_refunds_of_one_order_keep_a_minute_between_them(merchant: Merchant) -> None:
    merchant.simulator.control.settings(refund_spacing_s=60_000)
    merchant.paid("order000001")
    assert merchant.refund("order000001", "refund1", 1)[0] == 200
    code, body = merchant.refund("order000001", "refund2", 1)
    assert (code, body["code"]) == (429, "FREQUENCY_LIMITED")
    merchant.simulator.control.advance(61)
    assert merchant.refund("order000001", "refund2", 1)[0] == 200


def test_more_than_was_paid_is_never_refunded(merchant: Merchant) -> None:
    merchant.simulator.control.settings(refund_spacing_s=0)
    merchant.paid("order000001")
    assert merchant.refund("order000001", "refund1", 1744)[0] == 200
    code, body = merchant.refund("order000001", "refund2", 1)
    assert (code, body["code"]) == (400, "INVALID_REQUEST")


def test_money_of_a_closed_refund_can_be_refunded_under_a_new_number(merchant: Merchant) -> None:
    merchant.simulator.control.settings(refund_spacing_s=0)
    merchant.simulator.control.fault("refund", "ends_closed")
    merchant.paid("order000001")
    merchant.refund("order000001", "refund1", 1744)
    wait_for_status(merchant, "refund1", "CLOSED")
    assert merchant.refund("order000001", "refund2", 1744)[0] == 200


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"amount": {"refund": 0, "total": 1744, "currency": "CNY"}}, "PARAM_ERROR"),
        ({"amount": {"refund": 1744, "total": 9999, "currency": "CNY"}}, "PARAM_ERROR"),
        ({"amount": {"refund": 1744, "total": 1744}}, "PARAM_ERROR"),
        ({"out_refund_no": "r" * 65}, "PARAM_ERROR"),
        ({"out_refund_no": "r 1"}, "PARAM_ERROR"),
        ({"out_trade_no": "order999999"}, "RESOURCE_NOT_EXISTS"),
        ({"out_trade_no": "unpaid000001"}, "INVALID_REQUEST"),
        ({"out_trade_no": None}, "PARAM_ERROR"),
        ({"notify_url": "https://dian.example.com/n?x=1"}, "PARAM_ERROR"),
        ({"reason": "长" * 27}, "PARAM_ERROR"),
    ],
)
def test_parameters_are_checked_as_wechat_pay_does(merchant: Merchant, changed: dict[str, Any], expected: str) -> None:
    merchant.paid("order000001")
    merchant.order("unpaid000001")
    body = {
        "out_trade_no": "order000001",
        "out_refund_no": "refund1",
        "amount": {"refund": 1744, "total": 1744, "currency": "CNY"},
    } | changed
    body = {name: value for name, value in body.items() if value is not None}
    assert merchant.request("POST", "/v3/refund/domestic/refunds", body).json()["code"] == expected


def test_after_a_year_nothing_is_refunded(merchant: Merchant) -> None:
    merchant.paid("order000001")
    merchant.simulator.control.advance(366 * 86400)
    code, body = merchant.refund("order000001", "refund1", 1744)
    assert (code, body["code"]) == (400, "INVALID_REQUEST")


def test_a_refund_nobody_asked_for_is_not_found(merchant: Merchant) -> None:
    code, body = merchant.sdk.query_refund("refund9")
    assert (code, json.loads(body)["code"]) == (404, "RESOURCE_NOT_EXISTS")


def test_a_refund_without_an_address_tells_nobody(merchant: Merchant, simulator: Simulator) -> None:
    merchant.paid("order000001")
    body = {
        "out_trade_no": "order000001",
        "out_refund_no": "refund1",
        "amount": {"refund": 1744, "total": 1744, "currency": "CNY"},
    }
    assert merchant.request("POST", "/v3/refund/domestic/refunds", body).status_code == 200
    wait_for_status(merchant, "refund1", "SUCCESS")
    assert [each["event_type"] for each in simulator.control.notifications("order000001")] == ["TRANSACTION.SUCCESS"]


def test_a_stuck_refund_ends_when_a_person_says_so_and_only_once(merchant: Merchant, listener: Listener) -> None:
    control = merchant.simulator.control
    control.fault("refund", "never_ends")
    merchant.paid("order000001")
    merchant.refund("order000001", "refund1", 1744)
    time.sleep(0.1)
    assert status_of(merchant, "refund1") == "PROCESSING"
    assert control.finish_refund("refund1", "ABNORMAL")["status"] == "ABNORMAL"
    assert control.finish_refund("refund1", "SUCCESS")["status"] == "SUCCESS"
    assert control.finish_refund("refund1", "CLOSED")["status"] == "SUCCESS"
    listener.wait(3)
    told = sorted(each["event_type"] for each in control.notifications("order000001"))
    assert told == ["REFUND.ABNORMAL", "REFUND.SUCCESS", "TRANSACTION.SUCCESS"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    total=st.integers(1, 5000),
    asked=st.lists(st.tuples(st.integers(1, 5000), st.sampled_from(refunds.ENDINGS)), min_size=1, max_size=8),
)
def test_whatever_is_asked_and_however_it_ends_no_more_than_the_payment_goes_back(
    total: int, asked: list[tuple[int, str]]
) -> None:
    world = World(shared_keys(), Store(None), Clock(0))
    keys = world.keys
    body = {"appid": keys.appid, "mchid": keys.mchid, "out_trade_no": "order000001", "description": "x",
            "notify_url": "http://127.0.0.1:1/n", "amount": {"total": total},
            "payer": {"openid": keys.openid("a")}}  # fmt: skip
    orders.accept(world, body, "JSAPI")
    orders.pay(world, "order000001")
    for number, (fen, ending) in enumerate(asked):
        amount = {"refund": fen, "total": total, "currency": "CNY"}
        left = total - sum(r["refund_fen"] for r in refunds.of_order(world, "order000001") if r["status"] != "CLOSED")
        request = {"out_trade_no": "order000001", "out_refund_no": f"r{number}", "amount": amount}
        if fen > left:
            with pytest.raises(PayError):
                refunds.accept(world, request)
        else:
            refunds.accept(world, request)
            refunds.finish(world, f"r{number}", ending)
    back = sum(r["refund_fen"] for r in refunds.of_order(world, "order000001") if r["status"] != "CLOSED")
    assert back <= total
    world.store.close()
