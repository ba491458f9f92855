"""From any Unicode string to runs of one face and one direction, in visual order. Shaping is typeset.py."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bidi import algorithm as uax9

from app.certs.faces import Face

STAND_IN = "•"  # drawn for a character no face has: visible, neutral, and reported


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in logical order that one face draws in one direction."""

    text: str
    face: Face
    rtl: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """A line cut up, in visual order from left to right, and the characters that no face has."""

    pieces: tuple[Piece, ...]
    missing: tuple[str, ...]


def clean(text: str) -> str:
    """What is left to draw: NFC, one space for any white space, no controls, no zero-width or directional marks.

    Variation selectors go too: the plain form of an ideograph is drawn. Never raises, lone surrogates included.
    """
    spaced = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    kept = (character for character in spaced if not _invisible(character))
    return " ".join("".join(kept).split())


def _invisible(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cf", "Cc")
        or unicodedata.bidirectional(character) == "BN"
        or 0xFE00 <= ord(character) <= 0xFE0F
        or 0xE0100 <= ord(character) <= 0xE01EF
        or character in "\u115f\u1160\u3164\uffa0\u034f"
    )


def clusters(text: str) -> list[str]:
    """Characters with the marks that belong to them; enough of UAX #29 for the scripts our faces have."""
    out: list[str] = []
    for character in text:
        if out and unicodedata.category(character) in ("Mn", "Mc", "Me"):
            out[-1] += character
        else:
            out.append(character)
    return out


def script_of(cluster: str) -> str:
    """``LATIN``, ``CYRILLIC``, ``CJK`` ... for a letter, empty for what any script may use (digits, punctuation)."""
    if not unicodedata.category(cluster[0]).startswith("L"):
        return ""
    return unicodedata.name(cluster[0], "UNKNOWN").split(" ")[0].split("-")[0]


def has_wide(text: str) -> bool:
    """Does the text hold characters that stand in a square, as Chinese, Japanese and Korean ones do?"""
    return any(unicodedata.east_asian_width(character) in ("W", "F") for character in text)


def words(text: str) -> list[str]:
    """Neighbouring letters of one script, so that one face draws a whole word; everything else cluster by cluster."""
    out: list[str] = []
    last = ""
    for cluster in clusters(text):
        script = script_of(cluster)
        if out and script and script == last and script not in ("CJK", "HANGUL", "HIRAGANA", "KATAKANA"):
            out[-1] += cluster
        else:
            out.append(cluster)
        last = script
    return out


def itemise(text: str, chain: Sequence[Face], *, base_rtl: bool | None = None, western: bool = False) -> Pieces:
    """Cut a cleaned line into pieces. ``base_rtl`` None takes the direction of the first strong character (UAX #9, P2).

    Digits and punctuation stay with the face of the word before them if it has them, else with the word after; in
    ``western`` text with the first face of the chain, or a quotation mark after a Chinese word would stand in a square.
    """
    drawn: list[tuple[str, Face]] = []
    levels: list[int] = []
    missing: list[str] = []
    # directions are those of the text itself, also where a stand-in is drawn
    of_character = _levels(text, base_rtl)
    at = 0
    for word in words(text):
        for shown, face, length in _dress(word, chain, missing):
            drawn.append((shown, face))
            levels.append(of_character[at])
            at += length
    faces = [face for _, face in drawn] if western else _settle_common(drawn)
    return Pieces(tuple(_visual([shown for shown, _ in drawn], faces, levels)), tuple(missing))


def _dress(word: str, chain: Sequence[Face], missing: list[str]) -> list[tuple[str, Face, int]]:
    """(what is drawn, its face, how many characters of the word it stands for), cluster by cluster."""
    whole = next((face for face in chain if face.has(word)), None)
    if whole is not None:
        return [(cluster, whole, len(cluster)) for cluster in clusters(word)]
    out: list[tuple[str, Face, int]] = []
    for cluster in clusters(word):
        face = next((face for face in chain if face.has(cluster)), None)
        if face is None:  # the letter without the marks we lack, or the stand-in
            face = next((face for face in chain if face.has(cluster[0])), None)
            missing.extend(mark for mark in cluster if face is None or not face.has(mark))
            shown = "".join(mark for mark in cluster if face is not None and face.has(mark)) or STAND_IN
            out.append((shown, face or next(face for face in chain if face.has(STAND_IN)), len(cluster)))
        else:
            out.append((cluster, face, len(cluster)))
    return out


def _settle_common(drawn: Sequence[tuple[str, Face]]) -> list[Face]:
    """The face of every word, with marks and digits taken to their neighbour's face where that has them."""
    faces = [face for _, face in drawn]
    strong = [bool(script_of(word)) for word, _ in drawn]
    near: Face | None = None
    for i, (word, _) in enumerate(drawn):
        if strong[i]:
            near = faces[i]
        elif near is not None and near.has(word):
            faces[i] = near
    first = next((i for i, is_strong in enumerate(strong) if is_strong), None)
    if first is not None:
        for i in range(first):
            if faces[first].has(drawn[i][0]):
                faces[i] = faces[first]
    return faces


def _levels(text: str, base_rtl: bool | None) -> list[int]:
    """The embedding level of every character (UAX #9 as python-bidi does it; isolates were removed by ``clean``)."""
    # a code point without a class yet counts as a neutral symbol; python-bidi would refuse it
    text = "".join(character if unicodedata.bidirectional(character) else "\ufffc" for character in text)
    base = uax9.get_base_level(text) if base_rtl is None else int(base_rtl)
    if not base and not any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text):
        return [0] * len(text)
    storage = uax9.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = ("L", "R")[base]
    uax9.get_embedding_levels(text, storage)
    uax9.explicit_embed_and_overrides(storage)
    uax9.resolve_weak_types(storage)
    uax9.resolve_neutral_types(storage, False)
    uax9.resolve_implicit_levels(storage, False)
    return [character["level"] for character in storage["chars"]]


def _visual(drawn: Sequence[str], faces: Sequence[Face], levels: Sequence[int]) -> list[Piece]:
    """Pieces of one face and level, reordered by rule L2: from the highest level down, reverse what is at least it."""
    units: list[tuple[str, Face, int]] = []
    for cluster, face, level in zip(drawn, faces, levels, strict=True):
        if units and units[-1][1] is face and units[-1][2] == level:
            units[-1] = (units[-1][0] + cluster, face, level)
        else:
            units.append((cluster, face, level))
    for floor in range(max((level for *_, level in units), default=0), 0, -1):
        start = 0
        while start < len(units):
            end = start
            while end < len(units) and units[end][2] >= floor:
                end += 1
            units[start:end] = units[start:end][::-1]
            start = max(end, start + 1)
    return [Piece(text, face, bool(level % 2)) for text, face, level in units]
