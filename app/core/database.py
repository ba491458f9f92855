"""One way to read and one way to write, on SQLite and PostgreSQL alike.

Writes are ``BEGIN IMMEDIATE`` on SQLite; reads are ``BEGIN DEFERRED`` there and AUTOCOMMIT on PostgreSQL, where a
BEGIN and ROLLBACK around one SELECT would double its cost. Nothing here knows a table.
"""

import contextlib
import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_sqlalchemy import SQLAlchemy

# its ON CONFLICT and RETURNING compile for SQLite as well; the SQLite one does not for PostgreSQL
from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = [
    "Instant",
    "TransactionOpen",
    "db",
    "forbid_transaction",
    "is_postgresql",
    "portions",
    "read",
    "upsert",
    "write",
    "write_engine",
]

#: PostgreSQL takes 65,535 parameters in one statement, SQLite 32,766 and more: as many ids, and room for others.
PORTION = 30_000

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMING))

_open: ContextVar[str | None] = ContextVar("open_transaction", default=None)


class TransactionOpen(RuntimeError):
    """A provider was about to be called, or a second transaction opened, while this thread holds a transaction."""


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps no zone, so it is put back on the way out.

    The processors are written out for SQLite: nearly every row has an instant or two, and SQLAlchemy's own take several
    times as long. The text is the same: ``2026-11-20 02:29:22.000000``.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[datetime | None], Any]:
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002 (SQLAlchemy's signature)
        return _from_text if dialect.name == "sqlite" else _to_utc


def _to_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant must be aware")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    instant = _to_utc(value)
    return instant.replace(tzinfo=None).isoformat(" ", "microseconds") if instant else None


def _from_text(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if value else None


def init_engine(engine: sa.Engine) -> None:
    """Set an SQLite engine up (WAL, foreign keys, FULL, explicit BEGIN). PostgreSQL needs nothing. Once per engine."""
    if engine.dialect.name != "sqlite":
        return

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own comes too late to be safe
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL", "busy_timeout = 15000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _on_begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("diandian_write")
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN DEFERRED")


_setting_up = threading.Lock()


def _engines() -> tuple[sa.Engine, sa.Engine]:
    """(for reads, for writes) of the current app: two views of one pool."""
    cached: tuple[sa.Engine, sa.Engine] | None = current_app.extensions.get("diandian_engines")
    if cached is None:
        with _setting_up:  # a crowd may be the first to come: set up twice, every transaction would begin twice
            cached = current_app.extensions.get("diandian_engines") or _set_up()
    return cached


def _set_up() -> tuple[sa.Engine, sa.Engine]:
    engine = db.engine
    init_engine(engine)
    read = engine.execution_options(isolation_level="AUTOCOMMIT") if is_postgresql(engine) else engine
    engines = (read, engine.execution_options(diandian_write=True))
    current_app.extensions["diandian_engines"] = engines
    return engines


def pooled_engine() -> sa.Engine:
    """The engine whose pool every connection comes from, set up."""
    return _engines()[0]


def write_engine() -> sa.Engine:
    """The engine writes go through, for migrations."""
    return _engines()[1]


def is_postgresql(bind: sa.Engine | sa.Connection) -> bool:
    """Whether this is PostgreSQL (else SQLite)."""
    return bind.dialect.name == "postgresql"


@contextlib.contextmanager
def read() -> Iterator[sa.Connection]:
    """A connection for reading. Nothing written through it is kept."""
    with _engines()[0].connect() as connection:
        yield connection


@contextlib.contextmanager
def write(purpose: str) -> Iterator[sa.Connection]:
    """One transaction: committed at the end of the block, rolled back by any exception.

    purpose: a few words for the error when somebody calls a provider inside it. Transactions do not nest.
    """
    if (held := _open.get()) is not None:
        raise TransactionOpen(f"cannot begin {purpose!r} inside {held!r}")
    engine = _engines()[1]
    token = _open.set(purpose)
    queue: int | None = None
    try:
        queue = _turn(engine)
        with engine.connect() as connection, connection.begin():
            yield connection
    finally:
        if queue is not None:
            fcntl.flock(queue, fcntl.LOCK_UN)  # lets the next one in
        _open.reset(token)


@contextlib.contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """A connection for several reads of one consistent moment. Nothing written through it is kept."""
    engine = _engines()[0]
    if is_postgresql(engine):
        engine = db.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        yield connection


def portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in parts of which each can be named in one statement. Nothing for none."""
    return (ids[at : at + PORTION] for at in range(0, len(ids), PORTION))


def forbid_transaction(calling: str) -> None:
    """Raise :class:`TransactionOpen` if this thread holds a write transaction. Every call to a provider asks first."""
    if (held := _open.get()) is not None:
        raise TransactionOpen(f"{calling} called inside the transaction {held!r}")


class _Queue:
    """One thread's own opening of the file that SQLite's writers queue at; closed with the thread."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.process = os.getpid()
        self.file = os.open(f"{path}-writers", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def __del__(self) -> None:
        os.close(self.file)


_queues = threading.local()


def _turn(engine: sa.Engine) -> int | None:
    """Queue SQLite's writers in the kernel: a locked file to unlock when done, None where there is no such queue.

    SQLite's own busy handler sleeps and retries, which is unfair: under 16 writers the unlucky waited seconds. flock
    wakes the next one at once.
    """
    path = engine.url.database
    if is_postgresql(engine) or not path or path == ":memory:":
        return None
    queue: _Queue | None = getattr(_queues, "own", None)
    # a lock belongs to an opening of the file, and a forked child shares its parent's: it needs one of its own
    if queue is None or queue.path != path or queue.process != os.getpid():
        queue = _queues.own = _Queue(path)
    fcntl.flock(queue.file, fcntl.LOCK_EX)
    return queue.file
