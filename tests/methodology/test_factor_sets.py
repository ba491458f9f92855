"""The factor set as it was published: complete, with sources, unchanged for ever."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.errors import NotFound
from app.domain.factors import Confidence, FactorSet
from app.methodology import factor_sets

FOLDER = Path(factor_sets.__file__).parent / "2026.1"
PUBLISHED = {
    "emission_factors.csv": "fd8386d91b99fdda6667882a62a567db80fb5290adb387e3695f68b9349b879e",
    "grid_electricity_cn.csv": "62fc952ed0c7fa75dd785c284a1d2fe6345a5187d14258527f8f0d6ad350c4ed",
    "grid_electricity_cn_regions.csv": "6364470635d55f4b6ea4393af3eb46a3045ef033d7e291abdddf74cff37cd9bf",
}


@pytest.fixture
def factors() -> FactorSet:
    return factor_sets.load("2026.1")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_file_has_not_changed_by_a_byte(name: str) -> None:
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == PUBLISHED[name]


def test_of_223_rows_three_have_no_value_and_are_never_guessed(factors: FactorSet) -> None:
    assert factors.unsourced == ("scenic_visit_share", "supermarket_visit_share", "restaurant_visit_share")
    assert not set(factors.unsourced) & set(factors.factors)
    by_grid = (31 - 1) + (31 - 1) + 31  # electric car, streaming (both have a row for Sichuan), phone charge
    assert len(factors.factors) == 223 - 3 + (30 - 2) + 3 + by_grid  # table, provinces, flights with RF, by grid


@pytest.mark.parametrize(
    ("key", "value", "unit", "year", "confidence"),
    [
        ("plane_cn_domestic_economy", "0.0953", "kgCO2/passenger-km", 2019, "derived"),
        ("plane_cn_domestic_economy_rf", "0.16201", "kgCO2/passenger-km", 2019, "derived"),
        ("plane_cn_domestic_business_rf", "0.243015", "kgCO2/passenger-km", 2019, "derived"),
        ("plane_intl_non_uk_first_rf", "0.43663", "kgCO2e/passenger-km", 2025, "quoted"),
        ("rail_high_speed_cn", "0.03048", "kgCO2/passenger-km", 2019, "quoted"),
        ("rail_high_speed_cn_traction", "0.0255", "kgCO2/passenger-km", 2019, "derived"),
        ("metro_chengdu", "0.0173", "kgCO2e/passenger-km", 2023, "estimate"),
        ("hotel_china", "53.5", "kgCO2e/room-night", 2025, "quoted"),
        ("meal_cn_restaurant", "2.9564", "kgCO2e/meal", 2023, "quoted"),
        ("grid_cn_sichuan", "0.1564", "kgCO2/kWh", 2023, "quoted"),
        ("grid_cn_beijing", "0.5554", "kgCO2/kWh", 2023, "quoted"),
        ("natural_gas_m3", "2.1621888", "kgCO2/m3", 2025, "derived"),
        ("coffee_cup_150ml", "0.09531945", "kgCO2e/cup", 2026, "derived"),
    ],
)
def test_a_factor_is_what_its_source_says(
    factors: FactorSet, key: str, value: str, unit: str, year: int, confidence: str
) -> None:
    factor = factors.factors[key]
    assert (factor.snapshot.value, factor.unit, factor.year, factor.confidence.value) == (value, unit, year, confidence)


def test_every_factor_names_its_source(factors: FactorSet) -> None:
    assert all(factor.source.strip() and factor.geography.strip() for factor in factors.factors.values())


def test_every_factor_is_a_mass_per_unit_and_not_below_zero(factors: FactorSet) -> None:
    for factor in factors.factors.values():
        assert factor.value >= 0
        assert factor.activity_unit
        assert factor.digits == factor.value * factor.denominator


def test_an_address_is_given_only_where_there_is_one(factors: FactorSet) -> None:
    assert {factor.source_url[:4] for factor in factors.factors.values()} == {"http", ""}


def test_a_province_uses_its_own_official_value_of_the_newest_year(factors: FactorSet) -> None:
    assert len(factors.grid) == 31
    assert factors.grid_for("Yunnan").value == Decimal("0.1333")
    assert factors.grid_for("Sichuan") is factors.factors["grid_cn_sichuan"]
    assert {factor.year for factor in factors.grid.values()} == {2023}


def test_tibet_has_no_official_value_and_takes_the_southwest_region(factors: FactorSet) -> None:
    assert factors.grid_for("Tibet").key == "grid_cn_southwest"
    assert factors.grid_for("Tibet").value == Decimal("0.2472")


@pytest.mark.parametrize("province", [None, "", "Taiwan", "Hong Kong", "Atlantis"])
def test_an_unknown_province_takes_the_national_factor(factors: FactorSet, province: str | None) -> None:
    assert factors.grid_for(province).value == Decimal("0.5306")
    assert factors.by_grid_for("car_ev", province).key == "car_ev_national"


def test_an_electric_car_is_its_consumption_times_the_grid_of_the_province(factors: FactorSet) -> None:
    consumption = factors.factors["ev_kwh_per_km"].value
    for province, electricity in factors.grid.items():
        assert factors.by_grid_for("car_ev", province).value == consumption * electricity.value
    assert factors.by_grid_for("car_ev", "Sichuan").key == "car_ev_sichuan"
    assert factors.by_grid_for("car_ev", "Beijing").confidence is Confidence.ESTIMATE


def test_the_rows_of_the_table_agree_with_the_rule_they_come_from(factors: FactorSet) -> None:
    assert factors.factors["streaming_hour_sichuan"].value == Decimal("0.077") * factors.grid_for("Sichuan").value
    assert factors.factors["streaming_hour_national"].value == Decimal("0.077") * factors.grid_national.value
    assert factors.factors["phone_charge"].value == Decimal("0.02") * factors.grid_national.value


def test_a_set_is_read_once_and_cannot_be_written_to(factors: FactorSet) -> None:
    assert factor_sets.load("2026.1") is factors
    with pytest.raises(TypeError):
        factors.factors["hotel_china"] = factors.grid_national  # type: ignore[index]


@pytest.mark.parametrize("version", ["2025.9", "", "../2026.1", "2026.1/"])
def test_a_version_that_was_never_published_is_not_found(version: str) -> None:
    with pytest.raises(NotFound):
        factor_sets.load(version)
