"""A million standings, fast, in the lists the benchmark asks for; and the people who ask. Nothing is measured here."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import sqlalchemy as sa
from flask import Flask

from app.core import ids
from app.core.database import write
from app.domain import boards_cells
from app.domain.boards import By
from app.models import sessions, users
from app.services.sessions import token_hash

Row = tuple[str, str, int, int, int, int, int, str | None]
_CELL_COLUMNS = 'board_key, "by", level, cell, standings'
_COLUMNS = "board_key, subject, mass_g, covered, certificates, mass_reached_ms, covered_reached_ms, name"
#: What many have in common: the same meal, the same metro ride.
_COMMON = [random.Random(5).randrange(800, 40_000) for _ in range(20)]
_BEGAN_MS = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
_YEAR_MS = 365 * 24 * 3600 * 1000


def fill(url: str, sizes: dict[str, int]) -> dict[str, list[str]]:
    """Write ``sizes`` standings into each list, with their histograms. Answers some subjects of each list.

    A third of the masses are among twenty that thousands share; the others spread over six orders of magnitude.
    """
    askers: dict[str, list[str]] = {}
    with _writer(url) as write_rows:
        for key, size in sizes.items():
            counts = _Counts(key)
            every = max(1, size // 60)
            known = askers[key] = []

            def rows(key: str = key, size: int = size, counts: _Counts = counts) -> Iterator[Row]:
                for row in _standings(random.Random(key), key, size):
                    counts.add(row)
                    yield row

            write_rows("standings", _COLUMNS, (_noted(row, number, every, known) for number, row in enumerate(rows())))
            write_rows("board_cells", _CELL_COLUMNS, counts.cells())
    _analyse(url)
    return askers


def _noted(row: Row, number: int, every: int, known: list[str]) -> Row:
    """The row, its subject kept as one of those who will ask."""
    if number % every == every // 2:
        known.append(str(row[1]))
    return row


class _Counts:
    """The histogram of one list, counted as its rows go by."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._cells: Counter[tuple[By, int, int]] = Counter()
        self._ties: dict[int, list[int]] = {}

    def add(self, row: Row) -> None:
        _, _, mass_g, covered, _, mass_reached_ms, covered_reached_ms, _ = row
        for by, value, reached_ms in ((By.MASS, mass_g, mass_reached_ms), (By.COVERED, covered, covered_reached_ms)):
            self._cells.update((by, level, cell) for level, cell in boards_cells.cells(by, value, reached_ms))
        self._ties.setdefault(mass_g, []).append(mass_reached_ms)

    def cells(self) -> Iterator[tuple[object, ...]]:
        for mass_g, instants in self._ties.items():
            if len(instants) >= boards_cells.TIES_AT:
                for reached_ms in instants:
                    self._cells.update((By.MASS, *cell) for cell in boards_cells.tie_cells(mass_g, reached_ms))
        return ((self._key, by.value, level, cell, number) for (by, level, cell), number in self._cells.items())


def log_in(app: Flask, subjects: list[str]) -> list[str]:
    """A token for each of these users."""
    now = datetime.now(UTC)
    tokens = [ids.new_token() for _ in subjects]
    with app.app_context(), write("log in") as tx:
        tx.execute(sa.insert(users), [{"id": s, "openid": s, "created_at": now} for s in subjects])
        tx.execute(
            sa.insert(sessions),
            [
                {"token_sha256": token_hash(t), "user_id": s, "created_at": now, "expires_at": now + timedelta(days=1)}
                for t, s in zip(tokens, subjects, strict=True)
            ],
        )
    return tokens


def _standings(chance: random.Random, key: str, size: int) -> Iterator[Row]:
    for _ in range(size):
        subject = f"usr{chance.getrandbits(104):026X}"
        mass_g = chance.choice(_COMMON) if chance.random() < 1 / 3 else int(chance.lognormvariate(12, 1.6)) + 1
        covered = min(40, int(chance.expovariate(0.9)))
        reached_ms = _BEGAN_MS + chance.randrange(_YEAR_MS)
        name = "林小满" if chance.random() < 0.5 else None
        yield key, subject, mass_g, covered, max(1, covered), reached_ms, reached_ms - chance.randrange(10**6), name


@contextmanager
def _writer(url: str) -> Iterator[Callable[[str, str, Iterable[tuple[object, ...]]], None]]:
    """Rows straight through the driver: executemany on SQLite, COPY on PostgreSQL."""
    parsed = sa.make_url(url)
    if parsed.drivername.startswith("sqlite"):
        with closing(sqlite3.connect(str(parsed.database))) as lite, lite:
            lite.execute("PRAGMA synchronous = OFF")
            lite.execute("PRAGMA cache_size = -1000000")

            def insert_rows(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
                marks = ", ".join("?" for _ in columns.split(","))
                lite.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

            yield insert_rows
        return
    with psycopg.connect(_dsn(parsed)) as connection:

        def copy_rows(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
            with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

        yield copy_rows


def _dsn(url: sa.URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _analyse(url: str) -> None:
    parsed = sa.make_url(url)
    if parsed.drivername.startswith("sqlite"):
        return
    with psycopg.connect(_dsn(parsed), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE standings")
        connection.execute("VACUUM ANALYZE board_cells")
