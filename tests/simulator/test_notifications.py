"""Messages to the merchant: signed, encrypted, retried on WeChat's schedule, logged; and each way they can be wrong."""

import base64
import json
import time

import pytest

from simulator.client import SimulatorRefused
from simulator.notifications import RETRY_AFTER_S
from simulator.server import Simulator, running
from tests.simulator.listener import Listener, Message
from tests.simulator.merchant import Merchant, read, sdk, true_message


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


def test_a_proxy_for_the_internet_is_not_used_between_two_programs_here(
    merchant: Merchant, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    merchant.order("order000001")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    merchant.simulator.control.pay("order000001")
    merchant.simulator.control.wait_for("order000001")
    assert [each["status"] for each in merchant.simulator.control.notifications("order000001")[0]["deliveries"]] == [
        204
    ]


def test_a_copy_accepted_while_a_try_is_on_its_way_ends_the_matter(merchant: Merchant, listener: Listener) -> None:
    listener.answers, listener.delay_s = [500, 204], 0.5
    merchant.paid("order000001")
    listener.wait(1)
    listener.delay_s = 0.0
    [shown] = merchant.simulator.control.notifications("order000001")
    merchant.simulator.control.resend(shown["id"])
    time.sleep(0.7)
    [shown] = merchant.simulator.control.notifications("order000001")
    assert (shown["state"], len(listener.messages)) == ("delivered", 2)


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
