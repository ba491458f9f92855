"""Spoiled messages: each is wrong in the one way its name says, and the true one follows."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from simulator import signatures
from simulator.server import Simulator
from tests.simulator.listener import Listener
from tests.simulator.merchant import Merchant, read, true_message

UNPROVEN = ["forged_signature", "signtest"]


@pytest.mark.parametrize("fault", UNPROVEN)
def test_what_proves_nothing_is_refused_and_the_true_one_follows(
    merchant: Merchant, listener: Listener, fault: str
) -> None:
    listener.answers = [401, 204]
    merchant.simulator.control.fault("notification", fault)
    merchant.paid("order000001")
    first, second = listener.wait(2)
    assert read(merchant, first) is None
    assert first.headers["Wechatpay-Serial"] == merchant.simulator.keys.platform_key_id
    assert true_message(merchant, second)


def test_the_signature_probe_says_that_it_is_one(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "signtest")
    merchant.paid("order000001")
    assert listener.wait(1)[0].headers["Wechatpay-Signature"].startswith("WECHATPAY/SIGNTEST/")


@pytest.mark.parametrize("fault", ["foreign_key", "unknown_serial"])
def test_another_key_comes_under_another_id(merchant: Merchant, listener: Listener, fault: str) -> None:
    merchant.simulator.control.fault("notification", fault)
    merchant.paid("order000001")
    serial = listener.wait(1)[0].headers["Wechatpay-Serial"]
    assert serial.startswith("PUB_KEY_ID_")
    assert serial != merchant.simulator.keys.platform_key_id


def test_unsigned_carries_no_header_of_wechats(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "unsigned")
    merchant.paid("order000001")
    assert not [name for name in listener.wait(1)[0].headers if name.lower().startswith("wechatpay")]


@pytest.mark.parametrize("seconds", [600, -600])
def test_stale_is_rightly_signed_at_another_time(merchant: Merchant, listener: Listener, seconds: int) -> None:
    merchant.simulator.control.fault("notification", "stale", seconds=seconds)
    merchant.paid("order000001")
    message = listener.wait(1)[0]
    assert abs(int(message.headers["Wechatpay-Timestamp"]) - (time.time() - seconds)) < 10
    assert true_message(merchant, message)


def test_another_apiv3_key_cannot_be_decrypted(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "other_apiv3_key")
    merchant.paid("order000001")
    message = listener.wait(1)[0]
    assert read(merchant, message) is None
    when, nonce = message.headers["Wechatpay-Timestamp"], message.headers["Wechatpay-Nonce"]
    text = signatures.lines(when.encode(), nonce.encode(), message.body)
    public_key = merchant.simulator.keys.platform_private.public_key()
    assert signatures.verify(public_key, text, message.headers["Wechatpay-Signature"])


def test_malformed_is_rightly_signed_and_not_json(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "malformed")
    merchant.paid("order000001")
    with pytest.raises(UnicodeDecodeError):
        json.loads(listener.wait(1)[0].body)


WRONG: dict[str, Callable[[dict[str, Any], Simulator], bool]] = {
    "wrong_amount": lambda shown, _: shown["resource"]["amount"]["total"] == 1743,
    "wrong_currency": lambda shown, _: shown["resource"]["amount"]["currency"] == "USD",
    "wrong_mchid": lambda shown, simulator: shown["resource"]["mchid"] != simulator.keys.mchid,
    "wrong_appid": lambda shown, simulator: shown["resource"]["appid"] != simulator.keys.appid,
    "wrong_openid": lambda shown, simulator: shown["resource"]["payer"]["openid"] != simulator.keys.openid("林小满"),
    "wrong_order": lambda shown, _: shown["resource"]["out_trade_no"].startswith("nobody"),
    "unknown_event": lambda shown, _: shown["event_type"] == "TRANSACTION.SIMULATED_UNKNOWN",
}


@pytest.mark.parametrize("fault", WRONG)
def test_wrong_content_is_rightly_signed_and_the_true_one_follows(
    merchant: Merchant, listener: Listener, fault: str
) -> None:
    listener.answers = [422, 204]
    merchant.simulator.control.fault("notification", fault)
    merchant.paid("order000001")
    first, second = listener.wait(2)
    shown = read(merchant, first)
    assert shown is not None
    assert WRONG[fault](shown, merchant.simulator)
    assert true_message(merchant, second)
    merchant.simulator.control.wait_for("order000001")
    [log] = merchant.simulator.control.notifications("order000001")
    assert [each["fault"] for each in log["deliveries"]] == [fault, None]


def test_two_texts_are_never_sealed_under_one_nonce(merchant: Merchant, listener: Listener) -> None:
    listener.answers = [422, 204]
    merchant.simulator.control.fault("notification", "wrong_amount")
    merchant.paid("order000001")
    nonces = [json.loads(message.body)["resource"]["nonce"] for message in listener.wait(2)]
    assert len(set(nonces)) == 2


def test_attempts_says_how_many_tries_are_spoiled(merchant: Merchant, listener: Listener) -> None:
    listener.answers = [422, 422, 204]
    merchant.simulator.control.fault("notification", "wrong_amount", attempts=2)
    merchant.paid("order000001")
    assert [true_message(merchant, message) for message in listener.wait(3)] == [False, False, True]


def test_a_fault_hits_as_many_messages_as_asked(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "wrong_amount", times=2, attempts=None)
    for number in range(3):
        merchant.paid(f"order00000{number}")
        merchant.simulator.control.wait_for(f"order00000{number}")
    assert [true_message(merchant, message) for message in listener.wait(3)] == [False, False, True]
