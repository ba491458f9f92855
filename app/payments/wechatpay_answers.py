"""WeChat Pay's JSON read into the Protocol's words: the same two shapes arrive by query and by notification.

Nothing here calls out or checks a signature.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import orjson

from app.payments.provider import PaymentOutcome, PaymentState, RefundOutcome, RefundState

Json = Mapping[str, object]

_PAYMENT_STATES = {
    "SUCCESS": PaymentState.PAID,
    "REFUND": PaymentState.REFUNDED,
    "NOTPAY": PaymentState.NOT_PAID,
    "CLOSED": PaymentState.CLOSED,
}
_REFUND_STATES = {
    "SUCCESS": RefundState.SUCCEEDED,
    "PROCESSING": RefundState.PROCESSING,
    "CLOSED": RefundState.CLOSED,
    "ABNORMAL": RefundState.ABNORMAL,
}


class Unreadable(ValueError):
    """Not the shape WeChat Pay documents, or somebody else's. The text names the field, never its content."""


def json_object(data: str | bytes) -> Json:
    """The JSON object in data; Unreadable for anything else, also for bottomless nesting."""
    try:
        value = orjson.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Unreadable("not a JSON object")
    return value


def payment_outcome(content: Json, *, mchid: str, appid: str) -> PaymentOutcome:
    """A transaction (query answer, or opened notification) in our words. Unreadable if malformed or not ours.

    A trade_state we do not know is UNKNOWN, never a failure. PAID and REFUNDED always come with amount, currency and
    transaction number, PAID with its instant too. A missing currency is CNY, as documented for mainland merchants.
    """
    expect(content, "mchid", mchid)
    expect(content, "appid", appid)
    payment_id = text(content, "out_trade_no")
    state = _PAYMENT_STATES.get(text(content, "trade_state"), PaymentState.UNKNOWN)
    if state not in {PaymentState.PAID, PaymentState.REFUNDED}:
        return PaymentOutcome(payment_id, state)
    amount = member(content, "amount")
    payer = member(content, "payer") if "payer" in content else {}
    paid = state is PaymentState.PAID or "success_time" in content
    return PaymentOutcome(
        payment_id=payment_id,
        state=state,
        amount_fen=fen(amount, "total"),
        currency=text(amount, "currency") if "currency" in amount else "CNY",
        transaction_id=text(content, "transaction_id"),
        openid=text(payer, "openid") if "openid" in payer else None,
        paid_at=instant(content, "success_time") if paid else None,
    )


def refund_outcome(content: Json, *, state_field: str) -> RefundOutcome:
    """A refund in our words. state_field: ``status`` in answers, ``refund_status`` in notifications."""
    state = _REFUND_STATES.get(text(content, state_field), RefundState.UNKNOWN)
    amount = member(content, "amount")
    if amount.get("currency", "CNY") != "CNY":
        raise Unreadable("amount.currency")
    return RefundOutcome(
        refund_id=text(content, "out_refund_no"),
        state=state,
        refund_fen=fen(amount, "refund"),
        provider_reference=text(content, "refund_id"),
        succeeded_at=instant(content, "success_time") if state is RefundState.SUCCEEDED else None,
        payment_id=text(content, "out_trade_no"),
    )


def expect(content: Json, name: str, value: str) -> None:
    """Unreadable unless the member is exactly value."""
    if content.get(name) != value:
        raise Unreadable(f"{name} is not ours")


def text(content: Json, name: str) -> str:
    """A string member of 1 to 256 characters; Unreadable otherwise."""
    value = content.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= 256:
        raise Unreadable(name)
    return value


def member(content: Json, name: str) -> Json:
    """An object member; Unreadable otherwise."""
    value = content.get(name)
    if not isinstance(value, dict):
        raise Unreadable(name)
    return value


def fen(content: Json, name: str) -> int:
    """A whole, not negative number of fen. 1.0, true and "1" are Unreadable."""
    value = content.get(name)
    if type(value) is not int or value < 0:
        raise Unreadable(name)
    return value


def instant(content: Json, name: str) -> datetime:
    """An RFC 3339 instant with offset, as aware UTC; Unreadable otherwise."""
    try:
        value = datetime.fromisoformat(text(content, name))
        if value.tzinfo is not None:
            return value.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Unreadable(name)
