"""Which language a page is shown in: ``?lang=``, else what the browser asks for. The words are app/translations."""

from flask import Flask, request
from flask_babel import Babel, get_locale

from app.core.texts import DEFAULT_LANGUAGE, FOLDER, LANGUAGES

_BY_PRIMARY = {tag.split("-")[0]: tag for tag in LANGUAGES}
_FOREIGN = "en"


def register_languages(app: Flask) -> None:
    """Flask-Babel asks us which language a request wants, once per request."""
    Babel(
        app,
        default_locale=DEFAULT_LANGUAGE.replace("-", "_"),
        default_domain="pages",
        default_translation_directories=str(FOLDER),
        locale_selector=_wished,
    )


def page_language() -> str:
    """A language we have texts in, for the request that is being answered.

    Without any wish Chinese; for a reader who names only languages we do not have, English.
    """
    return str(get_locale()).replace("_", "-")


def asked_language() -> str | None:
    """``?lang=en``, ``?lang=zh`` or ``?lang=zh-Hans``; anything else is not listened to."""
    return _BY_PRIMARY.get(request.args.get("lang", "")[:16].split("-")[0].lower())


def _wished() -> str:
    return (asked_language() or _accepted()).replace("-", "_")


def _accepted() -> str:
    wished = [tag for tag, quality in request.accept_languages if quality > 0 and tag != "*"]
    for tag in wished:  # best first
        match = _BY_PRIMARY.get(tag.split("-")[0].lower())
        if match:
            return match
    return _FOREIGN if wished else DEFAULT_LANGUAGE
