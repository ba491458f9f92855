"""The one clock. Instants are aware UTC; calendar days are Beijing days, as WeChat's statements are."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present instant, aware, UTC, microseconds."""
    return datetime.now(UTC)


def today() -> date:
    """The present calendar day in Beijing."""
    return datetime.now(BEIJING).date()


def day_of(instant: datetime) -> date:
    """The Beijing calendar day of an aware instant."""
    return instant.astimezone(BEIJING).date()


def rfc3339(instant: datetime) -> str:
    """``2026-11-20T02:29:22Z``: UTC, whole seconds, as every answer of ours writes an instant."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
