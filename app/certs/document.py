"""The certificate as an A4 PDF to print and file: the picture's facts, with every range and the record's hash."""

from collections.abc import Sequence

from app.certs.art import dots, ornaments
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
    PINE,
    PINE_FOIL,
    WHITE,
    Foil,
)  # fmt: skip
from app.certs.qr import draw_code
from app.certs.shapes import Box, Hairline, moved
from app.certs.surface import Allocation, Facts, Surface, facts
from app.certs.typeset import Style
from app.certs.vector import PdfCanvas

WIDTH, HEIGHT = 210.0, 297.0
UNIT = WIDTH / 1080  # the sheet's pixels in millimetres
ROSETTE = (105.0, 146.5, 24.5)  # centre and radius
FIRST_PAGE_RANGES, OTHER_PAGE_RANGES = 3, 36


def pdf(surface: Surface) -> bytes:
    """A4 PDF of one certificate: vector text and code, subset fonts, language and metadata set.

    The same surface gives the same bytes; may be repeated. ValueError, TypeError or KeyError if the record lacks
    what every certificate has.
    """
    return draw_document(surface).output()


def draw_document(surface: Surface) -> PdfCanvas:
    """The pages with the list of their runs, for those who check them."""
    shown = facts(surface)
    title = f"{shown.words.title} {shown.number}"
    canvas = PdfCanvas(WIDTH, HEIGHT, title=title, author=shown.issuer, language=surface.locale, at=shown.issued_at)
    _page(canvas)
    _heading(canvas, shown)
    _hero(canvas, surface, shown)
    bottom = _table(canvas, _rows(shown), 179.0)
    _ranges(canvas, shown, shown.allocations[:FIRST_PAGE_RANGES], bottom + 2)
    _foot(canvas, surface, shown)
    rest = shown.allocations[FIRST_PAGE_RANGES:]
    for start in range(0, len(rest), OTHER_PAGE_RANGES):
        canvas.new_page()
        _page(canvas)
        canvas.lay("number", shown.number, Style(Voice.NAME, 7), Box(24, 22, 162, 12), PINE)
        _ranges(canvas, shown, rest[start : start + OTHER_PAGE_RANGES], 38)
    return canvas


def _page(canvas: PdfCanvas) -> None:
    ornaments.frame(canvas, Box(0, 0, WIDTH, HEIGHT), UNIT)


def _heading(canvas: PdfCanvas, shown: Facts) -> None:
    words = shown.words
    ornaments.draw_mark(canvas, WIDTH / 2, 27, 8.6)
    track = 2.0 if words.title[0] > "\u2e80" else 0.0
    canvas.lay(
        "title", words.title, Style(Voice.TITLE, 15, 9, leading=1.2, track=track), Box(24, 38, 162, 19), PINE_FOIL
    )
    small = Style(Voice.CAPTION, 4.7, 3.4, track=0.55, features=("smcp",))
    canvas.lay("subtitle", words.subtitle, small, Box(24, 57, 162, 8), GOLD_DEEP)
    ornaments.divider(canvas, WIDTH / 2, 69, 46, UNIT)
    canvas.lay("presented", words.presented_to, Style(Voice.TEXT, 4.6, track=1.2), Box(24, 71.5, 162, 8), INK_2)
    name = Style(Voice.NAME, 12, 6, lines=2, leading=1.25, track=0.5, whole_parts=True)
    canvas.lay("name", shown.name, name, Box(27, 79.5, 156, 17), PINE)
    ornaments.rule(canvas, WIDTH / 2, 97.5, 55, UNIT)
    canvas.lay(
        "sentence",
        shown.sentence,
        Style(Voice.TEXT, 5, 3.8, lines=3, leading=1.6, whole_parts=True),
        Box(27, 99, 156, 20),
        INK,
    )


def _hero(canvas: PdfCanvas, surface: Surface, shown: Facts) -> None:
    x, y, radius = ROSETTE
    canvas.draw([moved(disc, x, y, radius) for disc in dots.rosette(GOLD)])
    foil: Foil = GREY_FOIL if surface.status == "revoked" else GOLD_FOIL
    label = Style(Voice.LABEL, 4.8, 1.8, track=1.0)
    canvas.lay("label", shown.words.label[surface.status], label, Box(84, 129, 42, 8), GOLD_DEEP)
    draw_hero(canvas, shown.mass, Box(27, 135, 156, 27), 154.3, 22.5, fill=foil)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 5.6, track=0.3), Box(75, 157, 60, 8), GOLD_DEEP)
    ornaments.seal(canvas, 172, 158, 9.5)
    if surface.status != "revoked":
        ornaments.status_ring(canvas, ROSETTE, closed=surface.status == "retired")
    if shown.sample:
        box = Box(150, 20, 30, 9)
        canvas.rectangle(box, fill=WHITE, line=CINNABAR, width=0.4, radius=1.4)
        canvas.lay("sample", shown.words.sample, Style(Voice.NAME, 5.2, 3.6, track=1), box.inset(1), CINNABAR)
    if surface.status == "revoked":
        box = Box(x - 30, 165.5, 60, 11)
        canvas.draw([Hairline(((x - 1.5 * radius, y + 5), (x + 1.5 * radius, y - 5)), CINNABAR, 0.9)])
        canvas.rectangle(box, fill=WHITE, line=CINNABAR, width=0.8, radius=1.6)
        canvas.lay("revoked", shown.words.revoked, Style(Voice.NAME, 7.5, 5, leading=1.2, track=1.6), box, CINNABAR)


