"""The design for companies and organisers: an extract of a register whose art is the certificate's own grams.

Boxes are company_sheet.py, the thousand dots company_field.py, the template art/company.py.
"""

from dataclasses import replace

from app.certs.canvas import Canvas
from app.certs.designs import company_sheet as sheet
from app.certs.designs.company_field import Field
from app.certs.designs.design import Design, Sheet
from app.certs.designs.logo import lay_logo
from app.certs.designs.tokens import caption_style
from app.certs.faces import Voice
from app.certs.palette import (
    CINNABAR,
    GOLD,
    GOLD_DEEP,
    INK,
    INK_2,
    PAPER,
    PINE,
    PINE_DEEP,
    Colour,
)
from app.certs.qr import draw_code
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Disc, Hairline
from app.certs.surface import Dress, Equivalent, Facts, Tier, rows_of
from app.certs.typeset import Style, shape

_GREY: Colour = (116, 121, 116)  # of a revoked certificate's number and dots
_FACT = Style(Voice.DETAIL, 18, 15, lines=2, leading=1.28)
_SOURCE = Style(Voice.DETAIL, 17, 16, lines=2, leading=1.18, whole_parts=True)
_UNIT_SHARE = 0.27  # of the number's size
_TITLES = {"zh-Hans": 74, "gu": 80}  # by language; letters of Gujarati are low


def _fixed(canvas: RasterCanvas, dress: Dress) -> None:
    words = dress.words
    title = Style(Voice.TITLE, _TITLES.get(dress.language, 62), 36, leading=1.2, track=8)
    canvas.lay("title", words.title, title, sheet.TITLE, INK_2 if dress.revoked else PINE, align="left")
    small = Style(Voice.CAPTION, 24, 18, track=2.6, features=("smcp",))
    canvas.lay("subtitle", words.subtitle, small, sheet.SUBTITLE, INK_2 if dress.revoked else GOLD_DEEP, align="left")
    presented = Style(Voice.TEXT, 22, 16, track=6)
    canvas.lay("presented", words.presented_to, presented, sheet.PRESENTED, INK_2, align="left")
    label = Style(Voice.LABEL, 26, 16, track=5)
    canvas.lay("label", words.label[dress.status], label, sheet.LABEL, INK_2 if dress.revoked else PINE, align="left")
    canvas.lay("not-an-asset", words.not_an_asset, Style(Voice.DETAIL, 16, 12), sheet.DISCLAIMER, INK_2, align="left")
    canvas.lay("scan", words.scan, Style(Voice.DETAIL, 17, 12, track=3), sheet.SCAN, INK_2)
    if dress.sample:
        _sample(canvas, dress, sheet.SAMPLE)


def _sample(canvas: Canvas, dress: Dress, box: Box) -> None:
    canvas.rectangle(box, fill=PAPER, line=CINNABAR, width=2)
    canvas.lay("sample", dress.words.sample, Style(Voice.NAME, 27, 16, track=6), box.inset(3), CINNABAR)


def _own(canvas: RasterCanvas, shown: Facts) -> None:
    canvas.lay(
        "issuer",
        shown.issuer,
        Style(Voice.NAME, 27, 16, track=2),
        sheet.ISSUER,
        INK_2 if shown.dress.revoked else PINE,
        align="left",
    )
    if shown.logo is not None:
        lay_logo(canvas, shown.logo, sheet.LOGO, "right")
    if shown.tier is not None and not shown.dress.revoked:
        _tier(canvas, shown.tier)
    name = Style(Voice.NAME, 66, 30, lines=2, leading=1.22, track=3, whole_parts=True)
    canvas.lay("name", shown.name, name, sheet.NAME, INK, align="left")
    canvas.lay("sentence", shown.sentence, _sentence(shown), sheet.SENTENCE, INK, align="left", upright="top")
    _hero(canvas, shown, sheet.HERO, sheet.HERO_BASELINE, sheet.HERO_SIZE)
    _dots(canvas, shown, sheet.FIELD, sheet.SCALE)
    _equivalents(canvas, shown)
    _register(canvas, shown)
    if shown.mini_program_code is None:
        draw_code(canvas, shown.page_url, sheet.CODE, "M", dark=PINE_DEEP, unit=1)
    else:
        canvas.picture(shown.mini_program_code, sheet.CODE.inset(18))
    if shown.dress.revoked:
        _revoked(canvas, shown, *sheet.FIELD.box.centre)


