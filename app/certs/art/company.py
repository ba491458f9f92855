"""The templates of the company design: a bound edge, an engraved field of dots, hairlines. Words are never here."""

import math
from bisect import bisect_left
from itertools import accumulate, pairwise

from PIL import Image

from app.certs.art import dots, ornaments
from app.certs.art.mark import mark
from app.certs.designs import company_sheet as sheet
from app.certs.designs.company_field import Field
from app.certs.palette import GOLD, GOLD_PALE, MIST, MOSS, PAPER, PINE, Colour, mixed
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Disc, Hairline, Shape, moved

ENGRAVED: Colour = mixed(PAPER, MOSS, 0.62)  # the fine points of the field


def picture() -> Image.Image:
    """The 1080 x 1620 sheet without a word on it but the seal's."""
    canvas = RasterCanvas(Image.new("RGB", (sheet.WIDTH, sheet.HEIGHT), PAPER))
    _medallion(canvas, sheet.MEDALLION)
    _spine(canvas, sheet.SPINE, sheet.HEIGHT, sheet.MARK)
    for y in (sheet.HEAD_RULE_Y, sheet.NAME_RULE_Y):
        canvas.rectangle(Box(sheet.LEFT, y, sheet.SPAN, 1), fill=sheet.HAIR)
    _field(canvas, sheet.FIELD)
    return canvas.image


def card() -> Image.Image:
    """The 1000 x 800 share card without words."""
    canvas = RasterCanvas(Image.new("RGB", (1000, 800), PAPER))
    _medallion(canvas, sheet.CARD_MEDALLION)
    _spine(canvas, sheet.CARD_SPINE, 800, sheet.CARD_MARK)
    _field(canvas, sheet.CARD_FIELD)
    return canvas.image


def _field(canvas: RasterCanvas, field: Field) -> None:
    """The points, and a small gold cross at every corner of their blocks, as printers mark a sheet."""
    field.engrave(canvas, ENGRAVED)
    left, top = field.cell_of(0)
    step, aside = field.block * field.pitch + field.gap, (field.gap + field.pitch - field.cell) / 2
    crosses: list[Shape] = []
    for column in range(field.columns // field.block + 1):
        for row in range(field.rows // field.block + 1):
            x, y = left + column * step - aside, top + row * step - aside
            crosses += [Hairline(((x - 5, y), (x + 5, y)), GOLD, 1.0), Hairline(((x, y - 5), (x, y + 5)), GOLD, 1.0)]
    canvas.draw(crosses)


def _spine(canvas: RasterCanvas, width: float, height: float, place: tuple[float, float, float]) -> None:
    """The bound edge: pine, engraved with strands of dots that cross, the mark at its head, gold where it ends."""
    canvas.rectangle(Box(0, 0, width, height), fill=PINE)
    x, y, radius = place
    canvas.draw(_strands(width / 2, width * 0.36, y + 1.8 * radius, height - 0.6 * y))
    sprout = mark(GOLD_PALE, MIST, mixed(MOSS, MIST, 0.4), PINE)
    canvas.draw([moved(part, x, y, radius) for part in sprout])
    canvas.rectangle(Box(width, 0, 3, height), fill=GOLD)
    canvas.rectangle(Box(width + 6, 0, 1, height), fill=mixed(PAPER, GOLD, 0.6))


def _strands(x: float, swing: float, top: float, bottom: float) -> list[Shape]:
    """Two families of strands of dots that swing about the middle of the edge and cross; thinning out at both ends."""
    tone, length = mixed(MOSS, MIST, 0.3), bottom - top
    shapes: list[Shape] = []
    for reach, strands, dot, opacity in ((swing, 6, 1.5, 0.7), (swing / 2, 4, 1.2, 0.45)):
        waves = round(length / (6.1 * reach))
        for strand in range(strands):
            phase = 2 * math.pi * strand / strands
            for share in _even(waves, reach, length, phase):
                away = reach * math.sin(2 * math.pi * waves * share + phase)
                ends = min(1.0, 8 * min(share, 1 - share))
                shapes.append(Disc(x + away, top + length * share, dot, tone, round(opacity * ends, 2)))
    return shapes


def _even(waves: int, reach: float, length: float, phase: float, pitch: float = 6.2) -> list[float]:
    """Places along a strand, as shares of its length, at equal distances on the curve."""
    fine = 4000
    points = [
        (reach * math.sin(2 * math.pi * waves * step / fine + phase), length * step / fine) for step in range(fine + 1)
    ]
    reached = [0.0, *accumulate(math.dist(one, other) for one, other in pairwise(points))]
    count = round(reached[-1] / pitch)
    return [min(fine, bisect_left(reached, reached[-1] * step / count)) / fine for step in range(count + 1)]


def _medallion(canvas: RasterCanvas, rosette: tuple[float, float, float]) -> None:
    """The seal on a rosette of gold dots, to the right of the number."""
    x, y, radius = rosette
    canvas.draw([moved(disc, x, y, radius) for disc in dots.rosette(GOLD, 0.0075)])
    ornaments.seal(canvas, x, y, radius * 0.42)
