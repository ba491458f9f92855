"""Reading inputs: what is accepted word for word, and one error with one pointer for each mistake."""

from typing import Any

import pytest

from app.domain.calculators_inputs import ALL_PROBLEMS, Errors, escaped, plain
from app.domain.errors import FieldError, InputRefused
from app.domain.footprints_context import SceneContext
from app.methodology import footprints

CHENGDU = footprints.scene_context("5101")
ANYWHERE = SceneContext()


def errors(inputs: Any, scene: SceneContext = CHENGDU, key: str = "conference") -> list[tuple[str, str]]:
    try:
        footprints.calculate(key, inputs, scene)
    except InputRefused as refused:
        return [(error.pointer, error.problem) for error in refused.errors]
    return []


def leg_errors(scene: SceneContext = CHENGDU, **leg: Any) -> list[tuple[str, str]]:
    return [(pointer.removeprefix("/inputs/legs/0/"), problem) for pointer, problem in errors({"legs": [leg]}, scene)]


@pytest.mark.parametrize("km", ["1", "0.001", "12.5", "00012.500", "20100", "20100.000", 1, 20100])
def test_a_distance_is_a_decimal_string_or_a_json_integer(km: Any) -> None:
    assert leg_errors(mode="metro", distance_km=km) == []


@pytest.mark.parametrize(
    "km",
    [1.5, 12.0, True, "", "1.", ".5", "1.2345", "123456", "-1", "+1", "1e3", "1,5", " 1", "1\n", "１２", "٣", [], {}],
)
def test_anything_else_is_not_a_number(km: Any) -> None:
    assert leg_errors(mode="metro", distance_km=km) == [("distance_km", "not_a_number")]


@pytest.mark.parametrize("km", ["0", "0.000", "20100.001", "99999.999", 0, -1, 20101, 10**400])
def test_a_distance_lies_above_0_and_up_to_20100(km: Any) -> None:
    assert leg_errors(mode="metro", distance_km=km) == [("distance_km", "out_of_bounds")]


def test_bounds_are_told_as_decimal_strings() -> None:
    with pytest.raises(InputRefused) as refused:
        footprints.calculate("conference", {"people": 51, "legs": [{"mode": "walk", "distance_km": 0}]}, CHENGDU)
    assert refused.value.errors == (
        FieldError("/inputs/people", "out_of_bounds", {"minimum": "1", "maximum": "50"}),
        FieldError("/inputs/legs/0/distance_km", "out_of_bounds", {"minimum": "0.001", "maximum": "20100"}),
    )


