"""What of a scene is stored with a footprint survives storing, and wrong readings cannot be made."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.footprints_context import METERED, MeterReadings, SceneContext

readings = st.decimals(0, 10**9, places=3, allow_nan=False)
meters = st.builds(
    MeterReadings,
    visits=st.integers(1, 10**9),
    from_on=st.just("2026-01-01"),
    to_on=st.just("2026-01-31"),
    **dict.fromkeys(METERED, readings),
)
contexts = st.builds(
    SceneContext,
    place_id=st.none() | st.text(max_size=10),
    country=st.none() | st.just("CN"),
    province=st.none() | st.just("Sichuan"),
    city=st.none() | st.just("5101"),
    organiser_covers=st.lists(st.text(max_size=5)).map(SceneContext.covering),
    meter=st.none() | meters,
    include_rf=st.booleans(),
)


@settings(deadline=None)
@given(contexts)
def test_a_context_is_the_same_after_it_was_stored(context: SceneContext) -> None:
    assert SceneContext.from_json(json.loads(json.dumps(context.to_json()))) == context


@settings(deadline=None)
@given(meters)
def test_readings_are_kept_to_the_last_digit(meter: MeterReadings) -> None:
    used = dict(meter.thousandths())
    for name in METERED:
        assert Decimal(used.get(name, 0)) / 1000 == getattr(meter, name)


@pytest.mark.parametrize("visits", [0, -1, True, 1.0, "5", None])
def test_a_site_without_visits_shares_nothing(visits: Any) -> None:
    with pytest.raises(ValueError, match="visits"):
        MeterReadings(visits=visits)


@pytest.mark.parametrize(
    "reading",
    [-1, "-0.1", "0.0001", 1.5, True, "x", "NaN", "Infinity", "1e13", "1e999999", Decimal("NaN"), 10**12, None, []],
)
def test_a_wrong_reading_is_refused(reading: Any) -> None:
    with pytest.raises(ValueError, match="not a reading"):
        MeterReadings(visits=1, electricity_kwh=reading)


def test_the_order_of_what_is_covered_does_not_matter() -> None:
    assert SceneContext.covering(["food", "travel", "food"]) == ("food", "travel")
