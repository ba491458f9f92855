"""Proof that the histograms are what the standings say, and their making anew. Neither is part of daily work."""

from collections import Counter, defaultdict

import sqlalchemy as sa

from app.core.database import snapshot, write
from app.domain import boards_cells
from app.domain.boards import By
from app.models import board_cells, standings
from app.services.leaderboards_apply import Cell, store_cells, take_turn

_PLACES = sa.select(
    standings.c.board_key,
    standings.c.mass_g,
    standings.c.mass_reached_ms,
    standings.c.covered,
    standings.c.covered_reached_ms,
)
_TIED = sa.select(board_cells.c.board_key, board_cells.c.cell).where(
    board_cells.c.by == By.MASS.value, board_cells.c.level == boards_cells.TIED_VALUES
)
_ROWS_AT_ONCE = 10_000


def prove() -> list[str]:
    """Every difference between the cells kept and the cells the standings make; an empty list is the proof.

    Reads every standing, of one moment: a batch is applied whole or not at all, so nothing need stop for it.
    """
    with snapshot() as connection:
        tied = {(key, value) for key, value in connection.execute(_TIED)}
        wanted = _expected(connection, tied)
        kept: dict[Cell, int] = {
            (row.board_key, row.by, row.level, row.cell): row.standings
            for row in connection.execute(sa.select(board_cells))
        }
    return [
        f"{cell}: {kept.get(cell, 0)} kept, {wanted.get(cell, 0)} standings"
        for cell in sorted(kept.keys() | wanted.keys())
        if kept.get(cell) != wanted.get(cell)
    ]


def rebuild() -> None:
    """Make every histogram anew from the standings, while nothing is applied. May be repeated."""
    with write("rebuild boards") as tx:
        take_turn(tx, wait=True)
        tx.execute(sa.delete(board_cells))
        store_cells(tx, _expected(tx, set()))


def _expected(connection: sa.Connection, tied: set[tuple[str, int]]) -> dict[Cell, int]:
    """Every cell with its count. Ties are counted where there are many, and where they once were (``tied``)."""
    counts: Counter[Cell] = Counter()
    ties: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    rows = connection.execute(_PLACES.execution_options(yield_per=_ROWS_AT_ONCE))
    for key, mass_g, mass_reached_ms, covered, covered_reached_ms in rows:
        for by, value, reached_ms in ((By.MASS, mass_g, mass_reached_ms), (By.COVERED, covered, covered_reached_ms)):
            for level, cell in boards_cells.cells(by, value, reached_ms):
                counts[key, by.value, level, cell] += 1
        ties[key, mass_g][mass_reached_ms] += 1
    for (key, mass_g), instants in ties.items():
        many = instants.total() >= boards_cells.TIES_AT and boards_cells.can_be_tied(mass_g)
        if many or (key, mass_g) in tied:
            for reached_ms, number in instants.items():
                for level, cell in boards_cells.tie_cells(mass_g, reached_ms):
                    counts[key, By.MASS.value, level, cell] += number
    return dict(counts)
