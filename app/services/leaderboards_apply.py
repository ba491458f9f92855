"""Events into standings and their histograms, one batch to a transaction. Reading boards is leaderboards.py."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.core import clock
from app.core.database import is_postgresql, upsert, write
from app.domain import boards_cells
from app.domain.boards import Board, By, Deed, Standing, after, board_keys, overdraws
from app.domain.boards_cells import TIED_VALUES
from app.domain.errors import InvariantBroken
from app.models import alerts, board_cells, standing_events, standings

#: (board_key, subject)
Row = tuple[str, str]
#: (board_key, by, level, cell)
Cell = tuple[str, str, int, int]

_LOCK = int.from_bytes(b"boards", "big")
_TUPLES_A_STATEMENT = 500  # four parameters each, far below what either database takes

# the partial index is only used where the condition reads exactly like the index's own
_WAITING = sa.text("NOT applied")
# locked, so that whoever erases a name in them either came before or waits (SQLite's one writer needs no lock)
_EVENTS = (
    sa.select(standing_events)
    .where(_WAITING)
    .order_by(standing_events.c.id)
    .limit(sa.bindparam("limit"))
    .with_for_update()
)
_MARK = (
    sa.update(standing_events)
    .where(standing_events.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(applied=sa.true())
)
_ROW = sa.tuple_(standings.c.board_key, standings.c.subject)
_STANDINGS = sa.select(standings).where(_ROW.in_(sa.bindparam("rows", expanding=True)))
_CELL = sa.tuple_(board_cells.c.board_key, board_cells.c.by, board_cells.c.level, board_cells.c.cell)
_CELLS = sa.select(board_cells).where(_CELL.in_(sa.bindparam("cells", expanding=True)))
_TIED = sa.select(standings.c.mass_reached_ms).where(
    standings.c.board_key == sa.bindparam("key"), standings.c.mass_g == sa.bindparam("value")
)


def _put(table: sa.Table) -> sa.Executable:
    """Insert, or replace what is not the key."""
    insert = upsert(table)
    values = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=values)


def _drop(table: sa.Table) -> sa.Executable:
    return sa.delete(table).where(*(column == sa.bindparam(f"at_{column.name}") for column in table.primary_key))


_PUT_STANDING, _DROP_STANDING = _put(standings), _drop(standings)
_PUT_CELL, _DROP_CELL = _put(board_cells), _drop(board_cells)


def apply_events(limit: int = 500) -> int:
    """Count the oldest waiting events, at most ``limit``, in one transaction. Answers how many.

    May be called by any number of processes at once: one applies, the others find nothing to do (PostgreSQL, where 0
    may also mean that another is at it) or wait their turn (SQLite). An event counts once, however often this is
    called.
    """
    with write("apply standings") as tx:
        if not take_turn(tx, wait=False):
            return 0
        events = tx.execute(_EVENTS, {"limit": limit}).all()
        if events:
            before, now = _fold(tx, events)
            _write_standings(tx, now)
            _write_cells(tx, before, now)
            tx.execute(_MARK, {"ids": [event.id for event in events]})
        return len(events)


def take_turn(tx: sa.Connection, *, wait: bool) -> bool:
    """Become the only one who writes standings until the transaction ends. SQLite's one writer is that already."""
    if not is_postgresql(tx):
        return True
    if wait:
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        return True
    return bool(tx.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar())


def standing_of(row: Any) -> Standing:
    """From a row of ``standings``."""
    return Standing(row.mass_g, row.covered, row.certificates, row.mass_reached_ms, row.covered_reached_ms, row.name)


def _fold(tx: sa.Connection, events: Sequence[Any]) -> tuple[dict[Row, Standing | None], dict[Row, Standing | None]]:
    """(standings before, standings after) of every row the events touch."""
    touched = [
        (event, [(key, event.subject) for key in board_keys(Board(event.board), event.scene_code, event.counted_on)])
        for event in events
    ]
    before: dict[Row, Standing | None] = dict.fromkeys(row for _, rows in touched for row in rows)
    for chunk in _chunks(before):
        for found in tx.execute(_STANDINGS, {"rows": chunk}):
            before[found.board_key, found.subject] = standing_of(found)
    now = dict(before)
    for event, rows in touched:
        deed = Deed(event.sign, event.mass_g, event.covered, event.reached_ms, event.name)
        for row in rows:
            if overdraws(now[row], deed):
                _alert(tx, event, row)
            now[row] = after(now[row], deed)
    return before, now


def _alert(tx: sa.Connection, event: Any, row: Row) -> None:
    """Boards go on, and a person looks: one wrong event must not stop everybody's."""
    values = {
        "kind": "standing_overdrawn",
        "subject": event.certificate_id,
        "detail": f"event {event.id} takes from {row[1]} in {row[0]} what was never there",
        "created_at": clock.now(),
    }
    tx.execute(upsert(alerts).values(values).on_conflict_do_nothing())


