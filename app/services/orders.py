"""Placing, reading and cancelling orders. Paying again: repaying.py; refunds: refunds.py; money: settlement.py."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import read, write
from app.core.prepared import Prepared
from app.domain.errors import DomainError, NotFound
from app.domain.ledger import TransactionKind
from app.domain.orders import OrderStatus, sources_of
from app.models import orders
from app.payments.provider import PaymentRequest, PaymentState, ProviderRefused, Started
from app.services import beneficiaries, idempotency, ledger, reservations
from app.services import payments as attempts
from app.services.beneficiaries import Named
from app.services.idempotency import Answer, Key
from app.services.order_views import OrderView, PaymentView, order_view, order_views
from app.services.placing import NewOrder, Placing
from app.services.reservations import StockMoved
from app.services.sessions import Caller
from app.services.settlement import mark_closed

Render = Callable[[OrderView], bytes]

_MAY_BE_CANCELLED = [status.value for status in sources_of(OrderStatus.CANCELLED)]
_CANCEL = Prepared(
    sa.update(orders)
    .where(orders.c.id == sa.bindparam("o_id"), orders.c.status.in_(_MAY_BE_CANCELLED))
    .values(status=OrderStatus.CANCELLED.value, ended_at=sa.bindparam("now"))
    .returning(orders.c.id)
)


def place_order(caller: Caller, asked: NewOrder, key: Key, render: Render) -> Answer:
    """Reserve the grams, then ask the provider for a payment. The same key makes the same order, however often.

    render: turns the order into the bytes that are answered and kept for replays.
    Raises ``credits_sold_out``, ``price_changed`` (nothing reserved), ``nothing_to_neutralise``, ``name_refused``,
    ``scene_not_open``, InputRefused, and ``provider_unavailable`` with the order's id: it stays pending and payable.
    """
    provider = attempts.provider_named()
    # names are looked at before the transaction; a repeated request must not be refused for what was accepted once
    people = _named(caller, asked, key)
    placed = _place(caller, asked, people, key)
    if isinstance(placed, Answer):
        return placed
    if isinstance(placed, str):
        view, request = _resume(caller, placed, key)
        if request is None:
            return _finish(key, render(view))
    else:
        view, request = placed
    try:
        started = attempts.start(provider, request, view.id)
    except DomainError:
        idempotency.free(key)
        raise
    except ProviderRefused:
        # paid or closed meanwhile: the order itself says what is so
        attempts.ask(request.payment_id, provider)
        idempotency.free(key)
        raise DomainError("provider_unavailable", order_id=view.id) from None
    return _answer(caller, view, request, started, key, render)


def _named(caller: Caller, asked: NewOrder, key: Key) -> Sequence[Named]:
    """With WeChat's verdicts, unless all names passed earlier or this request came before."""
    given = asked.beneficiaries
    if not beneficiaries.unchecked(caller, given) or idempotency.known(key):
        return beneficiaries.trusted(caller, given)
    return beneficiaries.checked(caller, given)


def _place(
    caller: Caller, asked: NewOrder, people: Sequence[Named], key: Key
) -> Answer | str | tuple[OrderView, PaymentRequest]:
    """The first transaction, tried again when others took the same grams between our look and our take.

    An order's id alone: an earlier request made it.
    """
    for locking in (False, False, True):
        try:
            with write("place an order") as tx:
                order_id = ids.new_id("ord")
                claimed = idempotency.claim(tx, key, order_id)
                if not claimed.fresh:
                    return claimed.answer or claimed.resource_id or ""
                return Placing(tx, caller, asked, people, order_id).run(locking=locking)
        except StockMoved:
            continue
    raise DomainError("busy")


def _resume(caller: Caller, order_id: str, key: Key) -> tuple[OrderView, PaymentRequest | None]:
    """Take up an order whose first request got no answer: the same attempt, the same number."""
    with read() as connection:
        view = order_view(connection, order_id, caller.user_id)
        attempt = attempts.live_attempt(connection, order_id)
    if view is None:
        raise NotFound("order")
    try:
        refuse_unpayable(view.status, allow_paid=True)
    except DomainError:
        idempotency.free(key)
        raise
    if view.status is not OrderStatus.PENDING or attempt is None:
        return view, None
    return view, attempts.request_from_json(attempt.request)


