"""The fonts we draw with, and for every voice the order in which they are asked. How a line is set is typeset.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import uharfbuzz as hb

FONTS = Path(__file__).parent / "fonts"


class Voice(StrEnum):
    """What a line is for. A voice is a chain of faces, not one face.

    In Chinese, quotes and dots come from the Chinese face (full width), in Western text from the Western one.
    """

    TITLE = "title"
    NAME = "name"
    TEXT = "text"
    TEXT_LATIN = "text-latin"
    LABEL = "label"
    LABEL_LATIN = "label-latin"
    FIGURE = "figure"
    CAPTION = "caption"
    DETAIL = "detail"
    DETAIL_LATIN = "detail-latin"


_LAST = ("NotoSerif-Bold.ttf", "NotoSans-Regular.ttf", "NotoSansSC-Regular.otf")

# The first face that has every character of a word draws the word. Another script (Gujarati, Arabic, Tibetan, emoji)
# is one more file name at the end of each chain; nothing else has to change.
CHAINS: Mapping[Voice, tuple[str, ...]] = {
    Voice.TITLE: ("NotoSerifSC-Black.otf", "NotoSerifDisplay-Bold.ttf", "NotoSerifSC-Bold.otf", *_LAST),
    Voice.NAME: ("NotoSerifDisplay-Bold.ttf", "NotoSerifSC-Bold.otf", *_LAST),
    Voice.TEXT: ("NotoSerifSC-Medium.otf", "NotoSerifSC-Bold.otf", "NotoSerif-Regular.ttf", *_LAST),
    Voice.TEXT_LATIN: ("NotoSerif-Regular.ttf", "NotoSerifSC-Medium.otf", "NotoSerifSC-Bold.otf", *_LAST),
    Voice.LABEL: ("NotoSerifSC-Bold.otf", *_LAST),
    Voice.LABEL_LATIN: ("NotoSerif-Bold.ttf", "NotoSerifSC-Bold.otf", *_LAST),
    Voice.FIGURE: ("NotoSerifDisplay-Bold.ttf", "NotoSerifSC-Bold.otf", *_LAST),
    Voice.CAPTION: ("NotoSerifDisplay-Regular.ttf", "NotoSerifSC-Medium.otf", "NotoSerifSC-Bold.otf", *_LAST),
    Voice.DETAIL: ("NotoSansSC-Regular.otf", "NotoSans-Regular.ttf", "NotoSerifSC-Bold.otf"),
    Voice.DETAIL_LATIN: ("NotoSans-Regular.ttf", "NotoSansSC-Regular.otf", "NotoSerifSC-Bold.otf"),
}

WESTERN: Mapping[Voice, Voice] = {
    Voice.TEXT: Voice.TEXT_LATIN,
    Voice.LABEL: Voice.LABEL_LATIN,
    Voice.DETAIL: Voice.DETAIL_LATIN,
}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One open font file. ``upem`` is font units per em; ``covers`` the code points it has a glyph for."""

    file: str
    font: hb.Font
    upem: int
    covers: frozenset[int]

    @property
    def path(self) -> Path:
        return FONTS / self.file

    def has(self, text: str) -> bool:
        return all(ord(character) in self.covers for character in text)


@cache
def face(file: str) -> Face:
    """Open a font once per process. FileNotFoundError if the file is not committed (docs/fonts.md)."""
    path = FONTS / file
    if not path.is_file():
        raise FileNotFoundError(path)
    opened = hb.Face(hb.Blob.from_file_path(str(path)))
    return Face(file, hb.Font(opened), opened.upem, frozenset(opened.unicodes))


@cache
def chain(voice: Voice) -> tuple[Face, ...]:
    """The faces of a voice, first choice first."""
    return tuple(face(file) for file in CHAINS[voice])
