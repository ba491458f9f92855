"""A canvas of pixels: glyph outlines through HarfBuzz's rasteriser, shapes through Pillow, four times finer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import numpy as np
import uharfbuzz as hb
from PIL import Image, ImageDraw, ImageFilter

from app.certs import emoji
from app.certs.canvas import Canvas
from app.certs.faces import Voice
from app.certs.palette import Colour, Foil
from app.certs.shapes import Box, Disc, Hairline, Shape, bounds, moved
from app.certs.typeset import Glyph, Line
from app.domain.display import Language

FINER = 4  # shapes are painted this much finer, then averaged
LARGE = 1_500_000  # from so many pixels on (print), half of that is fine enough

Pixels = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A picture that was given (RGBA), where it was laid, in pixels, and what had been drawn there before (RGB)."""

    left: int
    top: int
    image: Image.Image
    under: Image.Image


class RasterCanvas(Canvas):
    """Draws into an RGB image; ``scale`` is pixels per unit of the canvas.

    ``given`` lists logos, codes and emoji, ``free`` their pixel boxes: their colours stay their own, whatever the
    scene's is. ``touched`` lists the pixel boxes outside which nothing was drawn.
    """

    def __init__(self, image: Image.Image, scale: float = 1.0, language: Language = "zh-Hans") -> None:
        super().__init__(language)
        self._image = image
        self.scale = scale
        self.given: list[Given] = []
        self.touched: list[Pixels] = []

    @property
    def image(self) -> Image.Image:
        """The picture itself. Whoever asks for it may draw on it, so all of it counts as touched; ``crop`` does not."""
        self.touched = [(0, 0, *self._image.size)]
        return self._image

    @property
    def size(self) -> tuple[int, int]:
        return self._image.size

    def crop(self, box: Pixels) -> Image.Image:
        """A copy of a part of the picture."""
        return self._image.crop(box)

    def paste(self, what: Image.Image | Colour, at: tuple[int, int], mask: Image.Image | None = None) -> None:
        """A picture, or a colour through a mask, with its left top corner at a pixel."""
        width, height = what.size if isinstance(what, Image.Image) else mask.size if mask is not None else (0, 0)
        box = (at[0], at[1], at[0] + width, at[1] + height)
        self.touched.append(box)
        self._image.paste(what, box, mask)

    @property
    def free(self) -> list[Pixels]:
        return [
            (each.left, each.top, each.left + each.image.width, each.top + each.image.height) for each in self.given
        ]

    def ink(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        self._letters(line, x, baseline, fill)
        for image, left, top in emoji.tiles(line, x, baseline, self.scale):  # over the letters' halo
            self._give(image, left, top)

    def _give(self, image: Image.Image, left: int, top: int) -> None:
        under = self.crop((left, top, left + image.width, top + image.height))
        self.given.append(Given(left, top, image, under))
        self.paste(image, (left, top), image)

    def _letters(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        mask, left, top = glyph_mask(line, x, baseline, self.scale)
        if mask is None:
            return
        if isinstance(fill, Foil):
            if fill.halo is not None:
                self._halo(mask, left, top, fill.halo)
            if fill.shadow:
                self._shadow(mask, left, top, fill)
            self.paste(_gradient(mask.size, fill), (left, top), mask)
        else:
            self.paste(fill, (left, top), mask)

    def _halo(self, mask: Image.Image, left: int, top: int, colour: Colour) -> None:
        reach = 8
        room = Image.new("L", (mask.width + 2 * reach, mask.height + 2 * reach))
        room.paste(mask, (reach, reach))
        soft = (
            room.filter(ImageFilter.MaxFilter(7))
            .filter(ImageFilter.BoxBlur(3))
            .point([v * 9 // 10 for v in range(256)])
        )
        self.paste(colour, (left - reach, top - reach), soft)

    def _shadow(self, mask: Image.Image, left: int, top: int, fill: Foil) -> None:
        reach = 8
        room = Image.new("L", (mask.width + 2 * reach, mask.height + 2 * reach))
        room.paste(mask, (reach, reach))
        soft = room.filter(ImageFilter.BoxBlur(4)).point([round(value * fill.shadow) for value in range(256)])
        self.paste(fill.flat, (left - reach, top - reach + 4), soft)

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
        self.paste(small, (x0, y0), small)

    def rectangle(
        self, box: Box, fill: Colour | None = None, line: Colour | None = None, width: float = 0, radius: float = 0
    ) -> None:
        edges = [round(edge * self.scale) for edge in (box.left, box.top, box.right, box.bottom)]
        if not radius:
            self.touched.append((edges[0], edges[1], edges[2], edges[3]))
            ImageDraw.Draw(self._image).rectangle(
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
        self.paste(small, (edges[0], edges[1]), small)

    def squares(self, rows: Sequence[Sequence[bool]], at: tuple[float, float], side: float, fill: Colour) -> None:
        pixels = side * self.scale
        if pixels != round(pixels):
            super().squares(rows, at, side, fill)
            return
        mask = Image.fromarray(np.array(rows, np.uint8) * 255)
        mask = mask.resize((mask.width * round(pixels), mask.height * round(pixels)), Image.Resampling.NEAREST)
        left, top = round(at[0] * self.scale), round(at[1] * self.scale)
        self.paste(fill, (left, top), mask)

    def picture(self, data: bytes, box: Box) -> None:
        left, top = round(box.left * self.scale), round(box.top * self.scale)
        size = (round(box.right * self.scale) - left, round(box.bottom * self.scale) - top)
        with Image.open(BytesIO(data)) as given:
            fitted = given.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        self._give(fitted, left, top)


def glyph_mask(line: Line, x: float, baseline: float, scale: float) -> tuple[Image.Image | None, int, int]:
    """The coverage of a line's glyphs as an 8-bit mask, emoji left out, and the pixel its top left corner is.

    Masks are kept for the next certificate of the hall, so nothing is to be drawn on them; those of names (as in
    shaping.py) and of large prints are not kept.
    """
    across, down = math.floor(x * scale), math.floor(baseline * scale)
    make = _mask if scale == 1.0 and line.style.voice is not Voice.NAME else _mask.__wrapped__
    mask, left, top = make(line.glyphs, line.style.size, x * scale - across, baseline * scale - down, scale)
    return (mask, left + across, top + down)


@lru_cache(maxsize=256)
def _mask(
    glyphs: tuple[Glyph, ...], size: float, x: float, baseline: float, scale: float
) -> tuple[Image.Image | None, int, int]:
    """x, baseline: pixels."""
    pen = hb.RasterDraw()
    for glyph in glyphs:
        if glyph.face.colour:
            continue
        em = size * glyph.face.em * scale
        pen.transform = (em, 0, 0, em, x + glyph.x * scale, glyph.y * scale - baseline)
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
