"""Erasing what was entered for footprints: when consent is taken back, the account goes, or nobody took it as theirs.

Sums stay.
"""

from datetime import timedelta

import orjson
import sqlalchemy as sa

from app.core import clock
from app.core.database import write
from app.domain.errors import DomainError
from app.domain.orders import OrderStatus
from app.domain.payments import LIVE_PAYMENTS
from app.models import certificates, footprints, orders, payments, users

#: What was entered without an account nobody can take back, so it ends by itself. Long enough to think it over, to show
#: it to somebody and to come back and pay, with no account to remind anybody of it.
UNCLAIMED_KEPT = timedelta(days=30)
_ME: sa.BindParameter[str] = sa.bindparam("me", type_=sa.String())
_NO_NOTES = orjson.dumps({"left_out": [], "assumptions": []}).decode()
#: Scene and context stay: they say nothing of the traveller. Takes ``now``.
_ERASE = (
    sa.update(footprints)
    .where(footprints.c.erased_at.is_(None))
    .values(
        inputs=None, lines=None, left_out=_NO_NOTES, erased_at=sa.bindparam("now", type_=footprints.c.erased_at.type)
    )
)
_UNCLAIMED = footprints.c.user_id.is_(None)
_UNCLAIMED_OVER = (
    sa.select(footprints.c.id)
    .where(_UNCLAIMED, footprints.c.erased_at.is_(None), footprints.c.created_at < sa.bindparam("before"))
    .order_by(footprints.c.created_at)
    .limit(sa.bindparam("portion"))
)
#: Takes ``me`` and ``now``.
ERASE_TRAVEL = (
    _ERASE.where(footprints.c.user_id == _ME),
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


def erase_unclaimed(portion: int = 500) -> int:
    """Erase what was entered for footprints without an account that no order has bound in 30 days. Returns how many.

    portion: as many in one transaction, so that nobody waits long for it.
    """
    erased, now = 0, clock.now()
    while True:
        with write("erase trips nobody took as theirs") as tx:
            given = {"before": now - UNCLAIMED_KEPT, "portion": portion}
            over = tx.execute(_UNCLAIMED_OVER, given).scalars().all()
            # an order may have bound one meanwhile: it is its buyer's now
            erased += tx.execute(_ERASE.where(_UNCLAIMED, footprints.c.id.in_(over)), {"now": now}).rowcount
        if len(over) < portion:
            return erased
