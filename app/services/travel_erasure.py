"""Erasing what a user entered for their footprints, when consent is taken back or the account goes. Sums stay."""

import orjson
import sqlalchemy as sa

from app.core import clock
from app.domain.errors import DomainError
from app.domain.orders import OrderStatus
from app.domain.payments import LIVE_PAYMENTS
from app.models import certificates, footprints, orders, payments, users

_ME: sa.BindParameter[str] = sa.bindparam("me", type_=sa.String())
_NO_NOTES = orjson.dumps({"left_out": [], "assumptions": []}).decode()
#: Takes ``me`` and ``now``.
ERASE_TRAVEL = (
    # scene and context stay: they say nothing of the traveller
    sa.update(footprints)
    .where(footprints.c.user_id == _ME, footprints.c.erased_at.is_(None))
    .values(
        inputs=None, lines=None, left_out=_NO_NOTES, erased_at=sa.bindparam("now", type_=footprints.c.erased_at.type)
    ),
    # without its salt a commitment to inputs cannot be tried against guesses
    sa.update(certificates).where(certificates.c.user_id == _ME).values(footprint_salt=None),
)
_LIVE_PAYMENT = sa.exists().where(payments.c.order_id == orders.c.id, payments.c.status.in_(LIVE_PAYMENTS))
#: An order that can still be paid: its record will commit to the inputs of its footprint.
_PAYABLE_ORDER = (
    sa.select(orders.c.id)
    .where(
        orders.c.user_id == _ME,
        orders.c.footprint_id.is_not(None),
        sa.or_(orders.c.status == OrderStatus.PENDING, _LIVE_PAYMENT),
    )
    .limit(1)
)
#: An order just being placed refers to the user's row, and so waits.
_LOCK_USER = sa.select(users.c.id).where(users.c.id == _ME).with_for_update()


def erase_travel_in(tx: sa.Connection, user_id: str) -> None:
    """Consent was taken back: erase what was entered for every footprint, inside the caller's transaction.

    Totals and sums by category stay, and with them the months of life and every certificate. Raises ``travel_in_use``
    while an order can still be paid that stands on such a footprint.
    """
    tx.execute(_LOCK_USER, {"me": user_id})
    if tx.execute(_PAYABLE_ORDER, {"me": user_id}).first() is not None:
        raise DomainError("travel_in_use")
    for erasure in ERASE_TRAVEL:
        tx.execute(erasure, {"me": user_id, "now": clock.now()})
