"""Identifiers and codes. All randomness of the product comes from here, and from ``secrets``."""

import re
import secrets
import time

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: No 0/O, 1/I/L: what a person reads off a poster and types.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CHOSEN_CODE = re.compile(r"[A-Z0-9]{4,12}")


def new_id(prefix: str) -> str:
    """A three-letter prefix and a ULID, 29 characters ``[a-zA-Z0-9]``: 48 bits of time, 80 bits from ``secrets``.

    Never monotonic within a millisecond, so that one id says nothing of its neighbours. Fits every provider's order
    number (8 to 32 alphanumerics) and a mini-program code's ``scene``.
    """
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return prefix + "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def new_code(length: int = 6) -> str:
    """A code for a scene or an entrance, of :data:`CODE_ALPHABET`. Uniqueness is the database's business."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def new_certificate_number(year: int) -> str:
    """``DD26-7K3M-9XQ4``: short enough to read aloud. Uniqueness is the database's business."""
    return f"DD{year % 100:02d}-{new_code(4)}-{new_code(4)}"


def new_token() -> str:
    """256 random bits, URL-safe: a bearer token. Only its hash is stored."""
    return secrets.token_urlsafe(32)


def new_salt() -> bytes:
    """32 random bytes for a commitment."""
    return secrets.token_bytes(32)


def code_spellings(typed: str) -> tuple[str, ...]:
    """What a typed code may stand for, best first: upper-cased as typed, then with O read as 0 and I, L read as 1."""
    exact = typed.strip().upper()
    forgiving = exact.translate(str.maketrans("OIL", "011"))
    return (exact,) if forgiving == exact else (exact, forgiving)
