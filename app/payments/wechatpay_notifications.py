"""Opens a message from WeChat Pay, with everything the SDK's ``callback()`` does not check, before and after.

Makes no call and keeps nothing. Whether the order exists and its amount and payer agree is the service's business.
"""

from collections.abc import Mapping

from app.payments.provider import (
    Notification,
    NotificationRefused,
    NotificationRejected,
    PaymentOutcome,
    PaymentState,
    RefundOutcome,
)
from app.payments.wechatpay_answers import Json, Unreadable, expect, json_object, member, payment_outcome, text
from app.payments.wechatpay_answers import refund_outcome as read_refund
from app.payments.wechatpay_channel import Channel

LARGEST_BODY = 64 * 1024
_REQUIRED = ("wechatpay-timestamp", "wechatpay-nonce", "wechatpay-signature", "wechatpay-serial")
_LONGEST_HEADER = 1024
_REFUND_STATUS = {"REFUND.SUCCESS": "SUCCESS", "REFUND.ABNORMAL": "ABNORMAL", "REFUND.CLOSED": "CLOSED"}


def open_notification(
    channel: Channel, kind: str, headers: Mapping[str, str], body: bytes, *, mchid: str, appid: str
) -> Notification:
    """Verify, decrypt and read. kind: payments | refunds.

    Raises NotificationRefused while nothing is proven, NotificationRejected after that. The order matters: nothing is
    read of a message, and no SDK code sees it, before its serial, time and signature are proven.
    """
    if kind not in {"payments", "refunds"}:
        raise ValueError("kind is payments or refunds")
    _authenticate(channel, headers, body)
    try:
        return _read(kind, _decrypt(channel, body), mchid=mchid, appid=appid)
    except Unreadable as unreadable:
        problem = str(unreadable)
    raise NotificationRejected(f"a signed message of {kind} is not acceptable: {problem}")


def _authenticate(channel: Channel, headers: Mapping[str, str], body: bytes) -> None:
    """Raise NotificationRefused unless the signature over the raw body holds, under a serial of ours, and is fresh."""
    if len(body) > LARGEST_BODY:
        raise NotificationRefused("the message is too large")
    given = {name.lower(): value for name, value in headers.items()}
    for name in _REQUIRED:
        if not 0 < len(given.get(name, "")) <= _LONGEST_HEADER:
            raise NotificationRefused(f"header {name} is missing or too long")
    if given["wechatpay-signature"].startswith("WECHATPAY/SIGNTEST/"):
        raise NotificationRefused("a signature probe")  # WeChat checks that we refuse it, and sends the real one again
    if not channel.is_authentic(given, body):
        raise NotificationRefused("serial, time or signature does not hold")


def _decrypt(channel: Channel, body: bytes) -> Json:
    """The envelope with its resource opened."""
    envelope = json_object(_utf8(body))
    expect(envelope, "resource_type", "encrypt-resource")
    sealed = member(envelope, "resource")
    expect(sealed, "algorithm", "AEAD_AES_256_GCM")
    # The signature held, so what cannot be opened is sealed with another APIv3 key, or has a shape nobody documented.
    plain = channel.unsealed(sealed.get("nonce"), sealed.get("ciphertext"), sealed.get("associated_data") or "")
    if plain is None:
        raise Unreadable("it cannot be decrypted")
    return {**envelope, "resource": json_object(plain), "original_type": sealed.get("original_type")}


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def _read(kind: str, envelope: Json, *, mchid: str, appid: str) -> Notification:
    event, content = text(envelope, "event_type"), member(envelope, "resource")
    payment: PaymentOutcome | None = None
    refund: RefundOutcome | None = None
    if event == "TRANSACTION.SUCCESS":
        _expect_address(kind, "payments", envelope, "transaction")
        payment = _payment(content, mchid=mchid, appid=appid)
    elif event in _REFUND_STATUS:
        _expect_address(kind, "refunds", envelope, "refund")
        expect(content, "mchid", mchid)
        expect(content, "refund_status", _REFUND_STATUS[event])
        refund = read_refund(content, state_field="refund_status")
    elif "mchid" in content:
        expect(content, "mchid", mchid)
    return Notification(text(envelope, "id"), event, payment, refund, dict(content))


def _expect_address(kind: str, expected: str, envelope: Json, original_type: str) -> None:
    # We name a different address for each in every request, so WeChat never mixes them.
    if kind != expected:
        raise Unreadable(f"event_type does not belong to {kind}")
    expect(envelope, "original_type", original_type)


def _payment(content: Json, *, mchid: str, appid: str) -> PaymentOutcome:
    outcome = payment_outcome(content, mchid=mchid, appid=appid)
    if outcome.state is not PaymentState.PAID:
        raise Unreadable("trade_state is not SUCCESS")
    if outcome.currency != "CNY":
        raise Unreadable("amount.currency")
    return outcome
