"""The templates of the classic design: paper, rosette, hills in mist. Drawn once, by build.py; words are never here."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from app.certs.art import dots, landscape, ornaments
from app.certs.designs import classic_sheet as sheet
from app.certs.palette import GOLD, GOLD_PALE, WHITE, Colour
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, moved

FINER = 2  # the landscape is computed twice as fine and scaled down
SEED, SEED_NEAR = 14, 248
_FAR: tuple[landscape.RidgeKind, ...] = (
    (0.000, 0.030, 1.55, (190, 211, 196), 0.0),
    (0.020, 0.030, 1.50, (150, 187, 166), 0.0),
)
_NEAR: tuple[landscape.RidgeKind, ...] = (
    (0.000, 0.013, 1.45, (104, 154, 129), 0.20),
    (0.009, 0.012, 1.45, (46, 107, 82), 0.45),
    (0.0155, 0.0075, 1.55, (14, 59, 46), 1.00),
)
_CLOUD: Colour = (245, 246, 236)


def picture() -> Image.Image:
    """The 1080 x 1620 sheet without a word on it but the seal's."""
    light = landscape.paper(sheet.WIDTH * FINER, sheet.HEIGHT * FINER, sheet.FAR)
    _glow(light, sheet.ROSETTE)
    _far_hills(light, sheet.FAR, 1.0, sheet.SUN)
    landscape.mist(light, sheet.MIST_Y * FINER, 78 * FINER, _CLOUD, 0.92)
    lines = landscape.hills(light, sheet.NEAR, SEED_NEAR, ridges=_NEAR)
    canvas = RasterCanvas(_image(light, (sheet.WIDTH, sheet.HEIGHT)))
    _trees(canvas, lines)
    x, y, radius = sheet.ROSETTE
    canvas.draw([moved(disc, x, y, radius) for disc in dots.rosette(GOLD)])
    ornaments.foiled(canvas.image, lambda over: ornaments.frame(over, Box(0, 0, sheet.WIDTH, sheet.HEIGHT)))
    ornaments.draw_mark(canvas, *sheet.MARK)
    ornaments.divider(canvas, sheet.WIDTH / 2, sheet.DIVIDER_Y, 250)
    ornaments.rule(canvas, sheet.WIDTH / 2, sheet.NAME_RULE_Y, 300)
    _code_card(canvas, sheet.CODE_CARD)
    ornaments.seal(canvas, *sheet.SEAL)
    return canvas.image


def card() -> Image.Image:
    """The 1000 x 800 share card without words."""
    light = landscape.paper(sheet.CARD_WIDTH * FINER, sheet.CARD_HEIGHT * FINER, sheet.CARD_FAR)
    _glow(light, sheet.CARD_ROSETTE)
    _far_hills(light, sheet.CARD_FAR, 1.3, sheet.CARD_SUN)
    landscape.mist(light, sheet.CARD_MIST_Y * FINER, 40 * FINER, _CLOUD, 0.8)
    lines = landscape.hills(light, sheet.CARD_NEAR, SEED_NEAR, 1.5, ridges=_NEAR)
    canvas = RasterCanvas(_image(light, (sheet.CARD_WIDTH, sheet.CARD_HEIGHT)))
    _trees(canvas, lines)
    canvas.draw([moved(disc, *sheet.CARD_ROSETTE) for disc in dots.rosette(GOLD)])
    return canvas.image


def _glow(light: landscape.Light, at: tuple[float, float, float]) -> None:
    """The paper is lightest behind the number."""
    x, y, radius = (value * FINER for value in at)
    columns = np.arange(light.shape[1])[None, :]
    for part, rows in landscape.strips(light):
        share = np.exp(-(((columns - x) / (2.0 * radius)) ** 2) - ((rows - y) / (1.5 * radius)) ** 2)[..., None] * 0.75
        part[...] += (np.array((255, 254, 250)) - part) * share


def _trees(canvas: RasterCanvas, lines: list[landscape.Ridge]) -> None:
    """On the two nearest ridges, smaller on the farther one."""
    for number, spacing, size in ((1, 13.0, 3.0), (2, 17.0, 4.6)):
        line = lines[number].reshape(-1, FINER).mean(axis=1) / FINER
        canvas.draw(landscape.trees(line, SEED + number, spacing=spacing, size=size, colour=_NEAR[number][3]))


def _far_hills(
    light: landscape.Light, horizon: float, stretch: float, at: tuple[float, float, float]
) -> list[landscape.Ridge]:
    """Sun, dots rising from the far ridges (fewer in the middle, where words stand), hills."""
    lines = landscape.hills(light.copy(), horizon, SEED, stretch, ridges=_FAR, ground=False)
    x, y, radius = (value * FINER for value in at)
    landscape.sun(light, x, y, radius, behind=np.minimum(lines[0], lines[1]))
    aside = np.abs(np.linspace(-1, 1, light.shape[1]))
    strength = np.interp(aside, [0.0, 0.42, 0.72, 1.0], [0.12, 0.16, 0.5, 0.5])
    for line, tone, reach in ((lines[0], (150, 184, 163), 96), (lines[1], (120, 165, 142), 60)):
        landscape.halftone(light, line, tone, pitch=6.5 * FINER, reach=reach * FINER, strength=strength)
    return landscape.hills(light, horizon, SEED, stretch, ridges=_FAR, ground=False)


def _image(light: landscape.Light, size: tuple[int, int]) -> Image.Image:
    full = np.empty(light.shape, np.uint8)
    for part, rows in landscape.strips(light):
        full[rows[:, 0]] = np.clip(part.round(), 0, 255)
    return Image.fromarray(full).resize(size, Image.Resampling.LANCZOS)


def _code_card(canvas: RasterCanvas, box: Box) -> None:
    """White ground with a soft shadow, where the code goes."""
    room = Image.new("L", (round(box.width) + 80, round(box.height) + 80), 0)
    ImageDraw.Draw(room).rounded_rectangle((40, 46, room.width - 40, room.height - 36), 12, fill=150)
    soft = room.filter(ImageFilter.GaussianBlur(10))
    left, top = round(box.left) - 40, round(box.top) - 40
    canvas.image.paste((2, 20, 15), (left, top, left + soft.width, top + soft.height), soft)
    canvas.rectangle(box, fill=WHITE, line=GOLD_PALE, width=1.5, radius=10)
