"""Money going back: asking for it, sending it (a job), and what its arrival undoes. Refunds are whole."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import read, write
from app.domain import ledger as book
from app.domain.errors import DomainError, NotFound
from app.domain.ledger import Asset, Posting, TransactionKind
from app.domain.money import GRAMS_PER_TONNE
from app.domain.orders import OrderStatus
from app.domain.payments import PaymentStatus, RefundCause, RefundStatus
from app.models import (
    allocations,
    credit_serials,
    orders,
    payments,
    refunds,
)
from app.payments.provider import ProviderError, ProviderRefused, RefundOutcome, RefundRequest, RefundState
from app.services import idempotency, ledger
from app.services import payments as attempts
from app.services.alerts import alert
from app.services.idempotency import Answer, Key
from app.services.order_views import OrderView, order_view
from app.services.revoking import BATCHES_OF_ORDER_LOCKED, LIVING_OF_ORDER, revoke
from app.services.sessions import Caller
from app.services.settlement import SettlementRefused

#: What stands where no reason was given, or it was erased.
NO_REASON = "退款"
_RETRY_S = (60, 300, 600, 1200, 1800, 3600)
_RETIRED_SERIALS = (
    sa.select(sa.func.count())
    .select_from(allocations)
    .join(
        credit_serials,
        sa.and_(
            credit_serials.c.batch_id == allocations.c.batch_id,
            credit_serials.c.position >= allocations.c.first_g // GRAMS_PER_TONNE,
            credit_serials.c.position <= allocations.c.last_g // GRAMS_PER_TONNE,
        ),
    )
    .where(LIVING_OF_ORDER, credit_serials.c.retirement_id.is_not(None))
)
_REFUND = (
    sa.select(
        refunds,
        payments.c.provider,
        payments.c.amount_fen.label("paid_fen"),
        orders.c.user_id,
        orders.c.scene_id,
        orders.c.footprint_id,
        orders.c.covered_g,
    )
    .join(payments, payments.c.id == refunds.c.payment_id)
    .join(orders, orders.c.id == refunds.c.order_id)
    .where(refunds.c.id == sa.bindparam("refund_id"))
)


#: A sale ends with its own refund; surplus money ends only an order that never became a sale.
_END_ORDER = (
    sa.update(orders)
    .where(
        orders.c.id == sa.bindparam("o_id"),
        orders.c.status == OrderStatus.REFUNDING.value,
        sa.or_(
            sa.bindparam("cause") == RefundCause.REQUEST.value,
            ~sa.exists().where(refunds.c.order_id == orders.c.id, refunds.c.cause == RefundCause.REQUEST.value),
        ),
    )
    .values(status=OrderStatus.REFUNDED.value, ended_at=sa.bindparam("now"))
    .returning(orders.c.id)
)


def request_refund(order_id: str, reason: str, *, user_id: str | None = None) -> OrderStatus:
    """Turn a paid order towards its refund while every serial it touches is held. May be repeated.

    user_id: whose it must be; None for an operator. Raises ``already_retired``, ``order_not_paid``, ``not_found``.
    """
    with write("request a refund") as tx:
        row = tx.execute(sa.select(orders).where(orders.c.id == order_id).with_for_update()).first()
        if row is None or (user_id is not None and row.user_id != user_id):
            raise NotFound("order")
        if row.status in (OrderStatus.REFUNDING.value, OrderStatus.REFUNDED.value):
            return OrderStatus(row.status)
        if row.status != OrderStatus.PAID.value:
            raise DomainError("order_not_paid")
        tx.execute(BATCHES_OF_ORDER_LOCKED, {"order_id": order_id}).all()  # a retirement waits for us, or we for it
        if tx.execute(_RETIRED_SERIALS, {"order_id": order_id}).scalar_one():
            raise DomainError("already_retired")
        _turn(tx, row, reason)
    return OrderStatus.REFUNDING


def request_own_refund(
    caller: Caller, order_id: str, reason: str, key: Key, render: Callable[[OrderView], bytes]
) -> Answer:
    """A buyer's own request: as :func:`request_refund`, once per idempotency key."""
    with read() as connection:
        if order_view(connection, order_id, caller.user_id) is None:
            raise NotFound("order")
    with write("claim a key for a refund") as tx:
        claimed = idempotency.claim(tx, key, order_id)
    if claimed.answer is not None:
        return claimed.answer
    try:
        request_refund(order_id, reason, user_id=caller.user_id)
    except BaseException:
        idempotency.free(key)  # nothing was answered: the same key may ask again
        raise
    with read() as connection:
        view = order_view(connection, order_id, caller.user_id)
    if view is None:
        raise NotFound("order")
    answer = Answer(202, render(view))
    with write("keep a refund request's answer") as tx:
        idempotency.finish(tx, key, answer)
    return answer


def _turn(tx: sa.Connection, order: Any, reason: str) -> None:
    now = clock.now()
    paid = tx.execute(
        sa.select(payments.c.id, payments.c.provider).where(
            payments.c.order_id == order.id, payments.c.status == PaymentStatus.PAID.value
        )
    ).one()
    tx.execute(sa.update(orders).where(orders.c.id == order.id).values(status=OrderStatus.REFUNDING.value))
    tx.execute(
        sa.insert(refunds).values(
            id=ids.new_id("rfd"),
            payment_id=paid.id,
            order_id=order.id,
            cause=RefundCause.REQUEST.value,
            status=RefundStatus.REQUESTED.value,
            amount_fen=order.amount_fen,
            reason=reason[:80] or NO_REASON,
            try_next_at=now,
            created_at=now,
        )
    )
    shared = book.share_money(order.id, order.owner_id, order.owner_fen, order.service_fen)
    ledger.post(tx, TransactionKind.REFUND_SALE, order.id, [posting.reversed() for posting in shared])


