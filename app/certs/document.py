"""The certificate as an A4 PDF to print and file: the picture's facts, with every range and the record's hash.

The paper, its tables and paragraphs are document_paper.py.
"""

from dataclasses import replace

from app.certs.art import dots, icons, ornaments
from app.certs.art.medal import medal
from app.certs.designs.logo import lay_logo
from app.certs.designs.tokens import caption_style
from app.certs.document_paper import LEFT, RIGHT, UNIT, WIDTH, Paper, paragraph, ranges, table
from app.certs.faces import Voice
from app.certs.hero import draw_hero
from app.certs.palette import (
    CINNABAR,
    GOLD,
    GOLD_DEEP,
    GOLD_FOIL,
    GREY_FOIL,
    INK,
    INK_2,
    LINE,
    MOSS,
    PINE,
    PINE_FOIL,
    WHITE,
    Colour,
)
from app.certs.qr import draw_code
from app.certs.shapes import Box, Disc, Hairline, moved
from app.certs.surface import Equivalent, Facts, Surface, facts
from app.certs.typeset import Style, shape
from app.certs.vector import PdfCanvas
from app.certs.words import certificate_texts

RADIUS = 22.0  # of the rosette
FIRST_PAGE_RANGES, OTHER_PAGE_RANGES = 3, 38


def pdf(surface: Surface) -> bytes:
    """A4 PDF of one certificate: vector text and code, subset fonts, language and metadata set.

    The same surface gives the same bytes; may be repeated. ValueError, TypeError or KeyError if the record lacks
    what every certificate has.
    """
    return draw_document(surface).output()


def draw_document(surface: Surface) -> PdfCanvas:
    """The pages with the list of their runs, for those who check them."""
    shown = facts(surface)
    paper = Paper(shown, tint=surface.tint)
    paper.sheet(shown, first=True)
    _heading(paper, shown)
    _hero(paper, shown)
    compared = () if shown.dress.revoked else shown.equivalents[:3]
    for number, each in enumerate(compared):
        _comparison(paper, shown, each, Box(LEFT + 53 * number, 161.5, 47, 22.4))
    full = compared and len(shown.allocations) >= FIRST_PAGE_RANGES
    top, step = (184.4, 4.75) if full else (185.6 if compared else 181.0, 5.1)
    bottom = table(paper, _rows(shown), top, step)
    ranges(paper, shown, shown.allocations[:FIRST_PAGE_RANGES], bottom + 2)
    _foot(paper, shown)
    if shown.may_not_say:
        paper.sheet(shown)
        _speaking(paper, shown)
    rest = shown.allocations[FIRST_PAGE_RANGES:]
    for start in range(0, len(rest), OTHER_PAGE_RANGES):
        paper.sheet(shown)
        ranges(paper, shown, rest[start : start + OTHER_PAGE_RANGES], 38)
    return paper


def _heading(paper: Paper, shown: Facts) -> None:
    words = shown.words
    ornaments.draw_mark(paper, WIDTH / 2, 25, 8.2)
    if shown.logo is not None:
        lay_logo(paper, shown.logo, Box(24, 19, 34, 13))
    track = 2.0 if words.title[0] > "\u2e80" else 0.0
    title = Style(Voice.TITLE, 14.5, 9, leading=1.2, track=track)
    paper.lay("title", words.title, title, Box(24, 35, 162, 18), INK_2 if shown.dress.revoked else PINE_FOIL)
    size = 3.5 if track else 4.6  # as wide as the Chinese title
    small = Style(Voice.CAPTION, size, 3.2, track=0.12 * size, features=("smcp",))
    paper.lay("subtitle", words.subtitle, small, Box(24, 53, 162, 8), INK_2 if shown.dress.revoked else GOLD_DEEP)
    ornaments.divider(paper, WIDTH / 2, 64, 46, UNIT)
    presented = Style(Voice.TEXT, 4.4, 3.2, track=1.2)
    paper.lay("presented", words.presented_to, presented, Box(24, 66, 162, 7.5), INK_2)
    name = Style(Voice.NAME, 11.5, 6, lines=2, leading=1.25, track=0.5, whole_parts=True)
    paper.lay("name", shown.name, name, Box(27, 72.8, 156, 17.4), PINE)
    ornaments.rule(paper, WIDTH / 2, 90.5, 55, UNIT)
    paper.lay("sentence", shown.sentence, _sentence(shown.sentence), Box(27, 91.8, 156, 18), INK)
    if shown.sample:
        box = Box(150, 20, 30, 9)
        paper.rectangle(box, fill=WHITE, line=CINNABAR, width=0.4, radius=1.4)
        paper.lay("sample", words.sample, Style(Voice.NAME, 5.2, 3.2, track=1), box.inset(1), CINNABAR)


