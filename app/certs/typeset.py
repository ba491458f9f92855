"""One line or a few: shrinking, wrapping, ellipsis. Glyphs come from shaping.py; where it is put is canvas.py."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.certs import bidi
from app.certs.faces import Face, Voice
from app.certs.itemise import clean
from app.certs.linebreak import Measured, Span, balanced, wrapped
from app.certs.shaping import Shaped, shaped

ELLIPSIS = "…"
ASCENT = 0.88  # of the em box of our Chinese faces; the rest hangs below the baseline
OVERHANG = 0.06  # of its size a line may stand out of its box; more, and it is set smaller
_FOR_BRACKETS = (1.0, 0.96, 0.92)  # of its size at which a text is set whose brackets thereby stay whole
AIR = 0.04  # between the ink of two lines, in sizes


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. ``size``, ``track`` and the sizes of a box are in the canvas's unit; ``leading`` in sizes.

    A text too wide is first shrunk down to ``smallest``, then wrapped to ``lines``, then cut with an ellipsis.
    """

    voice: Voice
    size: float
    smallest: float | None = None
    lines: int = 1
    leading: float = 1.5
    track: float = 0.0
    features: tuple[str, ...] = ()
    whole_parts: bool = False  # break after the dots of a name and between clauses, if that is possible at all

    @property
    def floor(self) -> float:
        return self.size if self.smallest is None else self.smallest


class Glyph(NamedTuple):
    """A glyph of a face at its place on the line; ``x`` to the right, ``y`` up, in the canvas's unit.

    ``text`` is what it stands for when the text is copied out; empty for the later glyphs of a cluster.
    """

    face: Face
    index: int  # type: ignore[assignment] # hides tuple.index, which nobody asks of a glyph
    x: float
    y: float
    text: str


class Run(NamedTuple):
    """Text one face draws, from ``x`` on."""

    text: str
    face: Face
    x: float
    width: float
    rtl: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A shaped line. ``left, bottom, right, top`` bound the ink, relative to the start of the baseline, y up."""

    text: str
    style: Style
    width: float
    glyphs: tuple[Glyph, ...]
    runs: tuple[Run, ...]
    missing: tuple[str, ...] = ()
    ink: tuple[float, float, float, float] = field(default=(0.0, 0.0, 0.0, 0.0))

    @property
    def reach(self) -> float:
        """The room the line takes: its width, or its ink where letters overhang."""
        return max(self.width, self.ink[2]) - min(0.0, self.ink[0])


def shape(text: str, style: Style) -> Line:
    """Shape one line at the style's size. Any string may be given; what cannot be drawn is named in ``missing``."""
    return _line(shaped(clean(text), style.voice, style.features), style)


def _line(drawn: Shaped, style: Style) -> Line:
    size, track = style.size, style.track
    glyphs: list[Glyph] = []
    left = bottom = math.inf
    right = top = -math.inf
    for face, index, x, y, spread, text in drawn.marks:
        at_x, at_y = x * size + spread * track, y * size
        glyphs.append(Glyph(face, index, at_x, at_y, text))
        ink = face.extents(index)
        if ink is not None:
            left, right = min(left, at_x + ink[0] * size), max(right, at_x + ink[2] * size)
            bottom, top = min(bottom, at_y + ink[1] * size), max(top, at_y + ink[3] * size)
    runs = []
    for text, face, rtl, start, stop in drawn.stretches:
        x = start[0] * size + start[1] * track
        runs.append(Run(text, face, x, stop[0] * size + stop[1] * track - x, rtl))
    width = max(0.0, drawn.at[-1] * size + (drawn.spread_at[-1] - drawn.tail) * track)
    bounds = (left, bottom, right, top) if right > -math.inf else (0.0, 0.0, 0.0, 0.0)
    return Line(drawn.text, style, width, tuple(glyphs), tuple(runs), drawn.missing, bounds)


def fit(text: str, style: Style, width: float, height: float = math.inf) -> list[Line]:
    """Set a text into a width: shrink, then wrap into balanced lines, then end with an ellipsis. At least one line.

    Of the sizes at which the lines allowed are enough, the largest whose lines also fit the height is taken. Scripts
    that reach far up or down are set smaller, or their lines further apart (``Line.style.leading``), if they must be.
    """
    if style.voice is Voice.NAME:  # not remembered (shaping.shaped)
        return _fitted(text, style, width, height)
    return list(_remembered(text, style, width, height))


def _fitted(text: str, style: Style, width: float, height: float) -> list[Line]:
    shown = clean(text)
    lines = _within_width(shown, style, width, height)
    for _ in range(3):
        share, leading = _within_height(lines, height)
        if share == 1.0 and leading == lines[0].style.leading:
            break
        low = replace(_sized(style, lines[0].style.size * share), leading=leading, smallest=None)
        lines = _within_width(shown, low, width, height)
    return lines


_remembered = lru_cache(maxsize=256)(_fitted)


