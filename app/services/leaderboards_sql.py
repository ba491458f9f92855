"""The statements a board is read with, as text for the drivers themselves.

A board is the busiest page of a full hall. Measured on it, SQLAlchemy's own work costs more than the database's
(bench/leaderboard.py), so these few reads go to the driver's cursor; everything that writes goes through SQLAlchemy.
"""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.core.database import is_postgresql
from app.domain.boards import By
from app.domain.boards_cells import LOWEST_MS, TIED_VALUES, Above, above

_PARAMETER = re.compile(r":(\w+)")


class Statement:
    """One SELECT, written with ``:name`` parameters, spelled for both drivers."""

    def __init__(self, text: str) -> None:
        self._sqlite = " ".join(text.split())
        self._postgresql = _PARAMETER.sub(r"%(\1)s", self._sqlite)

    def rows(self, cursor: Any, parameters: Mapping[str, object], *, postgresql: bool) -> list[tuple[Any, ...]]:
        """Run it on a cursor of the driver; every row as a plain tuple."""
        cursor.execute(self._postgresql if postgresql else self._sqlite, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


class Reader:
    """Runs statements on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._cursor = connection.connection.cursor()
        self._postgresql = is_postgresql(connection)

    def rows(self, statement: Statement, **parameters: object) -> list[tuple[Any, ...]]:
        return statement.rows(self._cursor, parameters, postgresql=self._postgresql)


_ORDER = {By.MASS: ("mass_g", "mass_reached_ms"), By.COVERED: ("covered", "covered_reached_ms")}

# written as the partial index of waiting events is, so that only they are looked at
_STALE = "SELECT 1 FROM standing_events WHERE NOT applied AND reached_ms < :stale_ms LIMIT 1"
#: Whether an event has waited since before ``stale_ms``.
STALE = Statement(_STALE)

#: (subject, name, mass_g, covered, certificates, stale) of the first ``limit`` of the list ``key``.
TOP = {
    by: Statement(
        f"""
        SELECT subject, name, mass_g, covered, certificates, ({_STALE}) FROM standings
        WHERE board_key = :key ORDER BY {value} DESC, {reached}, subject LIMIT :limit
        """  # noqa: S608 (put together from this module's own words)
    )
    for by, (value, reached) in _ORDER.items()
}

#: The standing of ``subject`` (first column 0, certificates fourth), then its waiting events (1, signs fourth).
OWN = Statement(
    """
    SELECT 0 AS waiting, 0 AS id, mass_g, covered, certificates, mass_reached_ms, covered_reached_ms
    FROM standings WHERE board_key = :key AND subject = :subject
    UNION ALL
    SELECT 1, id, mass_g, covered, sign, reached_ms, 0 FROM standing_events
    WHERE NOT applied AND subject = :subject AND board = :board
    AND counted_on >= :from_on AND counted_on <= :to_on AND :scene IN ('', scene_code)
    ORDER BY 1, 2
    """
)

#: The organisations a user is a member of, by id and name.
ORGANISATIONS = Statement(
    "SELECT id, name FROM organisations JOIN members ON organisation_id = id WHERE user_id = :user_id"
)


def _sum(by: By, index: int, level: int) -> str:
    return f"""coalesce((SELECT sum(standings) FROM board_cells WHERE board_key = :key AND "by" = '{by.value}'
        AND level = {level} AND cell > :above{index} AND cell < :below{index}), 0)"""  # noqa: S608 (our own words)


def _rank(by: By, levels: tuple[int, ...]) -> Statement:
    value, reached = _ORDER[by]
    since = ":minute_ms"
    if by is By.MASS:
        since = f"""CASE WHEN EXISTS (SELECT 1 FROM board_cells WHERE board_key = :key AND "by" = 'mass'
            AND level = {TIED_VALUES} AND cell = :value) THEN :minute_ms ELSE :lowest_ms END"""  # noqa: S608 (as above)
    return Statement(
        f"""
        SELECT CAST({" + ".join(_sum(by, index, level) for index, level in enumerate(levels))}
        + (SELECT count(*) FROM standings WHERE board_key = :key AND {value} > :value AND {value} < :value_below)
        + (SELECT count(*) FROM standings WHERE board_key = :key AND {value} = :value
            AND {reached} >= {since} AND {reached} < :reached_ms)
        + (SELECT count(*) FROM standings WHERE board_key = :key AND {value} = :value
            AND {reached} = :reached_ms AND subject < :subject)
        AS BIGINT)
        """  # noqa: S608 (put together from this module's own words)
    )


def _levels(place: Above) -> tuple[int, ...]:
    return tuple(span.level for span in place.spans)


#: How many standings of the list ``key`` rank above a place.
RANK = {by: _rank(by, _levels(above(by, 0, 0))) for by in By}


def rank_parameters(key: str, subject: str, by: By, value: int, reached_ms: int) -> dict[str, object]:
    """What :data:`RANK` asks for."""
    place = above(by, value, reached_ms)
    parameters: dict[str, object] = {
        "key": key,
        "subject": subject,
        "value": value,
        "value_below": place.value_below,
        "reached_ms": reached_ms,
        "minute_ms": place.minute_ms,
    }
    if by is By.MASS:
        parameters["lowest_ms"] = LOWEST_MS
    for index, span in enumerate(place.spans):
        parameters[f"above{index}"] = span.above
        parameters[f"below{index}"] = span.below
    return parameters
