"""Dots: a ring that fills with grams, and a tonne as a field of a hundred. Where dots go and which are lit; no colour.

Positions are drawing only: what is counted is whole grams and whole dots.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from app.domain.display import GRAMS_PER_TONNE

DOTS = 60
FIELD = 100
_FIELD_G = GRAMS_PER_TONNE // FIELD


@dataclass(frozen=True, slots=True)
class Dot:
    """Centre and radius in a view box of -100..100, y down."""

    x: float
    y: float
    r: float
    lit: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """``lit`` of :data:`DOTS` dots, each of ``step_g`` grams; the ring is closed at ``whole_g``."""

    dots: tuple[Dot, ...]
    lit: int
    step_g: int
    whole_g: int


def ring(mass_g: int) -> Ring:
    """A ring for a mass in grams (0 or more): the smallest that the mass does not overflow.

    A dot stands for 1, 2 or 5 times a power of ten grams, from 100 g on, and is lit once all of its grams are there.
    """
    step_g = next(step for step in _steps() if mass_g <= step * DOTS)
    lit = mass_g // step_g
    return Ring(tuple(_on_ring(number, lit) for number in range(DOTS)), lit, step_g, step_g * DOTS)


def _steps() -> Iterator[int]:
    for power in count(2):
        for digit in (1, 2, 5):
            yield digit * 10**power


def _on_ring(number: int, lit: int) -> Dot:
    """From the top, clockwise; the dots grow a little on their way, as those of the mark do."""
    angle = 2 * math.pi * number / DOTS - math.pi / 2
    radius = 2.4 + 1.5 * number / (DOTS - 1)
    return Dot(round(90 * math.cos(angle), 2), round(90 * math.sin(angle), 2), round(radius, 2), number < lit)


@dataclass(frozen=True, slots=True)
class Tonne:
    """One serial, a tonne, as a field of :data:`FIELD` dots of 10 kg: lit are those a gram of ours lies in.

    ``mass_g``: the certificate's grams in this serial.
    """

    serial: str
    mass_g: int
    lit: tuple[bool, ...]


def tonnes(allocations: Sequence[Mapping[str, Any]], limit: int = 4) -> tuple[Tonne, ...]:
    """The first tonnes a certificate touches, at most ``limit``: what of each is its own.

    Serials between the first and the last of a long range are wholly its own and are not drawn: only ends are cut.
    """
    grams: dict[tuple[str, int], list[tuple[int, int]]] = {}
    names: dict[tuple[str, int], str] = {}
    for each in allocations:
        first, last = each["first_g"] // GRAMS_PER_TONNE, each["last_g"] // GRAMS_PER_TONNE
        for serial, name in {first: each["serial_first"], last: each["serial_last"]}.items():
            low = max(each["first_g"], serial * GRAMS_PER_TONNE) - serial * GRAMS_PER_TONNE
            high = min(each["last_g"], (serial + 1) * GRAMS_PER_TONNE - 1) - serial * GRAMS_PER_TONNE
            grams.setdefault((each["batch"], serial), []).append((low, high))
            names[each["batch"], serial] = name
    return tuple(_tonne(names[key], ranges) for key, ranges in list(grams.items())[:limit])


def _tonne(name: str, ranges: Sequence[tuple[int, int]]) -> Tonne:
    lit = [False] * FIELD
    for low, high in ranges:
        for number in range(low // _FIELD_G, high // _FIELD_G + 1):
            lit[number] = True
    return Tonne(name, sum(high - low + 1 for low, high in ranges), tuple(lit))
