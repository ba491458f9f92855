"""What a request really says to its database, recorded at the driver, and said again raw: the floor's SQL.

The floor follows ours by itself: it is the same statements with the same parameters in the same transactions, on a
driver's cursor from the same pool, with nothing around them.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import sqlalchemy as sa


@dataclass
class Visit:
    """One stay of a connection outside its pool. ``autocommit``: PostgreSQL's, None on SQLite."""

    autocommit: bool | None = None
    #: (execute | executemany | commit | rollback, SQL, parameters)
    steps: list[tuple[str, Any, Any]] = field(default_factory=list)


@dataclass
class Trace:
    """The visits of one request, in order. None stands for the call to the provider between them."""

    visits: list[Visit | None] = field(default_factory=list)

    def check(self) -> None:
        """Raise if anything is committed that was never begun: then the floor would be another thing than ours."""
        for visit in self.visits:
            said = [str(step[1]) for step in visit.steps] if visit else []
            commits = any(step[0] == "commit" for step in visit.steps) if visit else False
            if visit and visit.autocommit is None and commits and not said[0].startswith("BEGIN"):
                raise RuntimeError(f"a transaction without its BEGIN: {said[0]}")

    @property
    def statements(self) -> int:
        return sum(step[0].startswith("execute") for visit in self.visits if visit for step in visit.steps)


class Recorder:
    """Listens at the driver while a request is under way."""

    def __init__(self) -> None:
        self.trace: Trace | None = None
        self._visit: Visit | None = None

    def checkout(self) -> None:
        if self.trace is not None:
            self._visit = Visit()
            self.trace.visits.append(self._visit)

    def checkin(self) -> None:
        if self._visit is not None:
            while self._visit.steps and self._visit.steps[-1][0] == "rollback":
                self._visit.steps.pop()  # the pool says it to every connection that comes back, the floor's too
        self._visit = None

    def called(self) -> None:
        """The provider was called."""
        if self.trace is not None:
            self.trace.visits.append(None)

    def heard(self, step: str, sql: Any = None, parameters: Any = None, autocommit: bool | None = None) -> None:
        if self._visit is not None:
            if step.startswith("execute"):
                self._visit.autocommit = autocommit
            kept = list(parameters) if step == "executemany" else parameters
            self._visit.steps.append((step, sql, kept))

    @contextmanager
    def recording(self) -> Iterator[Trace]:
        self.trace = trace = Trace()
        try:
            yield trace
        finally:
            self.trace = None
            trace.visits = [visit for visit in trace.visits if visit is None or visit.steps]


def listen(engine: sa.Engine) -> Recorder:
    """Record everything said through this engine's pool. Before its first connection is made."""
    recorder = Recorder()
    connect = _sqlite(recorder) if engine.dialect.name == "sqlite" else _postgresql(recorder)

    @sa.event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: Any, options: Any) -> Any:
        return connect(*arguments, **options)

    sa.event.listen(engine.pool, "checkout", lambda *_: recorder.checkout())
    sa.event.listen(engine.pool, "checkin", lambda *_: recorder.checkin())
    return recorder


def _sqlite(recorder: Recorder) -> Callable[..., Any]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = ()) -> Any:
            recorder.heard("execute", sql, parameters)
            return super().execute(sql, parameters)

        def executemany(self, sql: str, parameters: Any) -> Any:
            rows = list(parameters)
            recorder.heard("executemany", sql, rows)
            return super().executemany(sql, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, parameters: Any = ()) -> Any:
            recorder.heard("execute", sql, parameters)
            return super().execute(sql, parameters)

        def commit(self) -> None:
            recorder.heard("commit")
            super().commit()

        def rollback(self) -> None:
            recorder.heard("rollback")
            super().rollback()

    def connect(*arguments: Any, **options: Any) -> Any:
        return sqlite3.connect(*arguments, factory=Connection, **options)

    return connect


def _postgresql(recorder: Recorder) -> Callable[..., Any]:
    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            recorder.heard("execute", query, params, self.connection.autocommit)
            return super().execute(query, params, **options)

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            rows = list(params_seq)
            recorder.heard("executemany", query, rows, self.connection.autocommit)
            super().executemany(query, rows, **options)

    class Connection(psycopg.Connection[Any]):
        def commit(self) -> None:
            recorder.heard("commit")
            super().commit()

        def rollback(self) -> None:
            recorder.heard("rollback")
            super().rollback()

    def connect(*arguments: Any, **options: Any) -> Any:
        connection = Connection.connect(*arguments, **options)
        connection.cursor_factory = Cursor
        return connection

    return connect


def replay(engine: sa.Engine, visits: Sequence[Visit | None], call: Callable[[], Any] | None = None) -> None:
    """Say it all again. ``call``: what stands for the call to the provider."""
    for visit in visits:
        if visit is None:
            if call is not None:
                call()
            continue
        held = engine.raw_connection()
        try:
            _say(held, visit)
        finally:
            held.close()


def _say(held: Any, visit: Visit) -> None:
    connection = held.dbapi_connection
    if visit.autocommit:
        connection.autocommit = True
    cursor = connection.cursor()
    for step, sql, parameters in visit.steps:
        if step == "execute":
            if parameters:
                cursor.execute(sql, parameters)
            else:
                cursor.execute(sql)
            if cursor.description is not None:
                cursor.fetchall()
        elif step == "executemany":
            cursor.executemany(sql, parameters)
        elif step == "commit":
            connection.commit()
        else:
            connection.rollback()
    cursor.close()
    if visit.autocommit:
        connection.autocommit = False
