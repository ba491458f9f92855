"""Which language a page is shown in: ``?lang=``, else what the browser asks for. The words are app/web/texts."""

from flask import g, request

from app.web.texts import DEFAULT, LANGUAGES

_BY_PRIMARY = {tag.split("-")[0]: tag for tag in LANGUAGES}
_FOREIGN = "en"


def page_language() -> str:
    """A language we have texts in. Worked out once per request.

    Without any wish Chinese; for a reader who names only languages we do not have, English.
    """
    known: str | None = g.get("page_language")
    if known is None:
        known = g.page_language = _asked() or _accepted()
    return known


def _asked() -> str | None:
    """``?lang=en``, ``?lang=zh`` or ``?lang=zh-Hans``; anything else is not listened to."""
    return _BY_PRIMARY.get(request.args.get("lang", "")[:16].split("-")[0].lower())


def _accepted() -> str:
    wished = [tag for tag, quality in request.accept_languages if quality > 0 and tag != "*"]
    for tag in wished:  # best first
        match = _BY_PRIMARY.get(tag.split("-")[0].lower())
        if match:
            return match
    return _FOREIGN if wished and _FOREIGN in LANGUAGES else DEFAULT
