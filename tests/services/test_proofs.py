"""The proof of all sums finds what does not add up: every kind of damage is done to a sound shop, and named."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import write, write_engine
from app.models import (
    alerts,
    allocations,
    certificates,
    credit_batches,
    credit_serials,
    footprints,
    ledger_postings,
    orders,
    payments,
    refunds,
    released_ranges,
    reservations,
)
from app.services import footprints as footprint_service
from app.services import proofs
from tests.support.shop import Shop


@pytest.fixture
def shop(app: Flask) -> Shop:
    """One of everything: a pending, a paid, a refunding and a refunded order, a retirement, cover, surplus money."""
    shop = Shop(app)
    batch = shop.batch(1, 4)
    with app.app_context():
        made = footprint_service.create(None, "life", {"electricity_kwh": "900"}, shop.buyer.user_id)
    shop.sold(600_000, people=2)
    back = shop.sold(300_000)
    shop.ask_back(back)
    shop.hear(shop.refund_of(back))
    shop.sold(500_000, footprint_id=made.id)
    shop.retire(batch, 2, 2)
    shop.ask_back(shop.sold(1_000))
    shop.order(2_000)
    twice = shop.order(3_000)
    second = shop.another_attempt(twice)
    shop.pay(second)
    shop.pay(shop.attempt(twice))
    shop.prove()
    return shop


def one_less(column: sa.Column[Any]) -> Any:
    return sa.update(column.table).values({column: column - 1})


_LIVING = allocations.c.released_at.is_(None)
_PAID = orders.c.status == "paid"
#: what is done -> a word of the sentence that must be said
DAMAGE: dict[str, tuple[Any, str]] = {
    "a posting is changed": (
        one_less(ledger_postings.c.amount).where(ledger_postings.c.debit.like("batches:%:reserved")), "the ledger says",
    ),
    "money is taken out of a posting": (
        one_less(ledger_postings.c.amount).where(ledger_postings.c.debit.like("provider:%")), "should hold",
    ),
    "an owner's claim is cut": (
        one_less(ledger_postings.c.amount).where(ledger_postings.c.debit.like("orders:%:held")), "should be owed",
    ),
    "available and void change places": (
        one_less(credit_batches.c.available_g).values(void_g=credit_batches.c.void_g + 1), "void is",
    ),
    "a reservation is forgotten": (
        sa.update(reservations).where(reservations.c.status == "held").values(status="released"), "reservations hold",
    ),
    "a range grows into its neighbour": (
        sa.update(allocations).where(_LIVING, allocations.c.first_g == 0).values(last_g=allocations.c.last_g + 1),
        "two ranges hold gram",
    ),
    "a range shrinks": (
        one_less(allocations.c.last_g).where(_LIVING, allocations.c.last_g > allocations.c.first_g), "ranges hold",
    ),
    "a released range is lost": (sa.delete(released_ranges), "g are free"),
    "grams are given out beyond the mark": (
        sa.update(credit_batches).values(next_g=credit_batches.c.next_g - 1_000_000), "next is",
    ),
    "a serial is lost": (
        sa.delete(credit_serials).where(credit_serials.c.position == 3), "serials, not",
    ),
    "a payment is forgotten": (
        sa.update(payments).where(payments.c.status == "surplus").values(status="closed"), "should hold",
    ),
    "a refund is said to be done": (
        sa.update(refunds).where(refunds.c.status == "requested").values(status="succeeded"), "should hold",
    ),
    "a paid order is said to be pending": (sa.update(orders).where(_PAID).values(status="pending"), "certificates of"),
    "a certificate is said to be lighter": (one_less(certificates.c.mass_g), "certificates of"),
    "a footprint is said to be covered": (one_less(footprints.c.covered_g), "covered, its orders say"),
}  # fmt: skip


def test_every_damage_is_found_and_a_person_is_told(shop: Shop) -> None:
    for what, (statement, word) in DAMAGE.items():
        with shop.app.app_context(), write_engine().connect() as connection:
            assert connection.execute(statement).rowcount, what
            found = list(proofs.discrepancies(connection))
            connection.rollback()
        assert any(word in sentence for sentence in found), (what, found)
    shop.prove()


def test_what_is_found_is_kept_for_a_person(shop: Shop) -> None:
    with shop.app.app_context():
        with write("a test's damage") as tx:
            tx.execute(sa.delete(credit_serials).where(credit_serials.c.position == 3))
        assert len(proofs.prove()) == 1
    assert [row.kind for row in shop.rows(sa.select(alerts))] == ["sums_do_not_add_up"]
