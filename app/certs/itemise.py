"""From any Unicode string to pieces of one face, script and direction, in visual order. Shaping is typeset.py."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex
import uharfbuzz as hb

from app.certs import bidi
from app.certs.faces import EMOJI, Chain, Face, Voice, face

STAND_IN = "•"  # drawn for a character no face has: visible, neutral, and reported

# Scripts whose letters change shape beside a joiner or a non-joiner.
_SHAPING = regex.sub(
    r"(\w+)\s*",
    r"\\p{sc=\1}",
    "Arab Syrc Mand Nkoo Mong Adlm Rohg Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Java Bali Lana "
    "Newa Modi Tirh Takr Khoj Sylo Cakm Mtei",
)
# Invisible characters that say how their neighbours are drawn. All others are dropped.
_MEANT = (
    r"\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F",  # the flags of England, Scotland, Wales
    r"[0-9#*]\uFE0F?\u20E3",
    r"(?<=\p{ExtPict}[\p{Emoji_Modifier}\uFE0F]?)\u200D(?=\p{ExtPict})",
    rf"(?<=[{_SHAPING}])\p{{M}}*[\u200C\u200D]",
    r"(?<=\p{ExtPict})[\uFE0E\uFE0F]",
    r"(?<=\p{sc=Mong})[\u180B-\u180F]",
    r"\p{Prepended_Concatenation_Mark}",
)
_HIDDEN = regex.compile(rf"({'|'.join(_MEANT)})|[\p{{DI}}\p{{Cf}}\p{{Variation_Selector}}]")
_CONTROLS = regex.compile(r"[\p{Cc}\p{Bidi_Control}\u200B\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u00AD\u034F]+")
_PILED = regex.compile(r"\p{M}{3,}")
# UAX #29, and what it leaves to each script: letters below letters where rule GB9c does not look, and the vowels of
# Thai and Lao that are written before or after their letter.
_BELOW = (
    r"\u0A4D\u0CCD\u1039\u17D2\u1A60\u1B44\uA8C4\uA953\uA9C0\uAAF6\U00011046\U0001133F\U000114C2\U000115BF\U0001163F"
)
_CLUSTERS = regex.compile(
    rf"(?:\X(?<=[{_BELOW}]\u200D?|\u0DCA\u200D|\u0BB8\u0BCD(?=\u0BB0\u0BC0)|\u0B95\u0BCD(?=\u0BB7))(?=\p{{L}})"
    r"|[\u0E40-\u0E44\u0EC0-\u0EC4](?=\p{L}))*\X[\u0E2F\u0E30\u0E32\u0E45\u0E46\u0EAF\u0EB0\u0EB2\u0EC6]*"
)
_EMOJI = regex.compile(
    r"\p{RI}{2}|[0-9#*]\uFE0F?\u20E3|\p{Emoji_Presentation}(?!\uFE0E).*|\p{ExtPict}(?:\uFE0F|\p{Emoji_Modifier}|\u200D).*",
    regex.DOTALL,
)
_NO_GLYPH = regex.compile(r"[\u200D\uFE0E\uFE0F\U000E0020-\U000E007F]")

WIDE_SCRIPTS = frozenset({"Hani", "Hang", "Hira", "Kana", "Bopo", "Yiii"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in logical order that one face draws in one direction; ``at`` is where each character stands in the line."""

    text: str
    face: Face
    rtl: bool
    script: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A line cut up, in visual order from left to right; what is drawn in logical order; what no face has."""

    pieces: tuple[Piece, ...]
    text: str
    missing: tuple[str, ...]


def clean(text: str) -> str:
    """What is left to draw: NFC, one space for any white space, no controls and no directional marks.

    Joiners and selectors stay where they shape an emoji or a script; variants of ideographs are drawn in their plain
    form. Of more than two marks of a kind piled on one letter two are drawn. Never raises, lone surrogates included.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = " ".join(text.split())
    bare = unicodedata.normalize("NFC", _CONTROLS.sub("", spaced))
    # what was dropped may have stood between a letter and its marks
    met = unicodedata.normalize("NFC", _HIDDEN.sub(r"\1", bare))
    kept = unicodedata.normalize("NFC", _PILED.sub(_levelled, met))
    return " ".join(kept.split())


def _levelled(piled: regex.Match[str]) -> str:
    """Two marks of a class at most, and one of its like in a row: a tower of accents would leave every box."""
    seen: Counter[int] = Counter()
    out = ""
    for mark in piled[0]:
        kind = unicodedata.combining(mark)
        seen[kind] += 1
        if (kind and seen[kind] > 2) or mark == out[-1:]:
            continue
        out += mark
    return out


def clusters(text: str) -> list[str]:
    """What a reader takes for one character: UAX #29, as the package ``regex`` keeps it, and a little more."""
    return _CLUSTERS.findall(text)


@lru_cache(maxsize=16384)
def script_of(cluster: str) -> str:
    """ISO 15924 code of a cluster's script as HarfBuzz knows it; empty for what any script may use."""
    buffer = hb.Buffer()
    buffer.add_str(cluster)
    buffer.guess_segment_properties()
    return buffer.script or ""


@lru_cache(maxsize=4096)
def is_emoji(cluster: str) -> bool:
    """Is it to be shown as a coloured picture (UTS #51)? ☀ alone is text, ☀ with the emoji selector is not."""
    return _EMOJI.fullmatch(cluster) is not None


def has_wide(text: str) -> bool:
    """Does the text hold characters that stand in a square, as Chinese, Japanese and Korean ones do?"""
    return any(unicodedata.east_asian_width(character) in ("W", "F") for character in text)


