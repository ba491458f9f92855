"""The histogram that makes a rank cheap: which cells a standing is counted in, and which lie above it. Pure.

A list is cut into cells, cells into larger cells. A rank is the sum of the cells above, level by level, and a look at
the standings inside the finest one; neither grows with the list.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from app.domain.boards import By

_MANTISSA_BITS = 10  # 1,024 cells per doubling of mass: a million standings leave some hundreds in a cell
#: Sixteen or thirty-two cells to the next larger one: few to add up at each level, few levels to keep.
_MASS_SHIFTS = (0, 4, 8, 12)
_MINUTE_BITS = 25  # minutes since 1970 for the next 34 years
_TIE_SHIFTS = (0, 5, 10, 15, _MINUTE_BITS)
#: Levels of the tree of ties, in the order of mass: from here up.
TIES = 10
#: The level that holds one row per value whose ties are counted: ``cell`` is the value in grams.
TIED_VALUES = TIES + len(_TIE_SHIFTS) - 1
#: Above this many grams ties are looked at one by one: the cell of a value and a minute must fit in 63 bits.
_TIED_BELOW_G = 1 << (63 - _MINUTE_BITS)
#: From this many standings of one list with the very same grams on, their ties are counted in cells too.
TIES_AT = 256
_TOP = (1 << 63) - 1
#: Before every instant.
LOWEST_MS = -(1 << 62)


class Span(NamedTuple):
    """Cells of one level: ``above < cell < below``."""

    level: int
    above: int
    below: int


_NOTHING = Span(TIES, 0, 0)


class Above(NamedTuple):
    """What must be counted to know how many standings rank above a place.

    spans: cells to add up. Then, one by one, standings with value < v < ``value_below``, and those of the same value
    that reached it before, from ``minute_ms`` on; but by mass from the beginning where the ties of the value are not
    counted in cells, that is where it has no cell of level :data:`TIED_VALUES`.
    """

    spans: tuple[Span, ...]
    value_below: int
    minute_ms: int


def cells(by: By, value: int, reached_ms: int) -> Iterator[tuple[int, int]]:
    """(level, cell) of every cell a standing is always counted in. A lower standing is never in a higher cell.

    value: grams or covered journeys, >= 0. reached_ms: when the value was reached, milliseconds since 1970.
    Mass is cut quasi-logarithmically. Covered journeys repeat by the thousand, so there the minute cuts further.
    """
    if by is By.MASS:
        finest = _mass_cell(value)
        for level, shift in enumerate(_MASS_SHIFTS):
            yield level, finest >> shift
        return
    finest = _minute_cell(value, reached_ms)
    for level, shift in enumerate(_TIE_SHIFTS):
        yield level, finest >> shift


def tie_cells(value_g: int, reached_ms: int) -> Iterator[tuple[int, int]]:
    """(level, cell) of the cells a standing is also counted in when its grams are shared by :data:`TIES_AT` others.

    A scene whose visitors all eat the same meal has thousands of equal masses, and then only time tells them apart.
    """
    finest = _minute_cell(value_g, reached_ms)
    for level, shift in enumerate(_TIE_SHIFTS, TIES):
        yield level, finest >> shift


def can_be_tied(value_g: int) -> bool:
    """Whether :func:`tie_cells` exist for a mass."""
    return value_g < _TIED_BELOW_G


def above(by: By, value: int, reached_ms: int) -> Above:
    """What to count for the rank of a place. The number of spans depends on ``by`` alone."""
    minute_ms = _minute(reached_ms) * 60_000 if reached_ms >= 60_000 else LOWEST_MS
    if by is By.COVERED:
        spans = _spans(_minute_cell(value, reached_ms), _TIE_SHIFTS, 0)
        spans.append(Span(len(_TIE_SHIFTS) - 1, value, _TOP))
        return Above(tuple(spans), value + 1, minute_ms)
    finest = _mass_cell(value)
    spans = _spans(finest, _MASS_SHIFTS, 0)
    spans.append(Span(len(_MASS_SHIFTS) - 1, finest >> _MASS_SHIFTS[-1], _TOP))
    if can_be_tied(value):
        spans += _spans(_minute_cell(value, reached_ms), _TIE_SHIFTS, TIES)
    else:
        spans += [_NOTHING] * (len(_TIE_SHIFTS) - 1)
    shift = _shift(value)
    return Above(tuple(spans), ((value >> shift) + 1) << shift, minute_ms)


def _spans(finest: int, shifts: tuple[int, ...], first_level: int) -> list[Span]:
    """Per level but the topmost: the cells above, within the same cell of the next level."""
    return [
        Span(first_level + index, finest >> low, ((finest >> high) + 1) << (high - low))
        for index, (low, high) in enumerate(pairwise(shifts))
    ]


def _shift(value_g: int) -> int:
    return max(0, value_g.bit_length() - _MANTISSA_BITS - 1)


def _mass_cell(value_g: int) -> int:
    shift = _shift(value_g)
    return (shift << (_MANTISSA_BITS + 1)) + (value_g >> shift)


def _minute(reached_ms: int) -> int:
    return min(max(reached_ms // 60_000, 0), (1 << _MINUTE_BITS) - 1)


def _minute_cell(value: int, reached_ms: int) -> int:
    """Earlier is higher."""
    return (value << _MINUTE_BITS) | ((1 << _MINUTE_BITS) - 1 - _minute(reached_ms))