def _sentence(shown: Facts) -> Style:
    """Three lines of a size that reads well; for what needs more (a long name of a scene), a fourth and smaller."""
    style = Style(Voice.TEXT, 25, 22, lines=3, leading=1.48, whole_parts=True)
    long = shape(shown.sentence, replace(style, size=style.floor)).reach > 2.8 * sheet.SPAN
    return replace(style, smallest=17, lines=4) if long else style


def _tier(canvas: RasterCanvas, tier: Tier) -> None:
    """The tier's name beside four dots, as many of them filled as its level, and below it what it is for."""
    box, pitch, dot = sheet.TIER, 22, 7.0
    x, y = box.right - dot - 3 * pitch, box.top + 14
    canvas.draw([Disc(x + pitch * place, y, dot, GOLD, line=None if place < tier.level else 1.6) for place in range(4)])
    name = Box(box.left, box.top - 4, x - dot - 14 - box.left, 36)
    canvas.lay("tier", tier.name, Style(Voice.NAME, 23, 15, track=2), name, GOLD_DEEP, align="right")
    text = Box(box.left, box.top + 28, box.width, box.height - 28)
    canvas.lay("tier-text", tier.text, Style(Voice.DETAIL, 18, 12), text, INK_2, align="right")


def _hero(canvas: Canvas, shown: Facts, box: Box, baseline: float, size: float) -> None:
    """The number from the left edge on, unit and gas behind it on the same baseline; smaller if they are too wide."""
    fill = _GREY if shown.dress.revoked else PINE
    number = shape(shown.mass.number, Style(Voice.FIGURE, size))
    small = Style(Voice.FIGURE, size * _UNIT_SHARE)
    unit, gas = shape(shown.mass.unit, small), shape("CO₂e", small)
    gap = size * 0.07
    width = number.ink[2] - number.ink[0] + unit.width + gas.width + 2 * gap
    if width > box.width:
        _hero(canvas, shown, box, baseline, size * box.width / width * 0.995)
        return
    x = box.left - number.ink[0]
    canvas.put("mass", number, (x, baseline), fill, box)
    x += number.ink[2] + gap
    canvas.put("unit", unit, (x, baseline), fill, box)
    canvas.put("gas", gas, (x + unit.width + gap, baseline), fill, box)


def _dots(canvas: RasterCanvas, shown: Facts, field: Field, scale: Box) -> None:
    """This certificate's grams among the thousand dots, and what one of them stands for."""
    colour, closed = (_GREY if shown.dress.revoked else PINE), shown.dress.status == "retired"
    told = field.fill(canvas, shown.mass_g, colour, closed=closed)
    canvas.lay("scale", f"= {told.dot}", Style(Voice.DETAIL, 22), scale, INK_2, align="right")
    x, y, radius = canvas.runs[-1].ink.left - 16, scale.centre[1], 6.0
    canvas.draw([Disc(x, y, radius, colour, line=None if closed else 1.6)])


def _equivalents(canvas: RasterCanvas, shown: Facts) -> None:
    """Up to three columns between hairlines: a number with its unit, what it is like, and who says so."""
    given = () if shown.dress.revoked else shown.equivalents[:3]
    if not given:
        return
    whole, gutter = sheet.EQUIVALENTS, 24.0
    wide = (whole.width - gutter * 2) / 3
    for place, each in enumerate(given):
        left = whole.left + place * (wide + gutter)
        if place:
            canvas.rectangle(Box(round(left - gutter / 2) - 4, whole.top + 4, 1, whole.height - 8), fill=sheet.HAIR)
        _equivalent(canvas, each, Box(left, whole.top, wide, whole.height))


def _equivalent(canvas: RasterCanvas, each: Equivalent, box: Box) -> None:
    slot, unit = f"equivalent-{each.key}", Style(Voice.DETAIL, 19, 12)
    number = shape(each.number, Style(Voice.FIGURE, 36))
    at, baseline = Box(box.left, box.top, min(number.reach, box.width), 42), box.top + 32
    canvas.put(slot, number, (box.left - number.ink[0], baseline), PINE, at)
    beside = Box(at.right + 8, box.top + 9, box.right - at.right - 8, 32)
    canvas.lay(f"{slot}-unit", each.unit, unit, beside, PINE, align="left")
    words, room = each.caption or each.text, Box(box.left, box.top + 40, box.width, 43)
    caption = caption_style(canvas, words, room, 19, leading=1.14)
    below = canvas.lay(f"{slot}-caption", words, caption, room, INK, align="left", upright="top")
    source = Box(box.left, below + 1, box.width, box.bottom - below)
    canvas.lay(f"{slot}-source", each.source, _SOURCE, source, INK_2, align="left", upright="top")


