"""What green travel avoided: worked by hand, and never less than nothing."""

import pytest

from app.methodology import footprints

CHENGDU = footprints.scene_context("5101")


@pytest.mark.parametrize(
    ("leg", "avoided_g"),
    [
        ({"mode": "metro", "distance_km": "12"}, 2140),  # 2348.04 -> 2348 - 208
        ({"mode": "bus", "distance_km": "10"}, 1427),  # 1957 - 530
        ({"mode": "bicycle", "distance_km": "2.5", "round_trip": True}, 978),
        ({"mode": "walk", "band": "near"}, 587),
        ({"mode": "taxi", "distance_km": "10"}, 0),
        ({"mode": "high_speed_rail", "distance_km": "300"}, 0),  # not counted as avoided
    ],
)
def test_a_green_way_avoids_what_a_petrol_car_would_have_emitted(leg: dict[str, str], avoided_g: int) -> None:
    assert footprints.avoided_g(footprints.calculate("conference", {"legs": [leg]}, CHENGDU)) == avoided_g


def test_what_was_avoided_is_not_taken_off_the_footprint() -> None:
    footprint = footprints.calculate(
        "conference", {"people": 3, "legs": [{"mode": "metro", "distance_km": "12"}]}, CHENGDU
    )
    assert footprint.total_g == 623
    assert footprints.avoided_g(footprint) == 7044 - 623
