"""What a page answers when something is wrong: a sentence, what it means, what to do. /api answers in JSON instead."""

import json
from collections.abc import Mapping

from flask import Response, request

from app.core.serving import request_id
from app.core.texts import Texts
from app.web.languages import page_language
from app.web.pages import page

_WORDED = {400, 404, 405, 429, 500, 503}
_NOT_PAGES = {"json": "application/json", "png": "text/plain", "pdf": "text/plain", "jpg": "text/plain"}


def problem_page(code: str, status: int, headers: Mapping[str, str]) -> Response:
    """The answer for a path outside /api. ``code``: the stable word; a file that is missing says it in a line."""
    t = Texts(page_language())
    key = f"problem.{_word(status)}"
    kind = _kind()
    if kind is None:
        response = page(
            "problem.html",
            status=status,
            number=status,
            heading=t(f"{key}.title"),
            text=t(f"{key}.text"),
            following=t(f"{key}.next"),
            request_id=request_id() if status >= 500 else None,
        )
    elif kind == "application/json":
        response = Response(json.dumps({"code": code, "title": t(f"{key}.title")}, ensure_ascii=False), status)
        response.mimetype = kind
    else:
        response = Response(f"{t(f'{key}.title')}\n{t(f'{key}.next')}\n", status, mimetype=kind)
    response.headers["Content-Language"] = t.language
    response.headers["Vary"] = "Accept-Language"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.update(headers)
    return response


def _kind() -> str | None:
    """The media type of the words for something that is not a page; None for a page."""
    if "/documents/" in request.path:
        return "text/plain"
    return _NOT_PAGES.get(request.path.rpartition("/")[2].rpartition(".")[2])


def _word(status: int) -> str:
    if status == 404 and request.path.startswith("/s/"):
        return "scene"
    if status == 404 and request.path.startswith("/certificates/"):
        return "certificate"
    if status in _WORDED:
        return str(status)
    return "500" if status >= 500 else "400"
