"""The one door for money: every confirmed outcome of a payment, however it was heard, comes through here.

Compare-and-set on the payment, then on the order. Nothing here calls a provider: a refund is a row that a job sends.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import write
from app.core.prepared import Prepared
from app.domain import ledger as book
from app.domain.errors import DomainError, InvariantBroken
from app.domain.ledger import TransactionKind
from app.domain.orders import OrderStatus
from app.domain.payments import LIVE_PAYMENTS, UNSETTLED_PAYMENTS, PaymentStatus, RefundCause, RefundStatus
from app.models import (
    footprints,
    orders,
    organisations,
    payments,
    projects,
    refunds,
    scenes,
    users,
)
from app.payments.provider import PaymentOutcome, PaymentState
from app.services import ledger, reservations
from app.services.alerts import alert
from app.services.selling import sell


class Settlement(StrEnum):
    """What came of telling us."""

    SETTLED = "settled"  #: this call issued the certificates
    ALREADY = "already"  #: another call did, or there was nothing to do
    SURPLUS = "surplus"  #: the order did not need the money: it goes back
    CLOSED = "closed"  #: the attempt is over, unpaid
    OPEN = "open"  #: not paid yet, or nobody knows


class SettlementRefused(Exception):
    """The outcome does not fit the payment (amount, currency, payer): it proves nothing. A person must look."""


_owners = organisations.alias("owners")
_PAYMENT = Prepared(
    sa.select(
        payments.c.id.label("payment_id"),
        payments.c.provider,
        payments.c.status.label("payment_status"),
        payments.c.amount_fen.label("asked_fen"),
        payments.c.openid,
        orders.c.id.label("order_id"),
        orders.c.user_id,
        orders.c.footprint_id,
        orders.c.scene_id,
        orders.c.project_id,
        orders.c.owner_id,
        orders.c.mass_g,
        orders.c.amount_fen,
        orders.c.owner_fen,
        orders.c.service_fen,
        orders.c.sample,
        users.c.deleted_at,
        scenes.c.code.label("scene_code"),
        scenes.c.name.label("scene_name"),
        scenes.c.kind.label("scene_kind"),
        scenes.c.status.label("scene_status"),
        scenes.c.starts_on,
        scenes.c.ends_on,
        scenes.c.look_id,
        projects.c.code.label("project_code"),
        projects.c.kind.label("project_kind"),
        projects.c.name.label("project_name"),
        projects.c.credit_type,
        projects.c.standard,
        projects.c.registry,
        projects.c.held_by,
        _owners.c.name.label("owner_name"),
    )
    .select_from(payments)
    .join(orders, orders.c.id == payments.c.order_id)
    .join(users, users.c.id == orders.c.user_id)
    .join(projects, projects.c.id == orders.c.project_id)
    .join(_owners, _owners.c.id == orders.c.owner_id)
    .outerjoin(scenes, scenes.c.id == orders.c.scene_id)
    .where(payments.c.id == sa.bindparam("payment_id"))
    # two settlements of one person take turns, so that each counts the journeys of the other
    .with_for_update(of=users, key_share=True)
)
_UNSETTLED = [status.value for status in UNSETTLED_PAYMENTS]
_TAKE_PAYMENT = Prepared(
    sa.update(payments)
    .where(payments.c.id == sa.bindparam("p_id"), payments.c.status.in_(_UNSETTLED))
    .values(
        status=PaymentStatus.PAID.value,
        transaction_id=sa.bindparam("transaction"),
        openid=sa.func.coalesce(payments.c.openid, sa.bindparam("payer", type_=sa.String())),
        settled_at=sa.bindparam("now"),
    )
    .returning(payments.c.id)
)
_CLOSE_PAYMENT = Prepared(
    sa.update(payments)
    .where(payments.c.id == sa.bindparam("p_id"), payments.c.status.in_([status.value for status in LIVE_PAYMENTS]))
    .values(status=PaymentStatus.CLOSED.value)
)
_MARK_SURPLUS = Prepared(
    sa.update(payments)
    .where(payments.c.id == sa.bindparam("p_id"), payments.c.status == PaymentStatus.PAID.value)
    .values(status=PaymentStatus.SURPLUS.value)
)
_TAKE_ORDER = Prepared(
    sa.update(orders)
    .where(orders.c.id == sa.bindparam("o_id"), orders.c.status == sa.bindparam("was"))
    .values(status=sa.bindparam("to"), paid_at=sa.bindparam("now"))
    .returning(orders.c.id)
)
_ERASED = Prepared(
    sa.select(footprints.c.id).where(
        footprints.c.id == sa.bindparam("footprint_id"), footprints.c.erased_at.is_not(None)
    )
)
_ORDER_STATUS = Prepared(sa.select(orders.c.status).where(orders.c.id == sa.bindparam("order_id")))
_REFUND = Prepared(sa.insert(refunds))


def settle_payment(payment_id: str, outcome: PaymentOutcome) -> Settlement:
    """Accept what a provider said of a payment. May be repeated, by any number of callers at once.

    Raises SettlementRefused (nothing changed) and ``not_found``.
    """
    with write("settle a payment") as tx:
        return settle(tx, payment_id, outcome)


def mark_closed(tx: sa.Connection, payment_id: str) -> None:
    """The provider has closed a live attempt. May be repeated; money that comes all the same is still taken in."""
    _CLOSE_PAYMENT.run(tx, {"p_id": payment_id})


def settle(tx: sa.Connection, payment_id: str, outcome: PaymentOutcome) -> Settlement:
    """The same within the caller's transaction (the inbox marks its message in it)."""
    if outcome.state is PaymentState.CLOSED:
        mark_closed(tx, payment_id)
        return Settlement.CLOSED
    if outcome.state not in (PaymentState.PAID, PaymentState.REFUNDED):
        return Settlement.OPEN
    row = _PAYMENT.first(tx, {"payment_id": payment_id})
    if row is None:
        raise SettlementRefused("no such payment")
    if row.payment_status not in _UNSETTLED:
        return Settlement.ALREADY
    if outcome.state is PaymentState.REFUNDED:
        # somebody refunded it at the provider before we ever heard that it was paid
        mark_closed(tx, payment_id)
        alert("refunded_elsewhere", payment_id, "refunded at the provider before it was settled here", tx)
        return Settlement.CLOSED
    _check(row, outcome)
    return _accept(tx, row, outcome, clock.now())


