"""The life of an order, as a table."""

from datetime import datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    PENDING = "pending"  #: grams reserved, waiting for money
    PAID = "paid"  #: money in, certificates issued
    EXPIRED = "expired"  #: time ran out; late money may still revive it
    CANCELLED = "cancelled"  #: the buyer said no; money that comes all the same goes back
    REFUNDING = "refunding"  #: money is on its way back, not yet arrived
    REFUNDED = "refunded"  #: money is back, certificates revoked


#: What may follow what. A change that is not here is a defect, and the compare-and-set of the services refuses it.
TRANSITIONS: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.PENDING: frozenset({OrderStatus.PAID, OrderStatus.EXPIRED, OrderStatus.CANCELLED}),
    OrderStatus.EXPIRED: frozenset({OrderStatus.PAID, OrderStatus.REFUNDING}),
    OrderStatus.PAID: frozenset({OrderStatus.REFUNDING}),
    OrderStatus.REFUNDING: frozenset({OrderStatus.REFUNDED}),
    OrderStatus.CANCELLED: frozenset(),
    OrderStatus.REFUNDED: frozenset(),
}


def sources_of(target: OrderStatus) -> tuple[OrderStatus, ...]:
    """The states from which ``target`` may be reached: what a compare-and-set compares with."""
    return tuple(source for source, targets in TRANSITIONS.items() if target in targets)


def shown_status(status: OrderStatus, expires_at: datetime, now: datetime) -> OrderStatus:
    """What a reader is told: a pending order is expired from ``expires_at`` on, before any job has run."""
    if status is OrderStatus.PENDING and now >= expires_at:
        return OrderStatus.EXPIRED
    return status
