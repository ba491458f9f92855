"""What a design is: templates, and two drawings on each, one of fixed words and one of a certificate's own."""

from collections.abc import Callable
from dataclasses import dataclass

from app.certs.raster import RasterCanvas
from app.certs.surface import Dress, Facts


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing of a design.

    template: the finished art, ``art/<template>.png``. ``fixed`` draws what depends on the dress alone; it is drawn
    once per process and kept. ``own`` draws the rest, for every certificate anew: the less, the faster.
    """

    template: str
    fixed: Callable[[RasterCanvas, Dress], None]
    own: Callable[[RasterCanvas, Facts], None]


@dataclass(frozen=True, slots=True)
class Design:
    """A way certificates can look. ``picture`` is 1080 x 1620, ``card`` 1000 x 800."""

    name: str
    picture: Sheet
    card: Sheet