def _check(row: Any, outcome: PaymentOutcome) -> None:
    """The provider's word must fit ours."""
    if outcome.amount_fen != row.asked_fen:
        raise SettlementRefused(f"asked for {row.asked_fen} fen, the provider says {outcome.amount_fen}")
    if outcome.currency != "CNY":
        raise SettlementRefused("the currency is not CNY")
    if row.openid is not None and outcome.openid is not None and outcome.openid != row.openid:
        raise SettlementRefused("somebody else paid")
    if not outcome.transaction_id:
        raise SettlementRefused("no transaction id")


def _accept(tx: sa.Connection, row: Any, outcome: PaymentOutcome, now: datetime) -> Settlement:
    taken = _TAKE_PAYMENT.first(
        tx, {"p_id": row.payment_id, "transaction": outcome.transaction_id, "payer": outcome.openid, "now": now}
    )
    if taken is None:
        return Settlement.ALREADY
    pending = {"o_id": row.order_id, "was": OrderStatus.PENDING.value, "to": OrderStatus.PAID.value, "now": now}
    if row.deleted_at is None and _TAKE_ORDER.first(tx, pending) is not None:
        sell(tx, row, reservations.allocate_reserved(tx, row.order_id, row.mass_g), now)
        return Settlement.SETTLED
    if _ORDER_STATUS.first(tx, {"order_id": row.order_id}).status == OrderStatus.EXPIRED.value:
        return _accept_late(tx, row, now)
    _give_back(tx, row, now, "the order did not need this payment")
    return Settlement.SURPLUS


def _accept_late(tx: sa.Connection, row: Any, now: datetime) -> Settlement:
    """Money on an expired order: taken at its price while there are grams and what the record needs, else sent back."""
    revive = {"o_id": row.order_id, "was": OrderStatus.EXPIRED.value, "to": OrderStatus.PAID.value, "now": now}
    try:
        _refuse_erased(tx, row)
        allocated = reservations.allocate_available(tx, row.project_id, row.mass_g)
    except DomainError:
        refunding = revive | {"to": OrderStatus.REFUNDING.value}
        if _TAKE_ORDER.first(tx, refunding) is None:
            raise InvariantBroken(f"order {row.order_id} left 'expired' under our lock") from None
        _give_back(tx, row, now, "paid too late")
        return Settlement.SURPLUS
    if _TAKE_ORDER.first(tx, revive) is None:
        raise InvariantBroken(f"order {row.order_id} left 'expired' under our lock")
    sell(tx, row, allocated, now)
    return Settlement.SETTLED


def _refuse_erased(tx: sa.Connection, row: Any) -> None:
    """No record can be made any more: the buyer has deleted the account, or taken the consent to use travel back."""
    if row.deleted_at is not None:
        raise DomainError("account_deleted")
    if row.footprint_id is not None and _ERASED.first(tx, {"footprint_id": row.footprint_id}) is not None:
        raise DomainError("inputs_erased")


def _give_back(tx: sa.Connection, row: Any, now: datetime, reason: str) -> None:
    """The money is ours to return: recorded as surplus, with the refund a job will send."""
    _MARK_SURPLUS.run(tx, {"p_id": row.payment_id})
    _REFUND.run(
        tx,
        {
            "id": ids.new_id("rfd"),
            "payment_id": row.payment_id,
            "order_id": row.order_id,
            "cause": RefundCause.SURPLUS.value,
            "status": RefundStatus.REQUESTED.value,
            "amount_fen": row.asked_fen,
            "reason": reason,
            "try_next_at": now,
            "created_at": now,
        },
    )
    received = book.receive_money(row.provider, row.order_id, row.asked_fen)
    ledger.post(tx, TransactionKind.SURPLUS, row.payment_id, [received])
