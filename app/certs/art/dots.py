"""The dots of 点点: the guilloche rosette behind a number, the ring that closes, the border. Geometry only."""

import math
from bisect import bisect_left
from functools import cache
from itertools import accumulate, pairwise

from app.certs.palette import Colour
from app.certs.shapes import Disc, Shape

# Families of wavy rings (mean radius, swing, waves, rings, opacity at the rim). The rings of a family differ in phase
# only, so that their lines of dots cross like the engraved lines of a banknote.
_FAMILIES = (
    (0.935, 0.050, 36, 3, 0.72),
    (0.800, 0.080, 24, 4, 0.52),
    (0.625, 0.095, 16, 4, 0.40),
    (0.450, 0.080, 12, 3, 0.28),
)
_PITCH = 0.0205  # from dot to dot along a line
RING = 72  # dots of the outer ring


@cache
def rosette(colour: Colour, dot: float = 0.0056) -> tuple[Disc, ...]:
    """A guilloche of dots in the unit circle, fading towards the centre where the number stands."""
    discs = []
    for mean, swing, waves, rings, opacity in _FAMILIES:
        for number in range(rings):
            for x, y in _wavy_ring(mean, swing, waves, 2 * math.pi * number / rings):
                faded = opacity * min(1.0, max(0.15, (math.hypot(x, y) - 0.25) / 0.55))
                discs.append(Disc(x, y, dot, colour, round(faded, 2)))
    return tuple(sorted(discs, key=lambda disc: disc.opacity))


def _wavy_ring(mean: float, swing: float, waves: int, phase: float) -> list[tuple[float, float]]:
    """Points at equal distances along a closed wavy ring, whole waves only, so that it closes without a seam."""
    fine = waves * 240
    points = []
    for step in range(fine + 1):
        angle = 2 * math.pi * step / fine
        radius = mean + swing * math.sin(waves * angle + phase)
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    lengths = [0.0, *accumulate(math.dist(one, other) for one, other in pairwise(points))]
    count = round(lengths[-1] / _PITCH / waves) * waves
    return [points[bisect_left(lengths, lengths[-1] * step / count)] for step in range(count)]


def ring(closed: bool, colour: Colour, radius: float = 1.0, dot: float = 0.0125) -> list[Shape]:
    """The outer ring of dots: filled once the reductions are cancelled, open circles while that is a promise."""
    out: list[Shape] = []
    for step in range(RING):
        angle = 2 * math.pi * step / RING - math.pi / 2
        x, y = radius * math.cos(angle), radius * math.sin(angle)
        big = dot * (1.5 if step % 6 == 0 else 1.0)
        out.append(Disc(x, y, big, colour, 1.0, None if closed else dot * 0.42))
    return out
