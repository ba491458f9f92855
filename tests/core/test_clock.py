"""The one clock: instants are UTC, days are Beijing days."""

from datetime import UTC, date, datetime, timedelta, timezone

import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import clock

steady = settings(deadline=None, derandomize=True)  # the cores are noisy


def test_a_day_turns_at_midnight_in_beijing() -> None:
    before = datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)
    for instant, day in ((before, date(2026, 11, 20)), (before + timedelta(seconds=1), date(2026, 11, 21))):
        assert clock.day_of(instant) == day
        with time_machine.travel(instant, tick=False):
            assert clock.today() == day
            assert clock.now() == instant
            assert clock.now().tzinfo is UTC


@steady
@given(st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001 (the zone is drawn)
def test_an_instant_is_written_in_utc_whole_seconds_whatever_zone_it_came_in(naive: datetime, hours: int) -> None:
    instant = naive.replace(tzinfo=timezone(timedelta(hours=hours)))
    written = clock.rfc3339(instant)
    assert len(written) == 20
    assert datetime.fromisoformat(written) == instant.astimezone(UTC).replace(microsecond=0)
