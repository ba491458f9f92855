"""What guests accepted to be told by WeChat about an order, and the job that tells them. Asking is the phone's part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import portions, read, upsert, write
from app.domain import display
from app.domain.certificates import CertificateStatus
from app.domain.errors import FieldError, InputRefused
from app.domain.orders import OrderStatus
from app.domain.subscriptions import TITLES, MessageStatus, Purpose, Template, fitted
from app.models import certificates, orders, scenes, subscriptions, users
from app.services.alerts import alert
from app.services.mini_program_codes import CERTIFICATE_PAGE
from app.services.platform import platform
from app.services.users import hold
from app.wechat.errors import WeChatError, WeChatRefused

_WAIT_S = (30, 60, 300, 900, 3600, 21_600)
#: A guest at the door waits for a certificate: while its order is open the job looks this often, later ever less.
_LOOK_AGAIN_S = 60
#: Money that is found later than this after it was waited for is a matter for the refund's own message.
_STILL_FOUND = timedelta(days=2)
#: Nothing will ever be told of these. An expired order may still turn out to have been paid.
_OVER = (OrderStatus.CANCELLED, OrderStatus.REFUNDING, OrderStatus.REFUNDED)
_s = subscriptions.c
_ACCEPT = upsert(subscriptions).on_conflict_do_nothing(index_elements=["order_id", "purpose"])


@dataclass(frozen=True, slots=True)
class Subscription:
    """A message that can be accepted, or was: then with its status."""

    purpose: str
    template_id: str
    status: str | None = None


def offered() -> list[Subscription]:
    """The templates this installation can send: what the phone asks the guest about. Empty without any."""
    templates = platform().settings.message_templates
    return [Subscription(purpose.value, template.id) for purpose, template in templates.items()]


def accept(user_id: str, order_id: str, accepted: Sequence[str]) -> list[Subscription]:
    """Note which templates a guest accepted for an order of theirs; all there is for this order now. May be repeated.

    Raises ``validation_failed`` for an order that is not theirs or a template we did not offer.
    """
    purposes = {template.id: purpose for purpose, template in platform().settings.message_templates.items()}
    errors = [
        FieldError(f"/accepted/{at}", "unknown_choice", {"choices": ", ".join(purposes)})
        for at, template_id in enumerate(accepted)
        if template_id not in purposes
    ]
    if errors:
        raise InputRefused(errors)
    now = clock.now()
    with write("note accepted messages") as tx:
        hold(tx, user_id)
        mine = sa.select(orders.c.id).where(orders.c.id == order_id, orders.c.user_id == user_id)
        if tx.execute(mine).first() is None:
            raise InputRefused([FieldError("/order_id", "unknown_order")])
        rows = [
            {
                "order_id": order_id,
                "purpose": purposes[template_id].value,
                "user_id": user_id,
                "template_id": template_id,
                "status": MessageStatus.WAITING.value,
                "try_next_at": now,
                "accepted_at": now,
            }
            for template_id in dict.fromkeys(accepted)
        ]
        if rows:
            tx.execute(_ACCEPT, rows)
        there = tx.execute(sa.select(subscriptions).where(_s.order_id == order_id).order_by(_s.purpose)).all()
    return [Subscription(row.purpose, row.template_id, row.status) for row in there]


def wake(tx: sa.Connection, order_ids: Sequence[str]) -> None:
    """Something was retired of these orders: the job looks whether that is to be told."""
    waiting = (_s.status == MessageStatus.WAITING.value, _s.purpose == Purpose.RETIRED.value)
    wakened = sa.update(subscriptions).where(*waiting).values(try_next_at=clock.now())
    for some in portions(order_ids):
        tx.execute(wakened.where(_s.order_id.in_(some)))


_DUE = (
    sa.select(
        _s.order_id, _s.purpose, _s.template_id, _s.tries, _s.try_next_at, _s.accepted_at, users.c.openid,
        orders.c.mass_g, orders.c.status.label("order_status"), scenes.c.name.label("scene"),
    )
    .join_from(subscriptions, orders, orders.c.id == _s.order_id)
    .join(users, users.c.id == _s.user_id)
    .outerjoin(scenes, scenes.c.id == orders.c.scene_id)
    .where(_s.try_next_at <= sa.bindparam("now"))
    .order_by(_s.try_next_at)
    .limit(sa.bindparam("limit"))
)  # fmt: skip
_OF_ORDER = (
    sa.select(certificates.c.id, certificates.c.number, certificates.c.status, certificates.c.status_at)
    .where(certificates.c.order_id == sa.bindparam("order_id"))
    .order_by(certificates.c.position)
)


def send_messages(limit: int = 50) -> int:
    """Send what can be told now. How many ended: sent, refused by the guest, dropped or given up. May be repeated.

    A message whose answer was lost is sent again; WeChat then says that nothing is left of the acceptance.
    """
    if platform().miniprogram is None:
        return 0
    with read() as connection:
        due = connection.execute(_DUE, {"now": clock.now(), "limit": limit}).all()
    done = 0
    for row in due:
        with read() as connection:
            issued = connection.execute(_OF_ORDER, {"order_id": row.order_id}).all()
        status, error = _outcome(row, issued)
        done += status is not MessageStatus.WAITING
        _note(row, issued, status, error)
    return done


def _outcome(row: Any, issued: Sequence[Any]) -> tuple[MessageStatus, str | None]:
    if row.order_status in _OVER or row.openid is None or _never_paid(row):
        return MessageStatus.DROPPED, None
    template = _template(row)
    if template is None:
        return MessageStatus.DROPPED, "the template is not in use any more"
    return _send(row, template, issued) if _tellable(row, issued) else (MessageStatus.WAITING, None)


def _never_paid(row: Any) -> bool:
    """Expired, and past the time in which a late payment could still be found."""
    return bool(row.order_status == OrderStatus.EXPIRED and row.accepted_at < clock.now() - _STILL_FOUND)


def _template(row: Any) -> Template | None:
    """The one the guest accepted, while it is still the installation's."""
    template = platform().settings.message_templates.get(Purpose(row.purpose))
    return template if template is not None and template.id == row.template_id else None


