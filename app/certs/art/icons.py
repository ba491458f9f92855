"""What an amount of emissions is compared with, as small pictures: a car, a bowl, a bulb; the dots are the gas."""

import math
from collections.abc import Callable, Mapping

from app.certs.palette import Colour
from app.certs.shapes import Disc, Hairline, Polygon, Shape


def icon(key: str, body: Colour, dot: Colour, ground: Colour) -> list[Shape]:
    """The picture for an equivalent's key, within the square from -1 to 1; a ring of dots for a key we do not know."""
    return _ICONS.get(key, _ring)(body, dot, ground)


def _car(body: Colour, dot: Colour, ground: Colour) -> list[Shape]:
    shell = (
        *((-0.96, 0.44), (-0.99, 0.12), (-0.93, 0.0), (-0.62, -0.08), (-0.36, -0.46), (-0.26, -0.52)),
        *((0.30, -0.52), (0.40, -0.47), (0.66, -0.1), (0.90, -0.02), (0.98, 0.1), (0.98, 0.36), (0.93, 0.44)),
    )
    windows = (
        ((-0.42, -0.08), (-0.20, -0.37), (-0.02, -0.37), (-0.02, -0.08)),
        ((0.10, -0.08), (0.10, -0.37), (0.27, -0.37), (0.47, -0.08)),
    )
    shapes: list[Shape] = [Polygon(shell, body), *(Polygon(window, ground) for window in windows)]
    for x in (-0.5, 0.52):
        shapes += [Disc(x, 0.44, 0.29, ground), Disc(x, 0.44, 0.22, body), Disc(x, 0.44, 0.08, dot)]
    return shapes


def _bowl(body: Colour, dot: Colour, ground: Colour) -> list[Shape]:
    rim = 0.0
    curve = [(0.86 * math.cos(t), rim + 0.72 * math.sin(t)) for t in (math.pi * step / 24 for step in range(25))]
    shapes: list[Shape] = [
        Polygon(tuple(curve), body),
        Polygon(((-0.36, 0.64), (0.36, 0.64), (0.30, 0.82), (-0.30, 0.82)), body),
        Hairline(((-0.94, rim), (0.94, rim)), body, 0.10),
        Hairline(((-0.62, 0.24), (0.62, 0.24)), ground, 0.05),
    ]
    for x, phase in ((-0.34, 0.0), (0.0, 1.1), (0.34, 0.0)):
        for step in range(4):
            rise = step / 3
            at = (x + 0.07 * math.sin(phase + 3.4 * rise), -0.2 - 0.58 * rise)
            shapes.append(Disc(*at, 0.075 - 0.03 * rise, dot))
    return shapes


def _bulb(body: Colour, dot: Colour, ground: Colour) -> list[Shape]:
    neck = [
        *(
            (0.50 * math.cos(t), -0.22 + 0.50 * math.sin(t))
            for t in (math.pi * (0.80 + 1.4 * i / 28) for i in range(29))
        ),
        *((0.22, 0.36), (-0.22, 0.36)),
    ]
    bolt = ((0.08, -0.56), (-0.24, -0.12), (-0.03, -0.12), (-0.10, 0.20), (0.24, -0.28), (0.03, -0.28))
    shapes: list[Shape] = [Polygon(tuple(neck), body), Polygon(bolt, ground)]
    shapes += [Hairline(((-0.2, y), (0.2, y)), body, 0.10) for y in (0.50, 0.66)]
    shapes.append(Hairline(((-0.09, 0.80), (0.09, 0.80)), body, 0.09))
    for step in range(9):
        angle = math.pi * (0.9 + 1.2 * step / 8)
        shapes.append(Disc(0.80 * math.cos(angle), -0.22 + 0.80 * math.sin(angle), 0.055, dot))
    return shapes


def _ring(body: Colour, dot: Colour, ground: Colour) -> list[Shape]:
    shapes: list[Shape] = [Disc(0, 0, 0.5, body), Disc(0, 0, 0.4, ground)]
    for step in range(16):
        angle = math.pi * step / 8
        shapes.append(Disc(0.75 * math.cos(angle), 0.75 * math.sin(angle), 0.06, dot))
    return shapes


_ICONS: Mapping[str, Callable[[Colour, Colour, Colour], list[Shape]]] = {
    "car": _car,
    "meal": _bowl,
    "electricity": _bulb,
}
