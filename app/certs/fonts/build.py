"""Developer script: makes the font subsets beside it and the list of what they cover (docs/fonts.md). Not for the app.

python -m app.certs.fonts.build FONTS [--emoji WOFF2] [--only NAME]
"""

import argparse
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SIMPLIFIED, KOREAN = 2, 1  # indexes inside Debian's Noto CJK collections; 0 would give Japanese shapes
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
COVERAGE = HERE / "coverage.json"

# The titles, which are set in the heaviest weight. A character added to a title and not here is drawn in Bold.
TITLES = "碳中和荣誉证书减排贡献注销支持致谢场景示例已撤点为证书"

LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    *range(0x250, 0x370),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),
    *range(0x2070, 0x20A0),
    *range(0x20A0, 0x20C1),
    *range(0x2100, 0x2190),
)
GREEK_AND_CYRILLIC = (*range(0x370, 0x530), *range(0x1C80, 0x1C89), *range(0x1F00, 0x2000), *range(0x2DE0, 0x2E00))


def encodable(codec: str) -> set[int]:
    """Every character of the basic plane that a legacy Chinese codec of Python's can write."""

    def fits(point: int) -> bool:
        try:
            chr(point).encode(codec)
        except UnicodeEncodeError:
            return False
        return not unicodedata.category(chr(point)).startswith("C")

    return {point for point in range(0x20, 0x10000) if not 0xD800 <= point < 0xE000 and fits(point)}


def text_characters() -> set[int]:
    """Sentences: GB 2312, which every phone types first, and Western letters."""
    return encodable("gb2312") | set(LATIN) | {ord(c) for c in "「」『』〔〕〇·•—…"}


def detail_characters() -> set[int]:
    """Facts (projects, owners, registries): GBK and Big5 with Hong Kong's additions."""
    return {point for point in encodable("gbk") | encodable("big5hkscs") if point < 0x10000} | text_characters()


def name_characters() -> set[int]:
    """Names: all of that, all of extension A and whatever the font has of extensions B and up.

    Every character of the official list for names (通用规范汉字表) is among them.
    """
    return detail_characters() | set(range(0x3400, 0x4DC0)) | set(range(0x20000, 0x32400))


def western() -> set[int]:
    return set(LATIN) | set(GREEK_AND_CYRILLIC)


def titles() -> set[int]:
    return {ord(c) for c in TITLES}


def hangul() -> set[int]:
    return {*range(0x1100, 0x1200), *range(0x3130, 0x3190), *range(0xA960, 0xA980), *range(0xAC00, 0xD800), 0x20}


