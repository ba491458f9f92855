"""What designs share beside the words: medal, equivalents, logo, stamp. Pictures of them are kept per process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from app.certs.art.cutout import cut_out
from app.certs.art.icons import icon
from app.certs.art.medal import medal
from app.certs.canvas import Canvas
from app.certs.faces import Voice
from app.certs.palette import CINNABAR, GOLD, INK, INK_2, PAPER, PINE, Colour
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Hairline, moved
from app.certs.surface import Equivalent, Tier
from app.certs.typeset import Style, shape

_SOURCE = Style(Voice.DETAIL, 17, 16, lines=2, leading=1.18, whole_parts=True)


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours of what stands on one ground: pictures, their dots, the ground itself, numbers, captions, sources."""

    body: Colour = PINE
    dot: Colour = GOLD
    ground: Colour = PAPER
    number: Colour = PINE
    caption: Colour = INK
    source: Colour = INK_2


def lay_equivalents(canvas: RasterCanvas, given: Sequence[Equivalent], box: Box, inks: Inks) -> None:
    """Up to three comparisons in columns with hairlines between them: picture, number and unit, caption, source."""
    shown = given[:3]
    column = box.width / 3
    left = box.left + (box.width - column * len(shown)) / 2
    for number, each in enumerate(shown):
        x, slot = left + number * column, f"equivalent-{each.key}"
        if number:
            line = _column_line(round(box.height), inks.dot)
            canvas.paste(line, (round(x), round(box.top)), line)
        _amount(canvas, slot, each, Box(x + 8, box.top, column - 16, 46), inks)
        words, at = each.caption or each.text, Box(x + 20, box.top + 46, column - 40, 45)
        style = caption_style(canvas, words, at, 19, leading=1.14)
        below = canvas.lay(f"{slot}-caption", words, style, at, inks.caption, upright="top")
        source = Box(x + 9, below + 3, column - 18, box.bottom - below - 3)
        canvas.lay(f"{slot}-source", each.source, _SOURCE, source, inks.source, upright="top")


def caption_style(canvas: Canvas, text: str, box: Box, size: float, *, leading: float) -> Style:
    """A caption of one line, or of two lines of a size that reads well rather than one of small type."""
    share = box.width / max(shape(text, canvas.spoken(text, Style(Voice.DETAIL, size))).reach, 1.0)
    least = size * 0.78
    return Style(Voice.DETAIL, size, least if share > 0.94 else max(least, size * share * 1.01), 2, leading)


def _amount(canvas: RasterCanvas, slot: str, each: Equivalent, box: Box, inks: Inks) -> None:
    """Picture, number and unit beside each other, centred together; words smaller if they are too wide."""
    picture, size = _icon(each.key, inks), 38.0
    while True:
        number = shape(each.number, Style(Voice.FIGURE, size))
        unit = shape(each.unit, Style(Voice.NAME, size * 0.5))
        gap = size * 0.2
        words = number.reach + gap + unit.reach
        width = picture.width + 6 + words
        if width <= box.width or size < 16:
            break
        size *= max(0.6, (box.width - picture.width - 6) / words * 0.99)
    left, baseline = box.centre[0] - width / 2, box.top + 36
    canvas.paste(picture, (round(left), round(box.top)), picture)
    left += picture.width + 6
    canvas.put(slot, number, (left, baseline), inks.number, box)
    canvas.put(f"{slot}-unit", unit, (left + number.reach + gap, baseline), inks.number, box)


@lru_cache(maxsize=32)
def _icon(key: str, inks: Inks) -> Image.Image:
    """A picture without its ground."""
    parts = [moved(part, 23, 23, 20) for part in icon(key, inks.body, inks.dot, inks.ground)]
    return cut_out((46, 46), lambda canvas: canvas.draw(parts))


@lru_cache(maxsize=4)
def _column_line(height: int, colour: Colour) -> Image.Image:
    """The hairline between two columns, fading to both its ends; two pixels wide."""

    def draw(canvas: RasterCanvas) -> None:
        step = height / 24
        for place in range(24):
            y, opacity = place * step, 1 - abs(2 * (place + 0.5) / 24 - 1)
            canvas.draw([Hairline(((1, y), (1, y + step)), colour, 1.2, opacity)])

    return cut_out((2, height), draw)


def lay_medal(canvas: RasterCanvas, tier: Tier, at: tuple[float, float, float], inks: Inks) -> None:
    """The medal of a tier; its name and how many journeys there were are words, which the design lays."""
    x, y, radius = at
    picture = _medal(tier.level, round(radius), inks.dot)
    canvas.paste(picture, (round(x) - picture.width // 2, round(y) - picture.height // 2), picture)


@lru_cache(maxsize=32)
def _medal(level: int, radius: int, colour: Colour) -> Image.Image:
    side = 2 * radius + 8
    parts = medal(level, colour, colour)
    return cut_out(
        (side, side), lambda canvas: canvas.draw([moved(part, side / 2, side / 2, radius) for part in parts])
    )


def spaced_rows(
    rows: Sequence[tuple[str, str, str]], box: Box, style: Style, width: float
) -> Iterator[tuple[tuple[str, str, str], float, float]]:
    """Each row with its top and height in a box; one too long for a line of the style's smallest type has two."""
    longest = width * style.size / style.floor
    shares = [1.65 if shape(text, style).reach > longest else 1.0 for _, _, text in rows]
    step, top = box.height / sum(shares), box.top
    for row, share in zip(rows, shares, strict=True):
        yield row, top, step * share
        top += step * share


def lay_revoked(canvas: RasterCanvas, words: str, rosette: tuple[float, float, float], stamp: Box) -> None:
    """The number struck through and a stamp that says why."""
    x, y, radius = rosette
    canvas.draw([Hairline(((x - 1.36 * radius, y + 40), (x + 1.36 * radius, y - 40)), CINNABAR, 6, 0.85)])
    canvas.rectangle(stamp, fill=PAPER, line=CINNABAR, width=4, radius=8)
    room = Box(stamp.left + 30, stamp.top + 10, stamp.width - 60, stamp.height - 20)
    canvas.lay("revoked", words, Style(Voice.NAME, 52, 26, leading=1.2, track=10), room, CINNABAR)


def lay_sample(canvas: RasterCanvas, words: str, tag: Box) -> None:
    """The tag that says plainly that this is a sample."""
    canvas.rectangle(tag, fill=PAPER, line=CINNABAR, width=2, radius=8)
    canvas.lay("sample", words, Style(Voice.NAME, tag.height * 0.58, 15, track=6), tag.inset(5), CINNABAR)
