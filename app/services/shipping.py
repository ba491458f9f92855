"""Telling WeChat that the service was rendered: a duty of paying mini-programs, done by a job."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, write
from app.domain import display
from app.domain.notifications import ShippingStatus
from app.models import orders, payments, shipping_notices
from app.services.alerts import alert
from app.services.platform import platform
from app.wechat.errors import WeChatError, WeChatRefused
from app.wechat.miniprogram import Shipping

_WAIT_S = (60, 120, 300, 900, 3600, 21_600)
_s = shipping_notices.c
_DUE = (
    sa.select(_s.payment_id, _s.tries, payments.c.transaction_id, payments.c.openid, orders.c.mass_g)
    .join(payments, payments.c.id == _s.payment_id)
    .join(orders, orders.c.id == payments.c.order_id)
    .where(_s.status == ShippingStatus.WAITING.value, _s.try_next_at <= sa.bindparam("now"))
    .order_by(_s.try_next_at)
    .limit(sa.bindparam("limit"))
)


def send_notices(limit: int = 50) -> int:
    """Send what is due. May be repeated: WeChat takes the same notice again as "nothing changed". Returns how many."""
    miniprogram = platform().miniprogram
    if miniprogram is None:
        return 0
    with read() as connection:
        due = connection.execute(_DUE, {"now": clock.now(), "limit": limit}).all()
    done = 0
    for row in due:
        status, error = _send(row)
        done += status is not ShippingStatus.WAITING
        wait = timedelta(seconds=_WAIT_S[min(row.tries, len(_WAIT_S) - 1)])
        with write("note a shipping notice") as tx:
            tx.execute(
                sa.update(shipping_notices)
                .where(_s.payment_id == row.payment_id)
                .values(status=status.value, tries=_s.tries + 1, try_next_at=clock.now() + wait, last_error=error)
            )
    return done


def notice_text(mass_g: int) -> str:
    """What WeChat shows the payer as delivered."""
    return f"碳减排量代为注销服务 {display.mass(mass_g)}"


def _send(row: Any) -> tuple[ShippingStatus, str | None]:
    miniprogram = platform().miniprogram
    if miniprogram is None or row.openid is None or row.transaction_id is None:
        return ShippingStatus.REFUSED, "no payer known"
    text = notice_text(row.mass_g)
    try:
        answer = miniprogram.upload_shipping(row.payment_id, row.transaction_id, row.openid, text, clock.now())
    except WeChatRefused as refused:
        if row.tries + 1 >= len(_WAIT_S):
            alert("shipping_refused", row.payment_id, str(refused))
            return ShippingStatus.REFUSED, str(refused)[:200]
        return ShippingStatus.WAITING, str(refused)[:200]
    except WeChatError as error:
        return ShippingStatus.WAITING, type(error).__name__
    if answer is Shipping.UPLOADED:
        return ShippingStatus.DONE, None
    if answer is Shipping.NOT_SHIPPABLE and row.tries + 1 >= len(_WAIT_S):
        alert("shipping_refused", row.payment_id, answer.value)
        return ShippingStatus.REFUSED, answer.value
    return ShippingStatus.WAITING, answer.value
