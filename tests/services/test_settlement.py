"""The one door for money: what must fit before it is believed, and where every fen goes in every state of an order."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.domain.payments import RefundCause, RefundStatus
from app.models import alerts, payments, shipping_notices
from app.payments.provider import PaymentOutcome, PaymentState
from app.services import calculators, footprints, users, users_erasure
from app.services.settlement import Settlement, SettlementRefused, settle_payment
from tests.support.shop import Shop


@pytest.fixture
def shop(app: Flask) -> Shop:
    shop = Shop(app)
    shop.batch(1, 1)
    return shop


def say(shop: Shop, payment_id: str, state: PaymentState) -> Settlement:
    with shop.app.app_context():
        return settle_payment(payment_id, PaymentOutcome(payment_id, state))


def payment_status(shop: Shop, payment_id: str) -> str:
    return str(shop.rows(sa.select(payments.c.status).where(payments.c.id == payment_id))[0][0])


def test_a_word_that_does_not_fit_the_payment_changes_nothing(shop: Shop) -> None:
    order = shop.order(250_000)
    attempt = shop.attempt(order)
    amount = shop.paid_outcome(attempt).amount_fen or 0
    wrong: tuple[dict[str, Any], ...] = (
        {"amount_fen": amount - 1}, {"amount_fen": amount + 1}, {"amount_fen": None}, {"currency": "USD"},
        {"currency": None}, {"openid": "somebody else"}, {"transaction_id": None}, {"transaction_id": ""},
    )  # fmt: skip
    for changes in wrong:
        with shop.app.app_context(), pytest.raises(SettlementRefused):
            settle_payment(attempt, shop.paid_outcome(attempt, **changes))
        assert (shop.status(order), payment_status(shop, attempt)) == ("pending", "created"), changes
    with shop.app.app_context(), pytest.raises(SettlementRefused):
        settle_payment("payNOBODY", PaymentOutcome("payNOBODY", PaymentState.PAID))
    assert shop.pay(attempt) is Settlement.SETTLED
    shop.prove()


def test_paid_is_settled_once_and_nothing_said_later_undoes_it(shop: Shop) -> None:
    order = shop.order(250_000)
    attempt = shop.attempt(order)
    assert [shop.pay(attempt) for _ in range(3)] == [Settlement.SETTLED, Settlement.ALREADY, Settlement.ALREADY]
    for state in set(PaymentState) - {PaymentState.PAID}:
        say(shop, attempt, state)
        assert (shop.status(order), payment_status(shop, attempt)) == ("paid", "paid"), state
    assert len(shop.certificates(order)) == 1
    assert len(shop.rows(sa.select(shipping_notices))) == 1
    shop.prove()


@pytest.mark.parametrize(
    ("state", "said", "kept"),
    [
        (PaymentState.NOT_PAID, Settlement.OPEN, "created"),
        (PaymentState.NOT_FOUND, Settlement.OPEN, "created"),
        (PaymentState.UNKNOWN, Settlement.OPEN, "created"),
        (PaymentState.CLOSED, Settlement.CLOSED, "closed"),
        (PaymentState.REFUNDED, Settlement.CLOSED, "closed"),
    ],
)
def test_what_is_not_paid_leaves_the_order_waiting(
    shop: Shop, state: PaymentState, said: Settlement, kept: str
) -> None:
    order = shop.order(250_000)
    attempt = shop.attempt(order)
    assert say(shop, attempt, state) is said
    assert (shop.status(order), payment_status(shop, attempt)) == ("pending", kept)
    told = [row.kind for row in shop.rows(sa.select(alerts))]
    assert told == (["refunded_elsewhere"] if state is PaymentState.REFUNDED else [])
    shop.prove()


def test_money_on_an_attempt_believed_closed_still_settles(shop: Shop) -> None:
    order = shop.order(250_000)
    attempt = shop.attempt(order)
    say(shop, attempt, PaymentState.CLOSED)
    assert shop.pay(attempt) is Settlement.SETTLED
    assert shop.status(order) == "paid"
    shop.prove()


def test_late_money_takes_what_is_available_at_the_orders_own_price(shop: Shop) -> None:
    order = shop.order(250_000)
    assert shop.expire(order)
    assert not shop.expire(order)
    assert shop.pay(shop.attempt(order)) is Settlement.SETTLED
    assert shop.certificates(order)[0].mass_g == 250_000
    shop.prove()


def test_money_for_an_account_deleted_meanwhile_goes_back(shop: Shop) -> None:
    """The attempt was closed, so the account could be deleted; the provider had taken the money all the same."""
    pending, expired = shop.order(250_000), shop.order(250_000)
    for order in (pending, expired):
        say(shop, shop.attempt(order), PaymentState.CLOSED)
    assert shop.expire(expired)
    with shop.app.app_context():
        users_erasure.erase(shop.buyer.user_id)
    for order in (pending, expired):
        assert shop.pay(shop.attempt(order)) is Settlement.SURPLUS
        assert shop.certificates(order) == []
        assert shop.hear(shop.refund_of(order, RefundCause.SURPLUS)) is RefundStatus.SUCCEEDED
    assert shop.expire(pending)  # its grams are for sale again
    assert [shop.status(order) for order in (pending, expired)] == ["expired", "refunded"]
    shop.prove()


def test_late_money_for_a_footprint_erased_meanwhile_goes_back(shop: Shop) -> None:
    """The record would commit to inputs that are gone: unsold, the message would be refused for ever."""
    buyer = shop.buyer
    with shop.app.app_context():
        footprint = footprints.create(None, "life", calculators.example("life"), buyer.user_id)
    order = shop.order(1_000, footprint_id=footprint.id)
    assert shop.expire(order)
    with shop.app.app_context():
        users.change(buyer.user_id, buyer.openid, {"travel_consent": False})
    assert shop.pay(shop.attempt(order)) is Settlement.SURPLUS
    assert shop.status(order) == "refunding"
    shop.prove()


def test_money_on_a_cancelled_order_goes_back_and_the_order_stays_cancelled(shop: Shop) -> None:
    order = shop.order(250_000)
    attempt = shop.attempt(order)
    assert shop.cancel(order) == shop.cancel(order) == "cancelled"
    assert shop.pay(attempt) is Settlement.SURPLUS
    assert (shop.status(order), payment_status(shop, attempt)) == ("cancelled", "surplus")
    assert shop.certificates(order) == []
    shop.prove()


def test_an_order_in_any_state_can_neither_expire_nor_be_cancelled_out_of_it(shop: Shop) -> None:
    """Every state but pending, each tried with every door out of pending."""
    paid, cancelled, expired, refunding, refunded = (shop.order(1_000) for _ in range(5))
    shop.cancel(cancelled)
    shop.expire(expired)
    for order in (paid, refunding, refunded):
        shop.pay(shop.attempt(order))
    shop.ask_back(refunding)
    shop.ask_back(refunded)
    shop.hear(shop.refund_of(refunded))
    answers = {
        paid: ("paid", "order_already_paid"),
        cancelled: ("cancelled", "cancelled"),
        expired: ("expired", "order_expired"),
        refunding: ("refunding", "order_refunded"),
        refunded: ("refunded", "order_refunded"),
    }
    for order, (status, said) in answers.items():
        assert not shop.expire(order)
        assert shop.cancel(order) == said
        assert shop.status(order) == status
    shop.prove()
