"""What stands before a route: who may call it, with which key, and which refusals its documentation lists.

The order of checks is fixed: token, idempotency key, JSON, schema, state.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, g, request

from app.api.problems import CATALOGUE
from app.domain.errors import DomainError
from app.services import sessions
from app.services.sessions import Caller

REQUIRED, OPTIONAL, NONE = "required", "optional", "none"
_KEY = re.compile(r"[\x20-\x7e]{1,255}")
_ALWAYS = ("not_acceptable", "too_many_requests", "internal_error", "busy")

View = Callable[..., Any]


def access(*refuses: str, token: str = REQUIRED, key: bool = False, body: bool = False) -> Callable[[View], View]:
    """Put it above ``@blp.arguments``. ``refuses``: the codes of app/api/problems.json this route may answer."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            authenticate(token)
            if key:
                g.idempotency_key = _idempotency_key()
            return view(*args, **kwargs)

        codes = set(refuses) | set(_ALWAYS) | {"token_invalid"}
        codes |= {"token_required"} if token == REQUIRED else set()
        if key:
            codes |= {"idempotency_key_required", "idempotency_in_flight", "idempotency_key_reused"}
        if body or key:
            codes |= {"json_malformed", "body_too_large", "media_type_unsupported", "validation_failed"}
        _document(checked, codes, token, key)
        return checked

    return decorate


def authenticate(token: str) -> None:
    """Put the caller into ``g.caller`` (None for nobody). A bad token is refused on public calls too."""
    header = request.headers.get("Authorization")
    g.caller = None
    if header is None:
        if token == REQUIRED:
            raise DomainError("token_required")
        return
    scheme, _, value = header.partition(" ")
    caller = sessions.caller(value.strip()) if scheme.lower() == "bearer" and value else None
    if caller is None:
        raise DomainError("token_invalid")
    g.caller = caller


def caller() -> Caller:
    """Who is calling, on a route that requires a token."""
    found: Caller = g.caller
    return found


def maybe_caller() -> Caller | None:
    found: Caller | None = g.caller
    return found


def _idempotency_key() -> str:
    value = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(value):
        raise DomainError("idempotency_key_required")
    return value


def json_response(body: bytes, status: int = 200, *, replayed: bool = False) -> Response:
    """Bytes that were serialised (and perhaps stored) earlier."""
    response = Response(body, status, mimetype="application/json")
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _document(view: View, codes: set[str], token: str, key: bool) -> None:
    """Tell the OpenAPI document: security, the key's header, and every status with the codes behind it."""
    doc = dict(getattr(view, "_apidoc", {}))
    arguments = dict(doc.get("arguments", {}))
    if arguments:
        codes = codes | {"validation_failed"}
    parameters = [*arguments.get("parameters", []), "Accept-Language", *(["Idempotency-Key"] if key else [])]
    doc["arguments"] = {**arguments, "parameters": parameters}
    manual = dict(doc.get("manual_doc", {}))
    if token != NONE:
        manual["security"] = [{"token": []}] if token == REQUIRED else [{}, {"token": []}]
    by_status: dict[int, list[str]] = {}
    for code in sorted(codes):
        by_status.setdefault(CATALOGUE[code]["status"], []).append(code)
    responses = dict(manual.get("responses", {}))
    for status, listed in by_status.items():
        responses[status] = {
            "description": " · ".join(f"`{code}` {CATALOGUE[code]['en'][0]}" for code in listed),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    manual["responses"] = responses
    doc["manual_doc"] = manual
    view._apidoc = doc  # type: ignore[attr-defined]
