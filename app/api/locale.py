"""Which of our four languages a request asked for."""

from flask import g, request

from app.domain.users import LOCALES

_PREFERRED = {"zh": "zh-Hans", "en": "en", "sw": "sw", "gu": "gu"}


def request_locale() -> str:
    """The best of ``Accept-Language``, Chinese by default. Worked out once per request."""
    known: str | None = g.get("locale")
    if known is None:
        known = g.locale = _negotiate(request.headers.get("Accept-Language", ""))
    return known


def _negotiate(header: str) -> str:
    if not header or header in LOCALES:
        return header or LOCALES[0]
    for language, _quality in request.accept_languages:  # best first
        match = _PREFERRED.get(language.split("-")[0].lower())
        if match:
            return match
    return LOCALES[0]
