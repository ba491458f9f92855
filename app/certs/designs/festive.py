"""The design for festivals: night before dawn, a willow of light, pale words. Its boxes are festive_sheet.py."""

from dataclasses import replace
from functools import cache

from PIL import Image

from app.certs.art import dots
from app.certs.art.cutout import cut_out
from app.certs.art.icons import icon
from app.certs.art.mark import mark
from app.certs.canvas import Canvas
from app.certs.designs import festive_sheet as sheet
from app.certs.designs.design import Design, Sheet
from app.certs.designs.logo import lay_logo
from app.certs.designs.tokens import Inks, caption_style, lay_medal, lay_sample, spaced_rows
from app.certs.faces import Voice
from app.certs.hero import draw_hero
from app.certs.palette import CINNABAR, GOLD_PALE, MIST, PAPER, PINE_DEEP, Colour, Foil
from app.certs.qr import draw_code
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Disc, Hairline, moved
from app.certs.surface import Dress, Equivalent, Facts, rows_of
from app.certs.typeset import Style, shape

_DIM: Colour = (158, 196, 174)  # labels on the dark ground, 6:1 and more
_LEAF_PALE: Colour = (150, 204, 174)
_NIGHT: Colour = (9, 44, 36)  # what the sky is round the medal
_DIM_GREY: Colour = (172, 175, 172)
_PALE_GREY: Colour = (205, 207, 204)
# few steps from one tone to the next: what is drawn has to do with some twenty golds (art/indexing.py)
_SHINE = Foil(GOLD_PALE, ((0, (255, 246, 220)), (0.5, (246, 224, 170)), (1, (226, 190, 118))))
_TITLE = Foil(PAPER, ((0, (255, 253, 246)), (0.55, (250, 240, 214)), (1, (236, 214, 160))))
_GREY = Foil(_PALE_GREY, ((0, (214, 216, 213)), (1, (176, 179, 176))))
_STAMP = Style(Voice.NAME, 46, 24, leading=1.2, track=10)
_TITLES = {"zh-Hans": 84, "gu": 74}
_INKS = Inks(dot=GOLD_PALE, number=GOLD_PALE)


def _fixed(canvas: RasterCanvas, dress: Dress) -> None:
    words, revoked = dress.words, dress.revoked
    honour, dim = (_PALE_GREY, _DIM_GREY) if revoked else (GOLD_PALE, _DIM)
    _mark(canvas, *sheet.MARK, grey=revoked)
    title = Style(Voice.TITLE, _TITLES.get(dress.language, 62), 34, leading=1.2, track=12)
    canvas.lay("title", words.title, title, sheet.TITLE, _GREY if revoked else _TITLE)
    small = Style(Voice.CAPTION, 23, 15, track=2.4, features=("smcp",))
    canvas.lay("subtitle", words.subtitle, small, sheet.SUBTITLE, honour)
    canvas.lay("presented", words.presented_to, Style(Voice.TEXT, 24, 17, track=10), sheet.PRESENTED, dim)
    label = Style(Voice.LABEL, 28, 20, lines=2, leading=1.24, track=8)
    canvas.lay("label", words.label[dress.status], label, sheet.LABEL, honour)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 36, track=2), sheet.GAS, honour)
    note = Style(Voice.DETAIL, 16, 12)
    canvas.lay("not-an-asset", words.not_an_asset, note, sheet.DISCLAIMER, dim, align="left")
    canvas.lay("scan", words.scan, Style(Voice.DETAIL, 16, 12, track=3), sheet.SCAN, dim)
    if not revoked:
        _ring(canvas, sheet.RING, closed=dress.status == "retired")
    if dress.sample:
        lay_sample(canvas, words.sample, sheet.SAMPLE)


def _mark(canvas: RasterCanvas, x: float, y: float, radius: float, *, grey: bool) -> None:
    """The mark in the colours of the night."""
    colours = (_PALE_GREY, _DIM_GREY, _PALE_GREY) if grey else (GOLD_PALE, (108, 178, 142), (160, 204, 178))
    canvas.draw([moved(part, x, y, radius) for part in mark(*colours, PINE_DEEP)])


def _ring(canvas: RasterCanvas, place: tuple[float, float, float], *, closed: bool) -> None:
    """The ring of dots round the number: lights that burn once the reductions are cancelled, open until then."""
    canvas.draw([moved(dot, *place) for dot in dots.ring(closed, GOLD_PALE, 1.08, dot=0.0165)])


