"""The share card: small, light, and true to the same record."""

import pytest

from app.certs.card import card, draw_card
from app.domain.wording import forbidden_phrases
from tests.certs.reading import opened, outside, slots
from tests.certs.samples import RETIRED_ON, REVOKED_ON, VARIANTS, surface


@pytest.mark.parametrize("variant", VARIANTS)
def test_it_is_a_jpeg_of_five_to_four_below_128_kb(variant: str) -> None:
    data = card(VARIANTS[variant])
    image = opened(data)
    assert (image.format, image.size) == ("JPEG", (1000, 800))
    assert len(data) < 128 * 1024


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_line_lies_inside_its_box_and_claims_nothing_untrue(variant: str) -> None:
    canvas = draw_card(VARIANTS[variant])
    assert outside(canvas) == []
    assert canvas.missing == []
    assert [text for text in slots(canvas).values() if forbidden_phrases(text)] == []


def test_it_shows_name_mass_scene_and_status() -> None:
    drawn = slots(draw_card(surface(status="retired", status_on=RETIRED_ON)))
    assert drawn["name"] == "林小满"
    assert (drawn["mass"], drawn["unit"]) == ("405", "kg")
    assert drawn["scene"] == "首届中国数字碳中和高峰论坛"
    assert drawn["status"] == "已于 2026 年 11 月 2 日注销"


def test_sample_and_revoked_are_plain_to_see() -> None:
    assert slots(draw_card(surface(sample=True)))["sample"] == "示例"
    assert slots(draw_card(surface(status="revoked", status_on=REVOKED_ON)))["revoked"] == "已撤销"


def test_the_same_surface_gives_the_same_bytes() -> None:
    assert card(surface()) == card(surface())
