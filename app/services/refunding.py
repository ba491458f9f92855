"""A refund an operator asks for: requested and sent at once. The rules of refunds are refunds.py."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.core.database import read
from app.domain.errors import NotFound
from app.domain.orders import OrderStatus
from app.domain.payments import RefundCause, RefundStatus
from app.models import orders, refunds
from app.services.refunds import request_refund, send_refund


@dataclass(frozen=True, slots=True)
class RefundProgress:
    """Where a refund stands now. ``last_error``: what the provider said last, if it was not yes."""

    refund_id: str
    order_status: OrderStatus
    refund_status: RefundStatus
    amount_fen: int
    last_error: str | None


def refund_now(order_id: str, reason: str) -> RefundProgress:
    """Request the refund of a paid order and send it once, outside any transaction. May be repeated: one refund.

    Raises ``already_retired``, ``order_not_paid``, ``not_found``. A provider that cannot be reached is no refusal: the
    refund waits, and the jobs send it.
    """
    request_refund(order_id, reason)
    wanted = sa.select(refunds.c.id).where(refunds.c.order_id == order_id).order_by(_requested_first())
    with read() as connection:
        refund_id = connection.execute(wanted).scalar()
    if refund_id is None:
        raise NotFound("refund")
    send_refund(refund_id)
    return _progress(refund_id)


def _requested_first() -> sa.ColumnElement[int]:
    """The refund of the sale itself; of an order that never became a sale, that of its late money."""
    return sa.case((refunds.c.cause == RefundCause.REQUEST.value, 0), else_=1)


def _progress(refund_id: str) -> RefundProgress:
    with read() as connection:
        row = connection.execute(
            sa.select(refunds, orders.c.status.label("order_status"))
            .join(orders, orders.c.id == refunds.c.order_id)
            .where(refunds.c.id == refund_id)
        ).one()
    return RefundProgress(
        row.id, OrderStatus(row.order_status), RefundStatus(row.status), row.amount_fen, row.last_error
    )
