"""Rings and fields of dots: whole grams, whole dots, never more lit than is there."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.credits import GramRange
from app.web.rings import DOTS, FIELD, ring, tonnes


@given(st.integers(0, 10**13))
def test_a_ring_lights_a_dot_only_when_all_its_grams_are_there(mass_g: int) -> None:
    shown = ring(mass_g)
    assert shown.whole_g == shown.step_g * DOTS >= mass_g
    assert shown.lit * shown.step_g <= mass_g < (shown.lit + 1) * shown.step_g
    assert [dot.lit for dot in shown.dots] == [number < shown.lit for number in range(DOTS)]
    assert all(abs(dot.x) + dot.r <= 100 and abs(dot.y) + dot.r <= 100 for dot in shown.dots)


@given(st.integers(0, 10**13))
def test_a_ring_is_the_smallest_that_holds_the_mass(mass_g: int) -> None:
    step_g = ring(mass_g).step_g
    assert str(step_g).rstrip("0") in ("1", "2", "5")
    smaller = step_g // 2 if str(step_g)[0] != "5" else step_g * 2 // 5
    assert step_g == 100 or smaller * DOTS < mass_g


@given(st.integers(0, 4_999_999), st.integers(1, 3_000_000))
def test_the_fields_of_a_range_add_up_to_its_ends(first_g: int, mass_g: int) -> None:
    whole = GramRange(first_g, first_g + mass_g - 1)
    names = [f"S-{n:04d}" for n in (whole.first_serial, whole.last_serial)]
    row = {"batch": "b", "serial_first": names[0], "serial_last": names[1]}
    fields = tonnes([row | {"first_g": whole.first_g, "last_g": whole.last_g}])
    assert [field.serial for field in fields] == sorted(set(names))
    if whole.last_serial - whole.first_serial <= 1:
        assert sum(field.mass_g for field in fields) == mass_g
    for field in fields:
        assert len(field.lit) == FIELD
        # a lit dot holds a gram of it, and no more dots are lit than its grams can touch
        assert field.mass_g <= sum(field.lit) * 10_000 < field.mass_g + 20_000


def test_two_ranges_in_one_serial_share_its_field() -> None:
    row = {"batch": "b", "serial_first": "S-1", "serial_last": "S-1"}
    parts = [row | {"first_g": 0, "last_g": 9_999}, row | {"first_g": 990_000, "last_g": 999_999}]
    (field,) = tonnes(parts)
    assert (field.mass_g, sum(field.lit), field.lit[0], field.lit[-1]) == (20_000, 2, True, True)
