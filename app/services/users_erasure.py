"""Deleting an account: names, travel and the login go, sums and what the law requires of orders stay."""

import sqlalchemy as sa

from app.core import clock
from app.core.database import write
from app.domain.certificates import BeneficiaryKind
from app.domain.errors import DomainError
from app.domain.orders import OrderStatus
from app.domain.payments import LIVE_PAYMENTS, RefundCause
from app.models import (
    certificates,
    idempotency_keys,
    life_months,
    members,
    order_beneficiaries,
    orders,
    payments,
    refunds,
    sessions,
    standing_events,
    standings,
    subscriptions,
    users,
)
from app.services import renderings_ended
from app.services.certificates import CLAIMED_BY
from app.services.certificates_names import erase_name_in
from app.services.refunds import NO_REASON
from app.services.travel_erasure import ERASE_TRAVEL

_ME: sa.BindParameter[str] = sa.bindparam("me", type_=sa.String())
_MY_ORDERS = sa.select(orders.c.id).where(orders.c.user_id == _ME).scalar_subquery()
_LIVE_PAYMENT = sa.exists().where(payments.c.order_id == orders.c.id, payments.c.status.in_(LIVE_PAYMENTS))
#: Money is under way in one direction or the other.
_OPEN_ORDER = (
    sa.select(orders.c.id)
    .where(orders.c.user_id == _ME, sa.or_(orders.c.status == OrderStatus.REFUNDING, _LIVE_PAYMENT))
    .limit(1)
)
_MY_NAMES = (
    sa.func.coalesce(CLAIMED_BY.element, certificates.c.user_id) == _ME,
    certificates.c.beneficiary_kind == BeneficiaryKind.PERSON,
    certificates.c.name_erased_at.is_(None),
)
#: A statement of its own, before they are read: a gift somebody claims in this moment is theirs by then.
_LOCK_NAMED = sa.select(certificates.c.id).where(*_MY_NAMES).order_by(certificates.c.id).with_for_update()
_NAMED = sa.select(certificates, CLAIMED_BY).where(*_MY_NAMES).order_by(certificates.c.id)
_ERASE_USER = (
    sa.update(users)
    .where(users.c.id == _ME, users.c.deleted_at.is_(None))
    .values(
        openid=None,
        nickname=None,
        nickname_passed=False,
        public_name=False,
        travel_consent_at=None,
        deleted_at=sa.bindparam("now", type_=users.c.deleted_at.type),
    )
    .returning(users.c.id)
)
_ERASURES = (
    *ERASE_TRAVEL,
    # which months somebody counted is a habit of theirs
    sa.delete(life_months).where(life_months.c.user_id == _ME),
    sa.update(order_beneficiaries)
    .where(order_beneficiaries.c.order_id.in_(_MY_ORDERS), order_beneficiaries.c.kind == BeneficiaryKind.PERSON)
    .values(name=None, public=False),
    sa.update(standing_events).where(standing_events.c.subject == _ME).values(name=None),
    sa.update(standings).where(standings.c.subject == _ME).values(name=None),
    # free words of the buyer's, and every refund has arrived by now: the provider is told nothing more
    sa.update(refunds)
    .where(refunds.c.order_id.in_(_MY_ORDERS), refunds.c.cause == RefundCause.REQUEST)
    .values(reason=NO_REASON),
    # answers kept for replay may repeat a name
    sa.delete(idempotency_keys).where(idempotency_keys.c.user_id == _ME),
    sa.delete(subscriptions).where(subscriptions.c.user_id == _ME),
    sa.delete(members).where(members.c.user_id == _ME),
    sa.delete(sessions).where(sessions.c.user_id == _ME),
)


def erase(user_id: str) -> None:
    """Erase names, travel inputs and the login of a user at once, and log them out everywhere. May be repeated.

    Stay: orders, payments, refunds (with the payer as the provider knows them), records, sums by category.
    Every certificate that named a person gets its signed event. Raises ``account_has_open_orders`` while money is under
    way in one direction or the other; then nothing was erased.
    """
    with write("erase an account") as tx:
        # first, for it makes a second deletion and an order just being placed wait for each other
        if tx.execute(_ERASE_USER, {"me": user_id, "now": clock.now()}).first() is None:
            return
        if tx.execute(_OPEN_ORDER, {"me": user_id}).first() is not None:
            raise DomainError("account_has_open_orders")
        tx.execute(_LOCK_NAMED, {"me": user_id}).all()
        named = tx.execute(_NAMED, {"me": user_id}).all()
        for certificate in named:
            erase_name_in(tx, certificate)
        for erasure in _ERASURES:
            tx.execute(erasure, {"me": user_id, "now": clock.now()})
    for certificate in named:
        renderings_ended.delete_now(certificate.id)
