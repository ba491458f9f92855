"""What holds for every footprint: sums, spreads, shares, repetition; and that no JSON breaks the calculation."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.footprints import Footprint, FootprintLine
from app.domain.footprints_context import MeterReadings, SceneContext
from app.methodology import calculators, footprints

COUNTED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLACES = ("5101", "1101", "PEK", "CTU", "HKG", "gn1850147", "spot:都江堰", "8100")
CARS = ("taxi", "car_petrol", "car_diesel", "car_hybrid", "car_electric")
ENTERED = (
    *CARS,
    "high_speed_rail",
    "rail",
    "coach",
    "bus",
    "metro",
    "motorcycle",
    "e_bike",
    "bicycle",
    "walk",
    "ferry",
)

kilometres = st.one_of(
    st.integers(1, 20_100),
    st.integers(1, 20_100_000).map(lambda metres: f"{metres // 1000}.{metres % 1000:03d}"),
)


def _without_none(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}


entered_legs = st.fixed_dictionaries(
    {"mode": st.sampled_from(ENTERED), "distance_km": kilometres, "round_trip": st.booleans()}
)
shared_legs = st.fixed_dictionaries(
    {"mode": st.sampled_from(CARS), "distance_km": kilometres, "passengers": st.integers(1, 9)}
)
flights = (
    st.tuples(
        st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(["economy", "premium", "business", "first"])
    )
    .filter(lambda ends: ends[0] != ends[1] and {ends[0], ends[1]} != {"HKG", "8100"})
    .map(lambda ends: {"mode": "plane", "from": ends[0], "to": ends[1], "cabin": ends[2]})
)
legs = st.lists(st.one_of(entered_legs, shared_legs, flights), max_size=6)
stays = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["hotel", "budget", "star3", "star4", "star5", "home"]),
            "nights": st.integers(0, 366),
            "guests": st.integers(1, 20),
        }
    ),
    max_size=3,
)
meals = st.lists(
    st.fixed_dictionaries({"kind": st.sampled_from(["restaurant", "hotpot", "vegan"]), "count": st.integers(0, 1000)}),
    max_size=3,
)
journeys = st.fixed_dictionaries({"people": st.integers(1, 50), "legs": legs, "stays": stays, "meals": meals})
scenes = st.builds(
    footprints.scene_context,
    st.sampled_from([None, *PLACES]),
    st.lists(st.sampled_from(footprints.COVERABLE), max_size=2),
    st.sampled_from([None, MeterReadings(visits=7, electricity_kwh=Decimal("1234.567"), gas_m3=Decimal("8.9"))]),
    st.booleans(),
)


def count(inputs: Any, scene: SceneContext | None = None, key: str = "conference") -> Footprint:
    return footprints.calculate(key, inputs, scene)


@COUNTED
@given(journeys, scenes)
def test_the_total_is_the_sum_of_its_lines_and_lies_between_low_and_high(
    inputs: dict[str, Any], scene: SceneContext
) -> None:
    footprint = count(inputs, scene)
    assert footprint.total_g == sum(line.mass_g for line in footprint.lines) == sum(footprint.categories().values())
    assert 0 <= footprint.low_g <= footprint.total_g <= footprint.high_g
    for line in footprint.lines:
        assert 0 <= line.low_g <= line.mass_g <= line.high_g
        assert isinstance(line.mass_g, int)
    spreads = [line.high_g - line.mass_g for line in footprint.lines]
    assert footprint.high_g - footprint.total_g <= sum(spreads) + len(spreads)


@COUNTED
@given(journeys, scenes)
def test_a_line_is_its_quantity_times_its_factor_to_the_gram(inputs: dict[str, Any], scene: SceneContext) -> None:
    for line in count(inputs, scene).lines:
        grams = Fraction(line.quantity) * Fraction(line.factor.value) * 1000
        assert abs(grams - line.mass_g) <= Fraction(1, 2) + Fraction(1, 1000)
        if line.quantity.as_tuple().exponent > -9:  # the division ended: the quantity is exact
            assert line.mass_g == round(grams)


@COUNTED
@given(journeys, scenes)
def test_n_people_are_n_times_one_person_to_half_a_gram_each(inputs: dict[str, Any], scene: SceneContext) -> None:
    alone, together = count({**inputs, "people": 1}, scene), count(inputs, scene)
    people = inputs["people"]
    for one, many in zip(alone.lines, together.lines, strict=True):
        assert abs(many.mass_g - people * one.mass_g) <= Fraction(people + 1, 2)


@COUNTED
@given(journeys, scenes, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(inputs: dict[str, Any], scene: SceneContext, random: Any) -> None:
    shuffled = {key: value if key == "people" else random.sample(value, len(value)) for key, value in inputs.items()}
    one, other = count(inputs, scene), count(shuffled, scene)
    assert (one.total_g, one.low_g, one.high_g) == (other.total_g, other.low_g, other.high_g)
    assert one.categories() == other.categories()


@COUNTED
@given(journeys, scenes)
def test_what_was_stored_recomputes_to_the_same_footprint(inputs: dict[str, Any], scene: SceneContext) -> None:
    footprint = count(inputs, scene)
    stored = json.loads(
        json.dumps({"inputs": inputs, "scene": scene.to_json(), "lines": [line.to_json() for line in footprint.lines]})
    )
    again = footprints.recompute(stored["inputs"], "conference", "1", "2026.1", stored["scene"])
    assert again == footprint
    assert tuple(FootprintLine.from_json(line) for line in stored["lines"]) == footprint.lines


@COUNTED
@given(st.sampled_from(CARS), kilometres, st.integers(1, 9))
def test_a_full_car_is_one_car(mode: str, km: int | str, people: int) -> None:
    scene = footprints.scene_context("5101")
    alone = count({"legs": [{"mode": mode, "distance_km": km}]}, scene)
    full = count({"people": people, "legs": [{"mode": mode, "distance_km": km, "passengers": people}]}, scene)
    assert full.total_g == alone.total_g


@COUNTED
@given(entered_legs)
def test_a_round_trip_is_twice_the_way_rounded_once(leg: dict[str, Any]) -> None:
    there = count({"legs": [{**leg, "round_trip": False}]})
    both = count({"legs": [{**leg, "round_trip": True}]})
    assert both.lines[0].quantity == 2 * there.lines[0].quantity
    assert abs(both.total_g - 2 * there.total_g) <= 1


@pytest.mark.parametrize("key", [key for key in calculators.KEYS if key != "life"])
def test_nothing_done_is_nothing_emitted(key: str) -> None:
    footprint = count({}, footprints.scene_context("5101"), key)
    assert (footprint.lines, footprint.total_g, footprint.low_g, footprint.high_g) == ((), 0, 0, 0)