def _own(canvas: RasterCanvas, shown: Facts) -> None:
    revoked = shown.dress.revoked
    name = Style(Voice.NAME, 68, 30, lines=2, leading=1.2, track=4, whole_parts=True)
    canvas.lay("name", shown.name, name, sheet.NAME, PAPER)
    canvas.lay("sentence", shown.sentence, _sentence(shown.sentence), sheet.SENTENCE, MIST)
    foil = _GREY if revoked else _SHINE
    draw_hero(canvas, shown.mass, sheet.HERO, sheet.HERO_BASELINE, sheet.HERO_SIZE, fill=foil)
    if shown.logo is not None:
        lay_logo(canvas, shown.logo, sheet.LOGO, night=True)
    if not revoked:
        _tier(canvas, shown)
        _equivalents(canvas, shown)
    _details(canvas, shown)
    _code(canvas, shown)
    if revoked:
        _stamped(canvas, shown, sheet.RING)


def _sentence(text: str) -> Style:
    """As large as its length allows: a long one is set smaller and on more lines."""
    style = Style(Voice.TEXT, 26, 23, lines=3, leading=1.38, whole_parts=True)
    return style if shape(text, style).reach < 2.6 * sheet.SENTENCE.width else replace(style, smallest=18, lines=4)


def _tier(canvas: RasterCanvas, shown: Facts) -> None:
    """The honour of many journeys: a medal that closes the ring like a clasp, and the words for it below."""
    if shown.tier is None:
        return
    x, y, radius = sheet.MEDAL
    canvas.draw([Disc(x, y, radius + 9, _NIGHT)])  # clears the ring's dots behind it
    lay_medal(canvas, shown.tier, sheet.MEDAL, _INKS)
    told = f"{shown.tier.name} · {shown.tier.text}"
    canvas.lay("tier", told, Style(Voice.TEXT, 21, 13, track=3), sheet.TIER, GOLD_PALE)


def _equivalents(canvas: RasterCanvas, shown: Facts) -> None:
    """Three columns: a small picture, number and unit large, what they stand for below, the source small."""
    third = sheet.EQUIVALENTS.width / 3
    for place, each in enumerate(shown.equivalents[:3]):
        left, top = sheet.EQUIVALENTS.left + place * third, sheet.EQUIVALENTS.top
        slot, picture = f"equivalent-{each.key}", _icon(each.key)
        canvas.paste(picture, (round(left) - 3, round(top) - 3), picture)
        _amount(canvas, slot, each, Box(left + 52, top, third - 74, 46))
        words, at = each.caption or each.text, Box(left, top + 42, third - 28, 43)
        small = caption_style(canvas, words, at, 18, leading=1.13)
        below = canvas.lay(f"{slot}-caption", words, small, at, MIST, align="left", upright="top")
        source = Box(left, below, third - 16, 22)
        canvas.lay(f"{slot}-source", each.source, Style(Voice.DETAIL, 17, 13), source, _DIM, align="left")


def _amount(canvas: RasterCanvas, slot: str, each: Equivalent, box: Box, size: float = 42) -> None:
    """Number and unit from the left on one baseline; both smaller if they are too wide."""
    number, unit = shape(each.number, Style(Voice.FIGURE, size)), shape(each.unit, Style(Voice.NAME, size * 0.5))
    gap = size * 0.2
    width = number.reach + gap + unit.reach
    if width > box.width:
        _amount(canvas, slot, each, box, size * box.width / width * 0.999)
        return
    canvas.put(slot, number, (box.left - min(0.0, number.ink[0]), box.top + 36), PAPER, box)
    canvas.put(f"{slot}-unit", unit, (box.left + number.reach + gap, box.top + 36), PAPER, box)


@cache
def _icon(key: str) -> Image.Image:
    parts = [moved(part, 24, 24, 19) for part in icon(key, _LEAF_PALE, GOLD_PALE, PINE_DEEP)]
    return cut_out((48, 48), lambda canvas: canvas.draw(parts))


