"""Statements compiled once: SQLAlchemy writes the SQL and knows the types, the driver's own cursor runs it.

SQLAlchemy's work around a statement costs several times the statement (docs/performance.md), so what a hall asks for at
once goes this way. Transactions and connections stay where they are: core/database.py.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

import sqlalchemy as sa

from app.core.database import pooled_engine

__all__ = ["Prepared"]

_Process = Callable[[Any], Any]
Parameters = Mapping[str, Any]


class _Statement(Protocol):
    """What a Core statement is used for here: SELECT, or INSERT, UPDATE and DELETE with or without RETURNING."""

    @property
    def exported_columns(self) -> Any: ...

    def compile(self, *, dialect: sa.Dialect, column_keys: Sequence[str]) -> Any: ...


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One statement in one database's words.

    names: what the caller gives. fixed: what the statement itself gives, ready for the driver. writers: names whose
    values the driver takes in another form. order: picks the values by place, None where the driver takes names.
    row: makes one with names, None where nothing comes back. readers: places whose values we take in another form.
    """

    sql: str
    names: frozenset[str]
    fixed: Mapping[str, Any]
    writers: tuple[tuple[str, _Process], ...]
    order: Callable[[Any], tuple[Any, ...]] | None
    row: Callable[[Iterable[Any]], Any] | None
    readers: tuple[tuple[int, _Process], ...]

    def bound(self, parameters: Parameters) -> Any:
        """The parameters as the driver takes them. KeyError for other names than the statement's."""
        if parameters.keys() != self.names:
            raise KeyError(f"{self.sql} takes {sorted(self.names)}, not {sorted(parameters)}")
        values = {**self.fixed, **parameters}
        for name, write in self.writers:
            values[name] = write(values[name])
        return self.order(values) if self.order is not None else values

    def read(self, found: Iterable[Any]) -> list[Any]:
        """Rows with names and with our types."""
        if self.row is None:
            return []
        if not self.readers:
            return list(map(self.row, found))
        rows = []
        for each in found:
            values = list(each)
            for at, reader in self.readers:
                values[at] = reader(values[at])
            rows.append(self.row(values))
        return rows


class Prepared:
    """A Core statement to be run often. Parameters are named, always the same names, and never expanding.

    May be made at import and used by any thread. Errors of the database are SQLAlchemy's, as everywhere else.
    """

    def __init__(self, statement: Any) -> None:
        self._statement: _Statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def all(self, connection: sa.Connection, parameters: Parameters) -> list[Any]:
        """Every row, its columns by name, inside the caller's transaction or read."""
        compiled = self._of(connection.dialect, parameters)
        return compiled.read(self._execute(_cursor(connection), compiled, parameters, connection.dialect))

    def first(self, connection: sa.Connection, parameters: Parameters) -> Any:
        """The first row, or None."""
        rows = self.all(connection, parameters)
        return rows[0] if rows else None

    def run(self, connection: sa.Connection, *rows: Parameters) -> None:
        """Write, once for each of the rows; nothing comes back."""
        if not rows:
            return
        compiled = self._of(connection.dialect, rows[0])
        cursor = _cursor(connection)
        if len(rows) == 1:
            self._execute(cursor, compiled, rows[0], connection.dialect)
            return
        bound = [compiled.bound(row) for row in rows]
        try:
            cursor.executemany(compiled.sql, bound)
        except Exception as error:
            raise _translated(error, compiled.sql, connection.dialect, cursor) from error
        finally:
            cursor.close()

    def look(self, parameters: Parameters) -> list[Any]:
        """Every row, on a connection of its own outside any transaction: for a read that is this one statement.

        A connection lost while nobody used it is no reason to fail: it is asked once more, on a new one.
        """
        try:
            return self._look(parameters)
        except sa.exc.DBAPIError as error:
            if not error.connection_invalidated:
                raise
            return self._look(parameters)

    def _look(self, parameters: Parameters) -> list[Any]:
        engine = pooled_engine()
        held = engine.raw_connection()
        try:
            raw: Any = held.dbapi_connection
            if engine.dialect.name == "postgresql":
                raw.autocommit = True  # else it would say BEGIN before and ROLLBACK after
            compiled = self._of(engine.dialect, parameters)
            rows = compiled.read(self._execute(raw.cursor(), compiled, parameters, engine.dialect))
            if engine.dialect.name == "postgresql":
                raw.autocommit = False
            return rows
        except BaseException:
            held.invalidate()  # whatever state it is in, nobody shall meet it
            raise
        finally:
            held.close()

    @staticmethod
    def _execute(cursor: Any, compiled: _Compiled, parameters: Parameters, dialect: sa.Dialect) -> Sequence[Any]:
        bound = compiled.bound(parameters)
        try:
            cursor.execute(compiled.sql, bound)
            # to the end: SQLite finishes a RETURNING only with its last row
            found: Sequence[Any] = cursor.fetchall() if compiled.row is not None else ()
        except Exception as error:
            raise _translated(error, compiled.sql, dialect, cursor) from error
        finally:
            cursor.close()
        return found

    def _of(self, dialect: sa.Dialect, parameters: Parameters) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, dialect, parameters)
        return found


def _cursor(connection: sa.Connection) -> Any:
    """The driver's cursor, in the connection's transaction. SQLite has to be told to begin one."""
    if not connection.in_transaction() and connection.dialect.name == "sqlite":
        connection.begin()
    return connection.connection.cursor()


def _compile(statement: _Statement, dialect: sa.Dialect, parameters: Parameters) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=list(parameters))
    state = compiled.construct_expanded_state(dict(parameters))  # a fixed IN list becomes one parameter per member
    places = state.positiontup if compiled.positional else list(state.parameters)
    if unused := set(parameters) - set(places):
        raise KeyError(f"{state.statement} does not take {sorted(unused)}")
    fixed = {name: state.parameters[name] for name in places if name not in parameters}
    writers = []
    for name in dict.fromkeys(places):
        known = compiled.binds.get(name)  # none for the members of a list, which are plain text
        write = known.type.dialect_impl(dialect).bind_processor(dialect) if known is not None else None
        if write is not None and name in fixed:
            fixed[name] = write(fixed[name])
        elif write is not None:
            writers.append((name, write))
    columns = list(statement.exported_columns)
    kind: Any = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024 (its columns are only known here)
    readers = []
    for at, column in enumerate(columns):
        reader = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if reader is not None:
            readers.append((at, reader))
    return _Compiled(
        sql=state.statement,
        names=frozenset(parameters),
        fixed=fixed,
        writers=tuple(writers),
        order=_picker(places) if compiled.positional else None,
        row=kind._make if columns else None,
        readers=tuple(readers),
    )


def _picker(places: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """From values by name, the tuple of values by place."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[name] for name in places)


def _translated(error: Exception, sql: str, dialect: sa.Dialect, cursor: Any) -> BaseException:
    """The error as SQLAlchemy raises it, without the parameters: they may be somebody's name.

    A lost connection empties the pool, as SQLAlchemy would: the database was away, and every other one in it is dead
    too. Else each of them would fail somebody.
    """
    base = dialect.loaded_dbapi.Error
    lost = isinstance(error, base) and dialect.is_disconnect(error, cursor.connection, cursor)
    if lost:
        pooled_engine().dispose()
    return sa.exc.DBAPIError.instance(
        sql, None, error, base, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )
