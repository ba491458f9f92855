"""The 5:4 share card: the certificate's few largest words. Everything else is behind the link it is shared with."""

from io import BytesIO

from app.certs import sheet
from app.certs.art import ornaments
from app.certs.faces import Voice
from app.certs.hero import draw_hero
from app.certs.palette import CAPTION_FOIL, CINNABAR, GOLD_FOIL, GREY_CAPTION_FOIL, GREY_FOIL, MIST, PAPER, PINE
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Hairline
from app.certs.surface import Surface, facts
from app.certs.template import fresh
from app.certs.typeset import Style

LIMIT = 128 * 1024  # bytes; larger cards arrive late in a chat


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
    revoked = surface.status == "revoked"
    caption = GREY_CAPTION_FOIL if revoked else CAPTION_FOIL
    canvas = RasterCanvas(fresh("card.png", muted=surface.status == "revoked"), language=shown.language)
    ornaments.draw_mark(canvas, 74, 70, 34)
    canvas.lay("title", words.title, Style(Voice.TITLE, 36, 22, track=3), Box(124, 42, 640, 56), PINE, align="left")
    name = Style(Voice.NAME, 62, 26, lines=2, leading=1.2, track=3, whole_parts=True)
    canvas.lay("name", shown.name, name, Box(100, 112, 800, 90), PINE)
    canvas.lay(
        "label", words.label[surface.status], Style(Voice.LABEL, 30, 14, track=8), Box(352, 278, 296, 44), caption
    )
    draw_hero(canvas, shown.mass, Box(110, 316, 780, 176), 452, 170, fill=GREY_FOIL if revoked else GOLD_FOIL)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 38, track=2), Box(380, 470, 240, 52), caption)
    scene = surface.record.get("scene")
    if scene is not None:
        canvas.lay(
            "scene", scene["name"], Style(Voice.NAME, 36, 20, lines=2, leading=1.2), Box(60, 672, 880, 56), PAPER
        )
    canvas.lay("status", shown.status, Style(Voice.DETAIL, 24, 17, track=1), Box(60, 732, 880, 40), MIST)
    if revoked:
        x, y, _ = sheet.CARD_ROSETTE
        canvas.draw([Hairline(((x - 260, y + 46), (x + 260, y - 46)), CINNABAR, 6, 0.85)])
        stamp = Box(x - 170, 528, 340, 84)
        canvas.rectangle(stamp, fill=PAPER, line=CINNABAR, width=4, radius=8)
        canvas.lay("revoked", words.revoked, Style(Voice.NAME, 56, 30, leading=1.2, track=10), stamp.inset(6), CINNABAR)
    else:
        ornaments.status_ring(canvas, sheet.CARD_ROSETTE, closed=surface.status == "retired")
    if shown.sample:
        tag = Box(812, 46, 140, 50)
        canvas.rectangle(tag, fill=PAPER, line=CINNABAR, width=2, radius=8)
        canvas.lay("sample", words.sample, Style(Voice.NAME, 28, 18, track=6), tag.inset(6), CINNABAR)
    return canvas
