"""Averages: every figure is the one its sources make, to the digits they carry, for a field the life form asks."""

from decimal import ROUND_HALF_EVEN, Decimal
from math import prod

import pytest

from app.methodology import averages, calculators


@pytest.mark.parametrize("key", averages.load("CN"))
def test_an_average_is_what_its_sources_make(key: str) -> None:
    average = averages.load("CN")[key]
    numbers = {name: prod(map(Decimal, given), start=Decimal(1)) for name, given in average.made_of.items()}
    made = numbers["times"] / numbers["divided_by"]
    assert made.quantize(average.amount, ROUND_HALF_EVEN) == average.amount
    assert all(source["source"] and source["source_url"].startswith("http") for source in average.sources)
    assert calculators.load("life").fields[key].shared, "a person's part of what a household shares"


def test_a_country_without_figures_has_none() -> None:
    assert averages.load("FR") == {}
