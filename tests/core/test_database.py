"""Instants come back as they went in, on both databases, and SQLite's text is what SQLAlchemy itself would write."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.database import Instant, read, write

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(*(datetime.fromisoformat(day) for day in ("1000-01-02", "9999-12-30")), timezones=ZONES)
SQLITE = sa.create_engine("sqlite://").dialect


@given(INSTANTS)
def test_sqlite_keeps_the_text_sqlalchemy_would_write_and_reads_it_back(value: datetime) -> None:
    ours: Any = Instant().bind_processor(SQLITE)(value)
    own: Any = sa.DateTime().dialect_impl(SQLITE).bind_processor(SQLITE)
    assert ours == own(value.astimezone(UTC).replace(tzinfo=None))
    again = Instant().result_processor(SQLITE, None)(ours)
    assert again == value
    assert again is not None
    assert again.tzinfo is UTC


@pytest.mark.parametrize("value", [datetime(2026, 11, 20, 10, 0, 0, 1, tzinfo=UTC), None])
def test_an_instant_survives_either_database(app: Flask, value: datetime | None) -> None:
    table = sa.Table("instants_of_a_test", sa.MetaData(), sa.Column("at", Instant()), prefixes=["TEMPORARY"])
    with app.app_context(), write("a test") as tx:
        table.create(tx)
        tx.execute(sa.insert(table).values(at=value))
        assert tx.execute(sa.select(table.c.at)).scalar() == value
        table.drop(tx)


def test_a_naive_instant_is_refused(app: Flask) -> None:
    statement = sa.select(sa.literal(datetime(2026, 1, 1), Instant()))  # noqa: DTZ001 (what is refused)
    with app.app_context(), read() as connection, pytest.raises(sa.exc.StatementError, match="aware"):
        connection.execute(statement)
