"""The result of a calculation: lines with their factors, sums, what was left out and assumed.

Computing it is footprints_calculation.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from app.domain.factors import EmissionFactor, FactorSnapshot, half_even, rounded_root_of_hundredths

CATEGORIES: tuple[str, ...] = ("travel", "lodging", "food", "venue", "energy", "water", "goods", "digital", "waste")
"""Category words of lines, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that belongs to the event or the month and is not in the sum; both are words of the labels."""

    what: str
    why: str

    def to_json(self) -> dict[str, str]:
        """As stored; sentences are made by methodology/labels."""
        return {"what": self.what, "why": self.why}


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the calculation took for granted: a word of the labels and its facts, as (name, value) pairs."""

    word: str
    facts: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As stored; sentences are made by methodology/labels."""
        return {"word": self.word, "facts": dict(self.facts)}


@dataclass(frozen=True, slots=True)
class FootprintLine:
    """One activity of a footprint.

    quantity: what is multiplied, exact; where a division does not end, 9 decimals half-even (grams are of the exact).
    mass_g: quantity x factor, rounded once, half-even. low_g, high_g: mass_g -+ the factor's spread, half-even.
    formula: the multiplication in figures, the same in every language. params: what the label needs.
    """

    activity: str
    category: str
    params: Mapping[str, str | int | bool]
    quantity: Decimal
    unit: str
    mass_g: int
    low_g: int
    high_g: int
    factor: FactorSnapshot
    formula: str

    def to_json(self) -> dict[str, Any]:
        """api.md's line without its label, plus category and params. Only strings, integers and booleans."""
        return {
            "activity": self.activity,
            "category": self.category,
            "params": dict(self.params),
            "quantity": format(self.quantity, "f"),
            "unit": self.unit,
            "mass_g": self.mass_g,
            "low_g": self.low_g,
            "high_g": self.high_g,
            "factor": self.factor.to_json(),
            "formula": self.formula,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FootprintLine":
        """The inverse of to_json; further members, a label for one, are ignored."""
        own = {name: stored[name] for name in cls.__slots__}
        return cls(**{**own, "quantity": Decimal(own["quantity"]), "factor": FactorSnapshot.from_json(own["factor"])})


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a person's activities emit: total_g is the sum of the lines; low_g, high_g are it -+ `uncertainty_g`."""

    calculator: str
    calculator_version: str
    factor_set: str
    lines: tuple[FootprintLine, ...]
    total_g: int
    low_g: int
    high_g: int
    left_out: tuple[LeftOut, ...]
    assumptions: tuple[Assumption, ...]

    def categories(self) -> dict[str, int]:
        """Grams by category, only those with a line, in the order of CATEGORIES."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.category] = sums.get(line.category, 0) + line.mass_g
        return {category: sums[category] for category in CATEGORIES if category in sums}


def exact_quantity(thousandths: int, divisor: int) -> Decimal:
    """thousandths / 1000 / divisor without trailing zeros; 9 decimals, half-even, where the division does not end."""
    number, rest = divmod(thousandths, divisor)
    places = 3
    if rest:
        number, places = half_even(thousandths * 10**6, divisor), 9
    while places and number % 10 == 0:
        number //= 10
        places -= 1
    return Decimal(number).scaleb(-places)


class Amount(NamedTuple):
    """How much was done, exactly: thousandths / 1000 / divisor units, and the same in figures for people."""

    thousandths: int
    divisor: int
    figures: str


def make_line(
    activity: str, category: str, params: Mapping[str, str | int | bool], amount: Amount, factor: EmissionFactor
) -> FootprintLine:
    """A line from an exact amount in the factor's unit: multiplied exactly, rounded once."""
    mass_g = factor.mass_g(amount.thousandths, amount.divisor)
    spread_g = half_even(mass_g * factor.spread_percent, 100)
    snapshot = factor.snapshot
    return FootprintLine(
        activity=activity,
        category=category,
        params=params,
        quantity=exact_quantity(amount.thousandths, amount.divisor),
        unit=factor.activity_unit,
        mass_g=mass_g,
        low_g=mass_g - spread_g,
        high_g=mass_g + spread_g,
        factor=snapshot,
        formula=f"{amount.figures} × {snapshot.value} {snapshot.unit}",
    )


def uncertainty_g(parts: Iterable[tuple[str, int, int]]) -> int:
    """Half-width of a sum in grams, from (factor key, mass_g, spread in percent) of its lines.

    IPCC 2006 Guidelines vol. 1 ch. 3, error propagation, approach 1: items with the same factor are fully correlated
    and are added first; the rest combine as the root of the sum of squares. Half-even to a gram, exact integers only.
    """
    by_factor: dict[str, int] = {}
    for key, mass_g, percent in parts:
        by_factor[key] = by_factor.get(key, 0) + mass_g * percent
    return rounded_root_of_hundredths(sum(hundredths * hundredths for hundredths in by_factor.values()))
