"""Leaderboards: what counts, in which lists, who comes before whom. Pure; how a rank is counted is boards_cells.py."""

import calendar
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Board(StrEnum):
    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    SCENES = "scenes"


class Period(StrEnum):
    ALL = "all"
    YEAR = "year"
    MONTH = "month"


class By(StrEnum):
    MASS = "mass"  #: grams
    COVERED = "covered"  #: number of scenes whose own estimate is fully covered, once per scene


#: Covered journeys from which a tier begins. Never by kilogram: that would honour whoever flew furthest.
TIERS = (1, 3, 10, 30)


def tier(covered: int) -> int:
    """0 to 4: how many tier thresholds a number of covered journeys has reached."""
    return bisect_right(TIERS, covered)


def board_key(board: Board, scene: str | None, period: Period, on: date) -> str:
    """The name of one list of standings: ``people:FORUM1:2026-11``, ``people::all``. Calendar in Beijing days."""
    # not strftime: below the year 1000 it does not pad on every platform
    span = {Period.ALL: "all", Period.YEAR: on.isoformat()[:4], Period.MONTH: on.isoformat()[:7]}[period]
    return f"{board.value}:{scene or ''}:{span}"


def span(period: Period, on: date) -> tuple[date, date]:
    """The first and last day of the period a day falls in."""
    if period is Period.YEAR:
        return date(on.year, 1, 1), date(on.year, 12, 31)
    if period is Period.MONTH:
        return on.replace(day=1), on.replace(day=calendar.monthrange(on.year, on.month)[1])
    return date.min, date.max


def board_keys(board: Board, scene: str | None, on: date) -> tuple[str, ...]:
    """Every list a deed of that day counts in: overall and, within a scene, the scene's own; per period."""
    scopes = (None,) if scene is None or board is Board.SCENES else (None, scene)
    return tuple(board_key(board, scope, period, on) for scope in scopes for period in Period)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happened to one subject: a certificate issued (``sign`` 1) or revoked (-1).

    mass_g, covered: signed like ``sign``; covered may be 0. reached_ms: when it happened, milliseconds since 1970.
    name: what the issue lets everybody see, None for nothing; the name of a revocation is not looked at.
    """

    sign: int
    mass_g: int
    covered: int
    reached_ms: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One subject in one list. ``*_reached_ms``: when the present value was reached."""

    mass_g: int
    covered: int
    certificates: int
    mass_reached_ms: int
    covered_reached_ms: int
    name: str | None

    def place(self, by: By) -> tuple[int, int]:
        """(value, reached_ms) of one order."""
        if by is By.MASS:
            return self.mass_g, self.mass_reached_ms
        return self.covered, self.covered_reached_ms


def after(before: Standing | None, deed: Deed) -> Standing | None:
    """The standing once a deed has counted; None when no certificate is left.

    An issue that raises a value sets the time it was reached (the latest, should deeds come out of order) and the
    name, for a person's latest choice is the one that holds. A revocation lowers values and keeps times and name.
    Values do not fall below zero; :func:`overdraws` tells whether they would have.
    """
    base = before or Standing(0, 0, 0, deed.reached_ms, deed.reached_ms, None)
    certificates = base.certificates + deed.sign
    if certificates <= 0:
        return None
    issued = deed.sign > 0
    mass_reached_ms, covered_reached_ms = base.mass_reached_ms, base.covered_reached_ms
    if issued and deed.mass_g > 0:
        mass_reached_ms = max(mass_reached_ms, deed.reached_ms)
    if issued and deed.covered > 0:
        # who has covered nothing yet has reached nothing yet
        covered_reached_ms = max(covered_reached_ms, deed.reached_ms) if base.covered else deed.reached_ms
    return Standing(
        max(0, base.mass_g + deed.mass_g),
        max(0, base.covered + deed.covered),
        certificates,
        mass_reached_ms,
        covered_reached_ms,
        deed.name if issued else base.name,
    )


def overdraws(before: Standing | None, deed: Deed) -> bool:
    """Whether a deed takes away what was never there: something upstream is wrong and a person should look."""
    base = before or Standing(0, 0, 0, 0, 0, None)
    sums = (base.mass_g + deed.mass_g, base.covered + deed.covered, base.certificates + deed.sign)
    return min(sums) < 0 or (sums[2] == 0 and sums != (0, 0, 0))


def precedes(first: tuple[int, int, str], second: tuple[int, int, str]) -> bool:
    """Whether (value, reached_ms, subject) ranks before another: more first, then who came first, then by id."""
    return (-first[0], first[1], first[2]) < (-second[0], second[1], second[2])