def refuse_unpayable(status: OrderStatus, *, allow_paid: bool = False) -> None:
    """Raise what stands in the way of paying an order in this state."""
    refusal = {
        OrderStatus.PAID: None if allow_paid else "order_already_paid",
        OrderStatus.CANCELLED: "order_cancelled",
        OrderStatus.EXPIRED: "order_expired",
        OrderStatus.REFUNDING: "order_refunded",
        OrderStatus.REFUNDED: "order_refunded",
        OrderStatus.PENDING: None,
    }[status]
    if refusal:
        raise DomainError(refusal)


def with_payment(view: OrderView | None, request: PaymentRequest, started: Started) -> OrderView:
    """The view with the parameters just received."""
    if view is None:
        raise NotFound("order")
    payment = PaymentView(request.payment_id, request.method.value, started.kind, started.params)
    return replace(view, payment=payment)


def _answer(
    caller: Caller, view: OrderView, request: PaymentRequest, started: Started, key: Key, render: Render
) -> Answer:
    """Keep what the provider gave, and answer the order as it was placed, or as it is if that changed meanwhile."""
    with write("keep an order's answer") as tx:
        live = attempts.mark_started(tx, request.payment_id, started)
        present = view if live else order_view(tx, view.id, caller.user_id)
        answer = Answer(201, render(with_payment(present, request, started)))
        idempotency.finish(tx, key, answer)
    return answer


def _finish(key: Key, body: bytes) -> Answer:
    answer = Answer(201, body)
    with write("keep an order's answer") as tx:
        idempotency.finish(tx, key, answer)
    return answer


def find_order(caller: Caller, order_id: str, *, ask: bool = True) -> OrderView:
    """One of the caller's orders. While its outcome is open the provider is asked first (rarely, and not for long)."""
    with read() as connection:
        view = order_view(connection, order_id, caller.user_id)
    if view is None:
        raise NotFound("order")
    if ask and _outcome_open(view):
        attempts.ask_for_buyer(order_id)
        with read() as connection:
            view = order_view(connection, order_id, caller.user_id) or view
    return view


def _outcome_open(view: OrderView) -> bool:
    """Late money may still come to an expired or cancelled order, for as long as its attempt is not known closed."""
    if view.status is OrderStatus.PENDING:
        return True
    late = view.status in (OrderStatus.EXPIRED, OrderStatus.CANCELLED)
    return late and clock.now() < view.expires_at + attempts.ASK_FOR


def list_orders(caller: Caller, limit: int, before: tuple[datetime, str] | None) -> list[OrderView]:
    """The caller's orders, newest first."""
    with read() as connection:
        return order_views(connection, caller.user_id, limit, before)


def cancel_order(caller: Caller, order_id: str) -> OrderView:
    """Close at the provider, then cancel and give the grams back. Again: the same.

    Raises ``order_already_paid`` (also when the provider has money we had not heard of), ``order_expired``,
    ``order_refunded``, ``provider_unavailable`` (nothing changed).
    """
    view = find_order(caller, order_id, ask=False)
    if view.status is OrderStatus.CANCELLED:
        return view
    refuse_unpayable(view.status)
    with read() as connection:
        attempt = attempts.live_attempt(connection, order_id)
    if attempt is not None:
        state = attempts.close(attempt.id, attempts.provider_named(attempt.provider), order_id)
        if state is PaymentState.PAID:
            raise DomainError("order_already_paid")
    with write("cancel an order") as tx:
        if attempt is not None:
            mark_closed(tx, attempt.id)
        if _CANCEL.first(tx, {"o_id": order_id, "now": clock.now()}) is not None:
            postings = reservations.release(tx, order_id)
            ledger.post(tx, TransactionKind.RELEASE, order_id, postings)
    view = find_order(caller, order_id, ask=False)
    if view.status is not OrderStatus.CANCELLED:
        refuse_unpayable(view.status)
    return view
