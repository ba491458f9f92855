"""Signed, and still not acceptable: junk, other merchants, half-told transactions and refunds."""

import json

import pytest

from app.payments.provider import NotificationRejected
from tests.payments.gateway import NOW, refund_message

PROBE = "WECHATPAY/SIGNTEST/"


JUNK = {
    "no JSON": b"not json",
    "not UTF-8": b"\xff\xfe\x00",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "empty": b"",
    "an empty object": b"{}",
    "bottomless": b"[" * 30_000,
    "no resource": json.dumps({"id": "EV", "event_type": "TRANSACTION.SUCCESS"}).encode(),
    "a resource of text": json.dumps(
        {"id": "EV", "event_type": "TRANSACTION.SUCCESS", "resource_type": "encrypt-resource", "resource": "x"}
    ).encode(),
}


@pytest.mark.parametrize("body", JUNK.values(), ids=JUNK.keys())
def test_signed_junk_is_rejected(provider, gateway, world, body):
    with pytest.raises(NotificationRejected):
        provider.parse_notification("payments", world.signed(body, at=NOW), body)
    assert gateway.connections == 0


def rejected(provider, world, envelope, kind="payments") -> str:
    body = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()
    with pytest.raises(NotificationRejected) as told:
        provider.parse_notification(kind, world.signed(body, at=NOW), body)
    return str(told.value)


def test_a_message_sealed_with_another_apiv3_key_is_rejected(provider, world, transaction):
    envelope = world.sealed(
        transaction,
        event="TRANSACTION.SUCCESS",
        original_type="transaction",
        apiv3_key="anotherKeyOf32Characters00000000",
    )
    assert "decrypted" in rejected(provider, world, envelope)


@pytest.mark.parametrize(
    "change",
    [
        {"algorithm": "AEAD_SM4_GCM"},
        {"nonce": "short"},
        {"nonce": 7},
        {"ciphertext": "?"},
        {"ciphertext": ""},
        {"associated_data": "other"},
        {"original_type": "refund"},
        {"original_type": None},
    ],
)
def test_a_resource_that_is_not_as_documented_is_rejected(provider, world, transaction, change):
    envelope = world.sealed(transaction, event="TRANSACTION.SUCCESS", original_type="transaction")
    rejected(provider, world, {**envelope, "resource": {**envelope["resource"], **change}})


@pytest.mark.parametrize("change", [{"resource_type": "other"}, {"id": ""}, {"id": 7}, {"event_type": None}])
def test_an_envelope_that_is_not_as_documented_is_rejected(provider, world, transaction, change):
    envelope = world.sealed(transaction, event="TRANSACTION.SUCCESS", original_type="transaction")
    rejected(provider, world, {**envelope, **change})


def test_a_sealed_text_that_is_no_object_is_rejected(provider, world):
    for plain in (b"[]", b"1", b"null", b"{", b"\xff"):
        rejected(provider, world, world.sealed(plain, event="TRANSACTION.SUCCESS", original_type="transaction"))


@pytest.mark.parametrize(
    "change",
    [
        {"mchid": "1900000110"},
        {"mchid": 1900000109},
        {"appid": "wxffffffffffffffff"},
        {"trade_state": "NOTPAY"},
        {"trade_state": "REFUND"},
        {"trade_state": "SOMETHINGNEW"},
        {"amount": {"total": 1744, "currency": "USD"}},
        {"amount": {"total": "1744", "currency": "CNY"}},
        {"amount": {"total": 1744.0, "currency": "CNY"}},
        {"amount": {"total": True, "currency": "CNY"}},
        {"amount": {"total": -1, "currency": "CNY"}},
        {"amount": {"currency": "CNY"}},
        {"amount": {"total": 1744, "currency": None}},
        {"amount": [1744]},
        {"amount": None},
        {"out_trade_no": ""},
        {"out_trade_no": ["pay"]},
        {"transaction_id": None},
        {"success_time": "2026-11-20 11:59:58"},
        {"success_time": "2026-11-20T11:59:58"},
        {"success_time": 1795147198},
        {"success_time": "0001-01-01T00:00:00+08:00"},
        {"payer": "somebody"},
        {"payer": {"openid": 7}},
    ],
    ids=str,
)
def test_a_transaction_that_is_not_ours_or_not_whole_is_rejected(provider, world, transaction, change):
    content = {**transaction, **change}
    told = rejected(provider, world, world.sealed(content, event="TRANSACTION.SUCCESS", original_type="transaction"))
    assert "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o" not in told


@pytest.mark.parametrize(
    "change",
    [
        {"mchid": "1900000110"},
        {"refund_status": "CLOSED"},
        {"refund_status": None},
        {"out_refund_no": None},
        {"out_trade_no": None},
        {"amount": {"refund": "1744"}},
        {"amount": {"refund": 1744, "currency": "USD"}},
        {"success_time": None},
    ],
    ids=str,
)
def test_a_refund_that_is_not_ours_or_not_whole_is_rejected(provider, world, refund_notice, change):
    rejected(provider, world, refund_message(world, {**refund_notice, **change}), kind="refunds")


def test_a_message_at_the_other_address_is_rejected(provider, world, payment_message, refund_notice):
    rejected(provider, world, payment_message, kind="refunds")
    rejected(provider, world, refund_message(world, refund_notice), kind="payments")


def test_an_unknown_event_of_another_merchant_is_rejected(provider, world):
    rejected(provider, world, world.sealed({"mchid": "1"}, event="COMPLAINT.CREATE", original_type="complaint"))
