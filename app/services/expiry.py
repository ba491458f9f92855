"""Orders whose time ran out: ask the provider, close there, then give the grams back. Late money is settlement.py."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, write
from app.domain.errors import DomainError
from app.domain.ledger import TransactionKind
from app.domain.orders import OrderStatus, sources_of
from app.models import orders
from app.payments.provider import PaymentState
from app.services import ledger, reservations
from app.services import payments as attempts
from app.services.settlement import Settlement, mark_closed

#: How long grams are kept when the provider cannot be asked to close.
KEEP_FOR = timedelta(minutes=15)
_DUE = (
    sa.select(orders.c.id, orders.c.release_at)
    .where(orders.c.status == OrderStatus.PENDING.value, orders.c.expires_at <= sa.bindparam("now"))
    .order_by(orders.c.expires_at)
    .limit(sa.bindparam("limit"))
)
_MAY_EXPIRE = [status.value for status in sources_of(OrderStatus.EXPIRED)]
_EXPIRE = (
    sa.update(orders)
    .where(orders.c.id == sa.bindparam("o_id"), orders.c.status.in_(_MAY_EXPIRE))
    .values(status=OrderStatus.EXPIRED.value, ended_at=sa.bindparam("now"))
    .returning(orders.c.id)
)


def expire_orders(limit: int = 100) -> int:
    """Expire what is due. A pass stops calling a provider that did not answer. Returns how many were released."""
    with read() as connection:
        due = connection.execute(_DUE, {"now": clock.now(), "limit": limit}).all()
    released = 0
    reachable = True
    failed: list[Exception] = []
    for row in due:
        try:
            reachable, done = _expire(row, may_call=reachable)
            released += done
        except Exception as error:  # noqa: BLE001 (all are raised at the end)
            failed.append(error)  # one whose sums do not fit must not keep everybody's grams
    if failed:
        raise ExceptionGroup("orders not expired", failed)
    return released


def _expire(row: Any, *, may_call: bool) -> tuple[bool, bool]:
    """(whether the provider answered, whether the order's grams were released)."""
    with read() as connection:
        attempt = attempts.live_attempt(connection, row.id)
    if attempt is None:
        return may_call, release(row.id, None)
    if may_call:
        provider = attempts.provider_named(attempt.provider)
        try:
            if attempts.ask(attempt.id, provider) in (Settlement.SETTLED, Settlement.SURPLUS):
                return True, False
            state = attempts.close(attempt.id, provider, row.id)
        except DomainError:
            may_call = False
        else:
            return True, state is PaymentState.CLOSED and release(row.id, attempt.id)
    # nobody there to close it: the grams wait a little longer, then go; money that comes later is dealt with then
    now = clock.now()
    if row.release_at is None:
        with write("keep an expired order's grams a little longer") as tx:
            tx.execute(sa.update(orders).where(orders.c.id == row.id).values(release_at=now + KEEP_FOR))
        return may_call, False
    return may_call, row.release_at <= now and release(row.id, None)


def release(order_id: str, closed_payment_id: str | None) -> bool:
    """pending -> expired, its grams back for sale. False if the order was faster."""
    with write("expire an order") as tx:
        if closed_payment_id is not None:
            mark_closed(tx, closed_payment_id)
        if tx.execute(_EXPIRE, {"o_id": order_id, "now": clock.now()}).first() is None:
            return False
        ledger.post(tx, TransactionKind.RELEASE, order_id, reservations.release(tx, order_id))
    return True