def _sentence(text: str) -> Style:
    """Two or three lines of good size rather than one of small type; the longest sentences may be smaller."""
    style = Style(Voice.TEXT, 4.8, 4.3, lines=3, leading=1.45, whole_parts=True)
    return style if shape(text, style).reach < 2.6 * 156 else replace(style, smallest=3.4)


def _hero(paper: Paper, shown: Facts) -> None:
    """Rosette and number; a tier's medal and the seal on either side. Without comparisons below it stands lower."""
    revoked = shown.dress.revoked
    x, y = WIDTH / 2, 135.4 if shown.equivalents and not revoked else 140.0
    paper.draw([moved(disc, x, y, RADIUS) for disc in dots.rosette(LINE if revoked else GOLD)])
    label = Style(Voice.LABEL, 4.4, 2.7, lines=2, leading=1.25, track=0.9)
    deep: Colour = INK_2 if revoked else GOLD_DEEP
    paper.lay("label", shown.words.label[shown.dress.status], label, Box(x - 16.4, y - 17.9, 32.8, 8.2), deep)
    foil = GREY_FOIL if revoked else GOLD_FOIL
    draw_hero(paper, shown.mass, Box(x - 19.4, y - 11, 38.8, 24), y + 6.8, 20, fill=foil)
    paper.lay("gas", "CO₂e", Style(Voice.FIGURE, 5.2, track=0.3), Box(x - 30, y + 9.6, 60, 8), deep)
    ornaments.seal(paper, 172, y + 9, 9.5, INK_2 if revoked else CINNABAR)
    if revoked:
        _stamp(paper, shown, x, y)
        return
    ornaments.status_ring(paper, (x, y, RADIUS), closed=shown.dress.status == "retired")
    if shown.tier is not None:
        paper.draw([moved(each, 40, y - 1, 9.5) for each in medal(shown.tier.level, GOLD, MOSS)])
        paper.lay(
            "tier", shown.tier.name, Style(Voice.NAME, 3.9, 2.6, track=0.4), Box(LEFT - 1, y + 9.6, 28, 5.4), PINE
        )
        note = Style(Voice.DETAIL, 2.6, 2.1, lines=3, leading=1.3)
        paper.lay("tier-text", shown.tier.text, note, Box(LEFT - 1, y + 14.8, 28, 9), INK_2, upright="top")


def _stamp(paper: Paper, shown: Facts, x: float, y: float) -> None:
    box = Box(x - 30, y + 18.6, 60, 11)
    paper.draw([Hairline(((x - 1.5 * RADIUS, y + 5), (x + 1.5 * RADIUS, y - 5)), CINNABAR, 0.9)])
    paper.rectangle(box, fill=WHITE, line=CINNABAR, width=0.8, radius=1.6)
    room = Box(box.left + 5, box.top + 0.2, box.width - 10, box.height - 0.4)
    paper.lay("revoked", shown.words.revoked, Style(Voice.NAME, 6.6, 4, leading=1.2, track=1.4), room, CINNABAR)


