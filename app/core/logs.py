"""Structured logs, one JSON object a line, with what must never be written taken out."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

#: Members whose value never reaches a log, however they got into the event.
_SECRET_NAMES = re.compile(
    r"token|secret|openid|password|authorization|nickname|\bname\b|private_key|apiv3|session_key|code_url"
)
#: Values that look like what must not be written, inside longer texts such as a provider's address.
_SECRET_TEXT = re.compile(r"((?:access_token|secret|js_code|appsecret)=)[^&\s'\"]+", re.IGNORECASE)
#: PostgreSQL's own words about a row it refuses: "Failing row contains (...)", names and all.
_ROW = re.compile(r"(DETAIL:\s+).+")


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: secrets, tokens, openids, keys and people's names become ``***``."""
    for key, value in list(event.items()):
        if key != "event" and _SECRET_NAMES.search(key.lower()):
            event[key] = "***"
        elif isinstance(value, str):
            event[key] = _ROW.sub(r"\1***", _SECRET_TEXT.sub(r"\1***", value))
    return event


def configure_logs(*, for_people: bool) -> None:
    """``for_people``: short coloured lines on a laptop; else JSON lines. May be called more than once."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if for_people else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
