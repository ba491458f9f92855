"""Paper, mist, hills and sun as arrays of light; and the same ridges as outlines for print. Drawn once, by build.py."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.certs.palette import Colour
from app.certs.shapes import Disc, Hairline, Polygon, Shape

Light = NDArray[np.float64]
Ridge = NDArray[np.float64]

_STRIP = 32  # rows computed at a time

# Height of a ridge's line below the horizon and its swing (shares of the picture's height), sharpness, colour, how
# much of it is left at the bottom of its mist.
RidgeKind = tuple[float, float, float, Colour, float]
#: Far to near.
RIDGES: tuple[RidgeKind, ...] = (
    (0.000, 0.030, 1.55, (186, 208, 192), 0.18),
    (0.022, 0.032, 1.50, (146, 184, 163), 0.26),
    (0.050, 0.030, 1.45, (94, 146, 120), 0.36),
    (0.076, 0.022, 1.45, (44, 104, 79), 0.50),
    (0.100, 0.016, 1.55, (14, 59, 46), 1.00),
)


def ridge(width: int, seed: int, amplitude: float, sharpness: float) -> Ridge:
    """A hill line: a few long waves, folded ones for crests, and a little wandering. Deterministic for a seed."""
    random = np.random.default_rng(seed)
    x = np.arange(width)
    line = np.zeros(width)
    for k in range(1, 9):
        line += np.sin(2 * np.pi * 1.3 * k**1.25 / width * x + random.uniform(0, 2 * np.pi)) * amplitude / k**sharpness
    for k in range(1, 5):
        folded = np.abs(np.sin(2 * np.pi * 0.8 * k**1.4 / width * x + random.uniform(0, 2 * np.pi)))
        line -= folded * amplitude * 0.8 / k**1.3
    walk = np.cumsum(random.normal(0, 1, width) * math.sqrt(2160 / width))
    walk -= np.linspace(walk[0], walk[-1], width)
    return line + walk * amplitude * 0.0035


def paper(width: int, height: int, horizon: float) -> Light:
    """The sheet: warm paper, a breath lighter in the middle, cooling towards the hills."""
    y = np.linspace(0, 1, height)
    stops = [0.0, 0.28, horizon - 0.12, horizon + 0.02, 1.0]
    tones = [(248, 244, 232), (252, 249, 241), (250, 247, 236), (232, 237, 224), (196, 214, 198)]
    column = np.stack([np.interp(y, stops, [tone[c] for tone in tones]) for c in range(3)], -1)
    return np.repeat(column[:, None, :], width, axis=1)


def strips(light: Light, first: float = 0, last: float = math.inf) -> Iterator[tuple[Light, NDArray[np.int_]]]:
    """``light`` a few rows at a time, which stay in a processor's cache, and the numbers of these rows as a column.

    Only the rows from ``first`` to ``last``, for what changes no others. Light is changed in place.
    """
    end = math.ceil(min(light.shape[0], last + 1))
    for top in range(max(0, math.floor(first)), end, _STRIP):
        bottom = min(top + _STRIP, end)
        yield light[top:bottom], np.arange(top, bottom)[:, None]


def sun(light: Light, x: float, y: float, radius: float, behind: Ridge) -> None:
    """A low sun with its glow, into ``light``; what lies below the ridge in front of it is not seen."""
    columns = np.arange(light.shape[1])[None, :]
    for part, rows in strips(light):
        distance = np.hypot(columns - x, rows - y)
        glow = np.exp(-((distance / (radius * 2.7)) ** 2))[..., None] * 0.5
        part[...] += (np.array((255, 224, 168)) - part) * glow
        disc = np.clip((radius - distance) / 2 + 0.5, 0, 1) * 0.94
        if not disc.any():
            continue
        disc = (disc * (rows < behind[None, :]))[..., None]
        fall = np.clip((rows - (y - radius)) / (2 * radius), 0, 1)[..., None]
        part[...] += (np.array((246, 138, 104)) * (1 - fall) + np.array((238, 112, 84)) * fall - part) * disc


def hills(
    light: Light,
    horizon: float,
    seed: int,
    stretch: float = 1.0,
    *,
    ridges: Sequence[RidgeKind] = RIDGES,
    ground: bool = True,
) -> list[Ridge]:
    """Ridges with their mist, far to near, into ``light``. Returns the line of each in pixels from the top.

    ``ground``: the last of them carries words, so it swells and never peaks.
    """
    height, width = light.shape[:2]
    lines = []
    for number, (drop, swing, sharpness, colour, rest) in enumerate(ridges):
        line = (horizon + drop * stretch) * height + ridge(width, seed + number, swing * stretch * height, sharpness)
        if ground and number == len(ridges) - 1:
            middle, reach = (horizon + drop * stretch) * height, 0.7 * swing * stretch * height
            line = middle + np.tanh((line - line.mean()) / (1.6 * reach)) * reach
        # the mist lies by a smoother line than the crest, or every notch would draw a streak below itself
        smooth = _smooth(line, width // 9)[None, :]
        for part, rows in strips(light, line.min() - 2):
            depth = rows - line[None, :]
            cover = np.clip(depth / 2.2 + 0.5, 0, 1)
            below = np.clip(0.25 * depth + 0.75 * (rows - smooth), 0, None)
            mist = np.exp(-below / (height * 0.055 * (1 + 0.25 * number)))
            share = (cover * (mist * (1 - rest) + rest))[..., None]
            part[...] += (np.array(colour) - part) * share
        lines.append(line)
    return lines


def _smooth(line: Ridge, reach: int) -> Ridge:
    window = np.hanning(2 * reach + 1)
    return np.convolve(np.pad(line, reach, mode="edge"), window / window.sum(), mode="valid")


def mist(light: Light, y: float, reach: float, colour: Colour, strength: float) -> None:
    """A sea of mist lying along ``y``, thinning out over ``reach`` above it and below. Into ``light``."""
    away = (np.arange(light.shape[0]) - y) / reach
    share = (strength * np.exp(-(away**2)))[:, None, None]
    light += (np.array(colour) - light) * share


def halftone(light: Light, line: Ridge, colour: Colour, *, pitch: float, reach: float, strength: Ridge) -> None:
    """Dots rising from a ridge and thinning out: the hill is gathered dot by dot. Into ``light``.

    ``strength`` is the opacity for every column.
    """
    columns = np.arange(light.shape[1])[None, :]
    turn = math.radians(45)
    for part, rows in strips(light, line.min() - reach, line.max()):
        u = (columns * math.cos(turn) + rows * math.sin(turn)) / pitch
        v = (-columns * math.sin(turn) + rows * math.cos(turn)) / pitch
        from_centre = np.hypot(u - np.round(u), v - np.round(v)) * pitch
        above = (line[None, :] - rows) / reach
        density = np.where(above > 0, np.clip(1 - above, 0, 1) ** 1.6, 0.0)
        radius = pitch * 0.44 * np.sqrt(density)
        share = (np.clip((radius - from_centre) / 1.6 + 0.5, 0, 1) * (radius > 0.25) * strength[None, :])[..., None]
        part[...] += (np.array(colour) - part) * share


def trees(line: Ridge, seed: int, *, spacing: float, size: float, colour: Colour) -> list[Shape]:
    """Trees along a ridge: dots gathered into a crown, slender or round, in small groves.

    ``line`` is in the unit of the shapes, one entry per unit.
    """
    random = np.random.default_rng(seed)
    shapes: list[Shape] = []
    x = 0.0
    while True:
        x += random.uniform(0.4, 1.3) * spacing * (5.0 if random.random() < 0.2 else 1.0)
        if x >= len(line) - 1:
            return shapes
        crown = size * random.uniform(0.6, 1.0)
        foot = float(line[int(x)]) + 1.5
        slender = random.random() < 0.6
        shapes.append(Hairline(((x, foot), (x, foot - crown * 2.2)), colour, max(0.8, size * 0.2)))
        if slender:
            tiers = ((1.1, 0.80), (1.9, 0.68), (2.7, 0.54), (3.4, 0.40), (4.0, 0.25))
            shapes += [Disc(x, foot - crown * up, crown * radius, colour) for up, radius in tiers]
        else:
            shapes.append(Disc(x, foot - crown * 2.2, crown, colour))


def outlines(width: float, top: float, bottom: float, seed: int, tones: tuple[Colour, ...]) -> list[Shape]:
    """The hills as flat outlines for print, far to near, with dots rising from the farthest; any unit.

    They lie between ``top`` and ``bottom`` and reach from x = 0 to ``width``.
    """
    shapes: list[Shape] = []
    height, points = bottom - top, 240
    across = [width * i / (points - 1) for i in range(points)]
    for number, tone in enumerate(tones):
        swing = 0.24 * (1 - 0.19 * number)
        line = top + height * (0.20 + 0.095 * number) + ridge(points, seed + number, swing * height, 1.55)
        ys = [float(y) for y in line]
        if number == 0:
            shapes += _rising(across, ys, tone, pitch=width / 92)
        shapes.append(Polygon((*zip(across, ys, strict=True), (width, bottom), (0.0, bottom)), tone))
    return shapes


def _rising(across: list[float], ys: list[float], tone: Colour, pitch: float) -> list[Shape]:
    """Dots on a slanting lattice above a line, smaller with their height over it."""
    shapes: list[Shape] = []
    reach, step = 8 * pitch, pitch / math.sqrt(2)
    top, bottom = min(ys) - reach, max(ys)
    for row in range(math.ceil((bottom - top) / step)):
        for column in range(-1, math.ceil(across[-1] / (2 * step)) + 1):
            x, y = (2 * column + row % 2) * step, top + row * step
            height = (float(np.interp(x, across, ys)) - y) / reach
            if 0 < height < 1:
                shapes.append(Disc(x, y, round(pitch * 0.46 * (1 - height) ** 0.8, 3), tone))
    return shapes
