"""Footprints as they are kept: whatever is sent is counted or refused, and what is kept computes again to the gram."""

from typing import Any

import rfc8785
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.problems import field_words
from app.core.database import read
from app.domain.errors import InputRefused
from app.domain.users import LOCALES
from app.services import footprints
from app.services.calculators import KEYS
from tests.support.catalogue import make_scene

CHEAP = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=12) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
DECIMAL = st.decimals("0.001", "20000", places=3).map(lambda number: format(number, "f"))
LEG = st.fixed_dictionaries(
    {"mode": st.sampled_from(["plane", "metro", "taxi", "car_electric", "ferry"]), "distance_km": DECIMAL},
    optional={"round_trip": st.booleans()},
)
TRIP = st.fixed_dictionaries(
    {"legs": st.lists(LEG, min_size=1, max_size=50)},
    optional={
        "people": st.integers(1, 50),
        "stays": st.lists(
            st.fixed_dictionaries({"nights": st.integers(0, 366)}, optional={"guests": st.integers(1, 20)}), max_size=5
        ),
    },
)


def kept(app: Flask, scene: str | None, calculator: str, inputs: object) -> footprints.StoredFootprint:
    """What was made, read back from the database, and found equal."""
    with app.app_context():
        made = footprints.create(scene, calculator, inputs, None)
        with read() as connection:
            stored = footprints.stored(connection, made.id)
    assert stored == made
    return made


@given(trip=TRIP)
@CHEAP
def test_a_trip_is_kept_whole_and_computed_again_to_the_gram(app: Flask, trip: dict[str, Any]) -> None:
    with app.app_context():
        known = footprints.scenes.newest(limit=1)
    if not known:
        make_scene(app)
    footprint = kept(app, "FORUM1", "conference", trip)
    assert footprint.lines is not None
    assert footprint.total_g == sum(line["mass_g"] for line in footprint.lines) == sum(footprint.category_sums.values())
    assert footprint.low_g <= footprint.total_g <= footprint.high_g
    assert footprints.recomputed_g(footprint) == footprint.total_g


#: Names the forms know, so that wrong values reach every reader, besides names nobody knows.
NAMES = st.sampled_from(
    ["people", "legs", "stays", "meals", "drinks", "goods", "visits", "home", "household", "electricity_kwh", "digital"]
)
PARTS = st.sampled_from(
    ["mode", "from", "to", "band", "distance_km", "cabin", "passengers", "kind", "count", "nights", "guests", "times"]
)
WORDS = st.sampled_from(["plane", "taxi", "metro", "5101", "CTU", "near", "hotel", "1", "0.001", "99999.999", "first"])
ENTRY = st.dictionaries(PARTS | st.text(max_size=4), WORDS | st.integers(-1, 400) | JSON, max_size=5)
ALMOST = st.dictionaries(NAMES | st.text(max_size=4), st.lists(ENTRY, max_size=3) | WORDS | JSON, max_size=4)


@given(calculator=st.sampled_from(KEYS), inputs=ALMOST | JSON)
@CHEAP
def test_any_json_is_counted_or_refused_with_pointers(app: Flask, calculator: str, inputs: object) -> None:
    footprint, errors = None, ()
    try:
        footprint = kept(app, None, calculator, inputs)
    except InputRefused as refused:
        errors = refused.errors
    if footprint is None:
        assert errors
        assert all(error.pointer.startswith("/inputs") for error in errors)
        assert all(field_words(error, locale) for error in errors for locale in LOCALES)
    else:
        assert footprints.recomputed_g(footprint) == footprint.total_g
        assert footprints.committed_bytes(footprint)


def test_the_same_inputs_commit_to_the_same_bytes_but_for_the_id(app: Flask) -> None:
    inputs = {"electricity_kwh": "12.5", "household": 3}
    one, two = kept(app, None, "life", inputs), kept(app, None, "life", dict(reversed(inputs.items())))
    assert footprints.committed_bytes(one).replace(one.id.encode(), b"") == footprints.committed_bytes(two).replace(
        two.id.encode(), b""
    )


def test_committed_bytes_name_exactly_the_members_of_the_contract(app: Flask) -> None:
    footprint = kept(app, None, "life", {"electricity_kwh": "12.5"})
    assert footprint.lines is not None
    assert footprints.committed_bytes(footprint) == rfc8785.dumps(
        {
            "id": footprint.id,
            "calculator": "life",
            "calculator_version": footprint.calculator_version,
            "factor_set": footprint.factor_set,
            "scene": None,
            "inputs": {"electricity_kwh": "12.5"},
            "lines": list(footprint.lines),
            "total_g": footprint.total_g,
        }
    )


def test_nobody_knows_a_footprint_that_was_never_made(app: Flask) -> None:
    with app.app_context(), read() as connection:
        assert footprints.stored(connection, "ftp" + "0" * 26) is None
