"""A canvas of pixels: glyph outlines through HarfBuzz's rasteriser, shapes through Pillow, four times finer."""

import math
from collections.abc import Sequence
from io import BytesIO

import numpy as np
import uharfbuzz as hb
from PIL import Image, ImageDraw, ImageFilter

from app.certs.canvas import Canvas
from app.certs.palette import Colour, Foil
from app.certs.shapes import Box, Disc, Hairline, Shape, bounds, moved
from app.certs.typeset import Line
from app.domain.display import Language

FINER = 4  # shapes are painted this much finer, then averaged
LARGE = 1_500_000  # from so many pixels on (print), half of that is fine enough


class RasterCanvas(Canvas):
    """Draws into an RGB image; ``scale`` is pixels per unit of the canvas."""

    def __init__(self, image: Image.Image, scale: float = 1.0, language: Language = "zh-Hans") -> None:
        super().__init__(language)
        self.image = image
        self.scale = scale

    def ink(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        mask, left, top = glyph_mask(line, x, baseline, self.scale)
        if mask is None:
            return
        if isinstance(fill, Foil):
            if fill.halo is not None:
                self._halo(mask, left, top, fill.halo)
            if fill.shadow:
                self._shadow(mask, left, top, fill)
            self.image.paste(_gradient(mask.size, fill), (left, top), mask)
        else:
            self.image.paste(fill, (left, top, left + mask.width, top + mask.height), mask)

    def _halo(self, mask: Image.Image, left: int, top: int, colour: Colour) -> None:
        reach = 8
        room = Image.new("L", (mask.width + 2 * reach, mask.height + 2 * reach))
        room.paste(mask, (reach, reach))
        soft = (
            room.filter(ImageFilter.MaxFilter(7))
            .filter(ImageFilter.BoxBlur(3))
            .point([v * 9 // 10 for v in range(256)])
        )
        self.image.paste(
            colour, (left - reach, top - reach, left - reach + soft.width, top - reach + soft.height), soft
        )

    def _shadow(self, mask: Image.Image, left: int, top: int, fill: Foil) -> None:
        reach = 8
        room = Image.new("L", (mask.width + 2 * reach, mask.height + 2 * reach))
        room.paste(mask, (reach, reach))
        soft = room.filter(ImageFilter.BoxBlur(4)).point([round(value * fill.shadow) for value in range(256)])
        at = (left - reach, top - reach + 4)
        self.image.paste(fill.flat, (*at, at[0] + soft.width, at[1] + soft.height), soft)

    def draw(self, shapes: Sequence[Shape]) -> None:
        scaled = [moved(shape, 0, 0, self.scale) for shape in shapes]
        if not scaled:
            return
        left, top, right, bottom = bounds(scaled)
        x0, y0 = math.floor(left) - 1, math.floor(top) - 1
        width, height = math.ceil(right) + 2 - x0, math.ceil(bottom) + 2 - y0
        finer = FINER if width * height < LARGE else 2
        tile = Image.new("RGBA", (width * finer, height * finer), (0, 0, 0, 0))
        for shape in scaled:
            _paint(tile, moved(moved(shape, -x0, -y0, 1), 0, 0, finer))
        small = tile.resize((width, height), Image.Resampling.BOX)
        self.image.paste(small, (x0, y0), small)

    def rectangle(
        self, box: Box, fill: Colour | None = None, line: Colour | None = None, width: float = 0, radius: float = 0
    ) -> None:
        edges = [round(edge * self.scale) for edge in (box.left, box.top, box.right, box.bottom)]
        if not radius:
            ImageDraw.Draw(self.image).rectangle(
                (edges[0], edges[1], edges[2] - 1, edges[3] - 1), fill, line, max(1, round(width * self.scale))
            )
            return
        size = (edges[2] - edges[0], edges[3] - edges[1])
        tile = Image.new("RGBA", (size[0] * FINER, size[1] * FINER), (0, 0, 0, 0))
        ImageDraw.Draw(tile).rounded_rectangle(
            (0, 0, tile.width - 1, tile.height - 1),
            radius * self.scale * FINER,
            fill,
            line,
            round(width * self.scale * FINER),
        )
        small = tile.resize(size, Image.Resampling.BOX)
        self.image.paste(small, (edges[0], edges[1]), small)

    def picture(self, data: bytes, box: Box) -> None:
        left, top = round(box.left * self.scale), round(box.top * self.scale)
        size = (round(box.right * self.scale) - left, round(box.bottom * self.scale) - top)
        with Image.open(BytesIO(data)) as given:
            fitted = given.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        self.image.paste(fitted, (left, top), fitted)


def glyph_mask(line: Line, x: float, baseline: float, scale: float) -> tuple[Image.Image | None, int, int]:
    """The coverage of a line's glyphs as an 8-bit mask, and the pixel its top left corner belongs to."""
    pen = hb.RasterDraw()
    for glyph in line.glyphs:
        em = line.style.size / glyph.face.upem * scale
        pen.transform = (em, 0, 0, em, (x + glyph.x) * scale, (glyph.y - baseline) * scale)
        pen.draw_glyph(glyph.face.font, glyph.index)
    drawn = pen.render()
    if drawn is None or not drawn.extents.width or not drawn.extents.height:
        return (None, 0, 0)
    extents = drawn.extents
    rows = np.frombuffer(bytes(drawn.buffer), np.uint8).reshape(extents.height, extents.stride)
    mask = Image.fromarray(np.ascontiguousarray(rows[::-1, : extents.width]))
    return (mask, extents.x_origin, -(extents.y_origin + extents.height))


def _gradient(size: tuple[int, int], foil: Foil) -> Image.Image:
    at = np.linspace(0, 1, size[1])
    stops = [stop for stop, _ in foil.stops]
    column = np.stack([np.interp(at, stops, [colour[c] for _, colour in foil.stops]) for c in range(3)], -1)
    return Image.fromarray(np.repeat(column[:, None, :].round().astype(np.uint8), size[0], axis=1))


def _paint(tile: Image.Image, shape: Shape) -> None:
    brush = ImageDraw.Draw(tile, "RGBA")
    colour = (*shape.colour, round(255 * shape.opacity))
    if isinstance(shape, Disc):
        edges = (shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius)
        if shape.line is None:
            brush.ellipse(edges, fill=colour)
        else:
            brush.ellipse(edges, outline=colour, width=max(1, round(shape.line)))
    elif isinstance(shape, Hairline):
        brush.line(shape.points, fill=colour, width=max(1, round(shape.width)), joint="curve")
    else:
        brush.polygon(shape.points, fill=colour)
