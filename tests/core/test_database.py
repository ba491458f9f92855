"""Instants come back as they went in, on both databases, and SQLite's text is what SQLAlchemy itself would write."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from app.core import database
from app.core.database import Instant, db, is_postgresql, read, write
from app.core.prepared import Prepared
from app.core.settings import load_settings
from simulator.server import Simulator

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


def test_an_error_of_the_database_does_not_say_what_was_to_be_written(app: Flask) -> None:
    with app.app_context(), pytest.raises(sa.exc.SQLAlchemyError) as failed, write("a test") as tx:
        tx.execute(sa.text("INSERT INTO nowhere (name) VALUES (:name)"), {"name": "林小满"})
    assert "nowhere" in str(failed.value)
    assert "林小满" not in str(failed.value)


def test_a_crowd_that_is_the_first_to_come_finds_one_engine_set_up_once(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {**simulator.env, "APP_ENV": "demo", "PUBLIC_URL": "http://127.0.0.1:1"}
    app = create_app(load_settings(env | {"DATABASE_URL": f"sqlite:///{tmp_path}/first.sqlite"}, tmp_path))
    init_engine, crowd = database.init_engine, threading.Barrier(8)

    def slowly(engine: sa.Engine) -> None:
        time.sleep(0.05)
        init_engine(engine)

    def ask(_number: int) -> Any:
        with app.app_context():
            crowd.wait(30)
            with read() as connection:
                return connection.execute(sa.select(sa.literal(1))).scalar()

    app.extensions.pop("diandian_engines", None)  # as in a process that nobody has asked anything yet
    monkeypatch.setattr(database, "init_engine", slowly)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [1] * 8
    with app.app_context():
        database.db.engine.dispose()


_ONE = Prepared(sa.select(sa.literal(1).label("one")))


def _looked() -> object:
    return _ONE.look({})


def _read() -> object:
    with read() as connection:
        return _ONE.first(connection, {})


def _written() -> object:
    with write("a test's transaction") as tx:
        return _ONE.first(tx, {})


@pytest.mark.parametrize(("use", "may_fail"), [(_looked, 0), (_read, 1), (_written, 1)])
def test_a_database_that_was_away_fails_one_request_and_not_one_for_every_connection(
    app: Flask, use: Callable[[], object], may_fail: int
) -> None:
    with app.app_context():
        if not is_postgresql(db.engine):
            return  # a file is not away
        with ExitStack() as crowd:
            for _ in range(5):  # at one time, so that each has its own
                crowd.enter_context(read()).execute(sa.text("SELECT 1"))
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        outside = sa.create_engine(db.engine.url, poolclass=sa.NullPool)
        with outside.connect() as connection:
            assert len(connection.execute(sa.text(f"{others} AND pid <> pg_backend_pid()")).all()) >= 5
        failed = 0
        for _ in range(8):
            try:
                assert use()
            except sa.exc.OperationalError:
                failed += 1
        assert failed <= may_fail
