"""Errors as RFC 9457 problem details: the one place where a code gets a status and words in four languages."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from app.api.limits import too_many_failures
from app.api.locale import request_locale
from app.domain.errors import DomainError, FieldError, InputRefused, NotFound

CATALOGUE: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "problems.json").read_text("utf-8"))
FIELD_PROBLEMS: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "field_problems.json").read_text("utf-8")
)
STATUS = {code: entry["status"] for code, entry in CATALOGUE.items()}
#: Refusals that somebody who tries tokens, codes or ids at random collects.
_GUESSES = frozenset({"token_invalid", "login_code_invalid", "not_found"})
RETRY_AFTER_S = {"idempotency_in_flight": 3, "provider_unavailable": 5, "wechat_unavailable": 5, "busy": 2}
_BY_STATUS = {
    400: "json_malformed",
    401: "token_required",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "body_too_large",
    415: "media_type_unsupported",
    422: "validation_failed",
    429: "too_many_requests",
    503: "busy",
}
log = structlog.get_logger(__name__)


def words(code: str, locale: str) -> tuple[str, str]:
    """(title, detail) of a code in a language, Chinese where a language has none."""
    entry = CATALOGUE[code]
    title, detail = entry.get(locale) or entry["zh-Hans"]
    return title, detail


def field_words(error: FieldError, locale: str) -> str:
    """The sentence for one field."""
    entry = FIELD_PROBLEMS.get(error.problem)
    if entry is None:  # a shape error from marshmallow: already a sentence, for a developer
        return error.problem
    return (entry.get(locale) or entry["zh-Hans"]).format_map(_Facts(error.facts))


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def problem(
    code: str,
    *,
    errors: Iterable[FieldError] = (),
    facts: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    status: int | None = None,
) -> Response:
    """An ``application/problem+json`` answer. ``facts`` become members beside the standard ones."""
    pages = current_app.extensions.get("problem_pages")  # app/web's, which this layer does not import
    if pages is not None and not request.path.startswith("/api/"):
        g.problem_code = code
        retry = {"Retry-After": str(RETRY_AFTER_S[code])} if code in RETRY_AFTER_S else {}
        shown: Response = pages(code, status or STATUS[code], {**retry, **(headers or {})})
        return shown
    locale = request_locale()
    title, detail = words(code, locale)
    body: dict[str, Any] = {
        "type": f"/api/docs#problem-{code}",
        "title": title,
        "status": status or STATUS[code],
        "detail": detail,
        "instance": request.path,
        "code": code,
    }
    listed = [{"pointer": e.pointer, "detail": field_words(e, locale), "problem": e.problem} for e in errors]
    if listed:
        body["errors"] = listed
    for name, value in (facts or {}).items():
        body.setdefault(name, value)
    response = Response(orjson.dumps(body, default=str), body["status"], mimetype="application/problem+json")
    response.headers["Content-Language"] = locale
    if code in RETRY_AFTER_S:
        response.headers["Retry-After"] = str(RETRY_AFTER_S[code])
    response.headers.update(headers or {})
    g.problem_code = code
    return response


def from_domain(error: DomainError) -> Response:
    """What a service refused."""
    if error.code in _GUESSES and too_many_failures():
        return problem("too_many_requests", headers={"Retry-After": "60"})
    if isinstance(error, NotFound):
        return problem("not_found")
    errors = error.errors if isinstance(error, InputRefused) else ()
    return problem(error.code, errors=errors, facts=error.facts)


def from_http(error: HTTPException) -> Response:
    """What Flask, Werkzeug, webargs or the limiter refused."""
    status = error.code or 500
    if status < 400:
        return Response(error.get_body(), status, error.get_headers())
    code = _BY_STATUS.get(status, "internal_error" if status >= 500 else "json_malformed")
    headers = {}
    if status == 405 and getattr(error, "valid_methods", None):
        headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    if status == 429:
        headers["Retry-After"] = str(getattr(error, "retry_after", None) or 10)
    errors: tuple[FieldError, ...] = ()
    if status == 422:
        messages = (getattr(error, "data", None) or {}).get("messages") or {}
        errors = tuple(_shape_errors(messages))
    return problem(code, errors=errors, headers=headers, status=status)


def _shape_errors(messages: Mapping[str, Any]) -> Iterable[FieldError]:
    """marshmallow's nested messages as pointers: ``/inputs/legs/0`` in a body, ``?limit`` in a query."""
    for location, nested in messages.items():
        in_query = location == "query"
        for path, message in _walk(nested, ()):
            pointer = "?" + ".".join(path) if in_query else "".join("/" + _escape(part) for part in path)
            yield FieldError(pointer, message)


def _walk(node: Any, path: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            # "_schema" is marshmallow's word for the whole object
            yield from _walk(value, path if key == "_schema" else (*path, str(key)))
    elif isinstance(node, list | tuple):
        for message in node:
            yield from _walk(message, path)
    else:
        yield path, str(node)


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def register_problems(app: Flask) -> None:
    """Everything that goes wrong under /api is a problem+json; pages have their own (app/web)."""
    app.register_error_handler(DomainError, from_domain)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        log.error("request failed", path=request.path, error=type(error).__name__, exc_info=error)
        return problem("internal_error")
