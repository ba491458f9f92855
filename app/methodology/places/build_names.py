"""Names and search keys of places while the table is built: pinyin with corrections, our own lists."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from app.methodology.places.index import folded

SOURCES = Path(__file__).parent / "sources"


@dataclass(slots=True)
class Draft:
    """A place before it is ranked. population: of its city for an airport. aliases_zh: further names to be found by."""

    id: str
    kind: str
    zh: str
    en: str
    country: str
    province: str | None
    city: str | None
    latitude: float
    longitude: float
    population: int = 0
    aliases_zh: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


@cache
def names() -> dict[str, Any]:
    """The hand-made names: seats of autonomous prefectures, English corrections, polyphones."""
    made: dict[str, Any] = json.loads((SOURCES / "prefectures_names.json").read_text(encoding="utf-8"))
    return made


def lines(name: str) -> list[str]:
    """Lines of one of our lists without comments."""
    text = (SOURCES / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def is_chinese(text: str) -> bool:
    """Whether a name is all Chinese characters (a middle dot may part them)."""
    return bool(text) and all("\u4e00" <= character <= "\u9fff" for character in text.replace("·", ""))


def is_simplified(text: str) -> bool:
    """Chinese, and every character in GB 2312, the set of simplified characters: 東京 is not.

    GB 2312 has 浜 for another word; in the names of cities it is Japanese for 滨.
    """
    if "浜" in text:
        return False
    try:
        text.replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return False
    return is_chinese(text)


def syllables(chinese: str) -> list[str]:
    """Pinyin of a name, syllable by syllable; what the corrections know comes from there, the longest piece first."""
    known: dict[str, str] = names()["pinyin"]
    for piece in sorted((piece for piece in known if piece in chinese), key=len, reverse=True):
        before, _, after = chinese.partition(piece)
        return [*syllables(before), *known[piece].split(), *syllables(after)]
    return lazy_pinyin(chinese, errors="ignore", v_to_u=False) if chinese else []


def keys_of(place: Draft) -> set[str]:
    """Everything the place is found by from the first letter on."""
    keys = {folded(place.en), *(folded(code) for code in place.codes)}
    keys.update(folded(part) for part in re.findall(r"\((.+?)\)", place.en))
    for chinese in {place.zh, *place.aliases_zh}:
        keys.add(folded(chinese))
        if is_chinese(chinese):
            spelled = syllables(chinese)
            keys.add("".join(spelled).replace("ü", "v"))
            keys.add("".join(syllable[0] for syllable in spelled))
    return {key for key in keys if key}
