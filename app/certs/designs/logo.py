"""An organiser's logo on a certificate: in its own colours, on a plate where it would be lost on the ground."""

from functools import lru_cache
from io import BytesIO
from typing import Literal

import numpy as np
from PIL import Image

from app.certs.canvas import Canvas
from app.certs.palette import PAPER, PINE, Colour
from app.certs.shapes import Box

_PALE = 0.72  # of white, by lightness: from here on a pixel does not stand out from paper
_SEEN = 40  # coverage (of 255) from which a pixel counts


def lay_logo(
    canvas: Canvas, given: bytes, box: Box, align: Literal["left", "right"] = "left", *, night: bool = False
) -> None:
    """PNG or JPEG in its proportions. On paper a pale one gets a dark plate, at night every other one a light plate."""
    pale = made_for_dark(given)
    if pale == night:
        canvas.fitted(given, box, align)
        return
    edge = box.height * 0.136
    inside = box.inset(edge)
    with Image.open(BytesIO(given)) as seen:
        width = seen.width * min(inside.width / seen.width, inside.height / seen.height)
    wide = max(width + 2 * edge, box.height)
    plate = Box(box.left if align == "left" else box.right - wide, box.top, wide, box.height)
    colour: Colour = PAPER if night else PINE
    canvas.rectangle(plate, fill=colour, radius=box.height * 0.18)
    canvas.fitted(given, plate.inset(edge))


@lru_cache(maxsize=8)
def made_for_dark(given: bytes) -> bool:
    """Is a logo with a clear ground mostly so pale that white paper would swallow it?"""
    with Image.open(BytesIO(given)) as seen:
        pixels = np.asarray(seen.convert("RGBA").resize((64, 64), Image.Resampling.BOX), np.float64)
    drawn = pixels[..., 3] >= _SEEN
    if drawn.mean() > 0.97 or not drawn.any():  # it brings its own ground
        return False
    light = pixels[..., :3] @ (0.299, 0.587, 0.114) / 255
    return bool((light[drawn] > _PALE).mean() > 0.5)
