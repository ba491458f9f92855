"""The mark: a ring of dots closing on a two-leaf sprout; and the square seal's ground. Geometry in a unit circle."""

import math

from app.certs.palette import Colour
from app.certs.shapes import Disc, Hairline, Polygon, Shape

_DOTS = 28


def mark(ring: Colour, leaf: Colour, second: Colour, vein: Colour) -> list[Shape]:
    """The mark, within radius 1 of the origin. Dots grow towards the bottom, where the sprout closes the ring."""
    shapes: list[Shape] = []
    for step in range(_DOTS):
        angle = 2 * math.pi * step / _DOTS + math.pi / 2
        nearness = (1 + math.sin(angle)) / 2  # 1 at the bottom (y is down), 0 at the top
        if nearness > 0.985:
            continue  # the stem passes here
        shapes.append(Disc(0.9 * math.cos(angle), 0.9 * math.sin(angle), 0.026 + 0.036 * nearness, ring))
    shapes.append(Hairline(_stem(), leaf, 0.062))
    shapes += _leaf((0.0, 0.2), -64, 0.86, half=0.25, fill=leaf, vein=vein)
    shapes += _leaf((0.0, 0.36), -146, 0.62, half=0.19, fill=second, vein=vein)
    return shapes


def _stem() -> tuple[tuple[float, float], ...]:
    return tuple((0.05 * math.sin(t / 12 * math.pi) - 0.01, 0.9 - 0.72 * t / 12) for t in range(13))


def _leaf(
    foot: tuple[float, float], degrees: float, length: float, *, half: float, fill: Colour, vein: Colour
) -> list[Shape]:
    """A leaf from its foot towards an angle (0 is right, negative is up), bent a little, with its middle vein."""
    turn = math.radians(degrees)
    across = math.cos(turn), math.sin(turn)

    def at(along: float, aside: float) -> tuple[float, float]:
        bend = 0.10 * length * math.sin(math.pi * along) * (1 if degrees > -90 else -1)
        u, v = along * length, aside + bend
        return (foot[0] + across[0] * u - across[1] * v, foot[1] + across[1] * u + across[0] * v)

    steps = [i / 28 for i in range(29)]
    widths = [half * math.sin(math.pi * s**0.82) ** 0.9 * (1 - 0.12 * s) if 0 < s < 1 else 0.0 for s in steps]
    outline = [at(s, w) for s, w in zip(steps, widths, strict=True)]
    outline += [at(s, -w) for s, w in reversed(list(zip(steps, widths, strict=True)))]
    middle = tuple(at(s, 0.0) for s in steps[:24])
    return [Polygon(tuple(outline), fill), Hairline(middle, vein, 0.026, 0.85)]


def seal_ground(colour: Colour, dot: Colour) -> list[Shape]:
    """The seal: a square with softly cut corners and a border of dots. Square and dotted, so never like a 公章."""
    cut = 0.16
    corners: list[tuple[float, float]] = []
    for cx, cy, start in (
        (1 - cut, -1 + cut, -90),
        (1 - cut, 1 - cut, 0),
        (-1 + cut, 1 - cut, 90),
        (-1 + cut, -1 + cut, 180),
    ):
        for step in range(9):
            angle = math.radians(start + step * 90 / 8)
            corners.append((cx + cut * math.cos(angle), cy + cut * math.sin(angle)))
    shapes: list[Shape] = [Polygon(tuple(corners), colour)]
    count, reach = 13, 0.84
    for step in range(count):
        along = -reach + 2 * reach * step / (count - 1)
        shapes += [Disc(along, side, 0.030, dot) for side in (-reach, reach)]
        if 0 < step < count - 1:
            shapes += [Disc(side, along, 0.030, dot) for side in (-reach, reach)]
    return shapes
