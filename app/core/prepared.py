"""Statements compiled once: SQLAlchemy writes the SQL and knows the types, the driver's own cursor runs it.

SQLAlchemy's work around a statement costs several times the statement (docs/performance.md), so what a hall asks for at
once goes this way. Transactions and connections stay where they are: core/database.py.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa

from app.core.database import pooled_engine

__all__ = ["Prepared"]

_Process = Callable[[Any], Any] | None
Parameters = Mapping[str, Any]


class _Statement(Protocol):
    """What a Core statement is used for here: SELECT, or INSERT, UPDATE and DELETE with or without RETURNING."""

    @property
    def exported_columns(self) -> Any: ...

    def compile(self, *, dialect: sa.Dialect, column_keys: Sequence[str]) -> Any: ...


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One statement in one database's words.

    slots: (name, how its value is written, whether the caller gives it, the value where not), in order of place.
    given: how many the caller gives. row: makes one with names; None where nothing comes back.
    """

    sql: str
    slots: tuple[tuple[str, _Process, bool, Any], ...]
    positional: bool
    given: int
    row: Callable[[Iterable[Any]], Any] | None
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def bound(self, parameters: Parameters) -> Any:
        """The parameters as the driver takes them. KeyError for one that is missing or too many."""
        if len(parameters) != self.given:
            raise KeyError(f"{self.sql} takes {self.given} parameters, not {sorted(parameters)}")
        if self.positional:
            return tuple([
                value if not given else (write(parameters[name]) if write else parameters[name])
                for name, write, given, value in self.slots
            ])  # fmt: skip
        return {
            name: value if not given else (write(parameters[name]) if write else parameters[name])
            for name, write, given, value in self.slots
        }

    def read(self, found: Iterable[Any]) -> list[Any]:
        """Rows with names and with our types."""
        if self.row is None:
            return []
        if not self.readers:
            return [self.row(each) for each in found]
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
            raise _translated(error, compiled.sql, connection.dialect) from error
        finally:
            cursor.close()

    def look(self, parameters: Parameters) -> list[Any]:
        """Every row, on a connection of its own outside any transaction: for a read that is this one statement."""
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
            raise _translated(error, compiled.sql, dialect) from error
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
    if connection.dialect.name == "sqlite" and not connection.in_transaction():
        connection.begin()
    return connection.connection.cursor()


def _compile(statement: _Statement, dialect: sa.Dialect, parameters: Parameters) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=list(parameters))
    state = compiled.construct_expanded_state(dict(parameters))  # a fixed IN list becomes one parameter per member
    names = state.positiontup if compiled.positional else list(state.parameters)
    slots = []
    for name in names:
        known = compiled.binds.get(name)  # none for the members of a list, which are plain text
        write = known.type.dialect_impl(dialect).bind_processor(dialect) if known is not None else None
        given = name in parameters
        value = None if given else state.parameters[name]
        slots.append((name, write, given, write(value) if write and not given else value))
    if unused := set(parameters) - set(names):
        raise KeyError(f"{state.statement} does not take {sorted(unused)}")
    columns = list(statement.exported_columns)
    kind: Any = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]  # noqa: PYI024 (its columns are only known here)
    readers = []
    for at, column in enumerate(columns):
        reader = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if reader is not None:
            readers.append((at, reader))
    return _Compiled(
        state.statement,
        tuple(slots),
        bool(compiled.positional),
        len(parameters),
        kind._make if columns else None,
        tuple(readers),
    )


def _translated(error: Exception, sql: str, dialect: sa.Dialect) -> BaseException:
    """The error as SQLAlchemy raises it, without the parameters: they may be somebody's name."""
    base = dialect.loaded_dbapi.Error
    return sa.exc.DBAPIError.instance(sql, None, error, base, hide_parameters=True, dialect=dialect)
