"""Emission factors and sets of them: exact decimals with their source. The files: app/methodology/factor_sets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from math import isqrt
from typing import Any


class Confidence(StrEnum):
    """How a number came into the table: read in the named source, computed from such, or assumed in part."""

    QUOTED = "quoted"
    DERIVED = "derived"
    ESTIMATE = "estimate"


SPREAD_PERCENT: Mapping[Confidence, int] = {Confidence.QUOTED: 15, Confidence.DERIVED: 30, Confidence.ESTIMATE: 50}
"""Half-width of the uncertainty of one item, in percent; a judgement of this method, no source."""


def half_even(numerator: int, denominator: int) -> int:
    """numerator / denominator to the nearest integer, a half to the even one. Exact; for 0 <= numerator."""
    quotient, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return quotient + (twice > denominator or (twice == denominator and quotient & 1))


def rounded_root_of_hundredths(square: int) -> int:
    """sqrt(square) / 100 rounded to an integer, a half to the even one. Exact: no float, no decimal context."""
    root = isqrt(square)
    if root * root == square:
        return half_even(root, 100)
    return (root + 50) // 100


@dataclass(frozen=True, slots=True)
class FactorSnapshot:
    """The factor as it stands in a stored line: enough to check the line without this program."""

    key: str
    value: str
    unit: str
    source: str
    source_url: str
    year: int | None
    geography: str
    confidence: Confidence

    def to_json(self) -> dict[str, str | int | None]:
        """The members of api.md's `factor`, and the confidence word and address of the source."""
        return {
            "key": self.key,
            "value": self.value,
            "unit": self.unit,
            "source": self.source,
            "source_url": self.source_url,
            "year": self.year,
            "geography": self.geography,
            "confidence": self.confidence.value,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FactorSnapshot":
        """The inverse of to_json."""
        return cls(**{**stored, "confidence": Confidence(stored["confidence"])})


@dataclass(frozen=True, slots=True)
class EmissionFactor:
    """Mass per unit of activity.

    value: kg CO2 or CO2e per unit, exact; unit: ``kgCO2/passenger-km`` as the table writes it.
    activity_unit, digits, scale and spread_percent follow from the other fields: value = digits / 10**scale.
    """

    key: str
    value: Decimal
    unit: str
    geography: str
    year: int | None
    source: str
    source_url: str
    confidence: Confidence
    category: str
    name_en: str
    name_zh: str
    note: str = ""
    activity_unit: str = field(init=False)
    digits: int = field(init=False)
    denominator: int = field(init=False)
    spread_percent: int = field(init=False)
    snapshot: FactorSnapshot = field(init=False)

    def __post_init__(self) -> None:
        exponent = self.value.as_tuple().exponent
        if not isinstance(exponent, int) or self.value < 0:
            raise ValueError(f"{self.key}: {self.value} is not a factor")
        scale = max(0, -exponent)
        derived: dict[str, object] = {
            "activity_unit": self.unit.split("/", 1)[1],
            "digits": int(self.value.scaleb(scale)),
            "denominator": 10**scale,
            "spread_percent": SPREAD_PERCENT[self.confidence],
            "snapshot": FactorSnapshot(
                self.key,
                format(self.value, "f"),
                self.unit,
                self.source,
                self.source_url,
                self.year,
                self.geography,
                self.confidence,
            ),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def mass_g(self, thousandths: int, divisor: int = 1) -> int:
        """Grams of ``thousandths / 1000 / divisor`` units: computed exactly, rounded once, half-even.

        thousandths of a unit times kg per unit are grams, so no power of ten is left over.
        """
        return half_even(thousandths * self.digits, self.denominator * divisor)


@dataclass(frozen=True, slots=True)
class FactorSet:
    """One version of all factors, immutable.

    factors: by key. grid: by English province name; `grid_national` where a province has no official value.
    by_grid: for activities that are electricity (an electric car), rule -> province -> factor; "" is national.
    places: the version of the place table it computes distances with. unsourced: keys nobody has published a value for.
    """

    version: str
    places: str
    factors: Mapping[str, EmissionFactor]
    grid: Mapping[str, EmissionFactor]
    grid_national: EmissionFactor
    by_grid: Mapping[str, Mapping[str, EmissionFactor]]
    unsourced: tuple[str, ...] = ()

    def grid_for(self, province: str | None) -> EmissionFactor:
        """Grid electricity of that province (kg CO2 per kWh), else national."""
        return self.grid.get(province or "", self.grid_national)

    def by_grid_for(self, rule: str, province: str | None) -> EmissionFactor:
        """The factor of an electric activity in that province, else national. KeyError for an unknown rule."""
        rows = self.by_grid[rule]
        return rows.get(province or "") or rows[""]
