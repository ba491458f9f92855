"""Messages to the merchant: signed, encrypted, retried on WeChat's schedule, logged; and each way they can be wrong."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from simulator import signatures
from simulator.client import SimulatorRefused
from simulator.notifications import RETRY_AFTER_S
from simulator.server import Simulator, running
from tests.simulator.listener import Listener, Message
from tests.simulator.merchant import Merchant, sdk


def read(merchant: Merchant, message: Message) -> dict[str, Any] | None:
    """What the SDK makes of it: the envelope with its resource decrypted, or None when it proves nothing."""
    return merchant.sdk.callback(message.headers, message.body)


def true_message(merchant: Merchant, message: Message) -> bool:
    shown = read(merchant, message)
    return shown is not None and shown["resource"]["amount"]["total"] == 1744


def test_a_payment_is_announced_signed_and_encrypted(merchant: Merchant, listener: Listener) -> None:
    merchant.paid("order000001", attach="scene FORUM1")
    message = listener.wait(1)[0]
    envelope = json.loads(message.body)
    assert envelope["event_type"] == "TRANSACTION.SUCCESS"
    assert envelope["resource_type"] == "encrypt-resource"
    assert envelope["resource"]["algorithm"] == "AEAD_AES_256_GCM"
    assert envelope["resource"]["original_type"] == "transaction"
    assert len(envelope["resource"]["nonce"]) == 12
    assert b"FORUM1" not in base64.b64decode(envelope["resource"]["ciphertext"])
    shown = read(merchant, message)
    assert shown is not None
    assert shown["id"] == envelope["id"]
    assert shown["resource"]["out_trade_no"] == "order000001"
    assert shown["resource"]["trade_state"] == "SUCCESS"
    assert shown["resource"]["attach"] == "scene FORUM1"
    assert shown["resource"]["amount"] == {
        "total": 1744, "payer_total": 1744, "currency": "CNY", "payer_currency": "CNY",
    }  # fmt: skip


def test_a_message_changed_on_its_way_is_refused_by_the_sdk(merchant: Merchant, listener: Listener) -> None:
    merchant.paid("order000001")
    message = listener.wait(1)[0]
    assert read(merchant, Message(0, message.headers, message.body.replace(b"SUCCESS", b"SUCCESs"))) is None


@pytest.mark.parametrize("status", [200, 204])
def test_any_2xx_ends_it(merchant: Merchant, listener: Listener, status: int) -> None:
    listener.answers = [status]
    merchant.paid("order000001")
    merchant.simulator.control.wait_for("order000001")
    time.sleep(0.1)
    assert len(listener.messages) == 1


@pytest.mark.parametrize("status", [301, 401, 422, 500])
def test_anything_else_is_tried_again_with_the_same_id(merchant: Merchant, listener: Listener, status: int) -> None:
    listener.answers = [status, status, 204]
    merchant.paid("order000001")
    merchant.simulator.control.wait_for("order000001")
    assert len({message.body for message in listener.wait(3)}) == 1
    assert len({message.headers["Wechatpay-Signature"] for message in listener.messages}) == 3
    [shown] = merchant.simulator.control.notifications("order000001")
    assert [each["status"] for each in shown["deliveries"]] == [status, status, 204]
    assert [each["attempt"] for each in shown["deliveries"]] == [1, 2, 3]


def test_the_schedule_is_wechats_sixteen_tries_in_a_day() -> None:
    assert len(RETRY_AFTER_S) == 15
    assert sum(RETRY_AFTER_S) == 24 * 3600 + 4 * 60


def test_after_the_last_try_it_gives_up(listener: Listener) -> None:
    listener.answers = [500]
    with running(time_scale=0.000001) as simulator:
        Merchant(simulator, sdk(simulator, listener.url), listener.url).paid("order000001")
        simulator.control.wait_for("order000001", "given_up")
        [shown] = simulator.control.notifications("order000001")
    assert len(shown["deliveries"]) == len(listener.messages) == 16


def test_the_waits_are_scaled(merchant: Merchant, listener: Listener) -> None:
    listener.answers = [500, 500, 500, 204]
    merchant.paid("order000001")
    first, second, third, fourth = listener.wait(4)
    assert second.at - first.at >= 0.015
    assert third.at - second.at >= 0.015
    assert fourth.at - third.at >= 0.030


def test_an_answer_after_the_limit_does_not_count(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.settings(answer_limit_s=0.1)
    listener.delay_s = 0.4
    merchant.paid("order000001")
    listener.wait(2)
    [shown] = merchant.simulator.control.notifications("order000001")
    assert shown["deliveries"][0]["status"] is None
    assert shown["deliveries"][0]["error"] == "ReadTimeout"


def test_nobody_at_the_address_is_logged_and_tried_again(merchant: Merchant) -> None:
    merchant.sdk._notify_url = "http://127.0.0.1:9/nobody"
    merchant.paid("order000001")
    until = time.monotonic() + 5
    while merchant.simulator.control.notifications("order000001")[0]["attempts"] < 2:
        assert time.monotonic() < until
    [shown] = merchant.simulator.control.notifications("order000001")
    assert shown["deliveries"][0]["error"] == "ConnectionError"


@pytest.mark.parametrize("url", ["https://dian.example.com/n", "http://192.0.2.1/n", "http://127.0.0.1.example.com/n"])
def test_nothing_is_ever_sent_to_another_machine(merchant: Merchant, url: str) -> None:
    merchant.sdk._notify_url = url
    merchant.paid("order000001")
    merchant.simulator.control.settings(answer_limit_s=0.1)
    [shown] = merchant.simulator.control.notifications("order000001")
    assert merchant.simulator.control.resend(shown["id"])["deliveries"][-1]["error"] == "NotThisMachine"


def test_lost_is_never_sent(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "lost")
    merchant.paid("order000001")
    merchant.paid("order000002")
    merchant.simulator.control.wait_for("order000002")
    time.sleep(0.1)
    assert len(listener.messages) == 1
    assert merchant.simulator.control.notifications("order000001")[0]["state"] == "lost"
    assert merchant.state("order000001") == "SUCCESS"


def test_late_comes_after_its_time(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "late", seconds=300)
    began = time.monotonic()
    merchant.paid("order000001")
    assert listener.wait(1)[0].at - began >= 0.3


def test_duplicates_are_the_same_message_several_times(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "duplicate", copies=3)
    merchant.paid("order000001")
    assert len({message.body for message in listener.wait(3)}) == 1
    merchant.simulator.control.wait_for("order000001")
    [shown] = merchant.simulator.control.notifications("order000001")
    assert [each["kind"] for each in shown["deliveries"]] == ["scheduled", "copy", "copy"]
    assert listener.most_at_once == 1


def test_concurrent_duplicates_arrive_at_the_same_moment(merchant: Merchant, listener: Listener) -> None:
    listener.delay_s = 0.5
    merchant.simulator.control.fault("notification", "duplicate", copies=5, concurrent=True)
    merchant.paid("order000001")
    listener.wait(5)
    assert listener.most_at_once == 5


def test_out_of_order_lets_the_next_message_go_first(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification.payment", "out_of_order", seconds=1_000_000)
    merchant.paid("order000001")
    merchant.refund("order000001", "refund1", 1744)
    kinds = [json.loads(message.body)["event_type"] for message in listener.wait(2)]
    assert kinds == ["REFUND.SUCCESS", "TRANSACTION.SUCCESS"]


def test_out_of_order_does_not_wait_for_ever(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "out_of_order", seconds=100)
    merchant.paid("order000001")
    listener.wait(1)


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


def test_resending_by_hand_sends_now_and_logs_it(merchant: Merchant, listener: Listener) -> None:
    merchant.paid("order000001")
    merchant.simulator.control.wait_for("order000001")
    [shown] = merchant.simulator.control.notifications("order000001")
    again = merchant.simulator.control.resend(shown["id"], copies=3)
    assert [each["kind"] for each in again["deliveries"]] == ["scheduled", "resend", "resend", "resend"]
    assert len({message.body for message in listener.messages}) == 1
    listener.delay_s = 0.3
    merchant.simulator.control.resend(shown["id"], copies=4, concurrent=True)
    assert listener.most_at_once == 4
    merchant.simulator.control.resend(shown["id"], fault="forged_signature")
    assert read(merchant, listener.messages[-1]) is None


def test_a_lost_message_can_be_sent_by_hand_later(merchant: Merchant, listener: Listener) -> None:
    merchant.simulator.control.fault("notification", "lost")
    merchant.paid("order000001")
    [shown] = merchant.simulator.control.notifications("order000001")
    assert merchant.simulator.control.resend(shown["id"])["state"] == "delivered"
    assert true_message(merchant, listener.wait(1)[0])


def test_resending_what_does_not_exist_is_refused(simulator: Simulator) -> None:
    with pytest.raises(SimulatorRefused, match="no notification"):
        simulator.control.resend("nothing")
