"""Paper, mist, hills and sun as arrays of light; and the same ridges as outlines for print. Drawn once, by build.py."""

import math

import numpy as np
from numpy.typing import NDArray

from app.certs.palette import Colour
from app.certs.shapes import Disc, Hairline, Polygon, Shape

Light = NDArray[np.float64]
Ridge = NDArray[np.float64]

# Ridges from far to near: height of the line and its swing (shares of the picture's height), sharpness, colour,
# how much of it is left at the bottom of its mist.
RIDGES: tuple[tuple[float, float, float, Colour, float], ...] = (
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


def sun(light: Light, x: float, y: float, radius: float, behind: Ridge) -> None:
    """A low sun with its glow, into ``light``; what lies below the ridge in front of it is not seen."""
    rows, columns = np.mgrid[0 : light.shape[0], 0 : light.shape[1]]
    distance = np.hypot(columns - x, rows - y)
    glow = np.exp(-((distance / (radius * 2.7)) ** 2))[..., None] * 0.5
    light += (np.array((255, 224, 168)) - light) * glow
    disc = np.clip((radius - distance) / 2 + 0.5, 0, 1) * 0.94
    disc = (disc * (rows < behind[None, :]))[..., None]
    fall = np.clip((rows - (y - radius)) / (2 * radius), 0, 1)[..., None]
    light += (np.array((246, 138, 104)) * (1 - fall) + np.array((238, 112, 84)) * fall - light) * disc


def hills(light: Light, horizon: float, seed: int, stretch: float = 1.0) -> list[Ridge]:
    """All ridges with their mist, far to near, into ``light``. Returns the line of each in pixels from the top."""
    height, width = light.shape[:2]
    rows = np.arange(height)[:, None]
    lines = []
    for number, (drop, swing, sharpness, colour, rest) in enumerate(RIDGES):
        line = (horizon + drop * stretch) * height + ridge(width, seed + number, swing * stretch * height, sharpness)
        if number == len(RIDGES) - 1:
            # the ground of the words: it may swell, never peak
            middle, reach = (horizon + drop * stretch) * height, 0.011 * stretch * height
            line = middle + np.tanh((line - line.mean()) / (1.6 * reach)) * reach
        depth = rows - line[None, :]
        cover = np.clip(depth / 2.2 + 0.5, 0, 1)
        # the mist lies by a smoother line than the crest, or every notch would draw a streak below itself
        below = np.clip(0.25 * depth + 0.75 * (rows - _smooth(line, width // 9)[None, :]), 0, None)
        mist = np.exp(-below / (height * 0.055 * (1 + 0.25 * number)))
        share = (cover * (mist * (1 - rest) + rest))[..., None]
        light += (np.array(colour) - light) * share
        lines.append(line)
    return lines


def _smooth(line: Ridge, reach: int) -> Ridge:
    window = np.hanning(2 * reach + 1)
    return np.convolve(np.pad(line, reach, mode="edge"), window / window.sum(), mode="valid")


def halftone(light: Light, line: Ridge, colour: Colour, *, pitch: float, reach: float, strength: Ridge) -> None:
    """Dots rising from a ridge and thinning out: the hill is gathered dot by dot. Into ``light``.

    ``strength`` is the opacity for every column.
    """
    height, width = light.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width]
    turn = math.radians(45)
    u = (columns * math.cos(turn) + rows * math.sin(turn)) / pitch
    v = (-columns * math.sin(turn) + rows * math.cos(turn)) / pitch
    from_centre = np.hypot(u - np.round(u), v - np.round(v)) * pitch
    above = (line[None, :] - rows) / reach
    density = np.where(above > 0, np.clip(1 - above, 0, 1) ** 1.6, 0.0)
    radius = pitch * 0.44 * np.sqrt(density)
    share = (np.clip((radius - from_centre) / 1.6 + 0.5, 0, 1) * (radius > 0.25) * strength[None, :])[..., None]
    light += (np.array(colour) - light) * share


def trees(line: Ridge, seed: int, *, spacing: float, size: float, colour: Colour) -> list[Shape]:
    """Trees along a ridge: a dot on a stem, in small groves. ``line`` in the unit of the shapes, one entry per unit."""
    random = np.random.default_rng(seed)
    shapes: list[Shape] = []
    x = 0.0
    while True:
        x += random.uniform(0.45, 1.4) * spacing * (5.0 if random.random() < 0.2 else 1.0)
        if x >= len(line) - 1:
            return shapes
        crown = size * random.uniform(0.55, 1.0)
        foot = float(line[int(x)]) + 1.5
        shapes.append(Hairline(((x, foot), (x, foot - crown * 2.1)), colour, max(0.8, size * 0.16)))
        shapes.append(Disc(x, foot - crown * 2.3, crown, colour))


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
