"""What a mass of CO2e is about as much as, each comparison from a factor of the set. The words are in labels."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.factors import EmissionFactor, FactorSet, FactorSnapshot, half_even

_COMPARED: tuple[tuple[str, str], ...] = (
    ("car", "car_petrol"),
    ("meal", "meal_cn_restaurant"),
    ("electricity", "grid_cn_national"),
)


@dataclass(frozen=True, slots=True)
class Equivalent:
    """key: a word of the labels. quantity: how many units of the factor make that mass, as a comparison."""

    key: str
    quantity: Decimal
    unit: str
    factor: FactorSnapshot


def _quantity(mass_g: int, factor: EmissionFactor) -> Decimal:
    """mass / factor, half-even: to one decimal below ten, to a whole number from ten on."""
    tenths = half_even(mass_g * factor.denominator * 10, factor.digits * 1000)
    if tenths < 100:
        return Decimal(tenths).scaleb(-1)
    return Decimal(half_even(mass_g * factor.denominator, factor.digits * 1000))


def equivalents(mass_g: int, factors: FactorSet) -> tuple[Equivalent, ...]:
    """Three comparisons for a mass in grams (0 or more): petrol car km, restaurant meals, kWh of the national grid."""
    rows = ((key, factors.factors[factor]) for key, factor in _COMPARED)
    return tuple(
        Equivalent(key, _quantity(mass_g, factor), factor.activity_unit, factor.snapshot) for key, factor in rows
    )
