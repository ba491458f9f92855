"""Emoji as pixels: COLRv1 drawings through HarfBuzz's painter. Which text is an emoji is itemise.py."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import uharfbuzz as hb
from PIL import Image

from app.certs.faces import Face
from app.certs.typeset import Line


class Tile(NamedTuple):
    """One emoji with straight (not premultiplied) alpha, and its top left corner from the pen, pixels, y down."""

    image: Image.Image
    left: int
    top: int


@lru_cache(maxsize=256)
def tile(face: Face, index: int, em: int) -> Tile | None:
    """An emoji ``em`` pixels to the em of its font; None if the glyph is empty. The last 256 are remembered."""
    painter = hb.RasterPaint()
    scale = em / face.upem
    painter.transform = (scale, 0, 0, scale, 0, 0)
    found = face.font.get_glyph_extents(index)
    if found is None or not found.width or not found.height:
        return None
    x, top = int(found.x_bearing * scale) - 1, int(found.y_bearing * scale) + 2
    bottom = int((found.y_bearing + found.height) * scale) - 2
    painter.extents = hb.RasterExtents(x, bottom, int(found.width * scale) + 4, top - bottom)
    painter.paint_glyph(face.font, index)
    drawn = painter.render()
    if drawn is None or not drawn.extents.width or not drawn.extents.height:
        return None
    edges = drawn.extents
    rows = np.frombuffer(bytes(drawn.buffer), np.uint8).reshape(edges.height, edges.stride)
    blue = rows[::-1, : edges.width * 4].reshape(edges.height, edges.width, 4).astype(np.uint16)
    alpha = blue[..., 3:]
    colours = np.minimum(blue[..., 2::-1] * 255 // np.maximum(alpha, 1), 255)
    image = Image.fromarray(np.concatenate([colours, alpha], -1).astype(np.uint8))
    return Tile(image, edges.x_origin, -(edges.y_origin + edges.height))


def tiles(line: Line, x: float, baseline: float, scale: float) -> list[tuple[Image.Image, int, int]]:
    """The emoji of a line that starts at (x, baseline), each with the pixel of its top left corner."""
    out = []
    for glyph in line.glyphs:
        if not glyph.face.colour:
            continue
        drawn = tile(glyph.face, glyph.index, round(line.style.size * glyph.face.fitting.scale * scale))
        if drawn is not None:
            left, top = round((x + glyph.x) * scale) + drawn.left, round((baseline - glyph.y) * scale) + drawn.top
            out.append((drawn.image, left, top))
    return out
