"""Money going back: whole, once, only while every serial is held; what its arrival undoes, and what it must not."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import write
from app.domain.payments import REFUND_TRANSITIONS, RefundCause, RefundStatus
from app.models import alerts, allocations, credit_serials, orders, refunds, released_ranges
from app.payments.provider import RefundState
from app.services.settlement import Settlement, SettlementRefused
from tests.support.shop import Shop


@pytest.fixture
def shop(app: Flask) -> Shop:
    return Shop(app)


def test_a_refund_gives_everything_back_and_can_be_heard_of_twice(shop: Shop) -> None:
    batch = shop.batch(1, 2)
    order = shop.sold(1_300_000, people=3)
    assert shop.ask_back(order) == shop.ask_back(order) == "refunding"
    refund = shop.refund_of(order)
    assert {each.status for each in shop.certificates(order)} == {"allocated"}
    shop.prove()
    assert shop.hear(refund, RefundState.PROCESSING) is RefundStatus.PROCESSING
    assert shop.hear(refund) is shop.hear(refund) is RefundStatus.SUCCEEDED
    # news that comes late, of any kind, changes nothing any more
    assert shop.hear(refund, RefundState.ABNORMAL) is RefundStatus.SUCCEEDED
    assert (shop.status(order), shop.ask_back(order)) == ("refunded", "refunded")
    assert {each.status for each in shop.certificates(order)} == {"revoked"}
    assert shop.stock(batch) == (2_000_000, 0, 0, 0)
    shop.prove()


def test_surplus_money_going_back_does_not_end_the_refund_of_the_sale(shop: Shop) -> None:
    """Both are on their way at once: the surplus arrives first, and the sale is still not given back."""
    batch = shop.batch(1, 1)
    order = shop.order(400_000)
    second = shop.another_attempt(order)
    assert shop.pay(second) is Settlement.SETTLED
    assert shop.pay(shop.attempt(order)) is Settlement.SURPLUS
    assert shop.ask_back(order) == "refunding"
    shop.hear(shop.refund_of(order, RefundCause.SURPLUS))
    assert shop.status(order) == "refunding"
    shop.prove()
    shop.hear(shop.refund_of(order))
    assert shop.status(order) == "refunded"
    assert [each.status for each in shop.certificates(order)] == ["revoked"]
    assert shop.stock(batch) == (1_000_000, 0, 0, 0)
    shop.prove()


def test_surplus_going_back_leaves_the_sale_as_it_is(shop: Shop) -> None:
    shop.batch(1, 1)
    order = shop.order(400_000)
    second = shop.another_attempt(order)
    assert [shop.pay(second), shop.pay(shop.attempt(order))] == [Settlement.SETTLED, Settlement.SURPLUS]
    shop.hear(shop.refund_of(order, RefundCause.SURPLUS))
    assert shop.status(order) == "paid"
    assert [each.status for each in shop.certificates(order)] == ["allocated"]
    shop.prove()


def test_late_money_that_finds_nothing_left_ends_refunded_without_certificates(shop: Shop) -> None:
    shop.batch(1, 1)
    order = shop.order(400_000)
    assert shop.expire(order)
    shop.sold(900_000)
    assert shop.pay(shop.attempt(order)) is Settlement.SURPLUS
    assert shop.status(order) == "refunding"
    shop.prove()
    shop.hear(shop.refund_of(order, RefundCause.SURPLUS))
    assert (shop.status(order), shop.certificates(order)) == ("refunded", [])
    shop.prove()


def test_a_refund_of_another_amount_proves_nothing(shop: Shop) -> None:
    shop.batch(1, 1)
    order = shop.sold(400_000)
    shop.ask_back(order)
    refund = shop.refund_of(order)
    amount = shop.rows(sa.select(refunds.c.amount_fen))[0][0]
    with pytest.raises(SettlementRefused):
        shop.hear(refund, refund_fen=amount - 1)
    assert shop.status(order) == "refunding"
    assert shop.hear(refund, refund_fen=amount) is RefundStatus.SUCCEEDED
    shop.prove()


def test_only_what_is_paid_can_be_asked_back(shop: Shop) -> None:
    shop.batch(1, 1)
    pending, cancelled, expired = shop.order(1), shop.order(1), shop.order(1)
    assert shop.cancel(cancelled) == "cancelled"
    assert shop.expire(expired)
    for order in (pending, cancelled, expired):
        assert shop.ask_back(order) == "order_not_paid"
    assert shop.ask_back("ordNOBODY") == "not_found"
    assert shop.rows(sa.select(refunds)) == []


def test_once_any_serial_it_touches_is_retired_nothing_is_given_back(shop: Shop) -> None:
    batch = shop.batch(1, 3)
    shop.sold(600_000)
    order = shop.sold(900_000)  # grams of serials 1 and 2
    shop.retire(batch, 1, 1)
    assert shop.ask_back(order) == "already_retired"
    assert shop.status(order) == "paid"
    shop.prove()


def test_retired_and_released_grams_are_told_apart_when_a_range_is_sold_again(shop: Shop) -> None:
    """Sold again are the released grams, lowest first, only when the tail is too small; then the rest of the tail."""
    batch = shop.batch(1, 2)
    first, second, third = shop.sold(500_000), shop.sold(400_000), shop.sold(600_000)
    for order in (third, first):
        shop.ask_back(order)
        shop.hear(shop.refund_of(order))
    released = sa.select(released_ranges.c.first_g, released_ranges.c.last_g).order_by(released_ranges.c.first_g)
    assert [tuple(row) for row in shop.rows(released)] == [(0, 499_999), (900_000, 1_499_999)]
    tail = shop.sold(500_000)
    filled = shop.sold(700_000)
    living = sa.select(allocations.c.order_id, allocations.c.first_g, allocations.c.last_g).where(
        allocations.c.released_at.is_(None)
    )
    assert sorted((row.first_g, row.last_g, row.order_id) for row in shop.rows(living)) == [
        (0, 499_999, filled),
        (500_000, 899_999, second),
        (900_000, 1_099_999, filled),
        (1_500_000, 1_999_999, tail),
    ]
    assert [tuple(row) for row in shop.rows(released)] == [(1_100_000, 1_499_999)]
    assert shop.stock(batch) == (400_000, 0, 1_600_000, 0)
    shop.prove()


@pytest.mark.parametrize("state", [RefundState.CLOSED, RefundState.ABNORMAL])
def test_a_stuck_refund_bars_retirement_calls_a_person_and_may_still_succeed(shop: Shop, state: RefundState) -> None:
    batch = shop.batch(1, 1)
    order = shop.sold(400_000)
    shop.ask_back(order)
    refund = shop.refund_of(order)
    assert shop.hear(refund, state) is RefundStatus.STUCK
    assert [row.kind for row in shop.rows(sa.select(alerts))] == ["refund_stuck"]
    assert shop.retire(batch, 1, 1) == "refund_in_progress"
    assert shop.hear(refund) is RefundStatus.SUCCEEDED
    assert shop.status(order) == "refunded"
    shop.prove()


def test_every_change_of_a_refund_stands_in_its_table(shop: Shop) -> None:
    """Every word of the provider's, said of a refund in every state."""
    shop.batch(1, 1)
    order = shop.sold(1)
    shop.ask_back(order)
    refund = shop.refund_of(order)
    for was in (RefundStatus.REQUESTED, RefundStatus.PROCESSING, RefundStatus.STUCK):
        for state in set(RefundState) - {RefundState.SUCCEEDED}:
            with shop.app.app_context(), write("a test's refund") as tx:
                tx.execute(sa.update(refunds).values(status=was.value))
            now = shop.hear(refund, state)
            assert now is was or now in REFUND_TRANSITIONS[was], (was, state, now)
    shop.prove()


def test_serials_of_a_refunded_order_can_be_retired_for_whoever_buys_them_next(shop: Shop) -> None:
    batch = shop.batch(1, 1)
    order = shop.sold(700_000)
    shop.ask_back(order)
    shop.hear(shop.refund_of(order))
    assert shop.retire(batch, 1, 1) == "serials_untouched"
    again = shop.sold(300_000)
    retired = shop.retire(batch, 1, 1)
    assert not isinstance(retired, str)
    assert retired.void_g == 700_000
    assert shop.stock(batch) == (0, 0, 300_000, 700_000)
    assert shop.rows(sa.select(released_ranges)) == []
    assert [each.status for each in shop.certificates(again)] == ["retired"]
    assert [row.retirement_id is not None for row in shop.rows(sa.select(credit_serials))] == [True]
    assert sorted(row.status for row in shop.rows(sa.select(orders))) == ["paid", "refunded"]
    shop.prove()
