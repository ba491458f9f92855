"""The certificate as a picture: words laid on the finished sheet. What the words are is surface.py."""

from io import BytesIO

from app.certs import sheet
from app.certs.art import ornaments
from app.certs.faces import Voice
from app.certs.hero import draw_hero
from app.certs.palette import (
    CAPTION_FOIL,
    CINNABAR,
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
    Foil,
)
from app.certs.qr import draw_code
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Hairline
from app.certs.surface import Facts, Surface, facts
from app.certs.template import fresh
from app.certs.typeset import Style

_DIM: Colour = (158, 196, 174)  # labels on pine, 7:1


def picture(surface: Surface) -> bytes:
    """PNG, 1080 x 1620, 8-bit RGB, of one certificate. The same surface gives the same bytes; may be repeated.

    ValueError or KeyError if the record lacks what every certificate has.
    """
    canvas = draw_picture(surface)
    out = BytesIO()
    canvas.image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def draw_picture(surface: Surface) -> RasterCanvas:
    """The picture with the list of its runs, for those who check it."""
    shown = facts(surface)
    revoked = surface.status == "revoked"
    canvas = RasterCanvas(fresh("certificate.png", muted=revoked), language=shown.language)
    _heading(canvas, shown, revoked=revoked)
    _person(canvas, shown)
    _hero(canvas, shown, surface)
    for number, text in enumerate(() if revoked else shown.equivalents[:2]):
        box = sheet.EQUIVALENTS
        half = Box(box.left, box.top + number * box.height / 2, box.width, box.height / 2)
        canvas.lay("equivalent", text, Style(Voice.TEXT, 23, 17), half, INK)
    _details(canvas, shown)
    _code(canvas, surface, shown)
    if shown.sample:
        _sample(canvas, shown)
    if revoked:
        _revoked(canvas, shown)
    else:
        ornaments.status_ring(canvas, sheet.ROSETTE, closed=surface.status == "retired")
    return canvas


def _heading(canvas: RasterCanvas, shown: Facts, *, revoked: bool) -> None:
    words = shown.words
    title = Style(Voice.TITLE, 96 if shown.language == "zh-Hans" else 80, 44, leading=1.2, track=12)
    canvas.lay("title", words.title, title, sheet.TITLE, PINE_FOIL)
    small = Style(Voice.CAPTION, 26, 20, track=3.2, features=("smcp",))
    canvas.lay("subtitle", words.subtitle, small, sheet.SUBTITLE, INK_2 if revoked else GOLD_DEEP)


def _person(canvas: RasterCanvas, shown: Facts) -> None:
    words = shown.words
    canvas.lay("presented", words.presented_to, Style(Voice.TEXT, 26, track=10), sheet.PRESENTED, INK_2)
    name = Style(Voice.NAME, 76, 34, lines=2, leading=1.25, track=4, whole_parts=True)
    canvas.lay("name", shown.name, name, sheet.NAME, PINE)
    canvas.lay(
        "sentence",
        shown.sentence,
        Style(Voice.TEXT, 28, 22, lines=3, leading=1.54, whole_parts=True),
        sheet.SENTENCE,
        INK,
    )


def _hero(canvas: RasterCanvas, shown: Facts, surface: Surface) -> None:
    words = shown.words
    revoked = surface.status == "revoked"
    foil: Foil = GREY_FOIL if revoked else GOLD_FOIL
    caption = GREY_CAPTION_FOIL if revoked else CAPTION_FOIL
    label = Style(Voice.LABEL, 28, 15, track=8)
    canvas.lay("label", words.label[surface.status], label, sheet.LABEL, caption)
    draw_hero(canvas, shown.mass, sheet.HERO, sheet.HERO_BASELINE, 178, fill=foil)
    canvas.lay("gas", "CO₂e", Style(Voice.FIGURE, 36, track=2), sheet.GAS, caption)


def rows_of(shown: Facts) -> list[tuple[str, str, str]]:
    """(slot, label, text) of the facts below the picture; further ranges are counted, the PDF lists them all."""
    labels, first = shown.words.facts, shown.allocations[0]
    more = len(shown.allocations)
    tail = "" if more == 1 else " " + shown.words.more_ranges.format(count=more)
    joint = "，" if shown.language == "zh-Hans" else "; "
    in_all = joint + shown.words.in_all.format(mass=shown.mass_exact)
    return [
        ("number", labels["number"], shown.number),
        ("project", labels["project"], shown.project),
        ("registry", labels["registry"], shown.registry),
        ("serials", labels["serials"], first.serials),
        ("grams", labels["grams"], first.grams + tail + in_all),
        ("issued", labels["issued"], shown.issued_on),
        ("status", labels["status"], shown.status + (joint + shown.words.sample_note if shown.sample else "")),
    ]


def _details(canvas: RasterCanvas, shown: Facts) -> None:
    canvas.lay("issuer", shown.issuer, Style(Voice.NAME, 30, 18, track=2), sheet.ISSUER, (250, 243, 222), align="left")
    rows = rows_of(shown)
    step = sheet.FACTS.height / len(rows)
    for number, (slot, label, text) in enumerate(rows):
        top = sheet.FACTS.top + number * step
        canvas.lay(
            f"{slot}-label",
            label,
            Style(Voice.DETAIL, 17, 11),
            Box(sheet.FACTS.left, top, 96, step),
            _DIM,
            align="left",
        )
        box = Box(sheet.FACTS.left + 104, top, sheet.FACTS.width - 104, step)
        canvas.lay(slot, text, Style(Voice.DETAIL, 18, 14), box, MIST, align="left")
    note = Style(Voice.DETAIL, 16, 12)
    canvas.lay("not-an-asset", shown.words.not_an_asset, note, sheet.DISCLAIMER, _DIM, align="left")


def _code(canvas: RasterCanvas, surface: Surface, shown: Facts) -> None:
    if surface.mini_program_code is None:
        draw_code(canvas, surface.page_url, sheet.CODE, "M", dark=PINE_DEEP, unit=1)
    else:
        canvas.picture(surface.mini_program_code, sheet.CODE)
    canvas.lay("scan", shown.words.scan, Style(Voice.DETAIL, 17, track=3), sheet.SCAN, _DIM)


def _sample(canvas: RasterCanvas, shown: Facts) -> None:
    canvas.rectangle(sheet.SAMPLE, fill=PAPER, line=CINNABAR, width=2, radius=8)
    canvas.lay("sample", shown.words.sample, Style(Voice.NAME, 28, 18, track=6), sheet.SAMPLE, CINNABAR)


def _revoked(canvas: RasterCanvas, shown: Facts) -> None:
    x, y, radius = sheet.ROSETTE
    canvas.draw([Hairline(((x - 1.5 * radius, y + 46), (x + 1.5 * radius, y - 46)), CINNABAR, 6, 0.85)])
    stamp = Box(x - 190, y + 128, 380, 92)
    canvas.rectangle(stamp, fill=PAPER, line=CINNABAR, width=4, radius=8)
    canvas.lay("revoked", shown.words.revoked, Style(Voice.NAME, 56, 30, leading=1.2, track=10), stamp, CINNABAR)
