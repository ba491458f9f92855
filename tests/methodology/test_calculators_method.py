"""The method of calculator version 1, row by row as the sources have it, and unchanged for ever."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import InputRefused
from app.domain.footprints_calculation import calculate
from app.domain.footprints_context import SceneContext
from app.domain.places import Place, PlaceKind
from app.methodology import calculators, factor_sets, footprints

FOLDER = Path(calculators.__file__).parent / "1"
PUBLISHED = "1a5d07b939938605c346369bd7d78dfe5b0e7113cfcd557c979bc400d5647fc5"
METHOD = calculators.load("conference").method
RAIL, ROAD, STRAIGHT = Decimal("1.2"), Decimal("1.3"), Decimal(1)
MODES = {
    "plane": ("", STRAIGHT, False, False),
    "high_speed_rail": ("rail_high_speed_cn", RAIL, True, False),
    "rail": ("rail_conventional_cn", RAIL, True, False),
    "coach": ("coach_long_distance", ROAD, True, False),
    "bus": ("bus_city_cn", None, True, False),
    "metro": ("metro_cn", None, True, False),
    "taxi": ("taxi_cn", ROAD, True, True),
    "car_petrol": ("car_petrol", ROAD, True, True),
    "car_diesel": ("car_diesel", ROAD, True, True),
    "car_hybrid": ("car_hybrid", ROAD, True, True),
    "car_electric": ("grid:car_ev", ROAD, True, True),
    "motorcycle": ("motorcycle", None, True, False),
    "e_bike": ("ebike", None, True, False),
    "bicycle": ("bicycle", None, True, False),
    "walk": ("walking", None, True, False),
    "ferry": ("ferry_foot", STRAIGHT, False, False),
}


def test_a_published_calculator_has_not_changed_by_a_byte() -> None:
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.json")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    assert digest.hexdigest() == PUBLISHED


def test_every_mode_has_its_factor_its_detour_and_its_ways_of_telling_a_distance() -> None:
    read = {mode.key: (mode.factor, mode.detour, mode.band, mode.divides) for mode in METHOD.modes.values()}
    assert read == MODES
    assert METHOD.bands == {"near": 3, "city": 10, "suburb": 25}
    assert METHOD.modes["metro"].city_factors == {"5101": "metro_chengdu"}
    assert METHOD.maximum_km == 20_100


@pytest.mark.parametrize("rf", [False, True])
@pytest.mark.parametrize(
    ("cabin", "domestic", "international"),
    [
        ("economy", "0.0953", ("0.06449", "0.10916")),
        ("premium", "0.0953", ("0.10318", "0.17465")),
        ("business", "0.14295", ("0.18701", "0.31656")),
        ("first", "0.14295", ("0.25794", "0.43663")),
    ],
)
def test_every_cabin_has_its_factor(cabin: str, domestic: str, international: tuple[str, str], rf: bool) -> None:
    scene = footprints.scene_context("5101", include_rf=rf)
    home = {"mode": "plane", "from": "1101", "cabin": cabin}
    abroad = {**home, "from": "SIN"}
    lines = footprints.calculate("conference", {"legs": [home, abroad]}, scene).lines
    assert Decimal(lines[0].factor.value) == Decimal(domestic) * (Decimal("1.7") if rf else 1)
    assert lines[1].factor.value == international[rf]


@pytest.mark.parametrize(
    ("mode", "km"),
    [("plane", "1516.6"), ("rail", "1819.9"), ("car_petrol", "1971.5"), ("coach", "1971.5"), ("ferry", "1516.6")],
)
def test_the_way_from_beijing_is_stretched_as_the_mode_travels(mode: str, km: str) -> None:
    line = footprints.calculate("other", {"legs": [{"mode": mode, "from": "1101", "to": "5101"}]}).lines[0]
    assert line.quantity == Decimal(km)


def test_what_is_bought_for_oneself_is_not_shared_by_the_household() -> None:
    inputs = {"household": 4, "clothing_kg": "1", "waste": [{"kind": "landfill", "kg": 1}], "electricity_kwh": 4}
    lines = footprints.calculate("life", inputs).lines
    assert [(line.activity, line.quantity) for line in lines] == [
        ("electricity_kwh", Decimal(1)),
        ("clothing_kg", Decimal(1)),
        ("waste", Decimal(1)),
    ]


class TwoDoorsApart:
    """A table of two places at one spot."""

    def get(self, place_id: str) -> Place | None:
        names = {"zh-Hans": place_id, "en": place_id}
        if place_id not in {"here", "next door"}:
            return None
        return Place(place_id, PlaceKind.SPOT, names, names, "CN", "Sichuan", "5101", 30.0, 104.0)


def test_two_places_nearer_than_can_be_told_apart_are_one_place() -> None:
    leg = {"mode": "taxi", "from": "here", "to": "next door"}
    with pytest.raises(InputRefused) as refused:
        calculate(calculators.load("other"), {"legs": [leg]}, SceneContext(), factor_sets.load(), TwoDoorsApart())
    assert [(error.pointer, error.problem) for error in refused.value.errors] == [("/inputs/legs/0/to", "same_place")]
