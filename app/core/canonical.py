"""Canonical bytes (RFC 8785) and the hashes and commitments taken over them."""

import hashlib
import unicodedata
from typing import Any

import rfc8785


def canonical_bytes(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value. Raises ``rfc8785.CanonicalizationError`` for floats out of range, NaN, etc."""
    return rfc8785.dumps(value)


def sha256_text(data: bytes) -> str:
    """``sha256:<hex>`` of the bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def commitment(salt: bytes, data: bytes) -> str:
    """A salted commitment: SHA-256 over the 32 salt bytes, then the data. Without the salt it says nothing."""
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return sha256_text(salt + data)


def name_bytes(name: str) -> bytes:
    """What a name's commitment is taken over: NFC, UTF-8."""
    return unicodedata.normalize("NFC", name).encode()
