"""The user's own data: who they are to us, what is kept, and its erasure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class User:
    """A guest. ``public_name`` is only the default a client offers for showing the name."""

    id: str
    nickname: str | None
    locale: str
    public_name: bool
    travel_consent_at: datetime | None


def user_from(row: Any) -> User:
    """From a row of ``users``."""
    return User(row.id, row.nickname, row.locale, row.public_name, row.travel_consent_at)
