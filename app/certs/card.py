"""The 5:4 share card: the certificate's few largest words. Everything else is behind the link it is shared with."""

from io import BytesIO

from app.certs.art import dots, ornaments
from app.certs.faces import Voice
from app.certs.palette import CINNABAR, GOLD, GOLD_DEEP, GOLD_FOIL, GREY_FOIL, MIST, PAPER, PINE
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, moved
from app.certs.surface import Surface, facts
from app.certs.template import fresh
from app.certs.typeset import Style, shape

LIMIT = 128 * 1024  # bytes; larger cards arrive late in a chat
CENTRE = (500.0, 372.0)


def card(surface: Surface) -> bytes:
    """JPEG, 1000 x 800, at most 128 KB, of one certificate. The same surface gives the same bytes; may be repeated."""
    image = draw_card(surface).image
    for quality in (90, 84, 78, 70, 60):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
        if out.tell() < LIMIT:
            return out.getvalue()
    raise ValueError("the card does not fit its limit")


def draw_card(surface: Surface) -> RasterCanvas:
    """The card with the list of its runs."""
    shown = facts(surface)
    words = shown.words
    canvas = RasterCanvas(fresh("card.png"))
    x, y = CENTRE
    canvas.draw([moved(part, x, y, 232) for part in dots.ring(surface.status == "retired", GOLD, 1.1, dot=0.015)])
    ornaments.draw_mark(canvas, 74, 72, 34)
    canvas.lay("title", words.title, Style(Voice.TITLE, 36, 24, track=3), Box(124, 44, 560, 56), PINE, align="left")
    canvas.lay("name", shown.name, Style(Voice.NAME, 60, 30, leading=1.2, track=3), Box(120, 146, 760, 84), PINE)
    canvas.lay(
        "label", words.label[surface.status], Style(Voice.NAME, 30, 22, track=8), Box(200, 234, 600, 48), GOLD_DEEP
    )
    foil = GREY_FOIL if surface.status == "revoked" else GOLD_FOIL
    number, unit = shape(shown.mass.number, Style(Voice.FIGURE, 190)), shape(shown.mass.unit, Style(Voice.FIGURE, 60))
    left = x - (number.width + 14 + unit.width) / 2
    box = Box(60, 280, 880, 170)
    canvas.put("mass", number, (left, 432), foil, box)
    canvas.put("unit", unit, (left + number.width + 14, 432), foil, box)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 40, track=2), Box(380, 454, 240, 54), GOLD_DEEP)
    scene = surface.record.get("scene")
    if scene is not None:
        canvas.lay("scene", scene["name"], Style(Voice.NAME, 36, 22, track=1), Box(60, 668, 880, 54), PAPER)
    canvas.lay("status", shown.status, Style(Voice.DETAIL, 24, 17, track=1), Box(60, 726, 880, 40), MIST)
    if shown.sample:
        tag = Box(812, 46, 140, 50)
        canvas.rectangle(tag, fill=PAPER, line=CINNABAR, width=2, radius=8)
        canvas.lay("sample", words.sample, Style(Voice.NAME, 28, 18, track=6), tag.inset(6), CINNABAR)
    if surface.status == "revoked":
        stamp = Box(x - 180, y - 50, 360, 100)
        canvas.rectangle(stamp, fill=PAPER, line=CINNABAR, width=4, radius=8)
        canvas.lay("revoked", words.revoked, Style(Voice.NAME, 60, 30, leading=1.2, track=10), stamp, CINNABAR)
    return canvas
