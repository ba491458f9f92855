"""How a request is read: strict JSON, strict text, and pointers for everything that does not fit."""

import re
import unicodedata
from functools import cache
from typing import Any

import marshmallow as ma
import orjson
from flask import Request, abort
from webargs import core
from webargs.flaskparser import FlaskParser

MAX_BODY_BYTES = 256 * 1024
_MAX_DEPTH = 32
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufffe\uffff]")
_LINE_ENDS = re.compile(r"[\t\n\r\x85]+")
#: Embeddings, overrides, isolates: they turn what stands beside a name around ("gk 0.1"), and copied names bring them.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]+")
#: Fillers that count as letters or symbols, and selectors without anything to select: alone, nobody sees them.
_BLANK = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]+"
)
#: Spaces, controls and joiners. What Unicode names later than our tables (a new emoji) is seen.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


class StrictParser(FlaskParser):
    """415 without a JSON content type, 413 over 256 KiB, 400 for what is not JSON (NaN and lone surrogates are not)."""

    def _get_schema(self, argmap: Any, req: Request) -> ma.Schema:
        """One instance for all requests: a schema keeps nothing of what it reads, and making one costs as much."""
        return _instance(argmap) if isinstance(argmap, type) else super()._get_schema(argmap, req)

    def _raw_load_json(self, req: Request) -> Any:
        if not core.is_json(req.mimetype):
            abort(415)
        if (req.content_length or 0) > MAX_BODY_BYTES:
            abort(413)
        # a body of unsaid length is cut off at the limit without a word: one byte more shows that it goes on
        req.max_content_length = MAX_BODY_BYTES + 1
        body = req.get_data(cache=False)
        if len(body) > MAX_BODY_BYTES:
            abort(413)
        try:
            return bounded(orjson.loads(body), _MAX_DEPTH)
        except (orjson.JSONDecodeError, RecursionError):
            abort(400)


@cache
def _instance(schema: type[ma.Schema]) -> ma.Schema:
    return schema()


def bounded(value: Any, depth: int) -> Any:
    """The value, if it is nested no deeper than ``depth``; else RecursionError."""
    if depth == 0:
        raise RecursionError
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        if isinstance(child, dict | list):
            bounded(child, depth - 1)
    return value


class Text(ma.fields.String):
    """One line of text a person wrote, within ``min``..``max`` characters: trimmed, a line's end is a space.

    No control characters, and where something has to be written, something that can be seen.
    """

    def __init__(self, *, min: int = 1, max: int, **kwargs: Any) -> None:  # noqa: A002 (marshmallow's own words)
        super().__init__(validate=ma.validate.Length(min=min, max=max), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = _LINE_ENDS.sub(" ", _TURNING.sub("", text)).strip()
        if _UNPRINTABLE.search(text) or (text and not can_be_seen(text)):
            raise ma.ValidationError("unreadable_text")
        return text


def can_be_seen(text: str) -> bool:
    """Whether anything of it leaves a mark: spaces, joiners and fillers do not."""
    return any(unicodedata.category(each) not in _UNSEEN for each in _BLANK.sub("", text))


class Identifier(ma.fields.String):
    """An id or code: short ASCII. Whether it exists is the service's business."""

    def __init__(self, *, max: int = 64, **kwargs: Any) -> None:  # noqa: A002 (marshmallow's own words)
        super().__init__(validate=ma.validate.Regexp(rf"^[A-Za-z0-9_.:\-]{{1,{max}}}\Z"), **kwargs)


class TrueOrFalse(ma.fields.Boolean):
    """JSON true or false; 1 and "yes" are neither."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        value = super()._deserialize(value, attr, data, **kwargs) if isinstance(value, bool) else None
        if value is None:
            raise self.make_error("invalid")
        return value


class Schema(ma.Schema):
    """Base of every schema: unknown members are refused, members keep their order."""

    class Meta:
        unknown = ma.RAISE