def letters_of_mathematics() -> set[int]:
    """Bold, script, double-struck and other alphabets, which people borrow for their names, and common signs."""
    return {*range(0x1D400, 0x1D800), *range(0x2100, 0x2150), *range(0x2190, 0x2300)}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One subset: which installed file, which face inside it, which characters (None: all but Latin letters)."""

    made: str
    source: str
    characters: Callable[[], Iterable[int]] | None
    index: int = -1


CJK = "opentype/noto/"
WEST = "truetype/noto/"
HANDS = (
    Recipe("NotoSerifSC-Black.otf", CJK + "NotoSerifCJK-Black.ttc", titles, SIMPLIFIED),
    Recipe("NotoSerifSC-Medium.otf", CJK + "NotoSerifCJK-Medium.ttc", text_characters, SIMPLIFIED),
    Recipe("NotoSerifSC-Bold.otf", CJK + "NotoSerifCJK-Bold.ttc", name_characters, SIMPLIFIED),
    Recipe("NotoSansSC-Regular.otf", CJK + "NotoSansCJK-Regular.ttc", detail_characters, SIMPLIFIED),
    Recipe("NotoSerifDisplay-Regular.ttf", WEST + "NotoSerifDisplay-Regular.ttf", western),
    Recipe("NotoSerifDisplay-Bold.ttf", WEST + "NotoSerifDisplay-Bold.ttf", western),
    Recipe("NotoSerif-Regular.ttf", WEST + "NotoSerif-Regular.ttf", western),
    Recipe("NotoSerif-Bold.ttf", WEST + "NotoSerif-Bold.ttf", western),
    Recipe("NotoSans-Regular.ttf", WEST + "NotoSans-Regular.ttf", western),
    Recipe("NotoSansGujarati-Regular.ttf", WEST + "NotoSansGujarati-Regular.ttf", None),
)


def _listed(families: str) -> tuple[str, ...]:
    return tuple(families.split())


# One family for each further script, in two weights where a running text in it is likely. Where families share a
# character (a danda, a bracket) the earlier one owns it.
TWO_WEIGHTS = _listed(
    """
    SerifGujarati NaskhArabic SerifTibetan SerifThai SerifDevanagari SerifHebrew SerifBengali SerifGurmukhi
    SerifTamil SerifTelugu SerifKannada SerifMalayalam SansOriya SerifSinhala SerifKhmer SerifLao SerifMyanmar
    SerifGeorgian SerifArmenian SerifEthiopic
    """
)
BOLD = _listed(
    """
    SansCherokee SansCanadianAboriginal SansThaana SansAdlam SansOlChiki SansJavanese SansTaiTham SansCham
    SansLisu SansMeeteiMayek SansSundanese SansHanifiRohingya SansKayahLi SansBamum SansSoraSompeng
    SansMedefaidrin SerifNyiakengPuachueHmong
    """
)
REGULAR = _listed(
    """
    SansMongolian SansYi SerifBalinese SansSyriac SansNKo SansTifinagh SansVai SansTaiLe SansNewTaiLue
    SansTaiViet SansLepcha SansLimbu SansMiao SansBuginese SansOsage SansChakma SansSylotiNagri SansSaurashtra
    SansBatak SansRejang SansWarangCiti SansMro SansNewa SansWancho SansSamaritan SansMandaic SansPahawhHmong
    SansBassaVah SansTagalog SansHanunoo SansBuhid SansTagbanwa SansPauCinHau SansCoptic SansKhojki SansTirhuta
    SansModi SansTakri SansGunjalaGondi SansMasaramGondi SansKhudawadi SansMahajani SansSymbols SansSymbols2
    """
)
KOREAN_NAMES = Recipe("NotoSerifKR-Bold.otf", CJK + "NotoSerifCJK-Bold.ttc", hangul, KOREAN)
MATHEMATICS = Recipe("NotoSansMath-Regular.ttf", WEST + "NotoSansMath-Regular.ttf", letters_of_mathematics)


def _of_families(families: Iterable[str], weights: Sequence[str]) -> list[Recipe]:
    names = [f"Noto{family}-{weight}.ttf" for family in families for weight in weights]
    return [Recipe(name, WEST + name, None) for name in names]


SCRIPTS = (
    *_of_families(TWO_WEIGHTS, ("Bold", "Regular")),
    KOREAN_NAMES,
    *_of_families(BOLD, ("Bold",)),
    *_of_families(REGULAR, ("Regular",)),
    MATHEMATICS,
)
EMOJI = "NotoColorEmoji.ttf"


def options() -> subset.Options:
    """No hinting (we draw outlines), no subroutines (opens faster), nothing vertical, no national variants."""
    chosen = subset.Options()
    chosen.hinting = False
    chosen.desubroutinize = True
    chosen.layout_features = ["ccmp", "kern", "liga", "mark", "mkmk", "smcp", "c2sc", "lnum", "tnum", "halt"]
    chosen.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    chosen.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # copyright and licence travel inside the file
    chosen.notdef_outline = True
    chosen.glyph_names = False
    chosen.recalc_timestamp = False
    return chosen


def make(recipe: Recipe, fonts: Path) -> int:
    """Write one subset beside this script; returns its size in bytes. The same source gives the same bytes."""
    font = TTFont(fonts / recipe.source, fontNumber=recipe.index, lazy=True, recalcTimestamp=False)
    has = set(font.getBestCmap())
    how = options()
    if recipe.characters is None:  # a script's own font: everything it does to shape a word
        how.layout_features = ["*"]
        wanted = {point for point in has if not ("LATIN" in unicodedata.name(chr(point), "") and chr(point).isalpha())}
    else:
        wanted = set(recipe.characters()) & has
    # the syllables of Hangul are made of few parts: as subroutines a third of the size
    how.desubroutinize = recipe is not KOREAN_NAMES
    cutter = subset.Subsetter(how)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    _licensed(font)
    target = HERE / recipe.made
    font.save(target)
    return target.stat().st_size


def _licensed(font: TTFont) -> None:
    """Say the licence inside the file where its makers say it only beside it (emoji, Hanifi Rohingya)."""
    if font["name"].getDebugName(13) is None:
        font["name"].setName(LICENCE, 13, 3, 1, 0x409)
        font["name"].setName("https://openfontlicense.org", 14, 3, 1, 0x409)


def make_emoji(woff2: Path) -> int:
    """The whole colour emoji font as sfnt with its COLRv1 drawings; the same drawings as SVG are left out."""
    font = TTFont(woff2, recalcTimestamp=False)
    font.flavor = None
    del font["SVG "]
    _licensed(font)
    font.save(HERE / EMOJI)
    return (HERE / EMOJI).stat().st_size


def covered() -> dict[str, list[list[int]]]:
    """For each file of ``SCRIPTS`` and the emoji the code points only it is asked for, as [first, last] pairs.

    The weights of a family cover the same; the file named is the first of them.
    """
    # Gujarati's second hand is chosen by voice (faces.py), it owns nothing
    hands = [recipe.made for recipe in HANDS if recipe.characters is not None]
    owned: set[int] = set().union(*map(_points, hands))
    out: dict[str, list[list[int]]] = {}
    for file in [*(recipe.made for recipe in SCRIPTS), EMOJI]:
        points = _points(file) - owned
        owned |= points
        if points:
            out[file] = _pairs(points)
    return out


def _points(file: str) -> set[int]:
    with TTFont(HERE / file, lazy=True) as font:
        return set(font.getBestCmap())


def _pairs(points: Iterable[int]) -> list[list[int]]:
    pairs: list[list[int]] = []
    for point in sorted(points):
        if pairs and pairs[-1][1] == point - 1:
            pairs[-1][1] = point
        else:
            pairs.append([point, point])
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path, help="where the packages put their fonts: the folder with opentype/noto")
    parser.add_argument("--emoji", type=Path, help="the emoji font, noto-color-emoji-emoji-400-normal.woff2")
    parser.add_argument("--only", help="make just this file; * and ? may be used")
    wanted = parser.parse_args()
    for recipe in (*HANDS, *SCRIPTS):
        if wanted.only is None or fnmatch(recipe.made, wanted.only):
            print(f"{recipe.made}: {make(recipe, wanted.fonts):,} bytes")
    if wanted.emoji is not None:
        print(f"{EMOJI}: {make_emoji(wanted.emoji):,} bytes")
    lines = [f"{json.dumps(file)}:{json.dumps(pairs, separators=(',', ':'))}" for file, pairs in covered().items()]
    COVERAGE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