def _write_standings(tx: sa.Connection, now: dict[Row, Standing | None]) -> None:
    put = [
        {
            "board_key": key,
            "subject": subject,
            "mass_g": standing.mass_g,
            "covered": standing.covered,
            "certificates": standing.certificates,
            "mass_reached_ms": standing.mass_reached_ms,
            "covered_reached_ms": standing.covered_reached_ms,
            "name": standing.name,
        }
        for (key, subject), standing in now.items()
        if standing
    ]
    gone = [
        {"at_board_key": key, "at_subject": subject} for (key, subject), standing in now.items() if standing is None
    ]
    if put:
        tx.execute(_PUT_STANDING, put)
    if gone:
        tx.execute(_DROP_STANDING, gone)


def _write_cells(tx: sa.Connection, before: dict[Row, Standing | None], now: dict[Row, Standing | None]) -> None:
    """Move the standings that changed their place from cell to cell; then count ties where they became many."""
    moves = list(_moves(before, now))
    tied = _tied(tx, {(move.key, move.value) for move in moves if move.by is By.MASS})
    changes: Counter[Cell] = Counter()
    for key, by, value, reached_ms, sign in moves:
        places = list(boards_cells.cells(by, value, reached_ms))
        if by is By.MASS and (key, value) in tied:
            places += boards_cells.tie_cells(value, reached_ms)
        for level, number in places:
            changes[key, by.value, level, number] += sign
    counts = _load(tx, changes)  # also where as many came as left: a value may have become common among them
    for cell, change in changes.items():
        counts[cell] = counts.get(cell, 0) + change
    store_cells(tx, {cell: counts[cell] for cell, change in changes.items() if change})
    for key, value in {(move.key, move.value) for move in moves if move.by is By.MASS and move.sign > 0} - tied:
        _, finest = next(boards_cells.cells(By.MASS, value, 0))
        if counts.get((key, By.MASS.value, 0, finest), 0) >= boards_cells.TIES_AT:
            _count_ties(tx, key, value)


class _Move(NamedTuple):
    """A place left (sign -1) or taken (1)."""

    key: str
    by: By
    value: int
    reached_ms: int
    sign: int


def _moves(before: dict[Row, Standing | None], now: dict[Row, Standing | None]) -> Iterator[_Move]:
    for (key, subject), standing in now.items():
        old = before[key, subject]
        for by in By:
            left, taken = old.place(by) if old else None, standing.place(by) if standing else None
            if left == taken:
                continue
            if left:
                yield _Move(key, by, *left, -1)
            if taken:
                yield _Move(key, by, *taken, 1)


def _tied(tx: sa.Connection, values: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those (board_key, grams) whose ties are counted in cells."""
    markers = [(key, By.MASS.value, TIED_VALUES, value) for key, value in values]
    return {(key, value) for key, _, _, value in _load(tx, markers)}


def _count_ties(tx: sa.Connection, key: str, value_g: int) -> None:
    """From now on count the ties of these grams in cells, if there are many."""
    if not boards_cells.can_be_tied(value_g):
        return
    reached = tx.execute(_TIED, {"key": key, "value": value_g}).scalars().all()
    if len(reached) >= boards_cells.TIES_AT:
        counts = Counter(cell for reached_ms in reached for cell in boards_cells.tie_cells(value_g, reached_ms))
        store_cells(tx, {(key, By.MASS.value, level, cell): count for (level, cell), count in counts.items()})


def _load(tx: sa.Connection, cells: Iterable[Cell]) -> dict[Cell, int]:
    """What the cells hold now; empty ones are left out."""
    return {
        (row.board_key, row.by, row.level, row.cell): row.standings
        for chunk in _chunks(cells)
        for row in tx.execute(_CELLS, {"cells": chunk})
    }


def store_cells(tx: sa.Connection, counts: dict[Cell, int]) -> None:
    """Set cells to counts; what is zero is removed. A count below zero cannot be: InvariantBroken."""
    if any(count < 0 for count in counts.values()):
        raise InvariantBroken(f"board cells below zero: {[cell for cell, count in counts.items() if count < 0][:5]}")
    put = [
        {"board_key": key, "by": by, "level": level, "cell": cell, "standings": count}
        for (key, by, level, cell), count in counts.items()
        if count
    ]
    gone = [
        {"at_board_key": key, "at_by": by, "at_level": level, "at_cell": cell}
        for (key, by, level, cell), count in counts.items()
        if not count
    ]
    if put:
        tx.execute(_PUT_CELL, put)
    if gone:
        tx.execute(_DROP_CELL, gone)


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(items)
    for start in range(0, len(listed), _TUPLES_A_STATEMENT):
        yield listed[start : start + _TUPLES_A_STATEMENT]
