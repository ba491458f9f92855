"""Ed25519 signatures over canonical bytes, and the public keys as a JWK set (RFC 7517, RFC 8037, RFC 7638)."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.core.canonical import canonical_bytes


def base64url(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def base64url_decode(text: str) -> bytes:
    """The inverse of :func:`base64url`. Raises ``ValueError`` for anything else."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _jwk(public: Ed25519PublicKey) -> dict[str, str]:
    members = {
        "crv": "Ed25519",
        "kty": "OKP",
        "x": base64url(public.public_bytes(Encoding.Raw, PublicFormat.Raw)),
    }
    kid = base64url(hashlib.sha256(canonical_bytes(members)).digest())  # RFC 7638 thumbprint
    return {**members, "kid": kid, "use": "sig", "alg": "EdDSA"}


@dataclass(frozen=True)
class RecordSigner:
    """Signs certificate records and events. ``kid`` is the RFC 7638 thumbprint of the public key."""

    kid: str
    jwk: Mapping[str, str]
    _key: Ed25519PrivateKey

    @classmethod
    def from_pem(cls, pem: str) -> Self:
        """From a PKCS#8 PEM text. Raises ``ValueError`` when it is not an Ed25519 key."""
        key = load_pem_private_key(pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("the record signing key is not an Ed25519 key")  # noqa: TRY004 (a wrong value, to the caller)
        jwk = _jwk(key.public_key())
        return cls(kid=jwk["kid"], jwk=jwk, _key=key)

    def sign(self, data: bytes) -> dict[str, str]:
        """``{"alg", "kid", "value"}`` over exactly these bytes. May be repeated: Ed25519 is deterministic."""
        return {"alg": "EdDSA", "kid": self.kid, "value": base64url(self._key.sign(data))}


def new_signing_key_pem() -> str:
    """A fresh Ed25519 private key, PKCS#8 PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def verify(data: bytes, signature: Mapping[str, Any], jwks: Mapping[str, Any]) -> bool:
    """Whether one of the keys of a JWK set made this signature over these bytes. Never raises for bad input."""
    for key in jwks.get("keys", []):
        if key.get("kid") != signature.get("kid") or key.get("crv") != "Ed25519":
            continue
        try:
            public = Ed25519PublicKey.from_public_bytes(base64url_decode(str(key["x"])))
            public.verify(base64url_decode(str(signature["value"])), data)
        except (InvalidSignature, ValueError, KeyError):
            return False
        return True
    return False
