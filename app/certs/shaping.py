"""HarfBuzz at work: a line of text to glyphs and advances in sizes (of 1). Sizes, widths and breaks are typeset.py."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import uharfbuzz as hb

from app.certs.faces import WESTERN, Face, Voice, chain
from app.certs.itemise import Piece, itemise

_WESTERN = frozenset(WESTERN.values())
_LANGUAGES = {"Hani": "zh-Hans"}  # of a name's language nothing is known; the machine's own must not decide


class Mark(NamedTuple):
    """A glyph at its place: ``x`` right and ``y`` up in sizes, after ``spread`` letters that tracking moves on.

    ``text`` is what it stands for; empty for the later glyphs of a cluster.
    """

    face: Face
    index: int  # type: ignore[assignment] # hides tuple.index, which nobody asks of a glyph
    x: float
    y: float
    spread: int
    text: str


class Stretch(NamedTuple):
    """What one face draws in one direction: from where to where, as ``Mark`` counts."""

    text: str
    face: Face
    rtl: bool
    start: tuple[float, int]
    stop: tuple[float, int]


class Shaped(NamedTuple):
    """A line in sizes. ``at`` and ``spread_at`` are sums before each character in logical order, one more at the end.

    ``tail`` says whether tracking follows the last glyph, where nobody sees it.
    """

    marks: tuple[Mark, ...]
    stretches: tuple[Stretch, ...]
    at: tuple[float, ...]
    spread_at: tuple[int, ...]
    tail: bool
    text: str
    missing: tuple[str, ...]


def shaped(
    text: str, voice: Voice, features: tuple[str, ...], levels: tuple[int, ...] | None = None, base: int | None = None
) -> Shaped:
    """Shape a cleaned line; ``levels`` and ``base`` where it is part of a paragraph with right-to-left text.

    Names are not remembered: they belong to people, and a process lives long.
    """
    if voice is Voice.NAME:
        return _shaped(text, voice, features, levels, base)
    return _remembered(text, voice, features, levels, base)


def _shaped(
    text: str, voice: Voice, features: tuple[str, ...], levels: tuple[int, ...] | None, base: int | None
) -> Shaped:
    cut = itemise(text, chain(voice), levels=levels, base=base, western=voice in _WESTERN)
    wanted = dict.fromkeys(features, True)
    spaced = wanted | {"liga": False}  # the Latin of a spaced title has no joined letters
    marks: list[Mark] = []
    stretches: list[Stretch] = []
    advances, spreads = [0.0] * len(text), [0] * len(text)
    x, spread, tail = 0.0, 0, False
    for piece in cut.pieces:
        start = (x, spread)
        drawn, em, lift = piece.face, piece.face.em, piece.face.fitting.lift
        buffer = _buffer(piece)
        hb.shape(drawn.font, buffer, spaced if voice is Voice.TITLE and piece.script == "Latn" else wanted)
        infos = buffer.glyph_infos
        texts = _texts(piece.text, [info.cluster for info in infos], piece.rtl)
        for info, place, stands_for in zip(infos, buffer.glyph_positions, texts, strict=True):
            x_offset, y_offset, advance, _ = place.position
            marks.append(Mark(drawn, info.codepoint, x + x_offset * em, y_offset * em + lift, spread, stands_for))
            if advance:
                at = piece.at[info.cluster]
                advances[at] += advance * em
                x += advance * em
                tail = drawn.spread
                spreads[at] += tail
                spread += tail
        stretches.append(Stretch(piece.text, drawn, piece.rtl, start, (x, spread)))
    sums = (tuple(accumulate(advances, initial=0.0)), tuple(accumulate(spreads, initial=0)))
    return Shaped(tuple(marks), tuple(stretches), *sums, tail, cut.text, cut.missing)


_remembered = lru_cache(maxsize=512)(_shaped)


def _buffer(piece: Piece) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(piece.text)
    buffer.direction = "rtl" if piece.rtl else "ltr"
    if piece.script not in ("", "Zsye"):
        buffer.script = piece.script
    buffer.language = _LANGUAGES.get(piece.script, "und")
    return buffer


def _texts(text: str, starts: Sequence[int], rtl: bool) -> list[str]:
    """For each glyph the characters of its cluster; only the first glyph of a cluster in reading order, which is its
    letter and not a mark, carries them."""
    edges = [*sorted(set(starts)), len(text)]
    ends = dict(pairwise(edges))
    seen: set[int] = set()
    out = []
    for start in reversed(starts) if rtl else starts:
        out.append("" if start in seen else text[start : ends[start]])
        seen.add(start)
    return out[::-1] if rtl else out
