"""A drawing as palette indices: what was drawn over a finished ground takes its nearest colours or some in reserve.

The ground keeps its dither, which was made with care once (art/indexing.py). Writing files is splice.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.certs.palette import Colour
from app.certs.raster import Given, Pixels, RasterCanvas
from app.certs.splice import Bands, Rows
from app.certs.tint import Colours, oklab, tinted_all

# The 256 colours of a picture: those of the template, then reserves for what it has no colours for.
COLOURS = 192
FIXED_STRAYS, OWN_STRAYS = 16, 12  # inks of the fixed and of the own drawing
FREE = 36  # logos, codes, emoji

FAR = 0.03  # OKLab distance from which on a colour is too wrong to stand for another; 0.02 is just noticeable
STRIP = 60  # rows compared at a time, so few that they stay in a processor's cache
FEW = 100  # pixels; so few are edges of letters, where nobody sees it

_UNKNOWN, _FAR_FLAG = 0xFFFF, 0x100

_Packed = npt.NDArray[np.uint32]


class Nearest:
    """The nearest colour of a palette, n x 3, for pixels; found once for every cell of 4 x 4 x 4 colours."""

    def __init__(self, palette: Colours) -> None:
        self._lab = oklab(palette)
        self._cells = np.full(1 << 18, _UNKNOWN, np.uint16)

    def __call__(self, pixels: _Packed) -> tuple[Rows, npt.NDArray[np.bool_]]:
        """The index of each pixel, and whether even that colour is ``FAR`` away."""
        cells = ((pixels >> 2) & 0x3F) | ((pixels >> 4) & 0xFC0) | ((pixels >> 6) & 0x3F000)
        found = self._cells[cells]
        unknown = found == _UNKNOWN
        if unknown.any():
            # threads that come here together write the same
            self._look_up(np.unique(cells[unknown]))
            found = self._cells[cells]
        return (found & 0xFF).astype(np.uint8), found >= _FAR_FLAG

    def _look_up(self, cells: _Packed) -> None:
        middle = np.stack([(cells << 2) & 0xFC, (cells >> 4) & 0xFC, (cells >> 10) & 0xFC], -1).astype(np.uint8) + 2
        lab = oklab(middle)
        squares = (self._lab**2).sum(1) - 2 * lab @ self._lab.T
        index = squares.argmin(1)
        distance = np.sqrt(np.maximum(0.0, squares.min(1) + (lab**2).sum(1)))
        self._cells[cells] = index.astype(np.uint16) | np.where(distance > FAR, _FAR_FLAG, 0).astype(np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A picture in indices: ``rows`` height x width, which rows differ from the ground's, and the colours, n x 3."""

    rows: Rows
    changed: npt.NDArray[np.bool_]
    palette: Colours

    def rgb(self) -> Image.Image:
        return Image.fromarray(self.palette[self.rows])


class Ground:
    """A finished RGB image and the same in indices, to be drawn over again and again.

    ``palette``: n x 3. ``nearest``: of its first colours; later ones are inks that only this ground has.
    """

    def __init__(self, image: Image.Image, rows: Rows, palette: Colours, nearest: Nearest) -> None:
        self.image = image
        self.rows = rows
        self.palette = palette
        self.nearest = nearest

    @cached_property
    def _bands(self) -> Bands:
        return Bands(self.rows)

    @cached_property
    def _kept(self) -> _Packed:
        return _packed(self.image)

    def dressed(self, canvas: RasterCanvas) -> "Ground":
        """The ground with something drawn over a copy of it, as a new ground."""
        drawn = self._drawn(canvas, (), None, FIXED_STRAYS)
        return Ground(canvas.image, drawn.rows, drawn.palette, self.nearest)

    def drawn(self, canvas: RasterCanvas, scene: Colour | None) -> Drawn:
        """What was drawn over a copy of the ground, in indices and in a scene's colours.

        What was given to the canvas keeps its own. The same drawing gives the same indices.
        """
        return self._drawn(canvas, canvas.given, scene, OWN_STRAYS)

    def png(self, drawn: Drawn) -> bytes:
        """An indexed PNG of it; rows that are the ground's are not deflated again."""
        return self._bands.png(drawn.palette.tobytes(), drawn.rows, drawn.changed)

    def _drawn(self, canvas: RasterCanvas, given: Sequence[Given], scene: Colour | None, room: int) -> Drawn:
        rows = self.rows.copy()
        changes = list(_changes(canvas, self._kept))
        pixels = np.concatenate([np.empty(0, np.uint32), *(change.pixels for change in changes)])
        palette = tinted_all(self.palette, scene)
        index, far = self.nearest(pixels)
        if given:
            far &= ~np.concatenate([np.empty(0, np.bool_), *(change.inside(given) for change in changes)])
        if np.count_nonzero(far) > FEW:
            inks, of_ink = _reduced(_unpacked(pixels[far]), room)
            index[far] = of_ink + len(palette)
            palette = np.concatenate([palette, tinted_all(inks, scene)])
        changed, start = np.zeros(rows.shape[0], np.bool_), 0
        for change in changes:
            change.write(rows, changed, index[start : start + len(change.pixels)])
            start += len(change.pixels)
        if given:
            crops = [self._own_colours(canvas, each, scene) for each in given]
            few, _ = _reduced(np.concatenate([np.asarray(crop).reshape(-1, 3) for crop in crops]), FREE)
            palette = np.concatenate([palette, few])
            for each, crop in zip(given, crops, strict=True):
                _dither(rows, each, crop, palette)
        return Drawn(rows, changed, palette)

    def _own_colours(self, canvas: RasterCanvas, given: Given, scene: Colour | None) -> Image.Image:
        """The pixels of a given picture's box with what was under it, and over it since, in the scene's colour."""
        crop = canvas.crop(_box(given))
        if scene is None:
            return crop
        before = given.under.copy()
        before.paste(given.image, (0, 0), given.image)
        since = (np.asarray(before) != np.asarray(crop)).any(-1)
        colours = tinted_all(self.palette, scene)
        turned, over = (_coloured(self.nearest(_packed(each))[0], colours, crop.size) for each in (given.under, crop))
        turned.paste(given.image, (0, 0), given.image)
        turned.paste(over, (0, 0), Image.fromarray(since))
        return turned


