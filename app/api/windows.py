"""Counts of fixed windows in this process's memory, for app/api/limits.py where there is no Redis.

The library's own storage starts a thread for nearly every hit, which looks at every key: that grows with the hall.
"""

import threading
import time

from limits.storage import Storage

_SWEEP_EVERY_S = 60


class Windows(Storage):
    """Counts by key until their window ends. Any thread may call. Instants are seconds since 1970."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}  # key -> (hits, when it ends)
        self._sweep_at = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """The hits of the window that runs, this one included; the first of a window starts it."""
        now = time.time()
        with self._lock:
            if now >= self._sweep_at:
                self._windows = {each: kept for each, kept in self._windows.items() if kept[1] > now}
                self._sweep_at = now + _SWEEP_EVERY_S
            hits, ends_at = self._windows.get(key, (0, 0.0))
            if ends_at <= now:
                hits, ends_at = 0, now + expiry
            self._windows[key] = hits + amount, ends_at
            return hits + amount

    def get(self, key: str) -> int:
        hits, ends_at = self._windows.get(key, (0, 0.0))
        return hits if ends_at > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends; now, where none runs."""
        now = time.time()
        return max(now, self._windows.get(key, (0, now))[1])

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            forgotten = len(self._windows)
            self._windows = {}
        return forgotten

    def clear(self, key: str) -> None:
        with self._lock:
            self._windows.pop(key, None)