def send_refund(refund_id: str) -> RefundStatus:
    """Send a refund, or ask about one already sent. Always the same number, so it may be repeated."""
    with read() as connection:
        row = connection.execute(_REFUND, {"refund_id": refund_id}).first()
    if row is None:
        raise NotFound("refund")
    if row.status == RefundStatus.SUCCEEDED.value:
        return RefundStatus.SUCCEEDED
    provider = attempts.provider_named(row.provider)
    try:
        if row.status == RefundStatus.REQUESTED.value:
            request = RefundRequest(row.id, row.payment_id, row.amount_fen, row.paid_fen, row.reason)
            outcome = provider.refund(request)
        else:
            outcome = provider.query_refund(row.id)
    except ProviderRefused as refused:
        alert("refund_refused", refund_id, refused.code)
        return _postpone(row, refused.code)
    except ProviderError as error:
        return _postpone(row, type(error).__name__)
    try:
        return settle_refund(refund_id, outcome)
    except SettlementRefused as refused:
        alert("settlement_refused", refund_id, str(refused))
        return _postpone(row, str(refused)[:200])


def _postpone(row: Any, error: str) -> RefundStatus:
    """Unknown, or refused for now (a low balance): the same number again, later."""
    with write("postpone a refund") as tx:
        _again_later(tx, row, error)
    return RefundStatus(row.status)


def _again_later(tx: sa.Connection, row: Any, error: str | None, **changes: Any) -> None:
    wait = _RETRY_S[min(row.tries, len(_RETRY_S) - 1)]
    tx.execute(
        sa.update(refunds)
        .where(refunds.c.id == row.id)
        .values(
            tries=refunds.c.tries + 1, try_next_at=clock.now() + timedelta(seconds=wait), last_error=error, **changes
        )
    )


def settle_refund(refund_id: str, outcome: RefundOutcome) -> RefundStatus:
    """Accept what a provider said of a refund. May be repeated.

    Raises ``not_found``, and SettlementRefused (nothing changed) when it is not the refund we asked for.
    """
    with write("settle a refund") as tx:
        return settle_refund_in(tx, refund_id, outcome)


def settle_refund_in(tx: sa.Connection, refund_id: str, outcome: RefundOutcome) -> RefundStatus:
    """The same within the caller's transaction."""
    row = tx.execute(_REFUND.with_for_update(of=refunds), {"refund_id": refund_id}).first()
    if row is None:
        raise NotFound("refund")
    _check(row, outcome)
    if row.status == RefundStatus.SUCCEEDED.value:
        return RefundStatus.SUCCEEDED
    if outcome.state is RefundState.SUCCEEDED:
        _succeed(tx, row, outcome)
        return RefundStatus.SUCCEEDED
    if outcome.state in (RefundState.CLOSED, RefundState.ABNORMAL):
        tx.execute(
            sa.update(refunds)
            .where(refunds.c.id == refund_id)
            .values(status=RefundStatus.STUCK.value, last_error=outcome.state.value)
        )
        alert("refund_stuck", refund_id, f"the provider says {outcome.state}", tx)
        return RefundStatus.STUCK
    if outcome.state is RefundState.PROCESSING:
        _again_later(tx, row, None, status=RefundStatus.PROCESSING.value, provider_reference=outcome.provider_reference)
        return RefundStatus.PROCESSING
    if outcome.state is RefundState.NOT_FOUND:
        # it never arrived there: the same number is sent again
        _again_later(tx, row, "not found", status=RefundStatus.REQUESTED.value)
        return RefundStatus.REQUESTED
    _again_later(tx, row, outcome.state.value)
    return RefundStatus(row.status)


def _check(row: Any, outcome: RefundOutcome) -> None:
    """The provider's word must fit ours, as far as it says anything."""
    if outcome.refund_fen not in (None, row.amount_fen):
        raise SettlementRefused(f"{row.amount_fen} fen are to go back, the provider says {outcome.refund_fen}")
    if outcome.payment_id not in (None, row.payment_id):
        raise SettlementRefused("the refund is of another payment")


def _succeed(tx: sa.Connection, row: Any, outcome: RefundOutcome) -> None:
    now = clock.now()
    tx.execute(
        sa.update(refunds)
        .where(refunds.c.id == row.id)
        .values(
            status=RefundStatus.SUCCEEDED.value,
            succeeded_at=outcome.succeeded_at or now,
            provider_reference=outcome.provider_reference,
            last_error=None,
        )
    )
    left = tx.execute(_END_ORDER, {"o_id": row.order_id, "cause": row.cause, "now": now}).first()
    out = Posting(book.held(row.order_id), book.clearing(row.provider), Asset.FEN, row.amount_fen)
    postings = [out]
    if left is not None and row.cause == RefundCause.REQUEST.value:
        postings += revoke(tx, row)
    ledger.post(tx, TransactionKind.REFUND_PAID, row.id, postings)
