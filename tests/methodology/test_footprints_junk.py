"""Whatever JSON arrives is a footprint or a refusal whose pointers lead to the mistake: never another exception."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.calculators_inputs import ALL_PROBLEMS
from app.domain.errors import InputRefused
from app.domain.footprints_context import MeterReadings, SceneContext
from app.methodology import calculators, footprints

scenes = st.builds(
    footprints.scene_context,
    st.sampled_from([None, "5101", "PEK", "8100"]),
    st.lists(st.sampled_from(footprints.COVERABLE), max_size=2),
    st.sampled_from([None, MeterReadings(visits=7, electricity_kwh=Decimal("1234.567"), gas_m3=Decimal("8.9"))]),
    st.booleans(),
)


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(0, 30),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        [
            "plane",
            "taxi",
            "metro",
            "5101",
            "1101",
            "PEK",
            "city",
            "hotel",
            "restaurant",
            "economy",
            "12",
            "0.5",
            "0",
            "1e3",
            "-1",
            "１２",
            "12\n",
            "99999.999",
            "100000",
        ]
    ),
)
known = st.sampled_from(
    [
        "people",
        "legs",
        "stays",
        "meals",
        "drinks",
        "mode",
        "from",
        "to",
        "distance_km",
        "band",
        "cabin",
        "round_trip",
        "passengers",
        "kind",
        "nights",
        "guests",
        "count",
        "place",
        "visits",
        "household",
        "home",
        "digital",
        "amount",
        "times",
        "waste",
        "kg",
        "electricity_kwh",
    ]
)
members = st.one_of(known, known, known, st.text(max_size=5), st.sampled_from(["a/b", "~", "~1", "", "__class__"]))
entries = st.dictionaries(members, scalars, max_size=6)
junk = st.one_of(
    scalars,
    st.dictionaries(
        members, st.one_of(scalars, entries, st.lists(st.one_of(entries, scalars), max_size=4)), max_size=5
    ),
    st.recursive(
        scalars,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(members, inner, max_size=4)),
        max_leaves=12,
    ),
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(junk, st.sampled_from(calculators.KEYS), scenes)
@example({"legs": [{"mode": "plane", "from": "5101", "to": "5101"}]}, "conference", SceneContext())
@example({"legs": [{}] * 51}, "life", SceneContext())
@example({"people": 10**5000}, "conference", SceneContext())
@example({"legs": [{"mode": "taxi", "distance_km": -(10**5000)}]}, "conference", SceneContext())
@example({"legs": [["mode"], None, 1] * 16}, "conference", SceneContext())
def test_any_json_is_a_footprint_or_a_refusal_that_points(inputs: Any, key: str, scene: SceneContext) -> None:
    try:
        footprint = footprints.calculate(key, inputs, scene)
    except InputRefused as refused:
        errors = refused.errors
    else:
        assert footprint.total_g == sum(line.mass_g for line in footprint.lines)
        return
    assert errors
    assert len({(error.pointer, error.problem) for error in errors}) == len(errors)
    for error in errors:
        assert error.pointer == "/inputs" or error.pointer.startswith("/inputs/")
        assert tuple(error.facts) == ALL_PROBLEMS[error.problem]
        _points_into(inputs, error.pointer, error.problem)


def _points_into(inputs: Any, pointer: str, problem: str) -> None:
    """An RFC 6901 pointer must lead somewhere; only what is missing may miss its last step."""
    at = inputs
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[2:]]
    for number, step in enumerate(steps):
        if isinstance(at, list):
            at = at[int(step)]
        elif number == len(steps) - 1 and problem == "required":
            assert at.get(step) is None
        else:
            at = at[step]
