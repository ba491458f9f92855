"""How a gram, a fen and a day are written for a person. Exact integers only; the words around them are wording.py."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["zh-Hans", "en", "sw", "gu"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "en", "sw", "gu")
DEFAULT_LANGUAGE: Language = "zh-Hans"

GRAMS_PER_KG = 1_000
GRAMS_PER_TONNE = 1_000_000

_FOREIGN: Language = "en"
_BY_PRIMARY = {tag.split("-")[0]: tag for tag in LANGUAGES}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "sw": (
        "Januari", "Februari", "Machi", "Aprili", "Mei", "Juni",
        "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba",
    ),
    "gu": (
        "જાન્યુઆરી", "ફેબ્રુઆરી", "માર્ચ", "એપ્રિલ", "મે", "જૂન",
        "જુલાઈ", "ઑગસ્ટ", "સપ્ટેમ્બર", "ઑક્ટોબર", "નવેમ્બર", "ડિસેમ્બર",
    ),
}  # fmt: skip


def language_of(locale: str) -> Language:
    """The language we write for a locale tag: any Chinese is zh-Hans; whoever speaks none of ours reads English."""
    return _BY_PRIMARY.get(locale.replace("_", "-").split("-")[0].lower(), _FOREIGN)


@dataclass(frozen=True, slots=True)
class Mass:
    """A mass as it is shown: ``number`` and ``unit`` apart, because a hero number is set larger than its unit."""

    number: str
    unit: str

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


def mass(mass_g: int) -> Mass:
    """Grams as a person reads them; rounded half to even, like every gram of ours, from integers only.

    Below 100 g whole grams (12 g, never 0.0 kg); below 100 kg one decimal (99.9 kg); below 1,000 kg whole kilograms;
    from there tonnes, with two decimals below 100 t and whole above. A value that rounds up to the next step is
    written in that step (99,960 g is 100 kg). Negative masses raise ValueError: we never show one.
    """
    if mass_g < 0:
        raise ValueError("a mass that is shown is not negative")
    if mass_g < 100:
        return Mass(str(mass_g), "g")
    tenths_kg = half_even(mass_g, GRAMS_PER_KG // 10)
    if tenths_kg < 1_000:
        return Mass(_with_decimals(tenths_kg, 1), "kg")
    kg = half_even(mass_g, GRAMS_PER_KG)
    if kg < 1_000:
        return Mass(grouped(kg), "kg")
    hundredths_t = half_even(mass_g, GRAMS_PER_TONNE // 100)
    if hundredths_t < 10_000:
        return Mass(_with_decimals(hundredths_t, 2), "t")
    return Mass(grouped(half_even(mass_g, GRAMS_PER_TONNE)), "t")


def grams(mass_g: int) -> str:
    """The exact grams: ``405,412 g``."""
    return f"{grouped(mass_g)} g"


def fen(amount_fen: int) -> str:
    """Money, exact to the fen: 1744 is ``¥17.44``, -5 is ``-¥0.05``."""
    yuan, rest = divmod(abs(amount_fen), 100)
    return f"{'-' if amount_fen < 0 else ''}¥{grouped(yuan)}.{rest:02d}"


def day(on: date, locale: str = DEFAULT_LANGUAGE) -> str:
    """A calendar day (Asia/Shanghai): ``2026 年 8 月 16 日``, ``16 August 2026``, ``16 Agosti 2026``, ``16 ઑગસ્ટ 2026``.

    Digits are Latin in every language, as in codes and numbers.
    """
    language = language_of(locale)
    if language == "zh-Hans":
        return f"{on.year} 年 {on.month} 月 {on.day} 日"
    return f"{on.day} {_MONTHS[language][on.month - 1]} {on.year}"


def grouped(number: int) -> str:
    """An integer with a comma between thousands."""
    return f"{number:,}"


def half_even(numerator: int, denominator: int) -> int:
    """``numerator / denominator`` rounded half to even; both integers, ``denominator`` positive."""
    if denominator <= 0:
        raise ValueError("rounding needs a positive denominator")
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))


def _with_decimals(scaled: int, decimals: int) -> str:
    whole, rest = divmod(scaled, 10**decimals)
    return f"{grouped(whole)}.{rest:0{decimals}d}"
