"""The README's picture of certificates: all designs, each marked as a sample, with sums that agree."""

from app.certs.designs import DESIGNS
from app.certs.specimens import specimens, surfaces
from app.certs.surface import facts


def test_there_is_one_of_each_design_and_all_say_that_they_are_samples() -> None:
    shown = list(surfaces())
    assert [each.look.design for each in shown] == list(DESIGNS)
    assert all(facts(each).sample for each in shown)
    assert {each.status for each in shown} == {"allocated", "retired"}


def test_the_same_grams_are_compared_with_the_same_meals() -> None:
    shown = list(surfaces())
    assert len({each.record["mass_g"] for each in shown}) == 1
    assert [[like.key for like in each.equivalents] for each in shown] == [["car", "meal", "electricity"]] * 3
    assert {each.equivalents for each in shown} == {shown[0].equivalents}


def test_they_stand_side_by_side_in_as_many_colours_as_a_small_file_has() -> None:
    image = specimens()
    assert image.mode == "P"
    assert image.width > 2.0 * image.height * 0.95
    assert len(image.convert("RGB").getcolors(1 << 24) or ()) <= 256
