"""The templates of the festive design: night over the hills before dawn, and a willow of light falling, dot by dot.

Drawn once, by build.py; words are never here. Its lights are festive_lights.py's.
"""

from dataclasses import replace

import numpy as np
from PIL import Image

from app.certs.art import dots, landscape, ornaments
from app.certs.art.festive_lights import procession, shell, shine, stars, willow
from app.certs.designs import festive_sheet as sheet
from app.certs.palette import GOLD, GOLD_PALE, MIST, PAPER, SUN, Colour
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Disc, Shape, moved

SEED = 1203
_ZENITH: Colour = (4, 24, 22)
_NIGHT: Colour = (8, 42, 35)
_DUSK: Colour = (24, 78, 64)
_DAWN: Colour = (214, 207, 170)
_GLOW: Colour = (250, 226, 166)  # the hue of paper and gold, so that the sky's own may be turned beside it

# Ridges from far to near: drop below the horizon and swing (pixels of the sheet), sharpness, colour at the crest, and
# colour of the mist at its foot, lit by the dawn behind.
_RIDGES: tuple[tuple[float, float, float, Colour, Colour], ...] = (
    (-30, 38, 1.50, (104, 148, 124), (168, 190, 162)),
    (-14, 36, 1.50, (66, 116, 94), (122, 160, 134)),
    (6, 30, 1.45, (36, 86, 68), (74, 122, 100)),
    (28, 22, 1.45, (18, 60, 47), (30, 82, 65)),
    (48, 10, 1.60, (9, 40, 32), (7, 32, 26)),
)


def picture() -> Image.Image:
    """The 1080 x 1620 sheet without a word on it but the seal's."""
    light = _sky(sheet.WIDTH, sheet.HEIGHT, sheet.HORIZON, sheet.RING, sheet.SUN)
    quiet = (
        (Box(214, 132, 652, 110), 56.0),
        (Box(210, 780, 660, 66), 70.0),
        (Box(210, 846, 660, 84), 80.0),
        (Box(140, 942, 800, 100), 50.0),
        (Box(496, 40, 88, 80), 30.0),
    )
    x, y, radius = sheet.RING
    sparks = stars(sheet.WIDTH, sheet.HORIZON - 90, SEED, 320)
    sparks += willow(x, y, radius * 1.20, reach=488, fall=660, seed=SEED)
    sparks += shell(108, 198, 82, 140, SEED + 1, GOLD_PALE, GOLD)
    sparks += shell(968, 200, 82, 130, SEED + 2, MIST, (142, 190, 166))
    sparks += shell(738, 72, 42, 80, SEED + 3, (252, 190, 156), SUN)
    shine(light, sparks, quiet)
    lines = _hills(light, sheet.HORIZON, 1.0)
    canvas = _canvas(light)
    _trees(canvas, lines)
    _rosette(canvas, sheet.RING)
    _dotted(canvas, 72, sheet.WIDTH - 72, sheet.RULE_Y)
    canvas.rectangle(sheet.CODE_CARD, fill=PAPER, radius=12)
    ornaments.seal(canvas, *sheet.SEAL)
    return canvas.image


def card() -> Image.Image:
    """The 1000 x 800 share card without words."""
    light = _sky(sheet.CARD_WIDTH, sheet.CARD_HEIGHT, sheet.CARD_HORIZON, sheet.CARD_RING, (252, 640, 28))
    quiet = ((Box(290, 30, 420, 40), 30.0), (Box(220, 92, 560, 80), 60.0), (Box(212, 600, 80, 80), 30.0))
    x, y, radius = sheet.CARD_RING
    sparks = stars(sheet.CARD_WIDTH, sheet.CARD_HORIZON - 60, SEED, 130)
    sparks += willow(x, y, radius * 1.17, reach=448, fall=330, seed=SEED)
    sparks += shell(96, 190, 78, 130, SEED + 1, GOLD_PALE, GOLD)
    sparks += shell(908, 184, 70, 110, SEED + 2, MIST, (142, 190, 166))
    shine(light, sparks, quiet)
    lines = _hills(light, sheet.CARD_HORIZON, 0.8)
    canvas = _canvas(light)
    _trees(canvas, lines)
    _rosette(canvas, sheet.CARD_RING)
    return canvas.image


