"""Checks a certificate with nothing of ours: RFC 8785, SHA-256 and Ed25519 from their own libraries."""

import base64
import hashlib
import struct
from collections.abc import Mapping
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from journey.phone import Mismatch


def record_hash(record: Mapping[str, Any]) -> str:
    """``sha256:<hex>`` of the record's canonical bytes."""
    return "sha256:" + hashlib.sha256(rfc8785.dumps(dict(record))).hexdigest()


def check_signature(record: Mapping[str, Any], signature: Mapping[str, str], jwks: Mapping[str, Any]) -> None:
    """Raise Mismatch unless a key of the set made this signature over the record."""
    key = next((each for each in jwks["keys"] if each["kid"] == signature["kid"]), None)
    if key is None:
        raise Mismatch(f"no public key {signature['kid']} is published")
    try:
        Ed25519PublicKey.from_public_bytes(_decoded(key["x"])).verify(
            _decoded(signature["value"]), rfc8785.dumps(dict(record))
        )
    except InvalidSignature:
        raise Mismatch("the signature does not fit the record") from None


def check_name(name: str, salt: str, commitment: str) -> None:
    """Raise Mismatch unless name and salt open the commitment (ASCII and Chinese names are NFC already)."""
    if "sha256:" + hashlib.sha256(_decoded(salt) + name.encode()).hexdigest() != commitment:
        raise Mismatch("the name does not open the record's commitment")


def png_size(body: bytes) -> tuple[int, int]:
    """Pixels (width, height) from the header. Raises Mismatch for what is not a PNG."""
    if body[:8] != b"\x89PNG\r\n\x1a\n" or body[12:16] != b"IHDR":
        raise Mismatch("the picture is not a PNG")
    width, height = struct.unpack(">II", body[16:24])
    return int(width), int(height)


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
