"""What is sent to WeChat Pay, made of our requests alone: the same request gives the same bytes. Sends nothing."""

import re
from urllib.parse import urlsplit

from app.core import clock
from app.payments.provider import Method, PaymentRequest, RefundRequest

NOTIFICATION_PATHS = {kind: f"/api/v1/notifications/wechatpay/{kind}" for kind in ("payments", "refunds")}
_NUMBER = re.compile(r"[0-9A-Za-z]{8,32}")


def order_fields(request: PaymentRequest, notify_url: str) -> dict[str, object]:
    """Arguments of the SDK's ``pay``. The description is cut to 127 characters, expires_at to whole seconds.

    ValueError for a request that could never be accepted.
    """
    if request.expires_at.tzinfo is None:
        raise ValueError("expires_at must be aware")
    if request.amount_fen < 1 or not request.description:
        raise ValueError("an order has a description and at least one fen")
    if request.attach is not None and len(request.attach) > 128:
        raise ValueError("attach has at most 128 characters")
    if request.method is Method.JSAPI and not request.openid:
        raise ValueError("a JSAPI payment names its payer")
    expires_at = request.expires_at.astimezone(clock.BEIJING).replace(microsecond=0)
    return {
        "description": request.description[:127],
        "out_trade_no": number(request.payment_id),
        "amount": {"total": request.amount_fen, "currency": "CNY"},
        "payer": {"openid": request.openid} if request.method is Method.JSAPI else None,
        "time_expire": expires_at.isoformat(),
        "attach": request.attach,
        "notify_url": notify_url,
    }


def refund_fields(request: RefundRequest, notify_url: str) -> dict[str, object]:
    """Arguments of the SDK's ``refund``. WeChat counts a reason in UTF-8 bytes: as many characters as fit into 80."""
    return {
        "out_refund_no": number(request.refund_id),
        "out_trade_no": number(request.payment_id),
        "amount": {"refund": request.refund_fen, "total": request.paid_fen, "currency": "CNY"},
        "reason": request.reason.encode()[:80].decode(errors="ignore") or None,
        "notify_url": notify_url,
    }


def number(value: str) -> str:
    """An id that may stand in an address: the SDK signs it unescaped. ValueError otherwise."""
    if not _NUMBER.fullmatch(value):
        raise ValueError("a payment or refund number has 8 to 32 letters and digits")
    return value


def notify_urls(public_url: str) -> dict[str, str]:
    """Where WeChat sends its messages, by kind. ValueError if it could not."""
    urls = {kind: public_url.rstrip("/") + path for kind, path in NOTIFICATION_PATHS.items()}
    for url in urls.values():
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("PUBLIC_URL must be absolute and without a query: WeChat Pay's messages come below it")
        if len(url) > 255:
            raise ValueError("PUBLIC_URL is too long: a notify_url has at most 255 characters")
    return urls