def _tellable(row: Any, issued: Sequence[Any]) -> bool:
    if row.purpose == Purpose.CERTIFICATE:
        return bool(issued)
    return bool(issued) and all(each.status == CertificateStatus.RETIRED for each in issued)


def _send(row: Any, template: Template, issued: Sequence[Any]) -> tuple[MessageStatus, str | None]:
    miniprogram = platform().miniprogram
    assert miniprogram is not None  # noqa: S101 (the caller has looked)
    on = max(each.status_at for each in issued).astimezone(clock.BEIJING)
    facts = {
        "what": TITLES[Purpose(row.purpose)],
        "scene": row.scene or "生活碳足迹",
        "number": issued[0].number,
        "mass": str(display.mass(row.mass_g)),
        "day": f"{on.year}年{on.month}月{on.day}日",
    }
    data = {field: fitted(field, facts[fact]) for field, fact in template.fields}
    try:
        taken = miniprogram.send_subscribed(row.openid, template.id, f"{CERTIFICATE_PAGE}?id={issued[0].id}", data)
    except WeChatRefused as refused:
        alert("message_refused", template.id, str(refused))
        return MessageStatus.FAILED, str(refused)[:200]
    except WeChatError as error:
        if row.tries + 1 >= 2 * len(_WAIT_S):
            return MessageStatus.FAILED, type(error).__name__
        return MessageStatus.WAITING, type(error).__name__
    return (MessageStatus.SENT if taken else MessageStatus.REFUSED), None


def _note(row: Any, issued: Sequence[Any], status: MessageStatus, error: str | None) -> None:
    """Looked at again: ever later while a certificate is to come or WeChat fails; for a retirement when woken."""
    now = clock.now()
    again = None
    if status is MessageStatus.WAITING and error is not None:
        again = now + timedelta(seconds=_WAIT_S[min(row.tries, len(_WAIT_S) - 1)])
    elif status is MessageStatus.WAITING and (row.purpose == Purpose.CERTIFICATE or not issued):
        age = timedelta(0) if row.order_status == OrderStatus.PENDING else now - row.accepted_at
        again = now + min(max(age, timedelta(seconds=_LOOK_AGAIN_S)), timedelta(seconds=_WAIT_S[-1]))
    with write("note what became of a message") as tx:
        still = [_s.order_id == row.order_id, _s.purpose == row.purpose, _s.status == MessageStatus.WAITING.value]
        if status is MessageStatus.WAITING:
            still.append(_s.try_next_at == row.try_next_at)  # woken meanwhile: the next round looks again
        tx.execute(
            sa.update(subscriptions)
            .where(*still)
            .values(
                status=status.value,
                tries=_s.tries + int(error is not None),
                try_next_at=again,
                last_error=error,
                ended_at=None if status is MessageStatus.WAITING else now,
            )
        )
