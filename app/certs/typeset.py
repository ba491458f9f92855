"""One line or a few: shaping by HarfBuzz, measuring, shrinking, wrapping, ellipsis. Where it is put is canvas.py."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

import uharfbuzz as hb

from app.certs.faces import WESTERN, Face, Voice, chain
from app.certs.itemise import clean, clusters, itemise
from app.certs.linebreak import balanced, wrapped

ELLIPSIS = "…"


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


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a face at its place on the line; ``x`` to the right, ``y`` up, in the canvas's unit.

    ``text`` is what it stands for when the text is copied out; empty for the later glyphs of a cluster.
    """

    face: Face
    index: int
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Run:
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
    shown = clean(text)
    cut = itemise(shown, chain(style.voice), western=style.voice in WESTERN.values())
    features = dict.fromkeys(style.features, True)
    glyphs: list[Glyph] = []
    runs: list[Run] = []
    x = 0.0
    for piece in cut.pieces:
        buffer = hb.Buffer()
        buffer.add_str(piece.text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if piece.rtl else "ltr"
        hb.shape(piece.face.font, buffer, features)
        scale, start = style.size / piece.face.upem, x
        stands_for = _texts(piece.text, [info.cluster for info in buffer.glyph_infos])
        for info, at, text_of in zip(buffer.glyph_infos, buffer.glyph_positions, stands_for, strict=True):
            glyphs.append(Glyph(piece.face, info.codepoint, x + at.x_offset * scale, at.y_offset * scale, text_of))
            x += at.x_advance * scale + (style.track if at.x_advance else 0.0)
        runs.append(Run(piece.text, piece.face, start, x - start, piece.rtl))
    width = max(0.0, x - style.track) if glyphs else 0.0
    drawn = "".join(run.text for run in runs) if not any(run.rtl for run in runs) else shown
    return Line(drawn, style, width, tuple(glyphs), tuple(runs), cut.missing, _ink(glyphs, style.size))


def _texts(text: str, starts: Sequence[int]) -> list[str]:
    """For each glyph the characters of its cluster; only the first glyph of a cluster carries them."""
    edges = [*sorted(set(starts)), len(text)]
    ends = dict(pairwise(edges))
    seen: set[int] = set()
    out = []
    for start in starts:
        out.append("" if start in seen else text[start : ends[start]])
        seen.add(start)
    return out


def _ink(glyphs: Sequence[Glyph], size: float) -> tuple[float, float, float, float]:
    boxes = []
    for glyph in glyphs:
        extents = glyph.face.font.get_glyph_extents(glyph.index)
        if extents is not None and extents.width and extents.height:
            scale = size / glyph.face.upem
            left, top = glyph.x + extents.x_bearing * scale, glyph.y + extents.y_bearing * scale
            boxes.append((left, top + extents.height * scale, left + extents.width * scale, top))
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (min(lefts), min(bottoms), max(rights), max(tops))


def fit(text: str, style: Style, width: float, height: float = math.inf) -> list[Line]:
    """Set a text into a width: shrink, then wrap into balanced lines, then end with an ellipsis. At least one line.

    Of the sizes at which the lines allowed are enough, the largest whose lines also fit the height is taken.
    """
    one = shape(text, style)
    if one.reach <= width:
        return [one]
    smaller = _sized(style, style.size * width / one.reach * 0.999)
    if smaller.size >= style.floor:
        return [shape(text, smaller)]
    low = _sized(style, style.floor)
    if style.lines == 1:
        return [_cut(clean(text), low, width)]
    shown = clean(text)
    best = wrapped(shown, width, _reaches(low))
    if len(best) > style.lines:
        kept = best[: style.lines - 1]
        rest = shown[sum(map(len, kept)) :]
        return [shape(line, low) for line in kept] + [_cut(rest.strip(), low, width)]
    for size in (style.size - step * (style.size - style.floor) / 8 for step in range(8)):
        trial = _sized(style, size)
        lines = wrapped(shown, width, _reaches(trial))
        if len(lines) <= style.lines and len(lines) * size * style.leading <= height:
            low = trial
            break
    parts_within = style.lines if style.whole_parts else 0
    return [shape(line, low) for line in balanced(shown, width, _reaches(low), parts_within)]


def _reaches(style: Style) -> Callable[[str], float]:
    """How wide a text is in a style, remembered, since breaking a line asks for the same parts again and again."""
    return cache(lambda part: shape(part, style).reach)


def _sized(style: Style, size: float) -> Style:
    return replace(style, size=size, track=style.track * size / style.size)


def _cut(text: str, style: Style, width: float) -> Line:
    """As many clusters as fit with an ellipsis after them; found by halving, since width grows with length."""
    whole = shape(text, style)
    if whole.reach <= width:
        return whole
    parts = clusters(text)
    low, high = 0, len(parts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if shape("".join(parts[:middle]).rstrip() + ELLIPSIS, style).reach <= width:
            low = middle
        else:
            high = middle - 1
    return shape("".join(parts[:low]).rstrip() + ELLIPSIS, style)
