"""The dots of the company design: how many grams one stands for, which are this certificate's, their ink.

Where the field stands is company_sheet.py.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.certs.palette import Colour
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box
from app.domain.display import GRAMS_PER_KG, GRAMS_PER_TONNE, grouped

_FINER = 8  # dots are painted this much finer, then averaged


@dataclass(frozen=True, slots=True)
class Tally:
    """A mass in dots: ``whole`` dots of ``dot_g`` grams each, and ``rest_g`` grams (less than a dot) in one more."""

    dot_g: int
    whole: int
    rest_g: int

    @property
    def dot(self) -> str:
        """What one dot stands for, exact: ``1 g``, ``100 g``, ``1 kg``, ``10 t``."""
        if self.dot_g < GRAMS_PER_KG:
            return f"{self.dot_g} g"
        if self.dot_g < GRAMS_PER_TONNE:
            return f"{self.dot_g // GRAMS_PER_KG} kg"
        return f"{grouped(self.dot_g // GRAMS_PER_TONNE)} t"


def tally(mass_g: int, dots: int) -> Tally:
    """The mass in dots of 1 g, 10 g, 100 g, 1 kg ...: the finest of these of which so many dots hold it all.

    Exact: ``whole * dot_g + rest_g == mass_g``. Negative masses raise ValueError.
    """
    if mass_g < 0:
        raise ValueError("a mass that is shown is not negative")
    dot_g = 1
    while mass_g > dots * dot_g:
        dot_g *= 10
    return Tally(dot_g, *divmod(mass_g, dot_g))


@dataclass(frozen=True, slots=True)
class Field:
    """Where the dots are, in whole pixels, so that each is the same small picture.

    left, top: of the first dot's cell; cell: its side; pitch: from dot to dot; gap: more of it between blocks.
    columns, rows: of dots; block: dots on a side of the square blocks that a reader counts by.
    """

    left: int
    top: int
    cell: int
    pitch: int
    gap: int
    columns: int
    rows: int
    block: int

    @property
    def dots(self) -> int:
        return self.columns * self.rows

    @property
    def box(self) -> Box:
        return Box(
            self.left, self.top, self._along(self.columns - 1) + self.cell, self._along(self.rows - 1) + self.cell
        )

    @property
    def radius(self) -> float:
        """Of a whole dot."""
        return self.cell * 0.46

    @property
    def line(self) -> float:
        """The width of an open dot's ring."""
        return self.cell * 0.1 + 0.3

    def _along(self, place: int) -> int:
        return place * self.pitch + place // self.block * self.gap

    def cell_of(self, dot: int) -> tuple[int, int]:
        """The left top pixel of a dot, counted block by block and, in a block, row by row."""
        block, inside = divmod(dot, self.block**2)
        below, beside = divmod(block, self.columns // self.block)
        row, column = divmod(inside, self.block)
        return (
            self.left + self._along(beside * self.block + column),
            self.top + self._along(below * self.block + row),
        )

    def engrave(self, canvas: RasterCanvas, colour: Colour) -> None:
        """All dots as fine points: the measure that a certificate's own are read against."""
        self._lay(canvas, self.dots, colour, self.cell * 0.0625 + 0.75, None, None)

    def fill(self, canvas: RasterCanvas, mass_g: int, colour: Colour, *, closed: bool) -> Tally:
        """A mass as dots on the engraved field, filled if ``closed``, else open rings with the sheet in them.

        The last dot has the area that its grams are of a whole one, but stays larger than a point.
        """
        told = tally(mass_g, self.dots)
        line = None if closed else self.line
        ground = _plain(canvas.crop((self.left + self.cell, self.top, self.left + self.pitch, self.top + 1)))
        self._lay(canvas, told.whole, colour, self.radius, line, ground)
        if told.rest_g:
            part = self.radius * max(0.42, (told.rest_g / told.dot_g) ** 0.5)
            canvas.paste(_over(_dot(self.cell, part, line), colour, ground), self.cell_of(told.whole))
        return told

    def _lay(
        self, canvas: RasterCanvas, count: int, colour: Colour, radius: float, line: float | None, ground: Colour | None
    ) -> None:
        """The first so many dots, on ``ground`` if given, in as few pastes as their blocks and rows allow."""
        side = self.block
        blocks, inside = divmod(count, side**2)
        rows, dots = divmod(inside, side)
        shares = [(block * side**2, side, side) for block in range(blocks)]
        shares += [(blocks * side**2, side, rows), (blocks * side**2 + rows * side, dots, 1)]
        for first, wide, high in shares:
            if wide and high and ground is None:
                canvas.paste(colour, self.cell_of(first), _dots(self.cell, self.pitch, radius, line, wide, high))
            elif wide and high and ground is not None:
                tile = _tile(self.cell, self.pitch, radius, line, wide, high, colour, ground)
                canvas.paste(tile, self.cell_of(first))


@lru_cache(maxsize=128)
def _tile(
    cell: int, pitch: int, radius: float, line: float | None, wide: int, high: int, colour: Colour, ground: Colour
) -> Image.Image:
    """So many dots beside and below each other on their ground: the same picture on every certificate."""
    return _over(_dots(cell, pitch, radius, line, wide, high), colour, ground)


def _over(mask: Image.Image, colour: Colour, ground: Colour) -> Image.Image:
    image = Image.new("RGB", mask.size, ground)
    image.paste(colour, (0, 0), mask)
    return image


def _dots(cell: int, pitch: int, radius: float, line: float | None, wide: int, high: int) -> Image.Image:
    """The mask of so many dots beside and below each other."""
    one = np.asarray(_dot(cell, radius, line))
    padded = np.pad(one, ((0, pitch - cell), (0, pitch - cell)))
    between = pitch - cell
    return Image.fromarray(np.ascontiguousarray(np.tile(padded, (high, wide))[: -between or None, : -between or None]))


def _dot(cell: int, radius: float, line: float | None) -> Image.Image:
    """The coverage of a dot in the middle of its cell, or of a ring of a line inside that radius."""
    away = _away(cell)
    inside = away <= radius
    if line is not None:
        inside &= away >= radius - line
    share = inside.reshape(cell, _FINER, cell, _FINER).mean(axis=(1, 3))
    return Image.fromarray((share * 255).round().astype(np.uint8))


@cache
def _away(cell: int) -> npt.NDArray[np.float64]:
    """How far the finer points of a cell are from its middle."""
    steps = (np.arange(cell * _FINER) + 0.5) / _FINER - cell / 2
    away: npt.NDArray[np.float64] = np.hypot(steps[None, :], steps[:, None])
    return away


def _plain(image: Image.Image) -> Colour:
    """The colour of a few pixels that are alike."""
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).tobytes()
    return (red, green, blue)