def _comparison(paper: Paper, shown: Facts, each: Equivalent, box: Box) -> None:
    """One of three columns: a small picture and the number, what it is about as much as, where its factor is from."""
    paper.draw([moved(shape, box.left + 3.6, box.top + 2.8, 3.4) for shape in icons.icon(each.key, MOSS, GOLD, WHITE)])
    number, amount = Style(Voice.FIGURE, 5.4, 3.4), f"{each.number} {each.unit}"
    beside = Box(box.left + 9, box.top - 0.6, box.width - 9, 7)
    paper.lay("equivalent", amount, number, beside, PINE, align="left")
    at = Box(box.left, box.top + 6.8, box.width, 8.4)
    caption = caption_style(paper, each.caption, at, 3.3, leading=1.25)
    bottom = paper.lay("equivalent-caption", each.caption, caption, at, INK, align="left", upright="top")
    source = Style(Voice.DETAIL, 2.8, 2.6, lines=2, leading=1.22, whole_parts=True)
    told = f"{shown.words.source}{'：' if shown.language == 'zh-Hans' else ': '}{each.source}"
    room = Box(box.left, bottom + 0.3, box.width, box.bottom - bottom - 0.3)
    paper.lay("equivalent-source", told, source, room, INK_2, align="left", upright="top")


def _rows(shown: Facts) -> list[tuple[str, str, str]]:
    labels = shown.words.facts
    joint = "·" if shown.language == "zh-Hans" else " · "
    rows = [
        ("number", labels["number"], shown.number),
        ("mass-exact", labels["mass"], f"{shown.mass_exact} CO₂e"),
        ("status", labels["status"], shown.status),
        ("project", labels["project"], shown.project),
        ("registry", labels["registry"], shown.registry),
        ("methodology", labels["methodology"], shown.methodology),
        ("held_by", labels["held_by"], shown.held_by),
        ("factor_set", labels["factor_set"], shown.factor_set),
        ("issued", labels["issued"], joint.join((shown.issued_on, shown.issuer))),
    ]
    return [row for row in rows if row[2]]


def _foot(paper: Paper, shown: Facts) -> None:
    words, left, width = shown.words, LEFT, 118.0
    notes = [("not-an-asset", words.not_an_asset), ("no-claim", words.no_claim)]
    if shown.sample:
        notes.insert(0, ("sample-note", words.sample_note))
    notes += [
        ("page", f"{words.facts['page']}  {shown.page_url}"),
        ("hash", f"{words.facts['hash']}  {shown.record_hash.removeprefix('sha256:')}"),
    ]
    top = 279.0 - 4.4 * len(notes)
    for number, (slot, text) in enumerate(notes):
        box = Box(left, top + number * 4.4, width, 4.4)
        colour = CINNABAR if slot == "sample-note" else INK_2
        paper.lay(slot, text, Style(Voice.DETAIL, 2.7, 1.6, leading=1.3), box, colour, align="left")
    draw_code(paper, shown.page_url, Box(156, 250, 27, 27), "M", dark=PINE)
    paper.lay("scan", words.scan, Style(Voice.DETAIL, 2.6, track=0.3), Box(150, 276.5, 39, 4.5), INK_2)


def _speaking(paper: Paper, shown: Facts) -> None:
    """The sheet for an organisation: what it may say with its certificate, and what it may not."""
    texts = certificate_texts(shown.language)
    paper.lay("speaking", texts("speaking"), Style(Voice.TITLE, 8.5, 5, leading=1.2), Box(24, 40, 162, 14), PINE)
    ornaments.divider(paper, WIDTH / 2, 58, 46, UNIT)
    y = 68.0
    for slot, told in (("may", shown.may_say), ("may-not", shown.may_not_say)):
        if not told:
            continue
        head = Style(Voice.NAME, 5.2, 3.6)
        key = slot.replace("-", "_")
        colour = CINNABAR if slot == "may-not" else PINE
        paper.lay(f"{slot}-head", texts(f"{key}_head"), head, Box(LEFT, y, RIGHT - LEFT, 8), colour, align="left")
        y += 11
        for each in told:
            mark = Disc(LEFT + 1.5, y + 3.1, 1.1, colour, line=0.4 if slot == "may-not" else None)
            paper.draw([mark])
            y = paragraph(paper, slot, each, y, Style(Voice.TEXT, 4.2, lines=6, leading=1.55, whole_parts=True)) + 2.6
        y += 6