@pytest.mark.parametrize(
    ("leg", "expected"),
    [
        ({}, [("mode", "required")]),
        ({"mode": None}, [("mode", "required")]),
        ({"mode": "rocket"}, [("mode", "unknown_mode")]),
        ({"mode": 3}, [("mode", "not_text")]),
        ({"mode": "metro"}, [("distance_km", "required")]),
        ({"mode": "plane"}, [("from", "required")]),
        ({"mode": "plane", "from": "nowhere"}, [("from", "unknown_place")]),
        ({"mode": "plane", "from": "1101", "to": ""}, [("to", "unknown_place")]),
        ({"mode": "plane", "from": 1101}, [("from", "not_text")]),
        ({"mode": "plane", "from": "5101"}, [("from", "same_place")]),
        ({"mode": "plane", "from": "1101", "to": "1101"}, [("to", "same_place")]),
        ({"mode": "plane", "to": "1101"}, [("from", "required")]),
        ({"mode": "plane", "band": "city"}, [("band", "not_allowed_here")]),
        ({"mode": "metro", "from": "1101"}, [("from", "not_allowed_here")]),
        ({"mode": "metro", "band": "far"}, [("band", "unknown_choice")]),
        ({"mode": "metro", "band": "city", "distance_km": "3"}, [("distance_km", "ambiguous_distance")]),
        ({"mode": "taxi", "band": "city", "from": "1101"}, [("band", "ambiguous_distance")]),
        ({"mode": "taxi", "distance_km": "3", "to": "1101"}, [("distance_km", "ambiguous_distance")]),
        ({"mode": "metro", "distance_km": "3", "passengers": 2}, [("passengers", "not_allowed_here")]),
        ({"mode": "metro", "distance_km": "3", "cabin": "first"}, [("cabin", "not_allowed_here")]),
        ({"mode": "taxi", "distance_km": "3", "passengers": 0}, [("passengers", "out_of_bounds")]),
        ({"mode": "taxi", "distance_km": "3", "passengers": 10}, [("passengers", "out_of_bounds")]),
        ({"mode": "taxi", "distance_km": "3", "passengers": "2"}, [("passengers", "not_a_whole_number")]),
        ({"mode": "taxi", "distance_km": "3", "passengers": True}, [("passengers", "not_a_whole_number")]),
        ({"mode": "taxi", "distance_km": "3", "round_trip": 1}, [("round_trip", "not_true_or_false")]),
        ({"mode": "taxi", "distance_km": "3", "times": 2}, [("times", "unknown_field")]),
        ({"mode": "coach", "from": "gn3435910"}, [("from", "out_of_bounds")]),  # by road from Buenos Aires
    ],
)
def test_one_mistake_in_a_leg_is_one_error_where_it_was_made(
    leg: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert leg_errors(**leg) == expected


def test_a_leg_without_to_needs_a_scene() -> None:
    assert leg_errors(ANYWHERE, mode="plane", **{"from": "1101"}) == [("to", "required")]
    assert leg_errors(ANYWHERE, mode="plane", **{"from": "1101", "to": "5101"}) == []


def test_null_is_the_same_as_not_given() -> None:
    leg = {"mode": "metro", "distance_km": "3", "from": None, "cabin": None, "passengers": None}
    assert errors({"people": None, "legs": [leg], "stays": None}) == []


def test_all_errors_of_a_body_are_told_at_once() -> None:
    inputs = {
        "people": 0,
        "legs": [{"mode": "plane", "from": "x", "distance_km": 1.5}, {"mode": "metro", "distance_km": "3"}],
        "stays": [{"nights": 367, "guests": 21, "kind": "tent"}, {}],
        "meals": [{"kind": "air", "count": -1}, "lunch"],
        "a/b~": 1,
    }
    assert sorted(errors(inputs)) == [
        ("/inputs/a~1b~0", "unknown_field"),
        ("/inputs/legs/0/distance_km", "not_a_number"),
        ("/inputs/legs/0/from", "unknown_place"),
        ("/inputs/meals/0/count", "out_of_bounds"),
        ("/inputs/meals/0/kind", "unknown_choice"),
        ("/inputs/meals/1", "not_an_object"),
        ("/inputs/people", "out_of_bounds"),
        ("/inputs/stays/0/guests", "out_of_bounds"),
        ("/inputs/stays/0/kind", "unknown_choice"),
        ("/inputs/stays/0/nights", "out_of_bounds"),
        ("/inputs/stays/1/nights", "required"),
    ]


def test_fifty_legs_are_counted_and_a_fifty_first_is_one_error() -> None:
    walk = {"mode": "walk", "distance_km": "1"}
    assert errors({"legs": [walk] * 50}) == []
    assert errors({"legs": [walk] * 51}) == [("/inputs/legs", "too_many")]
    assert errors({"legs": [{}] * 100_000}) == [("/inputs/legs", "too_many")]


@pytest.mark.parametrize("inputs", [None, [], "x", 1, True, 1.5])
def test_inputs_are_an_object(inputs: Any) -> None:
    assert errors(inputs) == [("/inputs", "not_an_object")]


@pytest.mark.parametrize("legs", [{}, "x", 1, True, {"0": {}}])
def test_legs_are_a_list(legs: Any) -> None:
    assert errors({"legs": legs}) == [("/inputs/legs", "not_a_list")]


def test_a_thousand_wrong_fields_are_answered_with_a_hundred_errors() -> None:
    assert len(errors({f"x{number}": 1 for number in range(1000)})) == 100


def test_every_problem_word_can_be_met() -> None:
    met: set[str] = set()
    for body in (
        {"legs": [{"mode": "taxi", "distance_km": "1", "band": "city"}, {"mode": "plane", "band": "near"}, {}]},
        {"legs": [{"mode": "x"}, {"mode": 1}, {"mode": "plane", "from": "5101"}, {"mode": "plane", "from": "?"}, 1]},
        {"legs": [{"mode": "walk", "distance_km": 1.5}, {"mode": "walk", "round_trip": 1, "band": "?"}]},
        {"legs": 1, "people": "1", "x": 1, "stays": [{"nights": 999}], "meals": [{}] * 51},
    ):
        met.update(problem for _, problem in errors(body))
    assert met == set(ALL_PROBLEMS)


def test_pointers_and_decimals_are_written_as_their_standards_say() -> None:
    assert escaped("a/b~c") == "a~1b~0c"
    assert [plain(number) for number in (0, 1, 10, 1000, 12_500, 20_100_000)] == [
        "0",
        "0.001",
        "0.01",
        "1",
        "12.5",
        "20100",
    ]
    collected = Errors()
    collected.add("/inputs", "required")
    assert collected.found == [FieldError("/inputs", "required", {})]
