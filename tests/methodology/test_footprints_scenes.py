"""What a scene changes: its meters, what its organiser covers, its place; and that a stored footprint recomputes."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.errors import NotFound
from app.domain.footprints import Footprint
from app.domain.footprints_context import MeterReadings, SceneContext
from app.methodology import calculators, footprints

CHENGDU = footprints.scene_context("5101")


def count(inputs: dict[str, Any], scene: SceneContext = CHENGDU, key: str = "conference") -> Footprint:
    return footprints.calculate(key, inputs, scene)


METER = MeterReadings(visits=12_000, electricity_kwh=Decimal(48000), gas_m3=Decimal("600.5"))


def test_a_visit_is_its_share_of_what_the_site_used() -> None:
    scene = footprints.scene_context("spot:九寨沟", meter=METER)
    footprint = count({"people": 3, "visits": 2}, scene, "scenic_spot")
    power, gas = footprint.lines
    assert (power.quantity, power.mass_g, power.factor.key) == (
        Decimal(24),
        3754,
        "grid_cn_sichuan",
    )  # 48000 x 6 / 12000
    assert (gas.quantity, gas.mass_g, gas.factor.key) == (Decimal("0.30025"), 649, "natural_gas_m3")
    assert footprint.left_out == ()
    assert power.formula == "48000 × 6 ÷ 12000 × 0.1564 kgCO2/kWh"


def test_a_visit_counts_once_without_being_asked_where_the_site_is_metered() -> None:
    scene = footprints.scene_context("5101", meter=METER)
    assert [line.activity for line in count({}, scene, "mall").lines] == ["visit_electricity_kwh", "visit_gas_m3"]


def test_without_readings_the_visit_is_left_out_and_named_never_guessed() -> None:
    footprint = count({"visits": 3}, CHENGDU, "restaurant")
    assert footprint.lines == ()
    assert [(one.what, one.why) for one in footprint.left_out] == [("visits", "no_meter")]


def test_what_the_organiser_covers_is_not_counted_a_second_time() -> None:
    inputs = calculators.example("conference")
    covered = footprints.scene_context("5101", organiser_covers=["lodging", "food"])
    footprint = count(inputs, covered)
    assert footprint.categories() == {"travel": 291_229}
    assert {(one.what, one.why) for one in footprint.left_out} >= {
        ("lodging", "organiser_covers"),
        ("food", "organiser_covers"),
    }


def test_covered_travel_in_town_leaves_the_long_way_to_be_counted() -> None:
    covered = footprints.scene_context("5101", organiser_covers=["local_travel"])
    footprint = count(calculators.example("conference"), covered)
    assert [line.activity for line in footprint.lines] == ["plane", "stay", "meal"]
    assert ("local_travel", "organiser_covers") in {(one.what, one.why) for one in footprint.left_out}


@pytest.mark.parametrize("key", calculators.KEYS)
def test_every_calculators_example_is_accepted_and_recomputes_to_the_gram(key: str) -> None:
    scene = SceneContext() if key == "life" else footprints.scene_context("5101", meter=METER, include_rf=True)
    footprint = footprints.calculate(key, calculators.example(key), scene)
    assert footprint.total_g == sum(line.mass_g for line in footprint.lines) > 0
    again = footprints.recompute(
        calculators.example(key),
        footprint.calculator,
        footprint.calculator_version,
        footprint.factor_set,
        scene.to_json(),
    )
    assert again == footprint


@pytest.mark.parametrize(
    ("calculator", "version", "factor_set"),
    [("conference", "99", "2026.1"), ("conference", "1", "1999.1"), ("", "1", "2026.1")],
)
def test_what_was_never_published_cannot_be_recomputed(calculator: str, version: str, factor_set: str) -> None:
    with pytest.raises(NotFound):
        footprints.recompute({}, calculator, version, factor_set, SceneContext())


def test_a_scene_takes_its_province_from_its_place_and_refuses_what_nobody_can_cover() -> None:
    assert footprints.scene_context("spot:都江堰") == SceneContext("spot:都江堰", "CN", "Sichuan", "5101")
    assert footprints.scene_context("gn1850147").country == "JP"
    with pytest.raises(NotFound):
        footprints.scene_context("nowhere")
    with pytest.raises(ValueError, match="not a category"):
        footprints.scene_context("5101", organiser_covers=["the moon"])
