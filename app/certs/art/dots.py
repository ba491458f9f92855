"""The dots of 点点: the guilloche rosette behind a number, the ring that closes, the border. Geometry only."""

import math
from functools import cache

from app.certs.palette import Colour
from app.certs.shapes import Disc, Shape

# Families of wavy rings (mean radius, swing, waves, rings, dots to a ring, opacity at the rim). The rings of a family
# differ in phase only, so that their dots cross like the engraved lines of a banknote.
_FAMILIES = (
    (0.935, 0.050, 36, 6, 360, 0.80),
    (0.800, 0.085, 24, 8, 288, 0.62),
    (0.610, 0.110, 12, 8, 216, 0.46),
    (0.420, 0.090, 9, 6, 144, 0.30),
)
RING = 72  # dots of the outer ring


@cache
def rosette(colour: Colour, dot: float = 0.0046) -> tuple[Disc, ...]:
    """A guilloche of dots in the unit circle, fading towards the centre where the number stands."""
    discs = []
    for mean, swing, waves, rings, count, opacity in _FAMILIES:
        for ring in range(rings):
            phase = 2 * math.pi * ring / rings
            for step in range(count):
                angle = 2 * math.pi * (step + 0.5 * (ring % 2)) / count
                beat = 0.72 + 0.28 * math.cos(waves / 3 * angle)
                radius = mean + swing * math.sin(waves * angle + phase) * beat
                faded = opacity * min(1.0, max(0.12, (radius - 0.28) / 0.5))
                discs.append(Disc(radius * math.cos(angle), radius * math.sin(angle), dot, colour, faded))
    return tuple(discs)


def ring(closed: bool, colour: Colour, radius: float = 1.0, dot: float = 0.0125) -> list[Shape]:
    """The outer ring of dots: filled once the reductions are cancelled, open circles while that is a promise."""
    out: list[Shape] = []
    for step in range(RING):
        angle = 2 * math.pi * step / RING - math.pi / 2
        x, y = radius * math.cos(angle), radius * math.sin(angle)
        big = dot * (1.5 if step % 6 == 0 else 1.0)
        out.append(Disc(x, y, big, colour, 1.0, None if closed else dot * 0.42))
    return out


def row(length: float, count: int, dot: float, colour: Colour, opacity: float = 1.0) -> list[Shape]:
    """Dots along the x axis from 0 to ``length``, every third one larger."""
    step = length / (count - 1)
    return [Disc(i * step, 0.0, dot * (1.7 if i % 3 == 0 else 1.0), colour, opacity) for i in range(count)]
