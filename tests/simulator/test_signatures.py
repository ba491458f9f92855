"""The cryptography by itself, against the SDK's own functions and against nonsense."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpayv3.utils import aes_decrypt, build_authorization, rsa_verify

from simulator import signatures
from simulator.keys import shared_keys

KEYS = shared_keys()
PUBLIC = KEYS.merchant_private.public_key()


@given(st.text(max_size=200), st.text(alphabet="0123456789abcdef", min_size=12, max_size=12))
def test_the_sdk_decrypts_what_we_encrypt(plain: str, nonce: str) -> None:
    try:
        raw = plain.encode()
    except UnicodeEncodeError:
        return
    sealed = signatures.encrypt(KEYS.apiv3_key, nonce, "transaction", raw)
    assert aes_decrypt(nonce, sealed, "transaction", KEYS.apiv3_key) == plain


def test_the_sdk_accepts_our_signature_and_we_accept_the_sdks() -> None:
    headers = signatures.signed_headers(KEYS.platform_private, "id", "正文".encode(), 1_700_000_000)
    timestamp, nonce, signature = (headers[f"Wechatpay-{name}"] for name in ("Timestamp", "Nonce", "Signature"))
    assert rsa_verify(timestamp, nonce, "正文", signature, KEYS.platform_private.public_key())
    assert not rsa_verify(timestamp, nonce, "正文 ", signature, KEYS.platform_private.public_key())
    header = build_authorization("/v3/x?y=1", "POST", KEYS.mchid, KEYS.merchant_serial, KEYS.merchant_private, "{}")
    claim = signatures.parse_authorization(header)
    text = signatures.lines(b"POST", b"/v3/x?y=1", claim.timestamp.encode(), claim.nonce_str.encode(), b"{}")
    assert (claim.mchid, claim.serial_no) == (KEYS.mchid, KEYS.merchant_serial)
    assert signatures.verify(PUBLIC, text, claim.signature)


@given(st.data())
def test_a_text_changed_in_any_one_byte_is_not_the_one_that_was_signed(data: st.DataObject) -> None:
    text = signatures.lines(
        b"POST", b"/v3/pay/transactions/jsapi", b"1700000000", b"n0nce", b'{"amount":{"total":1744}}'
    )
    signature = signatures.sign(KEYS.merchant_private, text)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != text[place]))
    assert signatures.verify(PUBLIC, text, signature)
    assert not signatures.verify(PUBLIC, text[:place] + bytes([other]) + text[place + 1 :], signature)


@given(st.text())
def test_a_signature_that_is_nonsense_is_refused_quietly(signature: str) -> None:
    assert not signatures.verify(PUBLIC, b"text", signature)


@given(st.one_of(st.text(), st.text().map(lambda rest: f"{signatures.SCHEME} {rest}")))
def test_a_header_that_is_nonsense_is_a_value_error(header: str) -> None:
    with contextlib.suppress(ValueError):
        signatures.parse_authorization(header)


@pytest.mark.parametrize("missing", ["mchid", "serial_no", "nonce_str", "timestamp", "signature"])
def test_every_field_must_be_there_once_and_no_other(missing: str) -> None:
    fields = {name: f'{name}="1"' for name in ("mchid", "serial_no", "nonce_str", "timestamp", "signature")}
    whole = f"{signatures.SCHEME} {','.join(fields.values())}"
    assert signatures.parse_authorization(whole).mchid == "1"
    del fields[missing]
    for header in (f"{signatures.SCHEME} {','.join(fields.values())}", whole + ',extra="1"'):
        with pytest.raises(ValueError, match="Authorization must hold"):
            signatures.parse_authorization(header)
