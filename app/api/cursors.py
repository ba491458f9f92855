"""Walking a list: ``limit`` and an opaque ``cursor`` that names the last entry already seen."""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import marshmallow as ma

from app.api.parsing import Schema

Item = TypeVar("Item")
Position = tuple[datetime, str]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SEEN = re.compile(r"([0-9a-f]{1,14})\.([A-Za-z0-9]{29})", re.ASCII)


class WholeNumber(ma.fields.Integer):
    """A whole number in a query: ASCII digits only, between two bounds. ``problem``: the word when it is not."""

    def __init__(self, *, minimum: int, maximum: int, problem: str, **kwargs: Any) -> None:
        bounds = ma.validate.Range(minimum, maximum, error=problem)
        super().__init__(validate=bounds, error_messages={"invalid": problem}, **kwargs)

    def _validated(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,18}", value, re.ASCII):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Cursor(ma.fields.String):
    """What an earlier answer gave as ``next``; anything else is ``bad_cursor``."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        position = _position(text)
        if position is None:
            raise ma.ValidationError("bad_cursor")
        return position


class PageQuery(Schema):
    """Base of a list's query."""

    limit = WholeNumber(minimum=1, maximum=100, problem="bad_limit", load_default=20)
    cursor = Cursor(load_default=None)


def page(found: Sequence[Item], limit: int, position: Callable[[Item], Position]) -> tuple[Sequence[Item], str | None]:
    """(the entries to show, the next cursor) from up to ``limit + 1`` entries found: one more says there is a next."""
    if len(found) <= limit:
        return found, None
    return found[:limit], cursor_for(*position(found[limit - 1]))


def cursor_for(at: datetime, entry_id: str) -> str:
    micros = (at - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{micros:x}.{entry_id}".encode()).decode().rstrip("=")


def _position(cursor: str) -> Position | None:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        seen = _SEEN.fullmatch(text)
        return (_EPOCH + timedelta(microseconds=int(seen[1], 16)), seen[2]) if seen else None
    except (binascii.Error, ValueError, OverflowError):
        return None
