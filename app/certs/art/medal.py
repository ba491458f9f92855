"""The medal of a tier: a dot, a ring, a leaf, a mountain, between sprays that grow. Geometry in a unit circle."""

import math
from collections.abc import Callable, Mapping

from app.certs.palette import Colour
from app.certs.shapes import Disc, Hairline, Polygon, Shape

LEVELS = (1, 2, 3, 4)
_PAIRS = {1: 2, 2: 4, 3: 6, 4: 8}  # leaves on each spray
_DOTS = 48


def medal(level: int, line: Colour, leaf: Colour) -> list[Shape]:
    """The medal of a level of ``LEVELS``; what is beyond counts as the last."""
    level = min(max(level, LEVELS[0]), LEVELS[-1])
    shapes: list[Shape] = [Disc(0, 0, 0.85, line, 1.0, 0.018)]
    for step in range(_DOTS):
        angle = 2 * math.pi * step / _DOTS - math.pi / 2
        big = 0.040 if step % 12 == 0 else 0.024
        shapes.append(Disc(0.94 * math.cos(angle), 0.94 * math.sin(angle), big, line))
    # the sprays leave the bottom and climb; a higher level climbs further
    reach = _PAIRS[level] * 0.292
    for side in (-1, 1):
        shapes.append(Hairline(tuple(_on(side, 0.06 + (reach - 0.12) * t / 24) for t in range(25)), leaf, 0.024))
        for number in range(_PAIRS[level]):
            along = 0.16 + 0.292 * number
            shapes += [_leaf(side, along, outer, leaf) for outer in (True, False) if outer or number % 2 == 0]
    return [*shapes, *_EMBLEMS[level](leaf)]


def _dot(colour: Colour) -> list[Shape]:
    return [Disc(0, -0.08, 0.17, colour)]


def _ring(colour: Colour) -> list[Shape]:
    turns = (2 * math.pi * step / 12 for step in range(12))
    return [Disc(0.27 * math.sin(turn), -0.08 - 0.27 * math.cos(turn), 0.056, colour) for turn in turns]


def _blade(colour: Colour) -> list[Shape]:
    steps = [i / 20 for i in range(21)]
    edge = [(0.19 * math.sin(math.pi * s**0.8), 0.22 - 0.66 * s) for s in steps]
    shapes: list[Shape] = [Hairline(((0.0, 0.40), (0.0, 0.2)), colour, 0.05)]
    for side in (-1, 1):  # two halves, and the vein is the gap between them
        half = [(side * (0.022 + x), y) for x, y in edge]
        shapes.append(Polygon((*half, (side * 0.022, -0.44), (side * 0.022, 0.22)), colour))
    return shapes


def _mountain(colour: Colour) -> list[Shape]:
    return [
        Disc(0.125 * (number - row / 2), -0.42 + 0.112 * row, 0.034 + 0.004 * row, colour)
        for row in range(6)
        for number in range(row + 1)
    ]


_EMBLEMS: Mapping[int, Callable[[Colour], list[Shape]]] = {1: _dot, 2: _ring, 3: _blade, 4: _mountain}


def _on(side: int, along: float, radius: float = 0.60) -> tuple[float, float]:
    """A point so far (radians) up a spray from the bottom."""
    return (side * radius * math.sin(along), radius * math.cos(along))


def _leaf(side: int, along: float, outer: bool, colour: Colour) -> Polygon:
    """A pointed leaf that leaves the spray forwards, to the outside or the inside."""
    foot = _on(side, along)
    # the spray's own direction here, turned a little out or in
    heading = math.atan2(-math.sin(along), side * math.cos(along)) + (0.62 if outer else -0.62) * side
    length, half = (0.27, 0.074) if outer else (0.21, 0.058)
    u, v = (math.cos(heading), math.sin(heading)), (-math.sin(heading), math.cos(heading))
    steps = [i / 12 for i in range(13)]
    edge = [(length * s, half * math.sin(math.pi * s**0.8)) for s in steps]
    outline = edge + [(along_, -aside) for along_, aside in reversed(edge)]
    return Polygon(tuple((foot[0] + a * u[0] + b * v[0], foot[1] + a * u[1] + b * v[1]) for a, b in outline), colour)
