"""What WeChat Pay's messages are believed to say: every way one can lie, and the honest one."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import EnvironHeaders

from app.payments.provider import NotificationRefused, PaymentState, RefundState
from tests.payments.gateway import NOW, refund_message

PROBE = "WECHATPAY/SIGNTEST/"


def test_an_honest_payment_message_is_opened(provider, gateway, world, payment_message):
    heard = provider.parse_notification("payments", world.signed(payment_message, at=NOW), payment_message)
    assert (heard.message_id, heard.kind, heard.refund) == ("EV-2018022511223320873", "TRANSACTION.SUCCESS", None)
    assert heard.payment is not None
    assert heard.payment.state is PaymentState.PAID
    assert heard.payment.payment_id == "pay01J0000000000000000000000"
    assert (heard.payment.amount_fen, heard.payment.currency) == (1744, "CNY")
    assert heard.payment.openid == "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"
    assert heard.payment.transaction_id == "4200001234202611201234567890"
    assert heard.payment.paid_at == datetime(2026, 11, 20, 3, 59, 58, tzinfo=UTC)
    assert heard.plain["trade_type"] == "JSAPI"
    assert gateway.heard == []


def test_a_message_heard_twice_reads_the_same(provider, world, payment_message):
    headers = world.signed(payment_message, at=NOW)
    first = provider.parse_notification("payments", headers, payment_message)
    assert first == provider.parse_notification("payments", headers, payment_message)


HEADER_SHAPES = {
    "as sent": lambda headers: headers,
    "lower case": lambda headers: {name.lower(): value for name, value in headers.items()},
    "upper case": lambda headers: {name.upper(): value for name, value in headers.items()},
    "werkzeug's": lambda headers: EnvironHeaders(
        {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
    ),
    "without a signature type": lambda headers: {
        name: value for name, value in headers.items() if name != "Wechatpay-Signature-Type"
    },
}


@pytest.mark.parametrize("shape", HEADER_SHAPES.values(), ids=HEADER_SHAPES.keys())
def test_headers_are_found_however_they_arrive(provider, world, payment_message, shape):
    headers = shape(world.signed(payment_message, at=NOW))
    assert provider.parse_notification("payments", headers, payment_message).payment is not None


REFUSED = {
    "a year old": lambda world, body: world.signed(body, at=NOW - timedelta(days=365)),
    "300 seconds old": lambda world, body: world.signed(body, at=NOW - timedelta(seconds=300)),
    "300 seconds ahead": lambda world, body: world.signed(body, at=NOW + timedelta(seconds=300)),
    "a time in milliseconds": lambda world, body: world.signed(body, at=NOW) | {"Wechatpay-Timestamp": "1795147200000"},
    "a time in other digits": lambda world, body: world.signed(body, at=NOW) | {"Wechatpay-Timestamp": "１７９５"},
    "a negative time": lambda world, body: world.signed(body, at=NOW) | {"Wechatpay-Timestamp": "-1"},
    "a foreign key": lambda world, body: world.signed(body, at=NOW, key=world.foreign),
    "our own key": lambda world, body: world.signed(body, at=NOW, key=world.merchant),
    "a probe": lambda world, body: (
        world.signed(body, at=NOW)
        | {"Wechatpay-Signature": PROBE + world.signed(body, at=NOW)["Wechatpay-Signature"][len(PROBE) :]}
    ),
    "a signature of another body": lambda world, body: world.signed(body + b"\n", at=NOW),
    "a signature that is no base64": lambda world, body: world.signed(body, at=NOW) | {"Wechatpay-Signature": "签名"},
    "a signature with blanks inside": lambda world, body: (
        world.signed(body, at=NOW) | {"Wechatpay-Signature": " " + world.signed(body, at=NOW)["Wechatpay-Signature"]}
    ),
    "an empty signature": lambda world, body: world.signed(body, at=NOW) | {"Wechatpay-Signature": ""},
    "a signature of the wrong length": lambda world, body: (
        world.signed(body, at=NOW) | {"Wechatpay-Signature": b64encode(b"short").decode()}
    ),
    "another nonce": lambda world, body: world.signed(body, at=NOW) | {"Wechatpay-Nonce": "changed"},
    "a hexadecimal serial": lambda world, body: world.signed(body, at=NOW, serial="5157F09EFDC096DE15EBE81A47057A72"),
    "another public key's id": lambda world, body: world.signed(body, at=NOW, serial="PUB_KEY_ID_011900000109000000"),
    "an empty serial": lambda world, body: world.signed(body, at=NOW, serial=""),
    "another algorithm": lambda world, body: (
        world.signed(body, at=NOW) | {"Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"}
    ),
    "no headers": lambda world, body: {},
    "headers a stranger aims at the SDK": lambda world, body: {
        "HTTP_" + name.upper().replace("-", "_"): value for name, value in world.signed(body, at=NOW).items()
    },
    "an enormous nonce": lambda world, body: world.signed(body, at=NOW, nonce="n" * 5_000),
}


@pytest.mark.parametrize("headers_of", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_proven_is_refused_without_a_call(provider, gateway, world, payment_message, headers_of):
    with pytest.raises(NotificationRefused):
        provider.parse_notification("payments", headers_of(world, payment_message), payment_message)
    assert gateway.heard == [], "an unauthenticated caller made us call out"
    assert gateway.connections == 0


@pytest.mark.parametrize("missing", ["Timestamp", "Nonce", "Signature", "Serial"])
def test_each_of_the_four_headers_is_needed(provider, gateway, world, payment_message, missing):
    headers = world.signed(payment_message, at=NOW)
    del headers[f"Wechatpay-{missing}"]
    with pytest.raises(NotificationRefused, match=missing.lower()):
        provider.parse_notification("payments", headers, payment_message)
    assert gateway.connections == 0


def test_299_seconds_either_way_are_fresh(provider, world, payment_message):
    for seconds in (-299, 299):
        headers = world.signed(payment_message, at=NOW + timedelta(seconds=seconds))
        assert provider.parse_notification("payments", headers, payment_message).payment is not None


def test_a_message_over_64_kib_is_refused_even_when_signed(provider, world):
    body = b" " * (64 * 1024 + 1)
    with pytest.raises(NotificationRefused, match="large"):
        provider.parse_notification("payments", world.signed(body, at=NOW), body)


@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_not_one_bit_of_a_signed_body_can_be_changed(provider, world, payment_message, place, bit):
    headers = world.signed(payment_message, at=NOW)
    changed = bytearray(payment_message)
    changed[place % len(changed)] ^= 1 << bit
    with pytest.raises(NotificationRefused):
        provider.parse_notification("payments", headers, bytes(changed))


@pytest.mark.parametrize(
    ("event", "status", "state"),
    [
        ("REFUND.SUCCESS", "SUCCESS", RefundState.SUCCEEDED),
        ("REFUND.ABNORMAL", "ABNORMAL", RefundState.ABNORMAL),
        ("REFUND.CLOSED", "CLOSED", RefundState.CLOSED),
    ],
)
def test_an_honest_refund_message_is_opened(provider, world, refund_notice, event, status, state):
    content = {**refund_notice, "refund_status": status}
    if status != "SUCCESS":
        del content["success_time"]
    body = refund_message(world, content, event)
    heard = provider.parse_notification("refunds", world.signed(body, at=NOW), body)
    assert heard.payment is None
    assert heard.refund is not None
    assert (heard.refund.state, heard.refund.refund_fen) == (state, 1744)
    assert (heard.refund.refund_id, heard.refund.payment_id) == (
        "ref01J0000000000000000000000",
        "pay01J0000000000000000000000",
    )
    assert (heard.refund.succeeded_at is None) == (status != "SUCCESS")


def test_an_event_we_do_not_know_is_kept_and_moves_nothing(provider, world):
    envelope = world.sealed({"mchid": "1900000109", "x": 1}, event="COMPLAINT.CREATE", original_type="complaint")
    body = json.dumps(envelope).encode()
    heard = provider.parse_notification("payments", world.signed(body, at=NOW), body)
    assert (heard.kind, heard.payment, heard.refund) == ("COMPLAINT.CREATE", None, None)
    assert heard.plain == {"mchid": "1900000109", "x": 1}


def test_associated_data_may_be_missing(provider, world, transaction):
    envelope = world.sealed(transaction, event="TRANSACTION.SUCCESS", original_type="transaction", associated_data="")
    del envelope["resource"]["associated_data"]
    body = json.dumps(envelope).encode()
    assert provider.parse_notification("payments", world.signed(body, at=NOW), body).payment is not None


def test_a_missing_currency_is_cny_as_documented(provider, world, transaction):
    content = {**transaction, "amount": {"total": 1744}}
    body = json.dumps(world.sealed(content, event="TRANSACTION.SUCCESS", original_type="transaction")).encode()
    heard = provider.parse_notification("payments", world.signed(body, at=NOW), body)
    assert heard.payment is not None
    assert heard.payment.currency == "CNY"


def test_an_address_we_never_gave_is_our_own_mistake(provider, world, payment_message):
    with pytest.raises(ValueError, match="payments or refunds"):
        provider.parse_notification("other", world.signed(payment_message, at=NOW), payment_message)
