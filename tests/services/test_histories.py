"""Random histories of a shop: order, pay, cancel, expire, refund, retire; after every step all sums hold."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app.core.database import db, write
from app.domain.certificates import CERTIFICATE_TRANSITIONS, CertificateStatus
from app.domain.credits import GramRange
from app.domain.errors import DomainError
from app.domain.orders import TRANSITIONS, OrderStatus
from app.domain.payments import PAYMENT_TRANSITIONS, REFUND_TRANSITIONS, PaymentStatus, RefundStatus
from app.models import (
    allocations,
    certificates,
    credit_batches,
    credit_serials,
    orders,
    payments,
    refunds,
    released_ranges,
)
from app.payments.provider import RefundState
from app.services import footprints
from tests.support.shop import Shop

TABLES = (
    (orders, OrderStatus, TRANSITIONS),
    (payments, PaymentStatus, PAYMENT_TRANSITIONS),
    (refunds, RefundStatus, REFUND_TRANSITIONS),
    (certificates, CertificateStatus, CERTIFICATE_TRANSITIONS),
)
_which = st.integers(0, 10**6)


def empty(app: Flask) -> None:
    """Histories must not see each other, or the shortest way to a failure cannot be found."""
    with app.app_context(), write("a test's clean table") as tx:
        for table in reversed(db.metadata.sorted_tables):
            tx.execute(sa.delete(table))


class History(RuleBasedStateMachine):
    """``app`` is given by a subclass."""

    app: Flask

    @initialize()
    def open(self) -> None:
        empty(self.app)
        self.shop = Shop(self.app)
        self.batches: list[str] = []
        self.orders: list[str] = []
        self.seen: dict[str, dict[str, str]] = {}
        with self.app.app_context():
            made = footprints.create(None, "life", {"electricity_kwh": "900"}, self.shop.buyer.user_id)
        self.footprint = made.id
        self.bring(2, 2024, False)

    def one_of(self, number: int, what: list[str]) -> str | None:
        return what[number % len(what)] if what else None

    @rule(tonnes=st.integers(1, 2), vintage=st.integers(2023, 2025), retired=st.booleans())
    def bring(self, tonnes: int, vintage: int, retired: bool) -> None:
        if len(self.batches) < 4:
            first = 10 * len(self.batches) + 1
            self.batches.append(self.shop.batch(first, tonnes, vintage=vintage, retired=retired))

    @rule(mass_g=st.sampled_from([1, 7, 300_000, 500_001, 999_999, 1_700_000]), people=st.integers(1, 3), cover=_which)
    def order(self, mass_g: int, people: int, cover: int) -> None:
        try:
            self.orders.append(
                self.shop.order(max(mass_g, people), people=people, footprint_id=self.footprint if cover % 2 else None)
            )
        except DomainError as refused:
            assert refused.code == "credits_sold_out"  # noqa: PT017 (a refusal is one of the two ways this goes)

    @rule(which=_which)
    def try_another_way_to_pay(self, which: int) -> None:
        order = self.one_of(which, [o for o in self.orders if self.shop.status(o) == "pending"])
        if order and len(self.attempts(order)) == 1:
            self.shop.another_attempt(order)

    def attempts(self, order: str) -> list[str]:
        rows = self.shop.rows(sa.select(payments.c.id).where(payments.c.order_id == order).order_by(payments.c.id))
        return [row.id for row in rows]

    @rule(which=_which, attempt=_which)
    def pay(self, which: int, attempt: int) -> None:
        """Money comes for any attempt there ever was, however dead we believe it."""
        order = self.one_of(which, self.orders)
        if order:
            self.shop.pay(self.one_of(attempt, self.attempts(order)) or "")

    @rule(which=_which)
    def buy(self, which: int) -> None:
        """The plain way, so that histories have something to undo."""
        self.order(500_001 if which % 2 else 300_000, 1 + which % 3, which)
        if self.orders:
            self.shop.pay(self.shop.attempt(self.orders[-1]))

    @rule(which=_which)
    def pay_twice(self, which: int) -> None:
        """A colleague scans the pay code of an order that the phone is just paying; perhaps regretted at once."""
        self.order(300_000, 1, which)
        if self.orders and len(self.attempts(self.orders[-1])) == 1 and self.shop.status(self.orders[-1]) == "pending":
            second = self.shop.another_attempt(self.orders[-1])
            self.shop.pay(second)
            self.shop.pay(self.shop.attempt(self.orders[-1]))
            if which % 3 == 0:
                self.shop.ask_back(self.orders[-1])

    @rule(which=_which)
    def cancel(self, which: int) -> None:
        order = self.one_of(which, self.orders)
        if order:
            assert self.shop.cancel(order) in (
                "cancelled", "order_already_paid", "order_expired", "order_refunded",
            )  # fmt: skip

    @rule(which=_which)
    def expire(self, which: int) -> None:
        order = self.one_of(which, self.orders)
        if order:
            self.shop.expire(order)

    @rule(which=_which)
    def ask_back(self, which: int) -> None:
        order = self.one_of(which, [o for o in self.orders if self.shop.status(o) == "paid"] or self.orders)
        if order:
            assert self.shop.ask_back(order) in ("refunding", "refunded", "already_retired", "order_not_paid")

    @rule(which=_which, state=st.sampled_from([RefundState.SUCCEEDED, *RefundState]))
    def hear_of_a_refund(self, which: int, state: RefundState) -> None:
        mine = self.shop.rows(sa.select(refunds.c.id).where(refunds.c.order_id.in_(self.orders)).order_by(refunds.c.id))
        refund = self.one_of(which, [row.id for row in mine])
        if refund:
            self.shop.hear(refund, state)

    @rule(which=_which, first=st.integers(0, 1), number=st.integers(1, 2))
    def retire(self, which: int, first: int, number: int) -> None:
        batch = self.one_of(which, self.batches)
        if batch:
            begin = self.shop.rows(sa.select(credit_batches.c.serial_first).where(credit_batches.c.id == batch))[0][0]
            self.shop.retire(batch, begin + first, begin + first + number - 1, f"R-{first}-{number}")

    @invariant()
    def every_sum_holds(self) -> None:
        self.shop.prove()

    @invariant()
    def every_change_stands_in_its_table(self) -> None:
        for table, status, transitions in TABLES:
            now = {row.id: row.status for row in self.shop.rows(sa.select(table.c.id, table.c.status))}
            for key, before in self.seen.get(table.name, {}).items():
                allowed = {before} | {each.value for each in transitions[status(before)]}  # type: ignore[index]
                assert now[key] in allowed, (table.name, before, now[key])
            self.seen[table.name] = now

    @invariant()
    def a_certificate_is_retired_when_all_its_serials_are_and_no_gram_on_sale_is(self) -> None:
        s, a, r, b = credit_serials.c, allocations.c, released_ranges.c, credit_batches.c
        gone: dict[str, set[int]] = defaultdict(set)
        for row in self.shop.rows(sa.select(s.batch_id, s.position).where(s.retirement_id.is_not(None))):
            gone[row.batch_id].add(row.position)

        def serials(first_g: int, last_g: int) -> set[int]:
            grams = GramRange(first_g, last_g)
            return set(range(grams.first_serial, grams.last_serial + 1))

        all_gone: dict[str, bool] = {}
        for row in self.shop.rows(sa.select(a).where(a.released_at.is_(None))):
            whole = serials(row.first_g, row.last_g) <= gone[row.batch_id]
            assert row.retired == whole
            all_gone[row.certificate_id] = all_gone.get(row.certificate_id, True) and whole
        for row in self.shop.rows(sa.select(certificates.c.id, certificates.c.status)):
            if row.id in all_gone:
                assert (row.status == "retired") == all_gone[row.id]
            else:
                assert row.status == "revoked"
        held = [row for row in self.shop.rows(sa.select(credit_batches)) if not row.retired_at_import]
        free = [(row.id, row.next_g, row.issued_g - 1) for row in held if row.next_g < row.issued_g]
        released = sa.select(r.batch_id, r.first_g, r.last_g).join(credit_batches, b.id == r.batch_id)
        free += [tuple(row) for row in self.shop.rows(released.where(sa.not_(b.retired_at_import)))]
        for batch, first_g, last_g in free:
            assert not serials(first_g, last_g) & gone[batch]


def test_whatever_happens_in_whatever_order_no_gram_and_no_fen_is_lost(app: Flask) -> None:
    class Here(History):
        pass

    Here.app = app
    few: Any = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(20261120)(Here), settings=few)
