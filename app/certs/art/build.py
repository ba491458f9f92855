"""Developer script: draws the template pictures beside it, once. A request only lays words on them.

python -m app.certs.art.build
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from app.certs import sheet
from app.certs.art import dots, landscape, ornaments
from app.certs.palette import GOLD, GOLD_PALE, WHITE
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, moved

HERE = Path(__file__).parent
FINER = 2  # the landscape is computed twice as fine and scaled down
SEED = 86


def certificate() -> Image.Image:
    """The 1080 x 1620 sheet without a word on it but the seal's."""
    light = landscape.paper(sheet.WIDTH * FINER, sheet.HEIGHT * FINER, sheet.HORIZON)
    lines = _hills(light, sheet.HORIZON, 1.0, sheet.SUN)
    canvas = RasterCanvas(_image(light, (sheet.WIDTH, sheet.HEIGHT)))
    _trees(canvas, lines)
    x, y, radius = sheet.ROSETTE
    canvas.draw([moved(disc, x, y, radius) for disc in dots.rosette(GOLD)])
    ornaments.frame(canvas, Box(0, 0, sheet.WIDTH, sheet.HEIGHT))
    ornaments.draw_mark(canvas, *sheet.MARK)
    ornaments.divider(canvas, sheet.WIDTH / 2, sheet.DIVIDER_Y, 250)
    ornaments.rule(canvas, sheet.WIDTH / 2, sheet.NAME_RULE_Y, 300)
    _code_card(canvas, sheet.CODE_CARD)
    ornaments.seal(canvas, *sheet.SEAL)
    return canvas.image


def card() -> Image.Image:
    """The 1000 x 800 share card without words."""
    horizon = 0.705
    light = landscape.paper(1000 * FINER, 800 * FINER, horizon)
    lines = _hills(light, horizon, 1.15, (772, 536, 36))
    canvas = RasterCanvas(_image(light, (1000, 800)))
    _trees(canvas, lines)
    canvas.draw([moved(disc, *sheet.CARD_ROSETTE) for disc in dots.rosette(GOLD)])
    return canvas.image


def _trees(canvas: RasterCanvas, lines: list[landscape.Ridge]) -> None:
    """On the two nearest ridges, smaller on the farther one."""
    for ridge, spacing, size in ((3, 15.0, 3.4), (4, 19.0, 5.2)):
        line = lines[ridge].reshape(-1, FINER).mean(axis=1) / FINER
        colour = landscape.RIDGES[ridge][3]
        canvas.draw(landscape.trees(line, SEED + ridge, spacing=spacing, size=size, colour=colour))


def _hills(
    light: landscape.Light, horizon: float, stretch: float, at: tuple[float, float, float]
) -> list[landscape.Ridge]:
    """Sun, dots rising from the far ridges (fewer in the middle, where words stand), hills."""
    lines = landscape.hills(light.copy(), horizon, SEED, stretch)
    x, y, radius = (value * FINER for value in at)
    landscape.sun(light, x, y, radius, behind=np.minimum(lines[0], lines[1]))
    aside = np.abs(np.linspace(-1, 1, light.shape[1]))
    strength = np.interp(aside, [0.0, 0.42, 0.72, 1.0], [0.12, 0.16, 0.5, 0.5])
    for line, tone, reach in ((lines[0], (150, 184, 163), 96), (lines[1], (120, 165, 142), 60)):
        landscape.halftone(light, line, tone, pitch=6.5 * FINER, reach=reach * FINER, strength=strength)
    return landscape.hills(light, horizon, SEED, stretch)


def _image(light: landscape.Light, size: tuple[int, int]) -> Image.Image:
    full = Image.fromarray(np.clip(light.round(), 0, 255).astype(np.uint8))
    return full.resize(size, Image.Resampling.LANCZOS)


def _code_card(canvas: RasterCanvas, box: Box) -> None:
    """White ground with a soft shadow, where the code goes."""
    room = Image.new("L", (round(box.width) + 80, round(box.height) + 80), 0)
    ImageDraw.Draw(room).rounded_rectangle((40, 46, room.width - 40, room.height - 36), 12, fill=150)
    soft = room.filter(ImageFilter.GaussianBlur(10))
    left, top = round(box.left) - 40, round(box.top) - 40
    canvas.image.paste((2, 20, 15), (left, top, left + soft.width, top + soft.height), soft)
    canvas.rectangle(box, fill=WHITE, line=GOLD_PALE, width=1.5, radius=10)


def main() -> None:
    for name, drawn in (("certificate.png", certificate()), ("card.png", card())):
        drawn.save(HERE / name, optimize=True)
        print(f"{name}: {(HERE / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
