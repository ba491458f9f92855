"""A million standings, fast, in the lists the benchmark asks for; and the people who ask. Nothing is measured here."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import sqlalchemy as sa
from flask import Flask

from app.core import ids
from app.core.database import write
from app.models import sessions, users
from app.services.leaderboards_proof import rebuild
from app.services.sessions import token_hash

_COLUMNS = "board_key, subject, mass_g, covered, certificates, mass_reached_ms, covered_reached_ms, name"
#: What many have in common: the same meal, the same metro ride.
_COMMON = [random.Random(5).randrange(800, 40_000) for _ in range(20)]
_BEGAN_MS = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000)
_YEAR_MS = 365 * 24 * 3600 * 1000


def fill(app: Flask, url: str, sizes: dict[str, int]) -> dict[str, list[str]]:
    """Write ``sizes`` standings into each list, and make the histograms. Answers some subjects of each list.

    A third of the masses are among twenty that thousands share; the others spread over six orders of magnitude.
    """
    askers: dict[str, list[str]] = {}
    with _writer(url) as write_rows:
        for key, size in sizes.items():
            chance = random.Random(size)
            every = max(1, size // 60)
            known: list[str] = []
            write_rows(_standings(chance, key, size, every, known))
            askers[key] = known
    with app.app_context():
        rebuild()
    _analyse(url)
    return askers


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


def _standings(
    chance: random.Random, key: str, size: int, every: int, known: list[str]
) -> Iterator[tuple[str, str, int, int, int, int, int, str | None]]:
    for number in range(size):
        subject = ids.new_id("usr")
        if number % every == every // 2:
            known.append(subject)
        mass_g = chance.choice(_COMMON) if chance.random() < 1 / 3 else int(chance.lognormvariate(12, 1.6)) + 1
        covered = min(40, int(chance.expovariate(0.9)))
        reached_ms = _BEGAN_MS + chance.randrange(_YEAR_MS)
        name = "林小满" if chance.random() < 0.5 else None
        yield key, subject, mass_g, covered, max(1, covered), reached_ms, reached_ms - chance.randrange(10**6), name


@contextmanager
def _writer(url: str) -> Iterator[Callable[[Iterator[tuple[object, ...]]], None]]:
    """Rows straight through the driver: executemany on SQLite, COPY on PostgreSQL."""
    parsed = sa.make_url(url)
    if parsed.drivername.startswith("sqlite"):
        with closing(sqlite3.connect(str(parsed.database))) as lite, lite:
            yield lambda rows: lite.executemany(f"INSERT INTO standings ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", rows)
        return
    with psycopg.connect(_dsn(parsed)) as connection:

        def copy_rows(rows: Iterator[tuple[object, ...]]) -> None:
            with connection.cursor().copy(f"COPY standings ({_COLUMNS}) FROM STDIN") as copy:
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
