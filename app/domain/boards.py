"""Leaderboards: what counts, who comes before whom, and the histogram that makes a rank cheap. Pure."""

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
    return sum(covered >= threshold for threshold in TIERS)


def board_key(board: Board, scene: str | None, period: Period, on: date) -> str:
    """The name of one list of standings: ``people:FORUM1:2026-11``, ``people::all``. Calendar in Beijing days."""
    span = {Period.ALL: "all", Period.YEAR: f"{on:%Y}", Period.MONTH: f"{on:%Y-%m}"}[period]
    return f"{board.value}:{scene or ''}:{span}"


def board_keys(board: Board, scene: str | None, on: date) -> tuple[str, ...]:
    """Every list a deed of that day counts in: overall and, within a scene, the scene's own; per period."""
    scopes = (None,) if scene is None or board is Board.SCENES else (None, scene)
    return tuple(board_key(board, scope, period, on) for scope in scopes for period in Period)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a standing falls in the two-level histogram of its list. Higher cells rank before lower ones."""

    coarse: int
    fine: int


_MANTISSA_BITS = 10  # 1,024 cells per doubling of mass: a million standings leave some hundreds in a cell
_COARSE_BITS = 6
_MINUTE_BITS = 25  # minutes since 1970 for the next 34 years
_MINUTES_PER_COARSE_BITS = 11


def cell(by: By, value: int, reached_ms: int) -> Cell:
    """The cell of a standing. Never puts a lower standing in a higher cell (a property test says so).

    value: grams or covered journeys, >= 0. reached_ms: when the value was reached, milliseconds since 1970.
    Mass: quasi-logarithmic. Covered: values repeat by the thousand, so the minute is part of it: earlier is higher.
    """
    if by is By.MASS:
        shift = max(0, value.bit_length() - _MANTISSA_BITS - 1)
        fine = (shift << (_MANTISSA_BITS + 1)) + (value >> shift)
        return Cell(fine >> _COARSE_BITS, fine)
    minute = min(max(reached_ms // 60_000, 0), (1 << _MINUTE_BITS) - 1)
    fine = (value << _MINUTE_BITS) | ((1 << _MINUTE_BITS) - 1 - minute)
    return Cell(fine >> _MINUTES_PER_COARSE_BITS, fine)


def precedes(first: tuple[int, int, str], second: tuple[int, int, str]) -> bool:
    """Whether (value, reached_ms, subject) ranks before another: more first, then who came first, then by id."""
    return (-first[0], first[1], first[2]) < (-second[0], second[1], second[2])