def _rows(shown: Facts) -> list[tuple[str, str, str]]:
    labels = shown.words.facts
    rows = [
        ("number", labels["number"], shown.number),
        ("mass-exact", labels["mass"], f"{shown.mass_exact} CO₂e"),
        ("status", labels["status"], shown.status),
        ("project", labels["project"], shown.project),
        ("registry", labels["registry"], shown.registry),
        ("methodology", labels["methodology"], shown.methodology),
        ("held_by", labels["held_by"], shown.held_by),
        ("factor_set", labels["factor_set"], shown.factor_set),
        ("issued", labels["issued"], _joint(shown).join((shown.issued_on, shown.issuer))),
    ]
    return [row for row in rows if row[2]]


def _joint(shown: Facts) -> str:
    """A dot between facts: the Chinese one brings its own space."""
    return "·" if shown.language == "zh-Hans" else " · "


def _table(canvas: PdfCanvas, rows: Sequence[tuple[str, str, str]], top: float) -> float:
    """Label and text on hairlines; returns the y below the last row."""
    step = 5.6
    for number, (slot, label, text) in enumerate(rows):
        y = top + number * step
        canvas.lay(f"{slot}-label", label, Style(Voice.DETAIL, 3.1, 2.2), Box(27, y, 27, step), INK_2, align="left")
        canvas.lay(slot, text, Style(Voice.DETAIL, 3.4, 2.2), Box(56, y, 127, step), INK, align="left")
        canvas.draw([Hairline(((27, y + step), (183, y + step)), LINE, 0.15)])
    return top + step * len(rows)


def _ranges(canvas: PdfCanvas, shown: Facts, ranges: Sequence[Allocation], top: float) -> None:
    """Serials, grams and mass of each range, in full."""
    labels, step, joint = shown.words.facts, 5.2, _joint(shown)
    columns = ((27.0, 80.0, "left"), (110.0, 48.0, "left"), (159.0, 24.0, "right"))
    heads = (joint.join((labels["serials"], labels["vintage"])), labels["grams"], labels["mass"])
    for (x, width, align), head in zip(columns, heads, strict=True):
        canvas.lay("range-label", head, Style(Voice.DETAIL, 3.0, 2.2), Box(x, top, width, step), INK_2, align=align)  # type: ignore[arg-type] # two words of three
    for number, item in enumerate(ranges, start=1):
        y = top + number * step
        cells = (joint.join((item.serials, item.vintage)), item.grams, item.mass)
        for (x, width, align), slot, text in zip(columns, ("serials", "grams", "range-mass"), cells, strict=True):
            canvas.lay(slot, text, Style(Voice.DETAIL, 3.1, 1.8), Box(x, y, width, step), INK, align=align)  # type: ignore[arg-type] # two words of three
        canvas.draw([Hairline(((27, y + step), (183, y + step)), LINE, 0.15)])


def _foot(canvas: PdfCanvas, surface: Surface, shown: Facts) -> None:
    words, left, width = shown.words, 27.0, 118.0
    notes = [("not-an-asset", words.not_an_asset), ("no-claim", words.no_claim)]
    if shown.sample:
        notes.insert(0, ("sample-note", words.sample_note))
    notes += [
        ("page", f"{words.facts['page']}  {surface.page_url}"),
        ("hash", f"{words.facts['hash']}  {shown.record_hash.removeprefix('sha256:')}"),
    ]
    top = 279.0 - 4.4 * len(notes)
    for number, (slot, text) in enumerate(notes):
        box = Box(left, top + number * 4.4, width, 4.4)
        colour = CINNABAR if slot == "sample-note" else INK_2
        canvas.lay(slot, text, Style(Voice.DETAIL, 2.7, 1.7, leading=1.3), box, colour, align="left")
    code = Box(156, 250, 27, 27)
    draw_code(canvas, surface.page_url, code, "M", dark=PINE)
    canvas.lay("scan", words.scan, Style(Voice.DETAIL, 2.6, track=0.3), Box(150, 276.5, 39, 4.5), INK_2)
