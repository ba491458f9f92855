"""Canonical bytes (RFC 8785) and the hashes and commitments taken over them."""

import hashlib
import unicodedata
from typing import Any

import orjson
import rfc8785

_PLAIN = frozenset({str, int, bool, type(None)})
_AS_IN_JCS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def canonical_bytes(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value. Raises ``rfc8785.CanonicalizationError`` for floats out of range, NaN, etc.

    What all our records are made of (objects with ASCII names, texts, whole numbers) orjson writes the same, much
    faster: a property test holds the two against each other. Everything else, and every error, is rfc8785's.
    """
    if _plain(value):
        try:
            return orjson.dumps(value, option=_AS_IN_JCS)
        except orjson.JSONEncodeError:
            pass  # a lone surrogate, an integer beyond 2^53, too deep: rfc8785 says what is wrong
    return rfc8785.dumps(value)


def _plain(value: Any) -> bool:
    """Only exact types that both write alike; ASCII names sort alike by code point and by UTF-16."""
    kind = type(value)
    if kind is dict:
        for name in value:
            if type(name) is not str or not name.isascii():
                return False
        members = value.values()
    elif kind is list or kind is tuple:
        members = value
    else:
        return kind in _PLAIN
    for member in members:  # noqa: SIM110 (all() with a generator takes twice as long)
        if type(member) not in _PLAIN and not _plain(member):
            return False
    return True


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
