"""The design for guests: paper, rosette, hills. Its boxes are classic_sheet.py, its template art/build.py."""

from app.certs.art import ornaments
from app.certs.designs import classic_sheet as sheet
from app.certs.designs.design import Design, Sheet
from app.certs.designs.logo import lay_logo
from app.certs.designs.tokens import Inks, lay_equivalents, lay_medal, lay_revoked, lay_sample, spaced_rows
from app.certs.faces import Voice
from app.certs.hero import draw_hero
from app.certs.itemise import has_wide
from app.certs.palette import (
    CAPTION_FOIL,
    GOLD_DEEP,
    GOLD_FOIL,
    GREY_CAPTION_FOIL,
    GREY_FOIL,
    INK,
    INK_2,
    MIST,
    PAPER,
    PINE,
    PINE_DEEP,
    PINE_FOIL,
    Colour,
)
from app.certs.qr import draw_code
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box
from app.certs.surface import Dress, Facts, rows_of
from app.certs.typeset import Style

_DIM: Colour = (158, 196, 174)  # labels on pine, 7:1
_IVORY: Colour = (250, 243, 222)
_INKS = Inks(ground=(245, 246, 237))
_TITLES = {"zh-Hans": 96, "gu": 94}


def _fixed(canvas: RasterCanvas, dress: Dress) -> None:
    words, revoked = dress.words, dress.revoked
    title = Style(Voice.TITLE, _TITLES.get(dress.language, 80), 40, leading=1.15, track=12)
    canvas.lay("title", words.title, title, sheet.TITLE, INK_2 if revoked else PINE_FOIL)
    size = 22.5 if dress.language == "zh-Hans" else 26  # there it is as wide as the title
    small = Style(Voice.CAPTION, size, 19, track=0.12 * size, features=("smcp",))
    canvas.lay("subtitle", words.subtitle, small, sheet.SUBTITLE, INK_2 if revoked else GOLD_DEEP)
    canvas.lay("presented", words.presented_to, Style(Voice.TEXT, 25, track=10), sheet.PRESENTED, INK_2)
    caption = GREY_CAPTION_FOIL if revoked else CAPTION_FOIL
    label = Style(Voice.LABEL, 28, 20, lines=2, leading=1.15, track=8)
    canvas.lay("label", words.label[dress.status], label, sheet.LABEL, caption)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 36, track=2), sheet.GAS, caption)
    note = Style(Voice.DETAIL, 17, 12)
    canvas.lay("not-an-asset", words.not_an_asset, note, sheet.DISCLAIMER, _DIM, align="left")
    canvas.lay("scan", words.scan, Style(Voice.DETAIL, 17, 13, track=3), sheet.SCAN, _DIM)
    if not revoked:
        ornaments.status_ring(canvas, sheet.ROSETTE, closed=dress.status == "retired")
    if dress.sample:
        lay_sample(canvas, words.sample, sheet.SAMPLE)


def _own(canvas: RasterCanvas, shown: Facts) -> None:
    revoked = shown.dress.revoked
    name = Style(Voice.NAME, 76, 34, lines=2, leading=1.25, track=4, whole_parts=True)
    canvas.lay("name", shown.name, name, sheet.NAME, PINE)
    canvas.lay("sentence", shown.sentence, sentence_style(shown.sentence), sheet.SENTENCE, INK)
    foil = GREY_FOIL if revoked else GOLD_FOIL
    draw_hero(canvas, shown.mass, sheet.HERO, sheet.HERO_BASELINE, 186, fill=foil)
    _details(canvas, shown)
    _code(canvas, shown)
    if revoked:
        x, y, _ = sheet.ROSETTE
        lay_revoked(canvas, shown.words.revoked, sheet.ROSETTE, Box(x - 190, y + 128, 380, 92))
        return
    lay_equivalents(canvas, shown.equivalents, sheet.EQUIVALENTS, _INKS)
    if shown.logo is not None:
        lay_logo(canvas, shown.logo, sheet.LOGO)
    if shown.tier is not None:
        lay_medal(canvas, shown.tier, sheet.MEDAL, _INKS)
        canvas.lay("tier", shown.tier.name, Style(Voice.NAME, 27, 17, track=3), sheet.TIER, GOLD_DEEP)
        told = Style(Voice.DETAIL, 16, 15, lines=3, leading=1.25)
        canvas.lay("tier-text", shown.tier.text, told, sheet.TIER_TEXT, INK_2, upright="top")


