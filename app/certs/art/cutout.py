"""A drawing without its ground, to be laid on many pictures: drawn once, kept by those who use it."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from app.certs.raster import RasterCanvas


def cut_out(size: tuple[int, int], draw: Callable[[RasterCanvas], None]) -> Image.Image:
    """What ``draw`` draws on a canvas of a size in pixels, as RGBA.

    Drawn on black and on white: where the two differ one sees through it, and by how much.
    """
    on_black, on_white = (RasterCanvas(Image.new("RGB", size, ground)) for ground in ((0, 0, 0), (255, 255, 255)))
    draw(on_black)
    draw(on_white)
    dark, light = (np.asarray(canvas.image, dtype=np.float64) for canvas in (on_black, on_white))
    cover = 1 - np.clip((light - dark).mean(axis=2) / 255, 0, 1)
    colour = np.clip(dark / np.maximum(cover, 1 / 255)[..., None], 0, 255)
    layers = np.dstack((colour, cover * 255)).round().astype(np.uint8)
    return Image.fromarray(layers)
