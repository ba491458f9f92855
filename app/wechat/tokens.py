"""Where the access_token is kept between calls and processes. Fetching it is client.py's business."""

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol


class TokenStore(Protocol):
    """A place shared by the processes that share an appid. A lost entry costs one more fetch, nothing else."""

    def get(self, key: str) -> str | None:
        """The value, or None when there is none or its time is over."""
        ...

    def set(self, key: str, value: str, ttl_s: int) -> None:
        """Keep value for ttl_s seconds, in place of what was there."""
        ...


class MemoryTokenStore:
    """For one process. Safe for many, too, since stable_token gives all of them the same token; each asks once."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._entries: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        """See TokenStore."""
        with self._lock:
            value, until = self._entries.get(key, ("", 0.0))
            return value if value and self._monotonic() < until else None

    def set(self, key: str, value: str, ttl_s: int) -> None:
        """See TokenStore."""
        with self._lock:
            self._entries[key] = (value, self._monotonic() + ttl_s)


class PairTokenStore:
    """Over any pair of functions, e.g. Redis: ``PairTokenStore(r.get, lambda k, v, ttl_s: r.set(k, v, ex=ttl_s))``."""

    def __init__(
        self,
        get: Callable[[str], Any],
        put: Callable[[str, str, int], object],
        *,
        prefix: str = "wechat:",
    ) -> None:
        """get answers str, bytes or None. prefix keeps our keys apart from others in the same place."""
        self._get, self._put, self._prefix = get, put, prefix

    def get(self, key: str) -> str | None:
        """See TokenStore. Bytes are read as UTF-8."""
        value = self._get(self._prefix + key)
        if isinstance(value, bytes):
            return value.decode()
        return value if isinstance(value, str) else None

    def set(self, key: str, value: str, ttl_s: int) -> None:
        """See TokenStore."""
        self._put(self._prefix + key, value, ttl_s)


class SharedTokenStore:
    """A shared store, and this process's own memory while that is away: then each process asks WeChat once."""

    #: After it could not be reached it is left alone so long: a guest waits for one time-out, not for several.
    AWAY_S = 5.0

    def __init__(
        self, shared: TokenStore, away: type[Exception], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """away: what shared raises when it cannot be reached."""
        self._shared, self._away, self._monotonic = shared, away, monotonic
        self._own = MemoryTokenStore(monotonic)
        self._ask_again_at = 0.0

    def get(self, key: str) -> str | None:
        """See TokenStore."""
        if self._monotonic() >= self._ask_again_at:
            try:
                return self._shared.get(key)
            except self._away:
                self._leave_alone()
        return self._own.get(key)

    def set(self, key: str, value: str, ttl_s: int) -> None:
        """See TokenStore."""
        self._own.set(key, value, ttl_s)
        if self._monotonic() >= self._ask_again_at:
            try:
                self._shared.set(key, value, ttl_s)
            except self._away:
                self._leave_alone()

    def _leave_alone(self) -> None:
        self._ask_again_at = self._monotonic() + self.AWAY_S
