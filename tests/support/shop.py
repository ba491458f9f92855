"""A shop without a till: orders, money and refunds through the services, with the provider's word given by the test."""

import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.core import clock, ids
from app.core.database import read, write
from app.domain.certificates import BeneficiaryKind
from app.domain.errors import DomainError
from app.domain.payments import Method, RefundCause, RefundStatus
from app.domain.users import NameVerdict
from app.models import certificates, credit_batches, orders, payments, refunds, users
from app.payments.provider import PaymentOutcome, PaymentState, RefundOutcome, RefundState
from app.services import batches, catalogue, expiry, proofs
from app.services import payments as attempts
from app.services.batches import AlreadyRetired
from app.services.beneficiaries import Beneficiary, Named
from app.services.catalogue import NewProject
from app.services.documents import Document
from app.services.orders import cancel_order
from app.services.placing import NewOrder, Placing
from app.services.refunds import request_refund, settle_refund
from app.services.retiring import Retired, Retirement, retire
from app.services.sessions import Caller
from app.services.settlement import Settlement, mark_closed, settle_payment
from tests.support.papers import CANCELLED_ON, PDF

PROJECT = "CDCER-SHOP"
REGISTRY = "成都碳普惠登记"
ON = CANCELLED_ON
PAPER = Document("cancellation.pdf", PDF)