def ground_of(art: Image.Image, indexed: Image.Image) -> Ground:
    """The ground of a template: its RGB image, and its indexed one whose palette has at most ``COLOURS`` colours."""
    palette = np.frombuffer(bytes(indexed.getpalette("RGB") or ()), np.uint8).reshape(-1, 3)[:COLOURS]
    return Ground(art, np.array(indexed), palette, Nearest(palette))


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """What differs from the ground in a box: where, and the colours there, row by row."""

    left: int
    top: int
    where: npt.NDArray[np.bool_]
    pixels: _Packed

    def inside(self, given: Sequence[Given]) -> npt.NDArray[np.bool_]:
        """Which of the pixels lie in the boxes of given pictures."""
        inside = np.zeros(self.where.shape, np.bool_)
        for each in given:
            left, top, right, bottom = _box(each)
            across, down = (max(0, left - self.left), right - self.left), (max(0, top - self.top), bottom - self.top)
            inside[down[0] : max(0, down[1]), across[0] : max(0, across[1])] = True
        return inside[self.where]

    def write(self, rows: Rows, changed: npt.NDArray[np.bool_], index: Rows) -> None:
        height, width = self.where.shape
        rows[self.top : self.top + height, self.left : self.left + width][self.where] = index
        changed[self.top : self.top + height] |= self.where.any(axis=1)


def _changes(canvas: RasterCanvas, ground: _Packed) -> Iterator[_Change]:
    """Where a canvas differs from its ground, strip by strip from the top; only what was touched is looked at."""
    for box in _strips(canvas.touched, canvas.size):
        left, top, right, bottom = box
        now = _packed(canvas.crop(box))
        where = now != ground[top:bottom, left:right]
        yield _Change(left, top, where, now[where])


def _strips(touched: Iterable[Pixels], size: tuple[int, int]) -> Iterator[Pixels]:
    """Boxes apart from each other, one a strip at most, around all that was touched within a picture of a size."""
    width, height = size
    around: dict[int, Pixels] = {}
    for box in touched:
        left, top, right, bottom = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
        if left >= right:
            continue
        for strip in range(top // STRIP, -(-bottom // STRIP)):
            high, low = max(top, strip * STRIP), min(bottom, (strip + 1) * STRIP)
            one = around.get(strip, (left, high, right, low))
            around[strip] = (min(left, one[0]), min(high, one[1]), max(right, one[2]), max(low, one[3]))
    return (around[strip] for strip in sorted(around))


def _packed(image: Image.Image) -> _Packed:
    """RGB pixels as integers, height x width, red the lowest byte. The fourth is the same for all (Pillow's)."""
    return np.frombuffer(image.tobytes("raw", "RGBX"), "<u4").reshape(image.height, image.width)


def _unpacked(pixels: _Packed) -> Colours:
    return np.ascontiguousarray(pixels).view(np.uint8).reshape(-1, 4)[:, :3]


def _coloured(index: Rows, palette: Colours, size: tuple[int, int]) -> Image.Image:
    return Image.fromarray(palette[index].reshape(size[1], size[0], 3))


def _box(given: Given) -> tuple[int, int, int, int]:
    return (given.left, given.top, given.left + given.image.width, given.top + given.image.height)


def _reduced(colours: Colours, room: int) -> tuple[Colours, Rows]:
    """At most ``room`` colours that stand for many, and which of them stands for each."""
    strip = Image.fromarray(np.ascontiguousarray(colours)[None])
    few = strip.quantize(room, Image.Quantize.MEDIANCUT, kmeans=1)
    index = np.asarray(few)[0]
    palette = np.frombuffer(bytes(few.getpalette("RGB") or ()), np.uint8).reshape(-1, 3)
    return palette[: int(index.max()) + 1], index


def _dither(rows: Rows, given: Given, colours: Image.Image, palette: Colours) -> None:
    """Write the pixels a given picture covers by error diffusion, for it may be a photograph."""
    few = Image.new("P", (1, 1))
    few.putpalette(palette.tobytes())
    index = np.asarray(colours.quantize(palette=few, dither=Image.Dither.FLOYDSTEINBERG))
    where = np.asarray(given.image.getchannel("A")) > 0
    x, y = max(0, given.left), max(0, given.top)
    target = rows[y : y + index.shape[0], x : x + index.shape[1]]
    skip = (y - given.top, x - given.left)
    seen = (slice(skip[0], skip[0] + target.shape[0]), slice(skip[1], skip[1] + target.shape[1]))
    target[where[seen]] = index[seen][where[seen]]
