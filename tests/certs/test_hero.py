"""The large number and its unit: a tonne is a thousand kilograms, so its one letter must not be overlooked."""

import pytest

from app.certs.card import draw_card
from app.certs.picture import draw_picture
from app.certs.surface import Look
from tests.certs.samples import surface

_TONNES, _KILOGRAMS = 12_345_678, 405_412


@pytest.mark.parametrize("draw", [draw_picture, draw_card], ids=["picture", "card"])
@pytest.mark.parametrize("design", ["classic", "festive"])
def test_the_letter_of_a_tonne_is_set_larger_than_that_of_a_kilogram(draw, design: str) -> None:  # type: ignore[no-untyped-def] # either drawing
    share = {}
    for mass_g in (_TONNES, _KILOGRAMS):
        runs = {run.slot: run for run in draw(surface(record={"mass_g": mass_g}, look=Look(design))).runs}
        share[mass_g] = runs["unit"].size / runs["mass"].size
    assert share[_TONNES] > 1.3 * share[_KILOGRAMS]


@pytest.mark.parametrize("design", ["classic", "festive"])
@pytest.mark.parametrize("mass_g", [7, 99_940, _TONNES, 1_000_000_000])
def test_number_and_unit_stay_clear_of_the_rim(design: str, mass_g: int) -> None:
    runs = {run.slot: run for run in draw_picture(surface(record={"mass_g": mass_g}, look=Look(design))).runs}
    assert runs["unit"].ink.right - runs["mass"].ink.left <= 374  # of 424 across the guilloche
