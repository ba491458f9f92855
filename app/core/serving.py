"""What happens around every request: its id in the logs, security headers, proxies, counts and times for Prometheus."""

import re
import secrets
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import orjson
import structlog
from flask import Flask, Request, Response, g, request
from flask.json.provider import JSONProvider
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from prometheus_client import Counter, Histogram
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.settings import Settings

REQUESTS = Counter("diandian_requests", "Answers by route and status", ["route", "status"])
SECONDS = Histogram(
    "diandian_request_seconds",
    "Time to answer, by route",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
]
#: Pages load nothing from elsewhere and run no inline script.
PAGE_CSP = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
log = structlog.get_logger(__name__)


class FastJson(JSONProvider):
    """JSON by orjson: strict on the way in, compact on the way out."""

    def dumps(self, obj: object, **_options: object) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: object) -> object:
        return orjson.loads(s)

    def response(self, *args: object, **kwargs: object) -> Response:
        return Response(orjson.dumps(self._prepare_response_obj(args, kwargs)), mimetype="application/json")


class SessionsIfAny(SecureCookieSessionInterface):
    """Flask's sessions, without making a signer for every request that brings no cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if "HTTP_COOKIE" in request.environ else self.session_class()


class WithHeaders:
    """Adds the headers every answer has, below Flask: they are known, so nothing need look at them again."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, headers + _HEADERS, exc_info)

        return self._app(environ, start)


@cache  # as many as there are routes and statuses
def _count(route: str, status: int) -> Counter:
    return REQUESTS.labels(route, status)


@cache
def _time(route: str) -> Histogram:
    return SECONDS.labels(route)


def register_serving(app: Flask, settings: Settings) -> None:
    app.json = FastJson(app)
    app.session_interface = SessionsIfAny()
    app.wsgi_app = WithHeaders(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    production = not settings.is_demo

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def _finish(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "(none)"
        took = time.perf_counter() - g.get("began", time.perf_counter())
        _count(route, response.status_code).inc()
        _time(route).observe(took)
        headers = response.headers
        if headers.get("Content-Type", "").startswith("text/html"):
            headers.setdefault("Content-Security-Policy", PAGE_CSP)
        if production and request.is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        headers.setdefault("Cache-Control", "no-cache")
        if response.status_code >= 500 or took > 1:
            _log(response, route, took)
        return response


def request_id() -> str:
    """The caller's own ``X-Request-Id`` if it is harmless, else a fresh one. The same through one request."""
    known: str | None = g.get("request_id")
    if known is None:
        given = request.headers.get("X-Request-Id", "")
        known = g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    return known


def _log(response: Response, route: str, took: float) -> None:
    """What went wrong is always written; what went well only when it was slow."""
    response.headers["X-Request-Id"] = request_id()
    log.warning(
        "slow or failed request",
        method=request.method,
        route=route,
        status=response.status_code,
        took_ms=round(took * 1000),
        problem=g.get("problem_code"),
        request_id=request_id(),
    )
