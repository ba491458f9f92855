"""The 5:4 share card: the certificate's few largest words. Everything else is behind the link it is shared with."""

from io import BytesIO

from app.certs.designs import design_of
from app.certs.raster import RasterCanvas
from app.certs.surface import Surface, facts
from app.certs.template import draw

LIMIT = 128 * 1024  # bytes; larger cards arrive late in a chat


def card(surface: Surface) -> bytes:
    """JPEG, 1000 x 800, at most 128 KB, of one certificate, in its scene's colour.

    The same surface gives the same bytes; may be repeated. ValueError or KeyError as with the picture.
    """
    ground, canvas = draw(design_of(surface.look.design).card, facts(surface))
    colour = surface.tint
    image = canvas.image if colour is None else ground.drawn(canvas, colour).rgb()
    for quality in (90, 84, 78, 70, 60):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
        if out.tell() < LIMIT:
            return out.getvalue()
    raise ValueError("the card does not fit its limit")


def draw_card(surface: Surface) -> RasterCanvas:
    """The card in the design's own colours with the list of its runs."""
    _, canvas = draw(design_of(surface.look.design).card, facts(surface))
    return canvas
