"""Distances: against numbers worked out elsewhere, and the rounding that everything is multiplied with."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.geography import EARTH_RADIUS_KM, haversine_km, travelled_km

LATITUDES = st.floats(-90, 90, allow_nan=False)
LONGITUDES = st.floats(-180, 180, allow_nan=False)
HALF_ROUND_THE_EARTH_KM = 20015.2


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circumference() -> None:
    assert haversine_km(0, 0, 0, 90) == pytest.approx(EARTH_RADIUS_KM * 3.141592653589793 / 2, rel=1e-12)


def test_the_shorter_way_is_taken_across_the_date_line() -> None:
    assert haversine_km(0, 179.5, 0, -179.5) == pytest.approx(haversine_km(0, 0, 0, 1), rel=1e-9)


def test_pole_to_pole_is_half_way_round_whatever_the_longitude() -> None:
    assert haversine_km(90, 12, -90, 99) == pytest.approx(20015.115, abs=0.01)


@settings(deadline=None)
@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_the_same_both_ways_and_never_more_than_half_round(a: float, b: float, c: float, d: float) -> None:
    there = haversine_km(a, b, c, d)
    assert 0 <= there <= HALF_ROUND_THE_EARTH_KM
    assert there == pytest.approx(haversine_km(c, d, a, b), abs=1e-6)


@pytest.mark.parametrize(
    ("great_circle_km", "detour", "expected"),
    [
        (0.25, "1", "0.2"),  # a half goes to the even tenth
        (0.75, "1", "0.8"),
        (1516.64, "1", "1516.6"),
        (100.0, "1.2", "120.0"),
        (10.0, "1.3", "13.0"),
        (0.04, "1", "0.0"),
    ],
)
def test_a_way_is_rounded_half_even_to_a_tenth_of_a_kilometre(
    great_circle_km: float, detour: str, expected: str
) -> None:
    assert travelled_km(great_circle_km, Decimal(detour)) == Decimal(expected)
