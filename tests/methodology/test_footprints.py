"""Footprints worked by hand from the sources, to the gram, through the door the services use."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.footprints import Footprint, FootprintLine
from app.domain.footprints_context import SceneContext
from app.methodology import calculators, factor_sets, footprints, labels, places

CHENGDU = footprints.scene_context("5101")
BEIJING = footprints.scene_context("1101")
LHASA = footprints.scene_context("5401")
TOKYO = footprints.scene_context("gn1850147")


def count(inputs: dict[str, Any], scene: SceneContext = CHENGDU, key: str = "conference") -> Footprint:
    return footprints.calculate(key, inputs, scene)


def leg(scene: SceneContext = CHENGDU, **leg_: Any) -> FootprintLine:
    return count({"legs": [leg_]}, scene).lines[0]


def test_the_example_of_the_contract_is_289064_grams() -> None:
    line = leg(mode="plane", cabin="economy", **{"from": "1101", "to": "5101"}, round_trip=True)
    assert (line.quantity, line.unit, line.mass_g) == (Decimal("3033.2"), "passenger-km", 289_064)
    assert line.factor.key == "plane_cn_domestic_economy"
    assert line.factor.value == "0.0953"
    assert line.factor.year == 2019
    assert line.formula == "1516.6 km × 2 × 0.0953 kgCO2/passenger-km"
    assert (line.low_g, line.high_g) == (202_345, 375_783)  # derived: 30 %, 86,719.2 g


@pytest.mark.parametrize(
    ("legs", "quantity", "mass_g", "key"),
    [
        ({"mode": "metro", "distance_km": "12"}, "12", 208, "metro_chengdu"),  # 207.6
        ({"mode": "metro", "distance_km": 12}, "12", 208, "metro_chengdu"),
        ({"mode": "taxi", "band": "city"}, "10", 1957, "taxi_cn"),  # 1956.7
        ({"mode": "bus", "band": "near"}, "3", 159, "bus_city_cn"),
        ({"mode": "walk", "band": "suburb"}, "25", 0, "walking"),
        ({"mode": "bicycle", "distance_km": "3.5"}, "3.5", 0, "bicycle"),
        ({"mode": "e_bike", "distance_km": "3.5"}, "3.5", 38, "ebike"),  # 38.325
        ({"mode": "motorcycle", "distance_km": "0.001"}, "0.001", 0, "motorcycle"),
        ({"mode": "high_speed_rail", "from": "5001"}, "323.2", 9851, "rail_high_speed_cn"),  # 269.3 x 1.2
        ({"mode": "rail", "from": "5001", "round_trip": True}, "646.4", 22_921, "rail_conventional_cn"),
        ({"mode": "coach", "from": "5111"}, "164.1", 4555, "coach_long_distance"),  # 126.2 x 1.3
        ({"mode": "car_petrol", "distance_km": "35.5", "passengers": 4}, "8.875", 1737, "car_petrol"),
        ({"mode": "car_petrol", "distance_km": "10", "passengers": 3}, "3.333333333", 652, "car_petrol"),
        ({"mode": "car_diesel", "distance_km": "6.25", "passengers": 3}, "2.083333333", 360, "car_diesel"),  # 360.5
        ({"mode": "car_hybrid", "distance_km": "100"}, "100", 12_825, "car_hybrid"),
        ({"mode": "car_electric", "distance_km": "100"}, "100", 2581, "car_ev_sichuan"),  # 2580.6
        ({"mode": "ferry", "distance_km": "10"}, "10", 187, "ferry_foot"),
        ({"mode": "plane", "distance_km": "1000"}, "1000", 95_300, "plane_cn_domestic_economy"),
        ({"mode": "plane", "distance_km": "1000", "cabin": "business"}, "1000", 142_950, "plane_cn_domestic_business"),
        ({"mode": "plane", "distance_km": "1000", "cabin": "premium"}, "1000", 95_300, "plane_cn_domestic_economy"),
        ({"mode": "plane", "from": "HKG", "to": "TFU"}, "1294.7", 83_495, "plane_intl_non_uk_economy_norf"),
        (
            {"mode": "plane", "from": "SIN", "to": "TFU", "cabin": "first"},
            "3218.3",
            830_128,
            "plane_intl_non_uk_first_norf",
        ),
    ],
)
def test_a_leg_is_its_distance_times_its_factor(legs: dict[str, Any], quantity: str, mass_g: int, key: str) -> None:
    line = leg(**legs)
    assert (str(line.quantity), line.mass_g, line.factor.key) == (quantity, mass_g, key)


def test_non_co2_effects_of_flying_are_counted_only_where_the_scene_says_so() -> None:
    with_rf = footprints.scene_context("5101", include_rf=True)
    domestic = {"mode": "plane", "distance_km": "1000"}
    abroad = {"mode": "plane", "from": "SIN", "to": "TFU"}
    assert leg(with_rf, **domestic).mass_g == 162_010  # 95,300 x 1.7
    assert leg(with_rf, **abroad).factor.key == "plane_intl_non_uk_economy_rf"
    assert leg(CHENGDU, **abroad).factor.key == "plane_intl_non_uk_economy_norf"
    assert "rf_included" in {one.word for one in count({"legs": [domestic]}, with_rf).assumptions}
    assert "rf_excluded" in {one.word for one in count({"legs": [domestic]}).assumptions}


def test_power_is_counted_with_the_grid_of_the_scenes_province() -> None:
    drive = {"mode": "car_electric", "distance_km": "100"}
    assert leg(BEIJING, **drive).mass_g == 9164  # 0.165 x 0.5554
    assert leg(LHASA, **drive).mass_g == 4079  # Southwest region
    assert leg(TOKYO, **drive).factor.key == "car_ev_national"
    assert leg(SceneContext(), **drive).mass_g == 8755


def test_the_metro_of_another_city_takes_the_national_row() -> None:
    assert leg(BEIJING, mode="metro", distance_km="10").factor.key == "metro_cn"
    assert leg(footprints.scene_context("TFU"), mode="metro", distance_km="10").factor.key == "metro_chengdu"
    assert leg(footprints.scene_context("5107"), mode="metro", distance_km="10").factor.key == "metro_cn"


def test_a_leg_without_to_ends_at_the_scene() -> None:
    assert leg(BEIJING, mode="plane", **{"from": "CTU"}).params["to"] == "1101"


def test_people_multiply_a_line_and_share_a_car_and_a_room() -> None:
    one_car = count({"people": 4, "legs": [{"mode": "car_petrol", "distance_km": "10", "passengers": 4}]}).lines[0]
    assert (one_car.quantity, one_car.mass_g) == (Decimal(10), 1957)
    two_rooms = count({"people": 4, "stays": [{"nights": 3, "guests": 2}]}).lines[0]
    assert (two_rooms.quantity, two_rooms.mass_g) == (Decimal(6), 321_000)


def test_people_are_multiplied_before_the_line_is_rounded() -> None:
    alone = count({"legs": [{"mode": "metro", "distance_km": "12"}]}).lines[0]
    fifty = count({"people": 50, "legs": [{"mode": "metro", "distance_km": "12"}]}).lines[0]
    assert (alone.mass_g, fifty.mass_g) == (208, 10_380)  # 207.6 x 50, not 208 x 50


@pytest.mark.parametrize(
    ("stay", "mass_g", "key"),
    [
        ({"nights": 2}, 107_000, "hotel_china"),
        ({"kind": "hotel", "nights": 2, "guests": 1}, 107_000, "hotel_china"),
        ({"kind": "budget", "nights": 1, "guests": 2}, 16_050, "hotel_cn_budget"),
        ({"kind": "star3", "nights": 1}, 42_800, "hotel_cn_3star"),
        ({"kind": "star4", "nights": 1}, 53_500, "hotel_cn_4star"),
        ({"kind": "star5", "nights": 1, "guests": 3}, 21_400, "hotel_cn_5star"),
        ({"kind": "home", "nights": 366}, 0, "stay_with_friends"),
        ({"nights": 0}, 0, "hotel_china"),
        ({"nights": 1, "place": "gn1850147"}, 39_000, "hotel_japan"),
        ({"nights": 1, "place": "8100"}, 51_500, "hotel_hong_kong"),
        ({"nights": 1, "place": "gn360630"}, 53_500, "hotel_china"),  # no row for Egypt
    ],
)
def test_a_stay_is_room_nights_times_the_row_of_its_country(stay: dict[str, Any], mass_g: int, key: str) -> None:
    line = count({"stays": [stay]}).lines[0]
    assert (line.mass_g, line.factor.key) == (mass_g, key)


def test_a_hotel_abroad_takes_the_countrys_row_whatever_its_stars() -> None:
    assert count({"stays": [{"nights": 1}]}, TOKYO).lines[0].factor.key == "hotel_japan"
    assert count({"stays": [{"kind": "star5", "nights": 1}]}, TOKYO).lines[0].factor.key == "hotel_japan"
    assert count({"stays": [{"kind": "home", "nights": 1}]}, TOKYO).lines[0].mass_g == 0


@pytest.mark.parametrize(
    ("kind", "mass_g"),
    [
        ("restaurant", 8869),
        ("hotpot", 10_500),
        ("takeaway", 7522),
        ("home", 6833),
        ("vegetarian", 2550),
        ("vegan", 1620),
        ("beef", 14_910),
        ("pork", 4950),
        ("chicken", 4380),
    ],
)
def test_three_meals_of_a_kind(kind: str, mass_g: int) -> None:
    assert count({"meals": [{"kind": kind, "count": 3}]}).lines[0].mass_g == mass_g


def test_the_sum_and_its_spread_are_those_worked_by_hand() -> None:
    footprint = count(calculators.example("conference"))
    assert [line.mass_g for line in footprint.lines] == [289_064, 208, 1957, 107_000, 8869]
    assert footprint.total_g == 407_098
    # sqrt(86719.2^2 + 104^2 + 978.5^2 + 16050^2 + 1330.35^2) = 88207.4 g
    assert (footprint.low_g, footprint.high_g) == (318_891, 495_305)
    assert footprint.categories() == {"travel": 291_229, "lodging": 107_000, "food": 8869}


def test_lines_with_one_factor_add_their_spreads_and_others_combine_by_squares() -> None:
    same = count({"stays": [{"nights": 1}, {"nights": 1}]})
    assert same.high_g - same.total_g == 16_050  # 2 x 8,025
    other = count({"stays": [{"nights": 1}, {"nights": 1, "place": "8100"}]})
    assert other.high_g - other.total_g == 11_139  # sqrt(8025^2 + 7725^2) = 11,139.0


def test_a_month_of_life_is_shared_by_the_household_where_it_is_shared() -> None:
    inputs = {"home": "5101", "household": 3, "electricity_kwh": "210", "gas_m3": "18.5", "water_m3": 9}
    footprint = footprints.calculate("life", inputs)
    assert [(line.activity, line.mass_g) for line in footprint.lines] == [
        ("electricity_kwh", 10_948),  # 70 kWh x 0.1564
        ("gas_m3", 13_333),  # 6.1666... x 2.1621888 = 13,333.5 g less a hair: 13,333.4976
        ("water_m3", 504),
    ]


def test_a_home_elsewhere_uses_its_own_grid_and_without_one_the_national() -> None:
    power = {"electricity_kwh": "100", "household": 1}
    assert footprints.calculate("life", {**power, "home": "5301"}).total_g == 13_330
    assert footprints.calculate("life", power).total_g == 53_060
    assert footprints.calculate("life", {"digital": [{"kind": "phone_charge", "amount": 100}]}).total_g == 1061
    assert (
        footprints.calculate("life", {"home": "5101", "digital": [{"kind": "phone_charge", "amount": 100}]}).total_g
        == 313
    )


def test_a_way_made_many_times_a_month_is_one_line() -> None:
    line = footprints.calculate(
        "life", {"home": "5101", "legs": [{"mode": "metro", "distance_km": "12", "round_trip": True, "times": 22}]}
    ).lines[0]
    assert (line.quantity, line.mass_g) == (Decimal(528), 9134)


def test_equivalents_come_from_the_factor_table_in_words() -> None:
    said = footprints.equivalents(405_412, "en")
    assert [(one["factor"], one["quantity"]) for one in said] == [
        ("car_petrol", "2072"),  # 405.412 / 0.19567 = 2071.9
        ("meal_cn_restaurant", "137"),
        ("grid_cn_national", "764"),
    ]
    assert said[0]["text"] == "About the emissions of driving 2,072 km in a petrol car"
    assert [said[0][part] for part in ("number", "unit_label", "caption")] == [
        "2,072", "km", "about the emissions of driving a petrol car",
    ]  # fmt: skip
    assert footprints.equivalents(1000)[0]["quantity"] == "5.1"
    assert footprints.equivalents(0)[0]["quantity"] == "0.0"


@pytest.mark.parametrize("locale", labels.LOCALES)
def test_every_comparison_names_the_year_of_its_source(locale: str) -> None:
    factors = factor_sets.load(factor_sets.CURRENT).factors
    for one in footprints.equivalents(405_412, locale):
        assert str(factors[one["factor"]].snapshot.year) in one["source_label"]
        assert "{" not in "".join(one.values())


def test_a_flight_between_city_centres_is_named_as_an_assumption() -> None:
    def words(**leg_: Any) -> set[str]:
        return {one.word for one in count({"legs": [{"mode": "plane", **leg_}]}).assumptions}

    assert "city_centre_flight" in words(**{"from": "1101", "to": "5101"})
    assert "city_centre_flight" in words(**{"from": "PEK", "to": "5101"})
    assert "city_centre_flight" not in words(**{"from": "PEK", "to": "CTU"})


def test_a_short_flight_says_that_its_factor_is_low() -> None:
    short = count({"legs": [{"mode": "plane", "from": "TFU", "to": "XIC"}]})
    long = count({"legs": [{"mode": "plane", "from": "TFU", "to": "PEK"}]})
    assert "short_flight" in {one.word for one in short.assumptions}
    assert "short_flight" not in {one.word for one in long.assumptions}


def test_the_scene_of_a_footprint_can_be_any_kind_of_place() -> None:
    for place in places.search("成都") + places.search("都江堰"):
        assert footprints.scene_context(place.id).province == "Sichuan"
