"""Payment attempts: making them, starting them at the provider, asking about them. Settling is settlement.py."""

import json
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import read, write
from app.core.prepared import Prepared
from app.domain.errors import DomainError
from app.domain.payments import LIVE_PAYMENTS, UNSETTLED_PAYMENTS, PaymentStatus
from app.models import payments
from app.payments.provider import (
    Method,
    OutcomeUnknown,
    PaymentProvider,
    PaymentRequest,
    PaymentState,
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    Started,
)
from app.services.alerts import alert
from app.services.platform import platform
from app.services.settlement import Settlement, SettlementRefused, settle_payment

#: A buyer's screen asks often; the provider is asked at most so often per payment.
ASK_EVERY = timedelta(seconds=3)
ASK_TIMEOUT_S = 3.0
#: How long a job goes on asking about an attempt that is not known to be closed.
ASK_FOR = timedelta(hours=24)
_FIRST_ASK = timedelta(seconds=20)

_p = payments.c
_INSERT = Prepared(sa.insert(payments))
_OPENED = Prepared(
    sa.update(payments)
    .where(_p.id == sa.bindparam("p_id"), _p.status.in_([s.value for s in LIVE_PAYMENTS]))
    .values(status=PaymentStatus.OPEN.value, started=sa.bindparam("json"))
    .returning(_p.id)
)
_MAY_ASK = Prepared(
    sa.update(payments)
    .where(
        _p.id == sa.bindparam("p_id"),
        _p.status.in_([s.value for s in UNSETTLED_PAYMENTS]),
        sa.or_(_p.asked_at.is_(None), _p.asked_at <= sa.bindparam("since")),
    )
    .values(asked_at=sa.bindparam("now"))
    .returning(_p.id)
)
_OPEN_ATTEMPTS = Prepared(
    sa.select(_p.id, _p.provider, _p.asked_at)
    .where(_p.order_id == sa.bindparam("order_id"), _p.status.in_([s.value for s in LIVE_PAYMENTS]))
    .order_by(_p.created_at)
)
_LIVE = Prepared(
    sa.select(payments).where(_p.order_id == sa.bindparam("order_id"), _p.status.in_([s.value for s in LIVE_PAYMENTS]))
)


def provider_named(name: str | None = None) -> PaymentProvider:
    """The provider of that name, or the one for new payments. Raises ``provider_unavailable`` where there is none."""
    providers = platform().providers
    provider = providers.get(name) if name else next(iter(providers.values()), None)
    if provider is None:
        raise DomainError("provider_unavailable")
    return provider


def new_attempt(
    tx: sa.Connection,
    provider: PaymentProvider,
    *,
    order_id: str,
    method: Method,
    amount_fen: int,
    openid: str,
    description: str,
    now: datetime,
    expires_at: datetime,
) -> PaymentRequest:
    """Commit to an attempt before anybody is called. A second live one for the order breaks a constraint."""
    request = PaymentRequest(
        payment_id=ids.new_id("pay"),
        method=method,
        amount_fen=amount_fen,
        description=description,
        expires_at=expires_at.replace(microsecond=0),
        openid=openid if method is Method.JSAPI else None,
    )
    _INSERT.run(
        tx,
        {
            "id": request.payment_id,
            "order_id": order_id,
            "provider": provider.name,
            "method": method.value,
            "status": PaymentStatus.CREATED.value,
            "amount_fen": amount_fen,
            # a pay code may be scanned by a colleague: only the phone's own payment is bound to its person
            "openid": request.openid,
            "request": request_to_json(request),
            "created_at": now,
            "expires_at": request.expires_at,
            "ask_next_at": now + _FIRST_ASK,
        },
    )
    return request


def request_to_json(request: PaymentRequest) -> str:
    return json.dumps(
        {
            "payment_id": request.payment_id,
            "method": request.method.value,
            "amount_fen": request.amount_fen,
            "description": request.description,
            "expires_at": request.expires_at.isoformat(),
            "openid": request.openid,
            "attach": request.attach,
        },
        ensure_ascii=False,
    )


def request_from_json(text: str) -> PaymentRequest:
    data = json.loads(text)
    data["method"] = Method(data["method"])
    data["expires_at"] = datetime.fromisoformat(data["expires_at"])
    return PaymentRequest(**data)


def start(provider: PaymentProvider, request: PaymentRequest, order_id: str) -> Started:
    """Ask the provider for the payment; no transaction is open.

    Raises ``provider_unavailable`` with the order's id when it is not known to have worked (the same request is sent
    again later), or ProviderRefused for what a caller can act on (paid, closed, number used).
    """
    try:
        return provider.start(request)
    except (ProviderUnavailable, OutcomeUnknown):
        raise DomainError("provider_unavailable", order_id=order_id) from None
    except ProviderRefused as refused:
        if refused.code in ("ORDERPAID", "ORDERCLOSED", "OUTTRADENOUSED"):
            raise
        # our own settings or a defect: the order is kept, a person must look
        alert("provider_refused", request.payment_id, refused.code)
        raise DomainError("provider_unavailable", order_id=order_id) from None


def mark_started(tx: sa.Connection, payment_id: str, started: Started) -> bool:
    """Keep what the payer's device needs. False where the attempt is over already: paid or closed meanwhile."""
    kept = json.dumps({"kind": started.kind, "params": dict(started.params)})
    return _OPENED.first(tx, {"p_id": payment_id, "json": kept}) is not None


def live_attempt(connection: sa.Connection, order_id: str) -> Any:
    """The row of the order's one live attempt, or None."""
    return _LIVE.first(connection, {"order_id": order_id})


def ask(payment_id: str, provider: PaymentProvider) -> Settlement:
    """Ask the provider what became of an attempt, and settle it. OPEN when it does not know or does not answer."""
    try:
        outcome = provider.query(payment_id)
    except ProviderError:
        return Settlement.OPEN
    try:
        return settle_payment(payment_id, outcome)
    except SettlementRefused as refused:
        alert("settlement_refused", payment_id, str(refused))
        return Settlement.OPEN


def ask_for_buyer(order_id: str) -> Settlement:
    """What a buyer's own look at an order does while its outcome is open: ask, at most once per 3 s per payment."""
    with read() as connection:
        attempts = _OPEN_ATTEMPTS.all(connection, {"order_id": order_id})
    result = Settlement.ALREADY
    for attempt in attempts:
        now = clock.now()
        if attempt.asked_at is not None and attempt.asked_at > now - ASK_EVERY:
            continue
        with write("note that a payment is asked about") as tx:
            mine = _MAY_ASK.first(tx, {"p_id": attempt.id, "since": now - ASK_EVERY, "now": now})
        if mine is not None:
            result = ask(attempt.id, provider_named(attempt.provider).with_read_timeout(ASK_TIMEOUT_S))
    return result


def close(payment_id: str, provider: PaymentProvider, order_id: str) -> PaymentState:
    """Make an attempt unpayable: CLOSED, or PAID (and then it is settled here). Raises ``provider_unavailable``."""
    if not provider.capabilities.can_close:
        settled = ask(payment_id, provider)
        return PaymentState.PAID if settled in (Settlement.SETTLED, Settlement.SURPLUS) else PaymentState.NOT_PAID
    try:
        state = provider.close(payment_id)
        if state is PaymentState.PAID:
            outcome = provider.query(payment_id)
            settle_payment(payment_id, outcome)
        return state
    except SettlementRefused as refused:
        alert("settlement_refused", payment_id, str(refused))
        raise DomainError("provider_unavailable", order_id=order_id) from None
    except ProviderError:
        raise DomainError("provider_unavailable", order_id=order_id) from None
