"""What every payment provider must do, asked of each over real HTTP, real signatures and a payer who really pays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.payments.provider import (
    Method,
    NotificationRefused,
    PaymentRequest,
    PaymentState,
    ProviderRefused,
    ProviderUnavailable,
    RefundRequest,
    RefundState,
)
from tests.payments.till import WeChatTill


def request_of(till: WeChatTill, **changes: object) -> PaymentRequest:
    request = PaymentRequest(
        payment_id=till.new_number(),
        method=Method.JSAPI,
        amount_fen=1744,
        description="碳中和服务",
        expires_at=datetime.now(UTC) + timedelta(minutes=30),
        openid=till.openid,
        attach=till.new_number("ord"),
    )
    return replace(request, **changes)


def paid(till: WeChatTill, **changes: object) -> PaymentRequest:
    request = request_of(till, **changes)
    assert till.pay(till.provider.start(request))
    return request


def refund_of(till: WeChatTill, request: PaymentRequest) -> RefundRequest:
    return RefundRequest(till.new_number("ref"), request.payment_id, request.amount_fen, request.amount_fen, "客人取消")


class TestEveryProvider:
    """Asked of each provider in conftest.TILLS."""

    def test_it_says_what_it_can_do(self, till):
        can = till.provider.capabilities
        assert can.methods
        assert can.minimum_fen >= 1
        assert can.refundable_days > 0

    def test_starting_twice_is_one_attempt_with_fresh_parameters(self, till):
        request = request_of(till)
        first, second = till.provider.start(request), till.provider.start(request)
        assert first.kind == second.kind
        assert till.provider.query(request.payment_id).state is PaymentState.NOT_PAID
        assert till.pay(second)
        assert not till.pay(first), "the same attempt was paid twice"

    @pytest.mark.parametrize("method", list(Method))
    def test_a_payment_made_is_found_by_asking(self, till, method):
        if method not in till.provider.capabilities.methods:
            pytest.skip(f"{till.provider.name} has no {method}")
        before = datetime.now(UTC) - timedelta(seconds=2)
        request = paid(till, method=method)
        outcome = till.provider.query(request.payment_id)
        assert (outcome.payment_id, outcome.state) == (request.payment_id, PaymentState.PAID)
        assert (outcome.amount_fen, outcome.currency, outcome.openid) == (1744, "CNY", till.openid)
        assert outcome.transaction_id
        assert outcome.paid_at is not None
        assert before <= outcome.paid_at <= datetime.now(UTC) + timedelta(seconds=2)
        assert till.provider.query(request.payment_id) == outcome

    def test_a_number_never_started_is_not_found(self, till):
        assert till.provider.query(till.new_number()).state is PaymentState.NOT_FOUND
        assert till.provider.query_refund(till.new_number("ref")).state is RefundState.NOT_FOUND

    def test_a_number_is_never_started_for_another_amount(self, till):
        request = request_of(till)
        till.provider.start(request)
        with pytest.raises(ProviderRefused) as refused:
            till.provider.start(replace(request, amount_fen=1))
        assert refused.value.code == "OUTTRADENOUSED"

    def test_what_is_paid_cannot_be_started_again(self, till):
        request = paid(till)
        with pytest.raises(ProviderRefused) as refused:
            till.provider.start(request)
        assert refused.value.code == "ORDERPAID"

    def test_what_is_closed_can_never_be_paid_and_closing_repeats(self, till):
        request = request_of(till)
        started = till.provider.start(request)
        assert till.provider.close(request.payment_id) is PaymentState.CLOSED
        assert till.provider.close(request.payment_id) is PaymentState.CLOSED
        assert till.provider.query(request.payment_id).state is PaymentState.CLOSED
        assert not till.pay(started)
        with pytest.raises(ProviderRefused) as refused:
            till.provider.start(request)
        assert refused.value.code == "ORDERCLOSED"

    def test_closing_what_never_was_is_done_already(self, till):
        assert till.provider.close(till.new_number()) is PaymentState.CLOSED

    def test_closing_after_the_money_came_says_so_and_leaves_it(self, till):
        request = paid(till)
        assert till.provider.close(request.payment_id) is PaymentState.PAID
        assert till.provider.query(request.payment_id).state is PaymentState.PAID

    def test_a_refund_sent_twice_under_one_number_goes_back_once(self, till):
        request = paid(till)
        refund = refund_of(till, request)
        for _ in range(3):
            outcome = till.provider.refund(refund)
            assert (outcome.refund_id, outcome.refund_fen) == (refund.refund_id, 1744)
            assert outcome.payment_id == request.payment_id
            assert outcome.state in {RefundState.PROCESSING, RefundState.SUCCEEDED}
        assert till.refunds_made(request.payment_id) == 1
        till.letterbox.wait(2)
        done = till.provider.query_refund(refund.refund_id)
        assert (done.state, done.refund_fen) == (RefundState.SUCCEEDED, 1744)
        assert done.succeeded_at is not None
        payment = till.provider.query(request.payment_id)
        assert (payment.state, payment.amount_fen) == (PaymentState.REFUNDED, 1744)

    def test_more_than_was_paid_never_goes_back(self, till):
        request = paid(till)
        till.provider.refund(refund_of(till, request))
        with pytest.raises(ProviderRefused):
            till.provider.refund(replace(refund_of(till, request), refund_fen=1745))
        with pytest.raises((ProviderRefused, ProviderUnavailable)):
            till.provider.refund(refund_of(till, request))
        assert till.refunds_made(request.payment_id) == 1

    def test_what_was_not_paid_cannot_go_back(self, till):
        request = request_of(till)
        till.provider.start(request)
        with pytest.raises(ProviderRefused):
            till.provider.refund(refund_of(till, request))

    def test_its_message_says_what_asking_says_and_reading_it_makes_no_call(self, till):
        request = paid(till)
        (message,) = till.letterbox.wait(1)
        calls = till.calls_made()
        heard = till.provider.parse_notification(message.kind, message.headers, message.body)
        assert till.calls_made() == calls
        assert heard.refund is None
        assert heard.payment == till.provider.query(request.payment_id)
        assert heard.message_id

    def test_its_refund_message_says_what_asking_says(self, till):
        request = paid(till)
        refund = refund_of(till, request)
        till.provider.refund(refund)
        message = till.letterbox.wait(2)[1]
        heard = till.provider.parse_notification(message.kind, message.headers, message.body)
        assert (message.kind, heard.payment) == ("refunds", None)
        assert heard.refund == till.provider.query_refund(refund.refund_id)

    def test_a_message_changed_on_its_way_is_refused(self, till):
        paid(till)
        (message,) = till.letterbox.wait(1)
        changed = message.body.replace(b"TRANSACTION", b"TRANSACTI0N") + b" "
        with pytest.raises(NotificationRefused):
            till.provider.parse_notification(message.kind, message.headers, changed)
        with pytest.raises(NotificationRefused):
            till.provider.parse_notification(message.kind, {}, message.body)

    def test_a_days_statement_holds_every_payment_and_refund_to_the_fen(self, till):
        till.simulator.control.settings(bills_at_once=True)
        kept, back = paid(till, amount_fen=1), paid(till, amount_fen=98765)
        refund = refund_of(till, back)
        till.provider.refund(refund)
        statement = till.provider.fetch_statement(clock.today())
        assert statement is not None
        rows = {(row.kind, row.payment_id): row for row in statement.rows}
        assert rows["payment", kept.payment_id].amount_fen == 1
        assert rows["payment", back.payment_id].amount_fen == 98765
        assert rows["refund", back.payment_id].amount_fen == 98765
        assert rows["refund", back.payment_id].refund_id == refund.refund_id
        transaction = till.provider.query(back.payment_id).transaction_id
        assert rows["payment", back.payment_id].transaction_id == transaction
        assert len(statement.rows) == len({(row.kind, row.payment_id, row.refund_id) for row in statement.rows})

    def test_a_day_without_a_statement_has_none(self, till):
        assert till.provider.fetch_statement(clock.today() - timedelta(days=400)) is None
