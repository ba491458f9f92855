"""The fonts we draw with, and for every voice the order in which they are asked. How a line is set is typeset.py."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path

import regex
import uharfbuzz as hb

FONTS = Path(__file__).parent / "fonts"
EMOJI = "NotoColorEmoji.ttf"


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

# The first face that has every character of a word draws the word. The scripts these faces lack are found in the
# list of what each further file covers (fonts/coverage.json), so that none is opened in vain.
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


BOLD = frozenset({Voice.TITLE, Voice.NAME, Voice.LABEL, Voice.LABEL_LATIN, Voice.FIGURE})
SANS = frozenset({Voice.DETAIL, Voice.DETAIL_LATIN})


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a face is set beside Chinese: drawn ``scale`` times as large and raised by ``lift`` sizes."""

    scale: float = 1.0
    lift: float = 0.0


PLAIN = Fitting()
# By eye, on a sheet of names: letters of every script as tall and as dark as the Chinese ones beside them.
FITTINGS: Mapping[str, Fitting] = {
    "NotoColorEmoji": Fitting(0.80, 0.10),
    "NotoNaskhArabic": Fitting(1.2, 0.03),
    "NotoSerifTibetan": Fitting(0.9, 0.14),
    "NotoSerifMyanmar": Fitting(0.86, 0.04),
    "NotoSerifTamil": Fitting(0.92, 0.02),
    "NotoSerifKhmer": Fitting(0.94, 0.04),
    "NotoSerifSinhala": Fitting(0.95),
    "NotoSerifKannada": Fitting(1.0, 0.03),
    "NotoSansJavanese": Fitting(0.8, 0.05),
    "NotoSerifBalinese": Fitting(0.85, 0.05),
    "NotoSansTaiTham": Fitting(0.85, 0.05),
}

# Marks that the display face draws as hairlines beside its bold letters; the text face of its family draws them.
DISPLAY, STURDY = "NotoSerifDisplay-Bold.ttf", "NotoSerif-Bold.ttf"
HAIRLINES = frozenset("-\u2010\u2011\u2013\\/_~+=<>#^×÷±°")

# Letters that hang together: spreading them would tear a word apart.
_JOINED = regex.compile(
    "Noto(Naskh|S(ans|erif)(Gujarati|Tibetan|Devanagari|Bengali|Gurmukhi|Tamil|Telugu|Kannada|Malayalam|Oriya|Sinhala"
    "|Khmer|Lao|Thai|Myanmar|Mongolian|Syriac|NKo|Adlam|Mandaic|HanifiRohingya|Javanese|Balinese|TaiTham|Cham|Newa|Modi"
    "|Tirhuta|Takri|Khojki|SylotiNagri|Chakma|MeeteiMayek|Thaana))"
)
_FAMILY = regex.compile(r"^\w+")


class Face:
    """One font file, opened when something of it is asked for. ``upem`` is font units per em.

    ``spread``: may its letters be set apart? ``colour``: has it drawings in their own colours (emoji)?
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.fitting = FITTINGS.get(_FAMILY.findall(file)[0], PLAIN)
        self.spread = not _JOINED.match(file)
        self.colour = file == EMOJI
        self.without = HAIRLINES if file == DISPLAY else frozenset[str]()

    def __repr__(self) -> str:
        return f"Face({self.file})"

    @property
    def path(self) -> Path:
        return FONTS / self.file

    @cached_property
    def font(self) -> hb.Font:
        """FileNotFoundError if the file is not committed (docs/fonts.md)."""
        if not self.path.is_file():
            raise FileNotFoundError(self.path)
        return hb.Font(hb.Face(hb.Blob.from_file_path(str(self.path))))

    @cached_property
    def upem(self) -> int:
        return int(self.font.face.upem)

    @cached_property
    def em(self) -> float:
        """Of a line's size, how much one font unit is."""
        return self.fitting.scale / self.upem

    def has(self, text: str) -> bool:
        """Has it a glyph for every character, and one to be used? Joiners and selectors need none."""
        glyph = self.font.get_nominal_glyph
        return self.without.isdisjoint(text) and all(
            glyph(ord(character)) or _GLYPHLESS.match(character) for character in text
        )

    @cached_property
    def _extents(self) -> dict[int, tuple[float, float, float, float] | None]:
        return {}

    def extents(self, index: int) -> tuple[float, float, float, float] | None:
        """left, bottom, right, top of a glyph's ink in sizes, y up; None where there is none. Remembered."""
        if index not in self._extents:
            found = self.font.get_glyph_extents(index)
            self._extents[index] = (
                None
                if found is None or not found.width or not found.height
                else (
                    found.x_bearing * self.em,
                    (found.y_bearing + found.height) * self.em,
                    (found.x_bearing + found.width) * self.em,
                    found.y_bearing * self.em,
                )
            )
        return self._extents[index]


_GLYPHLESS = regex.compile(r"[\u200c\u200d\ufe0e\ufe0f\u180b-\u180f\U000e0020-\U000e007f]")


@cache
def face(file: str) -> Face:
    """One face per file and process."""
    return Face(file)


@dataclass(frozen=True, slots=True)
class Chain:
    """The faces of a voice, first choice first; ``further`` answers for every script these lack."""

    voice: Voice
    faces: tuple[Face, ...]

    def first(self, text: str) -> Face | None:
        """The face that has all of a text, None if no face has."""
        owners = {file for character in text if (file := _owner(ord(character)))}
        if owners:
            return next((each for each in map(self.further, sorted(owners)) if each.has(text)), None)
        if text in HAIRLINES and self.faces[0].file == DISPLAY:
            return face(STURDY)
        return next((each for each in self.faces if each.has(text)), None)

    def further(self, file: str) -> Face:
        """The face of a script in the weight of the voice, where it comes in two."""
        if self.voice in BOLD:
            return face(file)
        if self.voice in SANS and file.startswith("NotoSerifGujarati"):
            return face("NotoSansGujarati-Regular.ttf")
        return face(_regular(file))


@cache
def chain(voice: Voice) -> Chain:
    """The faces of a voice. Opens none."""
    return Chain(voice, tuple(face(file) for file in CHAINS[voice]))


@cache
def _regular(file: str) -> str:
    lighter = file.replace("-Bold", "-Regular")
    return lighter if (FONTS / lighter).is_file() else file


@cache
def _coverage() -> tuple[list[int], list[tuple[int, str]]]:
    """Where each range of code points starts; where it ends, and the file that has it."""
    with (FONTS / "coverage.json").open(encoding="utf-8") as stored:
        ranges = sorted((first, last, file) for file, pairs in json.load(stored).items() for first, last in pairs)
    return [first for first, _, _ in ranges], [(last, file) for _, last, file in ranges]


@lru_cache(maxsize=8192)
def _owner(point: int) -> str | None:
    """The further file that has a code point, if none of the chains' own has it."""
    starts, rest = _coverage()
    at = bisect_right(starts, point) - 1
    return rest[at][1] if at >= 0 and point <= rest[at][0] else None