def _details(canvas: RasterCanvas, shown: Facts) -> None:
    issuer = Style(Voice.NAME, 30, 18, track=2)
    canvas.lay("issuer", shown.issuer, issuer, sheet.ISSUER, PAPER, align="left")
    dim, wide = _DIM_GREY if shown.dress.revoked else _DIM, sheet.FACTS.width - sheet.FACT_LABEL
    fact = Style(Voice.DETAIL, 18, 15, lines=2, leading=1.22, whole_parts=True)
    for (slot, label, text), top, height in spaced_rows(rows_of(shown), sheet.FACTS, fact, wide):
        at = Box(sheet.FACTS.left, top, sheet.FACT_LABEL - 8, height)
        canvas.lay(f"{slot}-label", label, Style(Voice.DETAIL, 16, 10), at, dim, align="left")
        box = Box(sheet.FACTS.left + sheet.FACT_LABEL, top - 1, wide, height + 2)
        canvas.lay(slot, text, fact, box, MIST, align="left")


def _code(canvas: RasterCanvas, shown: Facts) -> None:
    if shown.mini_program_code is None:
        draw_code(canvas, shown.page_url, sheet.CODE, "M", dark=PINE_DEEP, unit=1)
    else:
        canvas.picture(shown.mini_program_code, sheet.CODE)


def _stamped(canvas: Canvas, shown: Facts, ring: tuple[float, float, float]) -> None:
    """Struck through, and the stamp across the ring's foot."""
    x, y, radius = ring
    canvas.draw([Hairline(((x - 1.4 * radius, y + 46), (x + 1.4 * radius, y - 46)), PAPER, 9, 0.9)])
    canvas.draw([Hairline(((x - 1.4 * radius, y + 46), (x + 1.4 * radius, y - 46)), CINNABAR, 5)])
    stamp = Box(x - 0.86 * radius, y + 0.68 * radius, 1.72 * radius, 0.44 * radius)
    room = Box(stamp.left + 30, stamp.top + 6, stamp.width - 60, stamp.height - 12)
    canvas.rectangle(stamp, fill=PAPER, line=CINNABAR, width=4, radius=8)
    canvas.lay("revoked", shown.words.revoked, _STAMP, room, CINNABAR)


def _card_fixed(canvas: RasterCanvas, dress: Dress) -> None:
    words, honour = dress.words, _PALE_GREY if dress.revoked else GOLD_PALE
    canvas.lay("title", words.title, Style(Voice.TITLE, 34, 20, track=3), sheet.CARD_TITLE, PAPER)
    y, radius = sheet.CARD_MARK
    _mark(canvas, canvas.runs[-1].ink.left - radius - 18, y, radius, grey=dress.revoked)
    label = Style(Voice.LABEL, 28, 20, lines=2, leading=1.24, track=8)
    canvas.lay("label", words.label[dress.status], label, sheet.CARD_LABEL, honour)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 36, track=2), sheet.CARD_GAS, honour)
    if not dress.revoked:
        _ring(canvas, sheet.CARD_RING, closed=dress.status == "retired")
    if dress.sample:
        lay_sample(canvas, words.sample, sheet.CARD_SAMPLE)


def _card_own(canvas: RasterCanvas, shown: Facts) -> None:
    revoked = shown.dress.revoked
    name = Style(Voice.NAME, 62, 26, lines=2, leading=1.2, track=3, whole_parts=True)
    canvas.lay("name", shown.name, name, sheet.CARD_NAME, PAPER)
    foil = _GREY if revoked else _SHINE
    draw_hero(canvas, shown.mass, sheet.CARD_HERO, sheet.CARD_BASELINE, sheet.CARD_SIZE, fill=foil)
    if shown.scene is None:
        canvas.lay("status", shown.status, Style(Voice.DETAIL, 30, 15, track=1), sheet.CARD_STATUS_ALONE, MIST)
    else:
        scene = Style(Voice.NAME, 36, 20, lines=2, leading=1.2)
        canvas.lay("scene", shown.scene, scene, sheet.CARD_SCENE, PAPER)
        canvas.lay("status", shown.status, Style(Voice.DETAIL, 24, 15, track=1), sheet.CARD_STATUS, MIST)
    if revoked:
        _stamped(canvas, shown, sheet.CARD_RING)


DESIGN = Design(
    name="festive",
    picture=Sheet("festive", _fixed, _own),
    card=Sheet("festive_card", _card_fixed, _card_own),
)
