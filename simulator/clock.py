"""The simulator's time: a business clock that can be put forward, and the scale of WeChat's waits. No timers here."""

import time
from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock:
    """Seconds since 1970.

    ``now`` is business time (expiry of orders, codes and tokens, the day of a bill) and can be put forward by
    ``World.advance``; ``real`` is the machine's own time, used in signatures, whose freshness both sides check.
    ``scaled`` turns one of WeChat's waits into ours: scale 0.001 makes its 15 s retry come after 15 ms.
    """

    def __init__(self, scale: float = 1.0, offset_s: float = 0.0) -> None:
        if scale < 0:
            raise ValueError("time scale must not be negative")
        self.scale = scale
        self.offset_s = offset_s

    def now(self) -> float:
        return time.time() + self.offset_s

    def real(self) -> float:
        return time.time()

    def scaled(self, seconds: float) -> float:
        return seconds * self.scale


def rfc3339(at: float) -> str:
    """Beijing time to the second with its offset, as WeChat Pay writes it: ``2026-01-02T03:04:05+08:00``."""
    return datetime.fromtimestamp(at, BEIJING).isoformat(timespec="seconds")


def utc_text(at: float) -> str:
    """UTC with milliseconds, for the logs that people read."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