def words(text: str) -> list[str]:
    """Neighbouring letters of one script, so that one face draws a whole word; everything else cluster by cluster."""
    out: list[str] = []
    last = ""
    for cluster in clusters(text):
        script = script_of(cluster)
        if out and script and script == last and script not in WIDE_SCRIPTS:
            out[-1] += cluster
        else:
            out.append(cluster)
        last = script
    return out


@dataclass(frozen=True, slots=True)
class _Unit:
    """A cluster as it is drawn: its characters, its face, its script, and how many characters it stands for."""

    shown: str
    face: Face
    script: str
    length: int
    missing: str


def itemise(
    text: str,
    chain: Chain,
    *,
    levels: Sequence[int] | None = None,
    base: int | None = None,
    western: bool = False,
) -> Pieces:
    """Cut a cleaned line into pieces. ``base`` None takes the direction of the first strong character (UAX #9, P2);
    ``levels`` are those of its characters where the line is a part of a paragraph.

    Digits and punctuation stay with the face of the word before them if it has them, else with the word after; in
    ``western`` text with the first face of the chain, or a quotation mark after a Chinese word would stand in a square.
    """
    units = [unit for word in words(text) for unit in _dressed(word, chain)]
    faces = [unit.face for unit in units] if western else _settle_common(units, chain.faces)
    level_of: Sequence[int] | None = levels
    if levels is not None or base or bidi.has_right(text):
        base = bidi.base_level(text) if base is None else base
        level_of = bidi.at_line(text, bidi.levels(text, base) if levels is None else levels, base)
    missing = tuple(character for unit in units for character in unit.missing)
    return Pieces(tuple(_visual(units, faces, level_of)), "".join(unit.shown for unit in units), missing)


def _dressed(word: str, chain: Chain) -> tuple[_Unit, ...]:
    """Characters are remembered, the words of people's names are not (shaping.shaped)."""
    if chain.voice is Voice.NAME and len(word) > 1:
        return _dress.__wrapped__(word, chain)
    return _dress(word, chain)


@lru_cache(maxsize=8192)
def _dress(word: str, chain: Chain) -> tuple[_Unit, ...]:
    """A word cluster by cluster, in one face if one has all of it."""
    parts = clusters(word)
    if len(parts) == 1 and is_emoji(word):
        drawn = face(EMOJI)
        if drawn.has(_NO_GLYPH.sub("", word)):
            return (_Unit(word, drawn, "Zsye", len(word), ""),)
    whole = chain.first(word)
    if whole is not None:
        return tuple(_Unit(part, whole, script_of(part), len(part), "") for part in parts)
    return tuple(_best(part, chain) for part in parts)


def _best(cluster: str, chain: Chain) -> _Unit:
    """A cluster in the face that has it, else its letter with most of its marks, else the stand-in."""
    drawn = chain.first(cluster)
    if drawn is not None:
        return _Unit(cluster, drawn, script_of(cluster), len(cluster), "")
    able = [each for each in (chain.first(cluster[0]), *chain.faces) if each is not None and each.has(cluster[0])]
    drawn = max(able, key=lambda each: sum(map(each.has, cluster)), default=None)
    if drawn is None:
        return _Unit(STAND_IN, chain.first(STAND_IN) or chain.faces[0], "", len(cluster), cluster)
    shown = "".join(mark for mark in cluster if drawn.has(mark))
    lacking = "".join(mark for mark in cluster if not drawn.has(mark))
    return _Unit(shown, drawn, script_of(cluster), len(cluster), lacking)


def _settle_common(units: Sequence[_Unit], own: Sequence[Face]) -> list[Face]:
    """The face of every cluster, with marks and digits taken to their neighbour's face where that has them.

    European digits stay with the voice's own faces: beside Arabic or Thai they look as they do everywhere else.
    """
    faces = [unit.face for unit in units]

    def joins(near: Face | None, unit: _Unit) -> bool:
        return near is not None and near.has(unit.shown) and (near in own or not "0" <= unit.shown <= "9")

    near: Face | None = None
    for i, unit in enumerate(units):
        if unit.script:
            near = None if faces[i].colour else faces[i]
        elif near is not None and near is not faces[i] and joins(near, unit):
            faces[i] = near
    first = next((i for i, unit in enumerate(units) if unit.script and not faces[i].colour), None)
    for i in range(first or 0):
        if first is not None and not units[i].script and joins(faces[first], units[i]):
            faces[i] = faces[first]
    return faces


def _visual(units: Sequence[_Unit], faces: Sequence[Face], levels: Sequence[int] | None) -> list[Piece]:
    """Pieces of one face, script and level, in the order of rule L2."""
    cut: list[tuple[str, Face, int, str, list[int]]] = []
    at = 0
    for unit, drawn in zip(units, faces, strict=True):
        level = levels[at] if levels is not None else 0
        # a stand-in or a dropped mark counts where its cluster starts
        places = range(at, at + unit.length) if len(unit.shown) == unit.length else [at] * len(unit.shown)
        if cut and cut[-1][1] is drawn and cut[-1][2] == level and unit.script in ("", cut[-1][3] or unit.script):
            text, _, _, script, known = cut[-1]
            known.extend(places)
            cut[-1] = (text + unit.shown, drawn, level, script or unit.script, known)
        else:
            cut.append((unit.shown, drawn, level, unit.script, list(places)))
        at += unit.length
    order = range(len(cut)) if levels is None else bidi.visual([level for _, _, level, _, _ in cut])
    return [
        Piece(text, drawn, bool(level % 2), script, tuple(known))
        for text, drawn, level, script, known in (cut[i] for i in order)
    ]