def sentence_style(text: str) -> Style:
    """Two or three lines of good size rather than one of small type; the longest sentences may be smaller."""
    ems = sum(1.0 if wide else 0.53 for wide in map(has_wide, text))
    return Style(Voice.TEXT, 28, 24 if ems < 96 else 19, lines=3, leading=1.42, whole_parts=True)


def _details(canvas: RasterCanvas, shown: Facts) -> None:
    canvas.lay("issuer", shown.issuer, Style(Voice.NAME, 31, 18, track=2), sheet.ISSUER, _IVORY, align="left")
    fact, width = Style(Voice.DETAIL, 20, 16, lines=2, leading=1.22, whole_parts=True), sheet.FACT_LABEL
    for (slot, label, text), top, height in spaced_rows(rows_of(shown), sheet.FACTS, fact, sheet.FACTS.width - width):
        at = Box(sheet.FACTS.left, top, width - 8, height)
        canvas.lay(f"{slot}-label", label, Style(Voice.DETAIL, 18, 11), at, _DIM, align="left")
        box = Box(sheet.FACTS.left + width, top - 1, sheet.FACTS.width - width, height + 2)
        canvas.lay(slot, text, fact, box, MIST, align="left")


def _code(canvas: RasterCanvas, shown: Facts) -> None:
    if shown.mini_program_code is None:
        draw_code(canvas, shown.page_url, sheet.CODE, "M", dark=PINE_DEEP, unit=1)
    else:
        canvas.picture(shown.mini_program_code, sheet.CODE)


def _card_fixed(canvas: RasterCanvas, dress: Dress) -> None:
    words = dress.words
    caption = GREY_CAPTION_FOIL if dress.revoked else CAPTION_FOIL
    ornaments.draw_mark(canvas, *sheet.CARD_MARK, grey=dress.revoked)
    title = Style(Voice.TITLE, 38, 22, track=3)
    canvas.lay("title", words.title, title, sheet.CARD_TITLE, INK_2 if dress.revoked else PINE, align="left")
    label = Style(Voice.LABEL, 30, 20, lines=2, leading=1.15, track=8)
    canvas.lay("label", words.label[dress.status], label, sheet.CARD_LABEL, caption)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 38, track=2), sheet.CARD_GAS, caption)
    if not dress.revoked:
        ornaments.status_ring(canvas, sheet.CARD_ROSETTE, closed=dress.status == "retired")
    if dress.sample:
        lay_sample(canvas, words.sample, sheet.CARD_SAMPLE)


def _card_own(canvas: RasterCanvas, shown: Facts) -> None:
    revoked = shown.dress.revoked
    name = Style(Voice.NAME, 66, 26, lines=2, leading=1.2, track=3, whole_parts=True)
    canvas.lay("name", shown.name, name, sheet.CARD_NAME, PINE)
    foil = GREY_FOIL if revoked else GOLD_FOIL
    draw_hero(canvas, shown.mass, sheet.CARD_HERO, sheet.CARD_HERO_BASELINE, 176, fill=foil)
    if shown.scene is None:
        canvas.lay("status", shown.status, Style(Voice.DETAIL, 30, 15, track=1), sheet.CARD_STATUS_ALONE, MIST)
    else:
        scene = Style(Voice.NAME, 38, 20, lines=2, leading=1.2)
        canvas.lay("scene", shown.scene, scene, sheet.CARD_SCENE, PAPER)
        canvas.lay("status", shown.status, Style(Voice.DETAIL, 24, 15, track=1), sheet.CARD_STATUS, MIST)
    if revoked:
        x = sheet.CARD_ROSETTE[0]
        lay_revoked(canvas, shown.words.revoked, sheet.CARD_ROSETTE, Box(x - 170, 534, 340, 84))
        return
    if shown.logo is not None:
        place = sheet.CARD_LOGO if shown.sample else sheet.CARD_LOGO_ALONE
        lay_logo(canvas, shown.logo, place, "right")
    if shown.tier is not None:
        lay_medal(canvas, shown.tier, sheet.CARD_MEDAL, _INKS)
        canvas.lay("tier", shown.tier.name, Style(Voice.NAME, 28, 18, track=3), sheet.CARD_TIER, GOLD_DEEP)


DESIGN = Design(
    name="classic",
    picture=Sheet("classic", _fixed, _own),
    card=Sheet("classic_card", _card_fixed, _card_own),
)
