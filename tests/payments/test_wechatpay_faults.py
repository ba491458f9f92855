"""WeChat Pay at its worst, played by the simulator: lost answers, forged messages, and how nothing is lost by them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.payments.provider import (
    Method,
    NotificationRefused,
    NotificationRejected,
    OutcomeUnknown,
    PaymentRequest,
    PaymentState,
    ProviderRefused,
    ProviderUnavailable,
    RefundRequest,
    RefundState,
)

IT_HAPPENED = ["processed_lost", "unsigned", "wrongly_signed", "processed_system_error"]


@pytest.fixture
def fault(till):
    return till.simulator.control.fault


@pytest.fixture
def request_(till) -> PaymentRequest:
    return PaymentRequest(
        payment_id=till.new_number(),
        method=Method.JSAPI,
        amount_fen=1744,
        description="碳中和服务",
        expires_at=datetime.now(UTC) + timedelta(minutes=30),
        openid=till.openid,
    )


@pytest.fixture
def paid(till, request_) -> PaymentRequest:
    assert till.pay(till.provider.start(request_))
    till.letterbox.wait(1)
    return request_


@pytest.fixture
def refund(till, request_) -> RefundRequest:
    return RefundRequest(till.new_number("ref"), request_.payment_id, 1744, 1744, "客人取消")


@pytest.mark.parametrize("trouble", IT_HAPPENED)
def test_a_start_whose_answer_was_lost_is_started_again_under_the_same_number(till, fault, request_, trouble):
    fault("jsapi", trouble)
    with pytest.raises(OutcomeUnknown):
        till.provider.start(request_)
    assert till.provider.query(request_.payment_id).state is PaymentState.NOT_PAID
    assert till.pay(till.provider.start(request_))


@pytest.mark.parametrize("trouble", IT_HAPPENED)
def test_a_refund_whose_answer_was_lost_is_sent_again_and_made_once(till, fault, paid, refund, trouble):
    fault("refund", trouble)
    with pytest.raises(OutcomeUnknown):
        till.provider.refund(refund)
    assert till.refunds_made(paid.payment_id) == 1
    assert till.provider.refund(refund).refund_fen == 1744
    assert till.refunds_made(paid.payment_id) == 1


@pytest.mark.parametrize("trouble", IT_HAPPENED)
def test_a_close_whose_answer_was_lost_is_sent_again(till, fault, request_, trouble):
    started = till.provider.start(request_)
    fault("close", trouble)
    with pytest.raises(OutcomeUnknown):
        till.provider.close(request_.payment_id)
    assert till.provider.close(request_.payment_id) is PaymentState.CLOSED
    assert not till.pay(started)


@pytest.mark.parametrize("trouble", ["unsigned", "wrongly_signed"])
def test_news_of_money_without_a_signature_is_not_believed(till, fault, paid, trouble):
    fault("query", trouble)
    with pytest.raises(OutcomeUnknown):
        till.provider.query(paid.payment_id)
    assert till.provider.query(paid.payment_id).state is PaymentState.PAID


@pytest.mark.parametrize("trouble", ["unavailable", "ratelimit"])
def test_a_clear_not_now_changed_nothing_there(till, fault, paid, refund, trouble):
    fault("pay", trouble, times=3)
    with pytest.raises(ProviderUnavailable):
        till.provider.refund(refund)
    with pytest.raises(ProviderUnavailable):
        till.provider.query(paid.payment_id)
    with pytest.raises(ProviderUnavailable):
        till.provider.close(paid.payment_id)
    assert till.refunds_made(paid.payment_id) == 0


@pytest.mark.parametrize("trouble", ["down", "system_error"])
def test_silence_says_nothing_so_the_same_refund_is_asked_about_and_sent_again(till, fault, paid, refund, trouble):
    fault("refund", trouble)
    with pytest.raises(OutcomeUnknown):
        till.provider.refund(refund)
    assert till.provider.query_refund(refund.refund_id).state is RefundState.NOT_FOUND
    till.provider.refund(refund)
    assert till.refunds_made(paid.payment_id) == 1


def test_an_empty_merchant_account_refunds_after_a_top_up_under_the_same_number(till, fault, paid, refund):
    fault("refund", "not_enough")
    with pytest.raises(ProviderRefused) as refused:
        till.provider.refund(refund)
    assert refused.value.code == "NOTENOUGH"
    till.provider.refund(refund)
    assert till.refunds_made(paid.payment_id) == 1


@pytest.mark.parametrize(
    ("ending", "state"), [("ends_closed", RefundState.CLOSED), ("ends_abnormal", RefundState.ABNORMAL)]
)
def test_a_refund_that_comes_to_nothing_is_told_by_message_and_by_asking(till, fault, paid, refund, ending, state):
    fault("refund", ending)
    till.provider.refund(refund)
    message = till.letterbox.wait(2)[1]
    heard = till.provider.parse_notification(message.kind, message.headers, message.body)
    assert heard.refund is not None
    assert heard.refund.state is state
    assert heard.refund == till.provider.query_refund(refund.refund_id)


def test_a_damaged_or_missing_statement_is_asked_for_again(till, fault, paid):
    till.simulator.control.settings(bills_at_once=True)
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    fault("billdownload", "down")
    with pytest.raises(ProviderUnavailable):
        till.provider.fetch_statement(today)
    fault("tradebill", "wrongly_signed")
    with pytest.raises(OutcomeUnknown):
        till.provider.fetch_statement(today)
    statement = till.provider.fetch_statement(today)
    assert statement is not None
    assert paid.payment_id in {row.payment_id for row in statement.rows}


def spoilt_message(till, paid, trouble):
    """The first message, sent once more with something wrong."""
    (first,) = till.letterbox.wait(1)
    (notification,) = till.simulator.control.notifications(paid.payment_id)
    till.simulator.control.resend(notification["id"], fault=trouble)
    return first, till.letterbox.wait(2)[1]


@pytest.mark.parametrize(
    "trouble", ["forged_signature", "foreign_key", "unknown_serial", "signtest", "unsigned", "stale"]
)
def test_a_message_that_proves_nothing_is_refused_without_a_call_and_the_true_one_still_counts(till, paid, trouble):
    first, spoilt = spoilt_message(till, paid, trouble)
    calls = till.calls_made()
    with pytest.raises(NotificationRefused):
        till.provider.parse_notification(spoilt.kind, spoilt.headers, spoilt.body)
    assert till.provider.parse_notification(first.kind, first.headers, first.body).payment is not None
    assert till.calls_made() == calls


@pytest.mark.parametrize("trouble", ["other_apiv3_key", "malformed", "wrong_currency", "wrong_mchid", "wrong_appid"])
def test_a_signed_message_that_is_not_ours_is_rejected(till, paid, trouble):
    _, spoilt = spoilt_message(till, paid, trouble)
    with pytest.raises(NotificationRejected):
        till.provider.parse_notification(spoilt.kind, spoilt.headers, spoilt.body)


def test_what_only_the_order_can_tell_is_passed_on_as_said(till, paid):
    """A signed message with another amount or payer: the service compares it with the order."""
    _, less = spoilt_message(till, paid, "wrong_amount")
    heard = till.provider.parse_notification(less.kind, less.headers, less.body)
    assert heard.payment is not None
    assert heard.payment.amount_fen == 1743
    till.letterbox.messages.pop()
    _, other = spoilt_message(till, paid, "wrong_openid")
    heard = till.provider.parse_notification(other.kind, other.headers, other.body)
    assert heard.payment is not None
    assert heard.payment.openid != till.openid


def test_an_event_nobody_has_heard_of_moves_nothing(till, paid):
    _, strange = spoilt_message(till, paid, "unknown_event")
    heard = till.provider.parse_notification(strange.kind, strange.headers, strange.body)
    assert (heard.payment, heard.refund) == (None, None)


def test_twenty_copies_at_once_all_say_the_same(till, paid):
    (notification,) = till.simulator.control.notifications(paid.payment_id)
    till.simulator.control.resend(notification["id"], copies=20, concurrent=True)
    heard = {
        till.provider.parse_notification(each.kind, each.headers, each.body).message_id
        for each in till.letterbox.wait(21)
    }
    assert len(heard) == 1


def test_an_expired_order_cannot_be_paid_any_more(till, request_):
    started = till.provider.start(replace(request_, expires_at=datetime.now(UTC) + timedelta(minutes=2)))
    till.simulator.control.advance(180)
    try:
        assert not till.pay(started)
        assert till.provider.query(request_.payment_id).state is PaymentState.NOT_PAID
        assert till.provider.close(request_.payment_id) is PaymentState.CLOSED
    finally:
        till.simulator.control.advance(-180)