def _sky(
    width: int,
    height: int,
    horizon: float,
    ring: tuple[float, float, float],
    sun: tuple[float, float, float],
) -> landscape.Light:
    """Night above, dawn at the horizon, a breath of light round the ring, and the sun half risen."""
    unit = width / sheet.WIDTH
    rows = np.arange(height, dtype=np.float32)
    at = [0.0, 0.42 * horizon, horizon - 250 * unit, horizon - 110 * unit, horizon + 20 * unit, height]
    tones = [_ZENITH, _NIGHT, (14, 60, 49), _DUSK, (92, 140, 116), (92, 140, 116)]
    column = np.stack([np.interp(rows, at, [tone[c] for tone in tones]) for c in range(3)], -1)
    light = np.repeat(column[:, None, :], width, axis=1)
    across, down = np.arange(width)[None, :], rows[:, None]

    def lit(x: float, y: float, wide: float, high: float, colour: Colour, strength: float) -> None:
        for part, numbers in landscape.strips(light):
            away = (down[numbers[:, 0]] - y) / high
            share = np.exp(-(((across - x) / wide) ** 2) - away**2)[..., None] * strength
            part[...] += (np.array(colour) - part) * share

    x, y, radius = ring
    lit(x, y, radius * 2.0, radius * 1.9, (26, 92, 74), 0.62)
    lit(x, y, radius * 0.9, radius * 0.9, _NIGHT, 0.85)
    x, y, radius = sun
    lit(x + 120 * unit, horizon + 10 * unit, 760 * unit, 50 * unit, _DAWN, 0.80)
    lit(x, y, 330 * unit, 46 * unit, _GLOW, 0.80)
    lit(x, y, radius * 2.4, radius * 2.4, (255, 196, 140), 0.6)
    disc = np.clip(radius - np.hypot(across + 0.5 - x, down + 0.5 - y) + 0.5, 0, 1)[..., None]
    light += (np.array(SUN) - light) * disc
    return light


def _hills(light: landscape.Light, horizon: float, stretch: float) -> list[landscape.Ridge]:
    """Dark ridges before the dawn, far to near, each with its mist and its lights. Returns their lines."""
    width = light.shape[1]
    unit = width / sheet.WIDTH
    lines = []
    for number, (drop, swing, sharpness, colour, mist) in enumerate(_RIDGES):
        shape = landscape.ridge(width * 2, SEED + number, swing * unit * stretch, sharpness)[::2]
        line = horizon + drop * unit * stretch + shape - shape.mean()
        # the mist lies by a smoother line than the crest, or every notch would draw a streak below itself
        smooth = _smooth(line, width // 12)[None, :]
        for part, rows in landscape.strips(light, line.min() - 2):
            depth = rows + 0.5 - line[None, :]
            cover = np.clip(depth + 0.5, 0, 1)[..., None]
            sunk = np.clip(0.3 * depth + 0.7 * (rows + 0.5 - smooth), 0, None)
            foot = (1 - np.exp(-sunk / (52 * unit)))[..., None]
            part[...] += (np.array(colour) + (np.array(mist) - np.array(colour)) * foot - part) * cover
        lines.append(line)
    for ridge, left, right, size in ((2, 0.58, 0.80, 1.0), (3, 0.10, 0.36, 1.25), (3, 0.66, 0.99, 1.25)):
        shine(light, procession(lines[ridge], left * width, right * width, SEED + ridge, size=size))
    return lines


def _smooth(line: landscape.Ridge, reach: int) -> landscape.Ridge:
    window = np.hanning(2 * reach + 1)
    return np.convolve(np.pad(line, reach, mode="edge"), window / window.sum(), mode="valid")


def _canvas(light: landscape.Light) -> RasterCanvas:
    return RasterCanvas(Image.fromarray(np.clip(light.round(), 0, 255).astype(np.uint8)))


def _trees(canvas: RasterCanvas, lines: list[landscape.Ridge]) -> None:
    """On the two nearest ridges, smaller on the farther one."""
    for ridge, spacing, size in ((3, 17.0, 3.6), (4, 22.0, 5.6)):
        canvas.draw(landscape.trees(lines[ridge], SEED + ridge, spacing=spacing, size=size, colour=_RIDGES[ridge][3]))


def _rosette(canvas: RasterCanvas, ring: tuple[float, float, float]) -> None:
    """The guilloche of the house, only just there, behind the number."""
    faint: list[Shape] = []
    for disc in dots.rosette(GOLD, 0.0048):
        away = float(np.hypot(disc.x, disc.y))
        share = round(disc.opacity * min(1.0, max(0.0, away - 0.5) / 0.42) ** 1.3 * 0.9, 2)
        faint.append(moved(replace(disc, opacity=share), *ring))
    canvas.draw(faint)


def _dotted(canvas: RasterCanvas, left: float, right: float, y: float) -> None:
    """A line of dots between what the number means and how it is proved."""
    count = round((right - left) / 8)
    canvas.draw([Disc(left + (right - left) * step / count, y, 1.1, GOLD, 0.7) for step in range(count + 1)])