def _within_width(shown: str, style: Style, width: float, height: float) -> list[Line]:
    one = shape(shown, style)
    if one.reach <= width:
        return [one]
    smaller = _sized(style, style.size * width / one.reach * 0.999)
    if smaller.size >= style.floor:
        return [shape(shown, smaller)]
    paragraph = _Paragraph(shown, style)
    low = _sized(style, style.floor)
    if style.lines == 1:
        return [paragraph.cut((0, len(shown)), low, width)]
    best = wrapped(paragraph.measured, width / low.size)
    if len(best) > style.lines:
        kept = best[: style.lines - 1]
        rest = (kept[-1][1], len(shown))
        over = max(paragraph.line(span, low).reach for span in kept) / width
        if over > 1:  # ink beside its own advance, as of marks without a letter
            low = _sized(low, low.size / over * 0.999)
        return [paragraph.line(span, low) for span in kept] + [paragraph.cut(rest, low, width)]
    whole = paragraph.measured.longest_word * low.size <= width  # then no word is broken for a larger size
    for size in (style.size - step * (style.size - style.floor) / 8 for step in range(8)):
        if whole and paragraph.measured.longest_word * size > width:
            continue
        lines = wrapped(paragraph.measured, width / size)
        if len(lines) <= style.lines and len(lines) * size * style.leading <= height:
            low = _sized(style, size)
            break
    return paragraph.balanced(paragraph.for_brackets(low, style.floor, width), width)


class _Paragraph:
    """A text measured once, broken at any width; a line of it knows the direction and the levels of the whole."""

    def __init__(self, text: str, style: Style) -> None:
        self.text, self.style = text, style
        self.base = bidi.base_level(text) if bidi.has_right(text) else None
        self.levels = None if self.base is None else tuple(bidi.levels(text, self.base))
        whole = shaped(text, style.voice, style.features)
        gap = style.track / style.size
        sums = [at + spread * gap for at, spread in zip(whole.at, whole.spread_at, strict=True)]
        self.measured = Measured(text, sums, gap)

    def for_brackets(self, style: Style, floor: float, width: float) -> Style:
        """The size, or one a little smaller, at which as many lines break no brackets; from then on none does."""
        kept = self.measured.with_whole_brackets() if style.whole_parts else None
        count = len(wrapped(self.measured, width / style.size))
        for size in (style.size * share for share in _FOR_BRACKETS if kept is not None):
            room = width / size
            if kept is not None and size >= floor and kept.longest <= room and len(wrapped(kept, room)) <= count:
                self.measured = kept
                return _sized(style, size)
        return style

    def line(self, span: Span, style: Style) -> Line:
        start, stop = self.measured.trimmed(span)
        return self._shaped(self.text[start:stop], style, None if self.levels is None else self.levels[start:stop])

    def _shaped(self, text: str, style: Style, levels: tuple[int, ...] | None) -> Line:
        return _line(shaped(text, style.voice, style.features, levels, self.base), style)

    def balanced(self, style: Style, width: float) -> list[Line]:
        """Even lines. Should ink overhang the width, the text is broken, or in the end set, a little narrower."""
        parts_within = style.lines if style.whole_parts else 0
        room = width
        for _ in range(3):
            lines = [self.line(span, style) for span in balanced(self.measured, room / style.size, parts_within)]
            over = max(line.reach for line in lines) - width
            if over <= 0 and len(lines) <= style.lines:
                return lines
            room -= max(over, 0.0) + 0.001 * width
        spans = self._at_most(style, width)
        over = max(self.line(span, style).reach for span in spans) / width
        smaller = _sized(style, style.size / over * 0.999) if over > 1 else style
        return [self.line(span, smaller) for span in spans]

    def _at_most(self, style: Style, width: float) -> list[Span]:
        spans = wrapped(self.measured, width / style.size)
        last = min(style.lines, len(spans)) - 1
        return [*spans[:last], (spans[last][0], len(self.text))]

    def cut(self, span: Span, style: Style, width: float) -> Line:
        """As many clusters of a span as fit with an ellipsis after them; no dot or comma stands before it."""
        whole = self.line(span, style)
        if whole.reach <= width:
            return whole
        measured, start = self.measured, self.measured.first(span[0])
        stops = [start, *(stop for stop in measured.clusters if start < stop < span[1])]
        room = (width - shape(ELLIPSIS, style).reach) / style.size
        fitting = sum(measured.width((start, stop)) + measured.gap <= room for stop in stops[1:])
        for stop in reversed(stops[: fitting + 2]):  # one more may fit where letters overhang
            kept = self.text[start:stop].rstrip(" ·・，、,;；:-–—")
            levels = None if self.levels is None else (*self.levels[start : start + len(kept)], self.base or 0)
            line = self._shaped(kept + ELLIPSIS, style, levels)
            if line.reach <= width or stop == start:
                return line
        raise AssertionError("an ellipsis alone is always tried")


def _within_height(lines: Sequence[Line], height: float) -> tuple[float, float]:
    """(by how much the size must shrink, the leading) for the ink of lines centred in a height to stay inside it and
    apart. Latin letters and Chinese characters never need it; piled marks and stacked letters do.
    """
    size, leading = lines[0].style.size, lines[0].style.leading
    step = max([leading * size, *(below - under + AIR * size for below, under in _gaps(lines))])
    if math.isinf(height):
        return 1.0, step / size
    span = (len(lines) - 1) * step
    middle = ASCENT - 0.5  # of a size, from the baseline up to the middle of a Chinese character
    above = span / 2 + lines[0].ink[3] - middle * size
    below = span / 2 - lines[-1].ink[1] + middle * size
    room = height / 2 + OVERHANG * size
    share = min(1.0, *(room / each for each in (above, below) if each > 0), 1.0)
    return (share * 0.999 if share < 1.0 else 1.0), step / size


def _gaps(lines: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """For each two lines: how far the lower one rises and the upper one descends (negative)."""
    return ((lower.ink[3], upper.ink[1]) for upper, lower in pairwise(lines))


def _sized(style: Style, size: float) -> Style:
    return replace(style, size=size, track=style.track * size / style.size)
