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
_BEGAN = "diandian.began"
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
    """Adds the headers every answer has, below Flask, where they are a plain list; notes when a request began."""

    def __init__(self, app: Callable[..., Any], *, production: bool) -> None:
        self._app, self._production = app, production

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ[_BEGAN] = time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            given = dict(headers)
            added = list(_HEADERS)
            if "Cache-Control" not in given:
                added.append(("Cache-Control", "no-cache"))
            if given.get("Content-Type", "").startswith("text/html") and "Content-Security-Policy" not in given:
                added.append(("Content-Security-Policy", PAGE_CSP))
            if self._production and environ["wsgi.url_scheme"] == "https":
                added.append(("Strict-Transport-Security", "max-age=31536000"))
            return start_response(status, headers + added, exc_info)

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
    app.wsgi_app = WithHeaders(app.wsgi_app, production=not settings.is_demo)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    @app.after_request
    def _finish(response: Response) -> Response:
        asked = request._get_current_object()  # type: ignore[attr-defined]  # the proxy's own way past itself
        rule, status = asked.url_rule, response.status_code
        route = rule.rule if rule is not None else "(none)"
        took = time.perf_counter() - asked.environ[_BEGAN]
        _count(route, status).inc()
        _time(route).observe(took)
        if status >= 500 or took > 1:
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
