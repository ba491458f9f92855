"""Signatures and commitments: they hold for exactly what was signed, by a published key, and for nothing else."""

import base64
import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.canonical import commitment, name_bytes, sha256_text
from app.core.signing import RecordSigner, base64url, base64url_decode, new_signing_key_pem, verify

SIGNER = RecordSigner.from_pem(new_signing_key_pem())
OTHER = RecordSigner.from_pem(new_signing_key_pem())
JWKS: dict[str, Any] = {"keys": [dict(OTHER.jwk), dict(SIGNER.jwk)]}
steady = settings(deadline=None, derandomize=True)  # the cores are noisy


@steady
@given(st.binary(max_size=200), st.integers(0, 10**6))
def test_a_signature_holds_for_these_bytes_only(data: bytes, at: int) -> None:
    signature = SIGNER.sign(data)
    assert verify(data, signature, JWKS)
    assert SIGNER.sign(data) == signature
    assert not verify(data + b"\x00", signature, JWKS)
    raw = bytearray(base64url_decode(signature["value"]))
    raw[at % 64] ^= 1 << (at % 8)
    assert not verify(data, signature | {"value": base64url(bytes(raw))}, JWKS)


def test_a_signature_needs_its_own_key_among_the_published_ones() -> None:
    signature = SIGNER.sign(b"record")
    assert not verify(b"record", signature, {"keys": [dict(OTHER.jwk)]})
    assert not verify(b"record", signature | {"kid": OTHER.kid}, JWKS)
    assert not verify(b"record", OTHER.sign(b"record") | {"kid": SIGNER.kid}, JWKS)


@pytest.mark.parametrize(
    ("signature", "jwks"),
    [
        ({}, JWKS),
        ({"kid": SIGNER.kid}, JWKS),
        ({"kid": SIGNER.kid, "value": "!!"}, JWKS),
        ({"kid": SIGNER.kid, "value": ""}, JWKS),
        ({"kid": SIGNER.kid, "value": None}, JWKS),
        (SIGNER.sign(b""), {}),
        (SIGNER.sign(b""), {"keys": [{"kid": SIGNER.kid, "crv": "Ed25519"}]}),
        (SIGNER.sign(b""), {"keys": [{"kid": SIGNER.kid, "crv": "Ed25519", "x": "short"}]}),
        (SIGNER.sign(b""), {"keys": [{"kid": SIGNER.kid, "crv": "P-256", "x": "x"}]}),
    ],
)
def test_bad_input_is_not_true_and_no_error(signature: dict[str, Any], jwks: dict[str, Any]) -> None:
    assert verify(b"", signature, jwks) is False


def test_a_published_key_is_an_okp_with_its_rfc_7638_thumbprint_and_no_secret() -> None:
    jwk = SIGNER.jwk
    assert set(jwk) == {"crv", "kty", "x", "kid", "use", "alg"}
    assert (jwk["kty"], jwk["crv"], jwk["alg"]) == ("OKP", "Ed25519", "EdDSA")
    written = '{"crv":"Ed25519","kty":"OKP","x":"%s"}' % jwk["x"]  # noqa: UP031 (braces are the text itself)
    assert jwk["kid"] == base64url(hashlib.sha256(written.encode()).digest())
    assert SIGNER.sign(b"")["kid"] == jwk["kid"]


def test_another_kind_of_key_is_refused() -> None:
    rsa = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for pem in (rsa, "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"):
        with pytest.raises(ValueError, match=r".*"):
            RecordSigner.from_pem(pem)


@steady
@given(st.binary(max_size=70))
def test_base64url_has_no_padding_and_leads_back(data: bytes) -> None:
    assert "=" not in base64url(data)
    assert base64url_decode(base64url(data)) == data
    assert base64.urlsafe_b64decode(base64url(data) + "===") == data


def test_a_commitment_is_over_32_salt_bytes_then_the_data() -> None:
    salt = bytes(range(32))
    assert commitment(salt, b"x") == sha256_text(salt + b"x") == "sha256:" + hashlib.sha256(salt + b"x").hexdigest()
    for length in (0, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            commitment(b"s" * length, b"x")


def test_a_name_is_the_same_however_it_is_composed() -> None:
    assert name_bytes("e\u0301") == name_bytes("\u00e9") == b"\xc3\xa9"
    assert name_bytes("林小满") == "林小满".encode()
