"""What going green avoided against a petrol car. Shown as "avoided", never subtracted from a footprint."""

from collections.abc import Iterable

from app.domain.factors import FactorSet
from app.domain.footprints import FootprintLine

GREEN_MODES: tuple[str, ...] = ("metro", "bus", "e_bike", "bicycle", "walk")
"""In-town modes whose quantity is passenger-km; the longer ones have no car trip they plainly stand for."""

_REFERENCE = "car_petrol"


def avoided_g(lines: Iterable[FootprintLine], factors: FactorSet) -> int:
    """Grams avoided by green travel: per line km x car - what was emitted, never below zero, then summed.

    Reference: a petrol car with one occupant (carbon.md 3). The car's grams are rounded once per line, half-even.
    """
    reference = factors.factors[_REFERENCE]
    total_g = 0
    for line in lines:
        if line.activity in GREEN_MODES:
            thousandths = int(line.quantity.scaleb(3))
            by_car_g = reference.mass_g(thousandths)
            total_g += max(0, by_car_g - line.mass_g)
    return total_g
