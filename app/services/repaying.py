"""Asking for fresh payment parameters of an order that waits for money: the same attempt again, or another one."""

from typing import Any

from app.core import clock
from app.core.database import read, write
from app.domain.errors import DomainError, NotFound
from app.domain.orders import OrderStatus
from app.models import orders
from app.payments.provider import Method, PaymentRequest, PaymentState, ProviderRefused, Started
from app.services import idempotency
from app.services import payments as attempts
from app.services.idempotency import Answer, Key
from app.services.order_views import OrderView, order_view
from app.services.orders import Render, refuse_unpayable, with_payment
from app.services.placing import payment_description
from app.services.sessions import Caller
from app.services.settlement import mark_closed


def pay_again(caller: Caller, order_id: str, method: Method, key: Key, render: Render) -> Answer:
    """Fresh parameters for a pending order. At most one attempt is ever open.

    Same method: the stored request is posted again under the same number. Another method: the old attempt is asked
    about and closed first. Raises ``order_already_paid``, ``order_cancelled``, ``order_expired``, ``order_refunded``,
    ``provider_unavailable`` (the order stays as it was).
    """
    with read() as connection:
        _found(order_view(connection, order_id, caller.user_id))
    with write("claim a key for paying again") as tx:
        claimed = idempotency.claim(tx, key, order_id)
    if claimed.answer is not None:
        return claimed.answer
    try:
        request, started = _attempt(caller, order_id, method)
    except BaseException:
        idempotency.free(key)  # nothing was answered: the same key may ask again
        raise
    with read() as connection:
        view = _found(order_view(connection, order_id, caller.user_id))
    answer = Answer(201, render(with_payment(view, request, started)))
    with write("keep a payment's answer") as tx:
        attempts.mark_started(tx, request.payment_id, started)
        idempotency.finish(tx, key, answer)
    return answer


def _attempt(caller: Caller, order_id: str, method: Method) -> tuple[PaymentRequest, Started]:
    for _ in range(2):  # the second time, the old attempt has turned out to be closed
        with read() as connection:
            view = _found(order_view(connection, order_id, caller.user_id))
            old = attempts.live_attempt(connection, order_id)
        refuse_unpayable(view.status)
        provider = attempts.provider_named(old.provider if old is not None else None)
        if old is not None and old.method == method.value:
            request = attempts.request_from_json(old.request)
        else:
            request = _another(caller, view, method, old)
        try:
            return request, attempts.start(provider, request, order_id)
        except ProviderRefused as refused:
            attempts.ask(request.payment_id, provider)
            if refused.code == "ORDERCLOSED":
                with write("note that an attempt is closed") as tx:
                    mark_closed(tx, request.payment_id)
    raise DomainError("provider_unavailable", order_id=order_id)


def _another(caller: Caller, view: OrderView, method: Method, old: Any) -> PaymentRequest:
    """Close the old attempt at the provider, then commit to a new one."""
    if old is not None:
        state = attempts.close(old.id, attempts.provider_named(old.provider), view.id)
        if state is PaymentState.PAID:
            raise DomainError("order_already_paid")
    now = clock.now()
    with write("begin another payment attempt") as tx:
        if old is not None:
            mark_closed(tx, old.id)
        # under the order's lock: two requests at once must not both find no live attempt
        status = tx.execute(orders.select().where(orders.c.id == view.id).with_for_update()).one().status
        refuse_unpayable(OrderStatus(status))
        other = attempts.live_attempt(tx, view.id)
        if other is not None:
            if other.method != method.value:
                raise DomainError("idempotency_in_flight")
            return attempts.request_from_json(other.request)
        return attempts.new_attempt(
            tx,
            attempts.provider_named(),
            order_id=view.id,
            method=method,
            amount_fen=view.amount_fen,
            openid=caller.openid,
            description=payment_description(view.mass_g),
            now=now,
            expires_at=view.expires_at,
        )


def _found(view: OrderView | None) -> OrderView:
    if view is None:
        raise NotFound("order")
    return view
