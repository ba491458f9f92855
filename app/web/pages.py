"""How every page is answered: its language, its ETag, 304 when nothing changed. What is on it is elsewhere."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from flask import Response, render_template, request

from app.core.texts import LANGUAGES, Texts
from app.domain import display
from app.services.platform import platform
from app.web.assets import asset_url
from app.web.languages import asked_language, page_language

#: A language with a country, as Open Graph wants it: where most of its readers here are.
TERRITORIES = {"zh-Hans": "zh_CN", "en": "en_GB", "sw": "sw_KE", "gu": "gu_IN"}


_TIE = re.compile(r"(?<=\d) (?=(?:kg|g|t|CO₂e)\b|[年月日次]|\S+ \d{4}\b)|(?<=[年月]) (?=\d)")


def tied(text: str) -> str:
    """A sentence whose figures stay on one line with their units, and days with their months, as on the picture."""
    return _TIE.sub("\u00a0", text)


def page(
    template: str,
    *,
    status: int = 200,
    noindex: bool = False,
    path: str | None = None,
    query: Mapping[str, str] | None = None,
    **facts: object,
) -> Response:
    """A rendered template. Its ETag is the hash of what is shown, so it can never be stale.

    noindex: kept out of search engines (a certificate is its owner's to share). path: the page's own one, where others
    lead to it too; query: what of the address makes it another page, the language apart. May be repeated.
    """
    language = page_language()

    def own_url(tag: str | None) -> str:
        """This page's absolute address in a language; None: the address that answers in the reader's own."""
        return _with_query(platform().settings.public_url + (path or request.path), dict(query or {}), tag)

    html = render_template(
        template,
        t=Texts(language),
        checks=Texts(language, "checks"),
        certificate_words=Texts(language, "certificates"),
        lang=language,
        other_languages=[tag for tag in LANGUAGES if tag != language],
        in_language=_in_language,
        territory=TERRITORIES,
        at=_at,
        asset=asset_url,
        missing=status >= 400,
        own_url=own_url,
        canonical_url=own_url(asked_language()),
        public_url=platform().settings.public_url,
        noindex=noindex or status >= 400,
        mass=display.mass,
        grams=display.grams,
        fen=display.fen,
        grouped=display.grouped,
        day=lambda on: display.day(on, language) if isinstance(on, date) else "",
        days=lambda first, last: days(first, last, language),
        tied=tied,
        **facts,
    )
    response = Response(html, status, mimetype="text/html")
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    if noindex or status >= 400:
        response.headers["X-Robots-Tag"] = "noindex"
    if status != 200:
        return response
    return conditional(response, content_etag(html.encode()))


def conditional(response: Response, etag: str) -> Response:
    """The answer with its ETag; 304 without a body when the reader has just that."""
    response.set_etag(etag)
    response.headers.setdefault("Cache-Control", "no-cache")
    response.make_conditional(request)
    return response


def content_etag(body: bytes) -> str:
    """An ETag that is the content itself, hashed."""
    return hashlib.sha256(body).hexdigest()[:32]


def unchanged(etag: str) -> bool:
    """Whether the reader already holds this version: asked before anything is drawn."""
    return request.if_none_match.contains_weak(etag)


def days(first: date, last: date, language: str) -> str:
    """One day, or from one to another: Beijing days."""
    begin, end = display.day(first, language), display.day(last, language)
    if first == last:
        return begin
    if first.year == last.year:  # the year once: where the language says it
        year = f"{first.year} 年 "
        begin, end = begin.removesuffix(f" {first.year}"), end.removeprefix(year)
    return f"{begin} – {end}"


def _at(path: str) -> str:
    """Another page of ours; a language that was asked for in the address goes with the reader."""
    if "lang" not in request.args:
        return path
    before, mark, fragment = path.partition("#")
    return f"{before}{'&' if '?' in before else '?'}lang={page_language()}{mark}{fragment}"


def _in_language(tag: str) -> str:
    """This page's address in another language."""
    return _with_query(
        request.path, {key: value for key, value in request.args.items() if key not in ("lang", "named")}, tag
    )


def _with_query(address: str, query: Mapping[str, str], tag: str | None) -> str:
    told = urlencode({**query, **({"lang": tag} if tag else {})})
    return f"{address}?{told}" if told else address
