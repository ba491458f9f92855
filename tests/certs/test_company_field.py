"""Fields of dots: a tally is exact, no dot hides another, and each has the area of its grams."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.certs.designs import company_sheet as sheet
from app.certs.designs.company_field import Field, Tally, tally
from app.certs.palette import PAPER, PINE
from app.certs.raster import RasterCanvas
from tests.certs.reading import ink_of_dots

FIELDS = (replace(sheet.FIELD, left=3, top=5), replace(sheet.CARD_FIELD, left=3, top=5))
MASSES = st.integers(min_value=0, max_value=10**13)


@given(MASSES, st.sampled_from([100, 1000]))
@example(1_000_000, 1000)
@example(1_000_001, 1000)
@example(7, 1000)
def test_a_tally_is_exact_and_the_finest_that_so_many_dots_hold(mass_g: int, dots: int) -> None:
    told = tally(mass_g, dots)
    assert told.whole * told.dot_g + told.rest_g == mass_g
    assert 0 <= told.rest_g < told.dot_g
    assert told.whole + (told.rest_g > 0) <= dots
    assert set(str(told.dot_g)) <= {"1", "0"}
    assert told.dot_g == 1 or mass_g > dots * told.dot_g // 10


@pytest.mark.parametrize(
    ("mass_g", "dot"),
    [(7, "1 g"), (1_000, "1 g"), (1_001, "10 g"), (99_000, "100 g"), (405_412, "1 kg"), (1_000_000, "1 kg"),
     (12_345_678, "100 kg"), (10**9, "1 t"), (10**9 + 1, "10 t"), (10**12 + 1, "10,000 t")],
)  # fmt: skip
def test_one_dot_is_a_round_mass_written_exactly(mass_g: int, dot: str) -> None:
    assert tally(mass_g, 1000).dot == dot


def test_a_negative_mass_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        tally(-1, 1000)


def test_no_dot_shares_its_cell_with_another() -> None:
    for field in (sheet.FIELD, sheet.CARD_FIELD):
        places = sorted(field.cell_of(dot) for dot in range(field.dots))
        assert len(set(places)) == field.dots
        xs, ys = sorted({x for x, _ in places}), sorted({y for _, y in places})
        assert (len(xs), len(ys)) == (field.columns, field.rows)
        assert all(after - before > field.cell for each in (xs, ys) for before, after in pairwise(each))
        assert (field.box.left, field.box.bottom) == (xs[0], ys[-1] + field.cell)


@settings(max_examples=80, deadline=None)
@given(st.integers(min_value=1, max_value=10**10), st.booleans(), st.sampled_from(FIELDS))
@example(405_412, True, FIELDS[0])
@example(405_412, False, FIELDS[1])
@example(1_000_000_000, False, FIELDS[0])
def test_a_field_shows_as_many_dots_as_its_tally_says(mass_g: int, closed: bool, field: Field) -> None:
    canvas = RasterCanvas(Image.new("RGB", (860, 350), PAPER))
    field.engrave(canvas, PINE)
    point = ink_of_dots(canvas.image, field)[0]
    told = field.fill(canvas, mass_g, PINE, closed=closed)
    assert told == tally(mass_g, field.dots)
    ink = ink_of_dots(canvas.image, field)
    # counted from the first on, without holes: whole dots alike, then the rest's, then points only
    whole, last, beyond = ink[: told.whole], ink[told.whole : told.whole + 1], ink[told.whole + (told.rest_g > 0) :]
    assert all(each > 3 * point and each == pytest.approx(whole[0]) for each in whole)
    assert all(each == pytest.approx(point) for each in beyond)
    if told.rest_g:
        assert last[0] > 1.4 * point
        assert not whole or last[0] <= whole[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=200, max_value=999))
def test_the_last_dot_has_the_area_of_its_grams(rest: int) -> None:
    field = FIELDS[1]
    canvas = RasterCanvas(Image.new("RGB", (860, 350), PAPER))
    told = field.fill(canvas, 11_000 + rest, PINE, closed=True)
    assert told == Tally(1000, 11, rest)
    ink = ink_of_dots(canvas.image, field)
    assert ink[11] / ink[10] == pytest.approx(rest / 1000, abs=0.03)
