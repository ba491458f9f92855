"""Tips for a month of life: what one change would save by the footprint's own method, and whose factors say so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import tips
from app.domain.errors import InputRefused
from app.methodology import footprints as method
from app.services.footprints import StoredFootprint
from app.services.life import CALCULATOR

AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Tip:
    """``saves_g``: grams a month, computed. ``n``: the number its sentence names. ``sources``: of the factors in it."""

    key: str
    category: str
    n: int
    saves_g: int
    sources: tuple[Mapping[str, Any], ...]


def for_footprint(footprint: StoredFootprint) -> list[Tip]:
    """At most three, those of the largest category first, then by what they save. None once the inputs are erased."""
    if footprint.calculator != CALCULATOR or footprint.inputs is None:
        return []
    sums = footprint.category_sums
    largest = max(sums, key=lambda category: sums[category], default="")
    found = [tip for change in tips.changes(footprint.inputs) if (tip := _tip(footprint, change)) is not None]
    return sorted(found, key=lambda tip: (tip.category != largest, -tip.saves_g))[:AT_MOST]


def _tip(footprint: StoredFootprint, change: tips.Change) -> Tip | None:
    """None where the change saves nothing, or cannot be made (no railway goes there)."""
    try:
        changed = method.recompute(
            change.inputs,
            footprint.calculator,
            footprint.calculator_version,
            footprint.factor_set,
            footprint.context or {},
        )
    except InputRefused:
        return None
    saves_g = footprint.total_g - changed.total_g
    if saves_g <= 0:
        return None
    lines = [line.to_json() for line in changed.lines]
    return Tip(change.key, change.category, change.n, saves_g, _sources(footprint.lines or (), lines))


def _sources(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Of the factors whose grams differ, each source once."""
    grams: Counter[str] = Counter()
    factors: dict[str, Mapping[str, Any]] = {}
    for sign, lines in ((1, before), (-1, after)):
        for line in lines:
            grams[line["factor"]["key"]] += sign * line["mass_g"]
            factors[line["factor"]["key"]] = line["factor"]
    told = {factors[key]["source"]: factors[key] for key, rest in grams.items() if rest}
    return tuple({name: factor.get(name) for name in ("source", "source_url", "year")} for factor in told.values())
