"""A logo for the sample scenes, drawn here: nobody's, so that a demo shows no mark that belongs to somebody."""

import math
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

_SIDE, _FINER = 320, 4
_INK = (24, 92, 122, 255)
_PALE = (108, 170, 190, 255)


@cache
def sample_logo() -> bytes:
    """PNG, 320 x 320, see-through around three petals over a line of water. The same bytes every time."""
    side = _SIDE * _FINER
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    for turn, colour in ((-38, _PALE), (38, _PALE), (0, _INK)):
        image.alpha_composite(_petal(side, turn, colour))
    pen, brush = ImageDraw.Draw(image), side / 64
    for row, width in ((0.8, 0.74), (0.89, 0.46)):
        for step in range(601):  # a brush of dots: thick polylines fray in their bends
            along = step / 600
            x = side * (0.5 + width * (along - 0.5))
            y = side * (row + 0.013 * math.sin(along * 4 * math.pi))
            pen.ellipse((x - brush, y - brush, x + brush, y + brush), fill=_INK)
    out = BytesIO()
    image.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _petal(side: int, turn: float, colour: tuple[int, int, int, int]) -> Image.Image:
    """One leaf standing on the middle of the water line, leaning by ``turn`` degrees."""
    foot, length, swell = (side * 0.5, side * 0.7), side * 0.6, side * 0.15
    steps = [step / 60 for step in range(61)]
    bulge = [swell * math.sin(math.pi * along) * (1 - 0.25 * along) for along in steps]
    left = [(-each, -length * along) for each, along in zip(bulge, steps, strict=True)]
    right = [(each, -length * along) for each, along in zip(bulge, steps, strict=True)][::-1]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    points = [(foot[0] + x * cos - y * sin, foot[1] + x * sin + y * cos) for x, y in left + right]
    layer = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ImageDraw.Draw(layer).polygon(points, fill=colour)
    return layer
