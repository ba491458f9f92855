"""The certificate as a picture: words laid on the finished sheet. What the words are is surface.py, where designs/."""

from app.certs.designs import design_of
from app.certs.raster import RasterCanvas
from app.certs.surface import Surface, facts
from app.certs.template import draw


def picture(surface: Surface) -> bytes:
    """PNG, 1080 x 1620, 256 colours of 8 bits, of one certificate, in its scene's colour (grey once revoked).

    The same surface gives the same bytes on the same kind of processor, the same pixels on all; may be repeated.
    ValueError or KeyError if the record lacks what every certificate has.
    """
    ground, canvas = draw(design_of(surface.look.design).picture, facts(surface))
    return ground.png(ground.drawn(canvas, surface.tint))


def draw_picture(surface: Surface) -> RasterCanvas:
    """The picture in the design's own colours, not yet in 256, with the list of its runs, for those who check it."""
    _, canvas = draw(design_of(surface.look.design).picture, facts(surface))
    return canvas