def _register(canvas: RasterCanvas, shown: Facts) -> None:
    """The extract of the register: every fact on its line, hairlines between."""
    rows = rows_of(shown)
    if shown.methodology:
        rows.insert(3, ("methodology", shown.words.facts["methodology"], shown.methodology))
    top = sheet.FACTS_TOP if shown.equivalents and not shown.dress.revoked else sheet.FACTS_TOP_ALONE
    left, wide = sheet.LEFT + sheet.FACTS_LABEL, sheet.FACTS_WIDTH - sheet.FACTS_LABEL
    small = replace(_FACT, size=_FACT.floor)
    high = [1.5 if len(text) > 30 and shape(text, small).reach > wide else 1.0 for _, _, text in rows]
    step, y = (sheet.FACTS_BOTTOM - top) / sum(high), top
    # a line and its descenders fit a step, two small lines one and a half
    fact = replace(_FACT, size=min(_FACT.size, step * 0.76), smallest=min(_FACT.floor, step * 0.58))
    for (slot, label, text), lines in zip(rows, high, strict=True):
        canvas.rectangle(Box(sheet.LEFT, round(y), sheet.FACTS_WIDTH, 1), fill=sheet.HAIR)
        at = Box(sheet.LEFT, y, sheet.FACTS_LABEL - 10, step * lines)
        canvas.lay(f"{slot}-label", label, Style(Voice.DETAIL, 16, 10), at, INK_2, align="left")
        canvas.lay(slot, text, fact, Box(left, y, wide, step * lines), INK, align="left")
        y += step * lines
    canvas.rectangle(Box(sheet.LEFT, sheet.FACTS_BOTTOM, sheet.FACTS_WIDTH, 1), fill=sheet.HAIR)


def _revoked(canvas: Canvas, shown: Facts, x: float, y: float) -> None:
    canvas.draw([Hairline(((x - 400, y + 60), (x + 400, y - 60)), CINNABAR, 5, 0.85)])
    stamp = Box(x - 180, y - 46, 360, 92)
    canvas.rectangle(stamp, fill=PAPER, line=CINNABAR, width=4)
    room = Box(stamp.left + 30, stamp.top + 4, stamp.width - 60, stamp.height - 8)
    canvas.lay("revoked", shown.words.revoked, Style(Voice.NAME, 54, 28, leading=1.2, track=10), room, CINNABAR)


def _card_fixed(canvas: RasterCanvas, dress: Dress) -> None:
    words = dress.words
    title = Style(Voice.TITLE, 40, 22, track=4)
    canvas.lay("title", words.title, title, sheet.CARD_TITLE, INK_2 if dress.revoked else PINE, align="left")
    label = Style(Voice.LABEL, 28, 16, track=5)
    canvas.lay("label", words.label[dress.status], label, sheet.CARD_LABEL, INK_2, align="left")
    if dress.sample:
        _sample(canvas, dress, sheet.CARD_SAMPLE)


def _card_own(canvas: RasterCanvas, shown: Facts) -> None:
    if shown.logo is not None:
        lay_logo(canvas, shown.logo, sheet.CARD_LOGO_BY_SAMPLE if shown.sample else sheet.CARD_LOGO, "right")
    name = Style(Voice.NAME, 68, 28, lines=2, leading=1.2, track=3, whole_parts=True)
    canvas.lay("name", shown.name, name, sheet.CARD_NAME, INK, align="left")
    _hero(canvas, shown, sheet.CARD_HERO, sheet.CARD_HERO_BASELINE, sheet.CARD_HERO_SIZE)
    _dots(canvas, shown, sheet.CARD_FIELD, sheet.CARD_SCALE)
    scene = Style(Voice.NAME, 34, 19, lines=2, leading=1.2)
    canvas.lay("scene", shown.scene or shown.words.purposes["life"], scene, sheet.CARD_SCENE, INK, align="left")
    status = Style(Voice.DETAIL, 26, 16, track=1)
    canvas.lay("status", shown.status, status, sheet.CARD_STATUS, INK_2, align="left")
    if shown.dress.revoked:
        _revoked(canvas, shown, *sheet.CARD_FIELD.box.centre)


DESIGN = Design(
    name="company",
    picture=Sheet("company", _fixed, _own),
    card=Sheet("company_card", _card_fixed, _card_own),
)
