"""Where the numbers come from: every source in the current factor set, for the about page. Reads only."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from app.methodology import calculators, factor_sets, labels


@dataclass(frozen=True, slots=True)
class Source:
    """One publication. ``years`` of its factors, oldest first; ``factors``: how many come from it."""

    source: str
    source_url: str
    years: tuple[int, ...]
    factors: int


@dataclass(frozen=True, slots=True)
class Sources:
    factor_set: str
    calculator_version: str
    items: tuple[Source, ...]
    credits: tuple[str, ...]


@lru_cache(maxsize=8)
def sources(locale: str) -> Sources:
    """Most used first. ``credits``: what licences ask to be said, in the language asked for."""
    named: dict[str, Counter[str]] = {}
    years: dict[str, set[int]] = {}
    for factor in factor_sets.load(factor_sets.CURRENT).factors.values():
        publication = factor.source_url or factor.source
        named.setdefault(publication, Counter())[factor.source] += 1
        years.setdefault(publication, set()).update({factor.year} if factor.year else ())
    items = [
        Source(_title(names), where if "://" in where else "", tuple(sorted(years[where])), names.total())
        for where, names in named.items()
    ]
    items.sort(key=lambda item: (-item.factors, item.source))
    credit = labels.text("credit.places", locale)
    return Sources(factor_sets.CURRENT, calculators.CURRENT, tuple(items), (credit,))


def _title(names: Counter[str]) -> str:
    """Of a publication quoted under several names: the usual one, without the sheet of the workbook."""
    return names.most_common(1)[0][0].partition(", sheet:")[0]
