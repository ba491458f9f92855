"""The one large number of a surface with its unit beside it, small."""

from app.certs.canvas import Canvas
from app.certs.faces import Voice
from app.certs.palette import Colour, Foil
from app.certs.shapes import Box
from app.certs.typeset import Style, shape
from app.domain.display import Mass

UNIT_SHARE = 0.31  # of the number's size
LONE_SHARE = 0.42  # of a unit that is one thin letter: tonnes must not be overlooked
GAP_SHARE = 0.08


def draw_hero(canvas: Canvas, mass: Mass, box: Box, baseline: float, size: float, *, fill: Colour | Foil) -> None:
    """Number and unit, centred together in a box; a number too wide for it is set smaller on the same baseline."""
    share = LONE_SHARE if mass.unit == "t" else UNIT_SHARE
    number, unit = shape(mass.number, Style(Voice.FIGURE, size)), shape(mass.unit, Style(Voice.FIGURE, size * share))
    gap = size * GAP_SHARE
    width = number.width + gap + unit.width
    if width > box.width:
        draw_hero(canvas, mass, box, baseline, size * box.width / width * 0.999, fill=fill)
        return
    left = box.centre[0] - width / 2
    canvas.put("mass", number, (left, baseline), fill, box)
    canvas.put("unit", unit, (left + number.width + gap, baseline), fill, box)
