"""A month of life beside what people of the country use on average: only where a published figure can be named."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.methodology import averages, calculators, labels, places
from app.services.footprints import StoredFootprint
from app.services.life import CALCULATOR

#: Without an answer the method takes the national grid, so what is compared is national too.
COUNTRY = "CN"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``yours`` and ``average`` a person and month, decimal strings with the same digits, in ``unit``."""

    key: str
    label: str
    unit: str
    yours: str
    average: str
    year: int
    sources: tuple[Mapping[str, Any], ...]


def for_footprint(footprint: StoredFootprint, locale: str) -> list[Comparison]:
    """In the form's order, of what was entered. Empty for a journey, a home elsewhere, and once inputs are erased."""
    if footprint.calculator != CALCULATOR or footprint.inputs is None:
        return []
    home = places.get(footprint.inputs["home"]) if footprint.inputs.get("home") else None
    known = averages.load(home.country if home else COUNTRY)
    form = calculators.load(CALCULATOR, footprint.calculator_version)
    people = int(footprint.inputs.get("household") or 1)
    found = []
    for key, average in known.items():
        used = Decimal(str(footprint.inputs.get(key) or 0))
        if not used:
            continue
        yours = (used / people).quantize(average.amount)
        found.append(
            Comparison(
                key,
                labels.field_label(key, locale),
                labels.unit_label(form.fields[key].unit, locale),
                str(yours),
                str(average.amount),
                average.year,
                average.sources,
            )
        )
    return found
