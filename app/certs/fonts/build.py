"""Developer script: makes the font subsets beside it from Debian's Noto packages (docs/fonts.md). Never run by the app.

python -m app.certs.fonts.build FONTS [--only NAME]
"""

import argparse
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SIMPLIFIED = 2  # index of SC inside Debian's Noto CJK collections; 0 would give Japanese shapes

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


@dataclass(frozen=True, slots=True)
class Recipe:
    """One subset: which installed file, which face inside it, which characters."""

    made: str
    source: str
    characters: Callable[[], Iterable[int]]
    index: int = -1


CJK = "opentype/noto/"
WEST = "truetype/noto/"
RECIPES = (
    Recipe("NotoSerifSC-Black.otf", CJK + "NotoSerifCJK-Black.ttc", titles, SIMPLIFIED),
    Recipe("NotoSerifSC-Medium.otf", CJK + "NotoSerifCJK-Medium.ttc", text_characters, SIMPLIFIED),
    Recipe("NotoSerifSC-Bold.otf", CJK + "NotoSerifCJK-Bold.ttc", name_characters, SIMPLIFIED),
    Recipe("NotoSansSC-Regular.otf", CJK + "NotoSansCJK-Regular.ttc", detail_characters, SIMPLIFIED),
    Recipe("NotoSerifDisplay-Regular.ttf", WEST + "NotoSerifDisplay-Regular.ttf", western),
    Recipe("NotoSerifDisplay-Bold.ttf", WEST + "NotoSerifDisplay-Bold.ttf", western),
    Recipe("NotoSerif-Regular.ttf", WEST + "NotoSerif-Regular.ttf", western),
    Recipe("NotoSerif-Bold.ttf", WEST + "NotoSerif-Bold.ttf", western),
    Recipe("NotoSans-Regular.ttf", WEST + "NotoSans-Regular.ttf", western),
)


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
    cutter = subset.Subsetter(options())
    cutter.populate(unicodes=set(recipe.characters()) & set(font.getBestCmap()))
    cutter.subset(font)
    target = HERE / recipe.made
    font.save(target)
    return target.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path, help="where the packages put their fonts: the folder with opentype/noto")
    parser.add_argument("--only", help="make just this file")
    wanted = parser.parse_args()
    for recipe in RECIPES:
        if wanted.only in (None, recipe.made):
            print(f"{recipe.made}: {make(recipe, wanted.fonts):,} bytes")


if __name__ == "__main__":
    main()
