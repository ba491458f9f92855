"""How often one caller may call: per token; per address only on login and on failures, for halls share an address.

The library ``limits`` counts (in Redis, or this process's memory). It is asked by routes that have a limit and by
refusals that may be guesses, not by a hook around every request.
"""

import time
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import structlog
from flask import Flask, current_app, g, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from app.api.windows import Windows
from app.services.platform import platform

#: One guest's phone never comes near this.
WRITES = "120/minute"
LOGINS = "3000/minute"  # 2,000 guests behind one address, each retrying once
#: Guessing tokens, ids or codes from one address.
FAILURES = "1200/minute"
#: A strategy of its own in the name: old keys of another kind in a shared Redis would answer 500.
_NAMESPACE = "diandian:fixed-window"
_EXTENSION = "diandian-limits"
#: A guest waits no longer for Redis; after that it is left alone for a while.
_REDIS_WAIT_S = 1.0
_AWAY_S = 5.0
log = structlog.get_logger(__name__)

View = Callable[..., Any]


def address() -> str:
    """Where the request came from, as far as TRUSTED_PROXIES says it can be believed."""
    return f"address:{request.remote_addr or 'unknown'}"


def token_or_address() -> str:
    """Whose limit it is: the token's, or the address's for whoever has none."""
    caller = g.get("caller")
    return f"token:{caller.token_sha256[:32]}" if caller else address()


@cache
def _item(often: str) -> RateLimitItem:
    return parse(often)


class Counter:
    """Hits of windows: in the shared storage, and in this process's memory while that is away.

    A limit protects the product; it must not stop it.
    """

    def __init__(self, shared: Any) -> None:  # a Storage or None; its factory may make of either kind
        own = FixedWindowRateLimiter(Windows())
        self._shared, self._own = FixedWindowRateLimiter(shared) if shared is not None else own, own
        self._away: Any = shared.base_exceptions if shared is not None else ()
        self._ask_again_at = 0.0

    def hit(self, item: RateLimitItem, *scope: str) -> bool:
        """Count one; False when that is too many."""
        return bool(self._asked(lambda counter: counter.hit(item, *scope)))

    def turns_at(self, item: RateLimitItem, *scope: str) -> float:
        """When the window ends, seconds since 1970."""
        return float(self._asked(lambda counter: counter.get_window_stats(item, *scope).reset_time))

    def forget(self) -> None:
        for counter in (self._shared, self._own):
            counter.storage.reset()

    def _asked(self, question: Callable[[FixedWindowRateLimiter], Any]) -> Any:
        if time.monotonic() >= self._ask_again_at:
            try:
                return question(self._shared)
            except self._away as error:
                log.warning("limits are counted by this process alone", reason=type(error).__name__)
                self._ask_again_at = time.monotonic() + _AWAY_S  # nobody else waits for its time-out meanwhile
        return question(self._own)


def _counter() -> Counter:
    counter: Counter = current_app.extensions[_EXTENSION]
    return counter


class Limiter:
    """Limits for routes: ``@limiter.limit(WRITES)``, below ``@access`` (which says whose token it is)."""

    def limit(
        self, often: str | Callable[[], str], key_func: Callable[[], str] = token_or_address
    ) -> Callable[[View], View]:
        """Raises TooManyRequests with the seconds until the window turns."""

        def decorate(view: View) -> View:
            @wraps(view)
            def limited(*args: Any, **kwargs: Any) -> Any:
                item = _item(often() if callable(often) else often)
                scope = (_NAMESPACE, request.endpoint or "", key_func())
                counter = _counter()
                if not counter.hit(item, *scope):
                    turns_at = counter.turns_at(item, *scope)
                    raise TooManyRequests(retry_after=max(1, int(turns_at - time.time()) + 1))
                return view(*args, **kwargs)

            return limited

        return decorate


limiter = Limiter()


def calculating() -> str:
    """How often one may have something calculated: a token as for writes; a whole hall without tokens as for logins."""
    return WRITES if g.get("caller") else LOGINS


def too_many_failures() -> bool:
    """Count one more refusal that may be a guess; whether this address has made too many of them."""
    return not _counter().hit(_item(FAILURES), _NAMESPACE, "failures", address())


def register_limits(app: Flask) -> None:
    with app.app_context():
        redis_url = platform().settings.redis_url
    waits = {"socket_connect_timeout": _REDIS_WAIT_S, "socket_timeout": _REDIS_WAIT_S}
    app.extensions[_EXTENSION] = Counter(storage_from_string(redis_url, **waits) if redis_url else None)


def forget(app: Flask) -> None:
    """Begin counting anew (for tests, which share an address)."""
    app.extensions[_EXTENSION].forget()