class Shop:
    """One project and one buyer. Every method opens its own application context."""

    def __init__(self, app: Flask, *, service_bps: int = 500) -> None:
        self.app = app
        with app.app_context():
            catalogue.make_project(
                NewProject(
                    code=PROJECT,
                    name="测试项目",
                    credit_type="CDCER",
                    standard="成都市碳普惠机制",
                    registry=REGISTRY,
                    registry_project_id="CD-0001",
                    methodology="CDCER-01-001",
                    owner="成都减排有限公司",
                    held_by="四川联合环境交易所",
                    price_fen_per_tonne=4300,
                    service_bps=service_bps,
                )
            )
        self.buyer = self.user()

    def user(self) -> Caller:
        user_id, openid = ids.new_id("usr"), secrets.token_hex(8)
        with self.app.app_context(), write("a test's user") as tx:
            tx.execute(sa.insert(users).values(id=user_id, openid=openid, created_at=clock.now()))
        return Caller(user_id, openid, "0" * 64, None, False)

    def rows(self, statement: sa.Select[Any]) -> Sequence[Any]:
        with self.app.app_context(), read() as connection:
            return connection.execute(statement).all()

    # credits

    def batch(self, first: int, tonnes: int, *, vintage: int = 2024, retired: bool = False) -> str:
        """A batch of the serials S-<vintage>-<first>..; its id."""
        prefix = f"S-{vintage}-"
        row = (
            f"{PROJECT},{REGISTRY},CD-0001,CDCER-01-001,{vintage}-01-01,{vintage}-12-31,{vintage},"
            f"{prefix}{first:06d},{prefix}{first + tonnes - 1:06d},{tonnes}"
        )
        before = AlreadyRetired(PAPER, "R-BEFORE", ON) if retired else None
        with self.app.app_context():
            return batches.import_batches(",".join(batches.COLUMNS) + "\n" + row + "\n", before)[0].batch_id

    def retire(self, batch_id: str, first: int, last: int, reference: str = "R-1") -> Retired | str:
        """Retire serials by their numbers in the text; the refusal's code if refused."""
        row = self.rows(sa.select(credit_batches).where(credit_batches.c.id == batch_id))[0]
        name = f"{row.serial_prefix}{{:0{row.serial_width}d}}{row.serial_suffix}"
        with self.app.app_context():
            try:
                return retire(batch_id, Retirement(name.format(first), name.format(last), reference, ON, PAPER))
            except DomainError as refused:
                return refused.code

    def stock(self, batch_id: str) -> tuple[int, int, int, int]:
        """(available, reserved, allocated, void) grams."""
        b = credit_batches.c
        query = sa.select(b.available_g, b.reserved_g, b.allocated_g, b.void_g).where(b.id == batch_id)
        return tuple(self.rows(query)[0])  # type: ignore[return-value]

    # orders

    def order(self, mass_g: int, *, people: int = 1, footprint_id: str | None = None) -> str:
        """A pending order, its grams reserved and its first attempt committed; nobody is called. Its id."""
        order_id = ids.new_id("ord")
        given = [Beneficiary(BeneficiaryKind.PERSON, f"来宾{n}") for n in range(people)]
        named = [Named(each, each.name or "", NameVerdict.PASSED) for each in given]
        asked = NewOrder(footprint_id, None, PROJECT, mass_g, given, people > 1, False, None, Method.JSAPI)
        with self.app.app_context(), write("a test's order") as tx:
            Placing(tx, self.buyer, asked, named, order_id).run(locking=True)
        return order_id

    def status(self, order_id: str) -> str:
        return str(self.rows(sa.select(orders.c.status).where(orders.c.id == order_id))[0][0])

    def attempt(self, order_id: str) -> str:
        """The order's first payment attempt."""
        query = sa.select(payments.c.id).where(payments.c.order_id == order_id).order_by(payments.c.created_at)
        return str(self.rows(query)[0][0])

    def another_attempt(self, order_id: str) -> str:
        """A second attempt; the first is believed closed (but may bring money all the same)."""
        row = self.rows(sa.select(payments).where(payments.c.id == self.attempt(order_id)))[0]
        with self.app.app_context(), write("a test's second attempt") as tx:
            mark_closed(tx, row.id)
            return attempts.new_attempt(
                tx,
                attempts.provider_named(),
                order_id=order_id,
                method=Method.NATIVE,
                amount_fen=row.amount_fen,
                openid=self.buyer.openid,
                description="第二次",
                now=clock.now(),
                expires_at=row.expires_at,
            ).payment_id

    def paid_outcome(self, payment_id: str, **changes: Any) -> PaymentOutcome:
        amount = self.rows(sa.select(payments.c.amount_fen).where(payments.c.id == payment_id))[0][0]
        given = {"amount_fen": amount, "currency": "CNY", "transaction_id": f"T{payment_id}", "openid": None} | changes
        return PaymentOutcome(payment_id, PaymentState.PAID, **given)

    def pay(self, payment_id: str) -> Settlement:
        """The provider says: paid."""
        outcome = self.paid_outcome(payment_id)
        with self.app.app_context():
            return settle_payment(payment_id, outcome)

    def sold(self, mass_g: int, *, people: int = 1, footprint_id: str | None = None) -> str:
        order_id = self.order(mass_g, people=people, footprint_id=footprint_id)
        assert self.pay(self.attempt(order_id)) is Settlement.SETTLED
        return order_id

    def cancel(self, order_id: str) -> str:
        """The status after trying, or the refusal's code."""
        with self.app.app_context():
            try:
                return str(cancel_order(self.buyer, order_id).status)
            except DomainError as refused:
                return refused.code

    def expire(self, order_id: str) -> bool:
        with self.app.app_context():
            return expiry.release(order_id, self.attempt(order_id))

    def certificates(self, order_id: str) -> list[Any]:
        """The order's certificates, in order."""
        query = sa.select(certificates).where(certificates.c.order_id == order_id).order_by(certificates.c.position)
        return list(self.rows(query))

    # money back

    def ask_back(self, order_id: str) -> str:
        """The status after asking, or the refusal's code."""
        with self.app.app_context():
            try:
                return str(request_refund(order_id, "测试"))
            except DomainError as refused:
                return refused.code

    def refund_of(self, order_id: str, cause: RefundCause = RefundCause.REQUEST) -> str:
        query = sa.select(refunds.c.id).where(refunds.c.order_id == order_id, refunds.c.cause == cause.value)
        return str(self.rows(query)[0][0])

    def hear(self, refund_id: str, state: RefundState = RefundState.SUCCEEDED, **more: Any) -> RefundStatus:
        """The provider's word on a refund."""
        with self.app.app_context():
            return settle_refund(refund_id, RefundOutcome(refund_id, state, **more))

    def prove(self) -> None:
        with self.app.app_context():
            assert proofs.prove() == []
