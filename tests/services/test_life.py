"""Months of life: one footprint for each, replaced without losing what stood before, and what one change would save."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import db, is_postgresql, read
from app.domain import tips as table
from app.domain.errors import InputRefused, NotFound
from app.methodology import calculators, places
from app.models import life_months
from app.services import averages, footprints, life, tips
from tests.support.world import World

EXAMPLE = calculators.example("life")


def test_the_same_month_again_is_the_same_footprint_and_another_replaces_it(app: Flask, world: World) -> None:
    me = world.guest().user_id
    with app.app_context():
        first = life.put(me, "2026-01", EXAMPLE)
        assert life.put(me, "2026-01", EXAMPLE).footprint.id == first.footprint.id
        second = life.put(me, "2026-01", {**EXAMPLE, "electricity_kwh": "100"})
        assert (first.version, second.version) == (1, 2)
        assert second.footprint.total_g < first.footprint.total_g
        assert [month.footprint.id for month in life.months(me)] == [second.footprint.id]
        assert footprints.readable(first.footprint.id, me).total_g == first.footprint.total_g


def test_months_are_newest_first_and_nobody_elses(app: Flask, world: World) -> None:
    me, other = world.guest("a").user_id, world.guest("b").user_id
    with app.app_context():
        for month in ("2026-01", "2025-12", "2026-02"):
            life.put(me, month, EXAMPLE)
        assert [month.month for month in life.months(me)] == ["2026-02", "2026-01", "2025-12"]
        assert life.months(other) == []
        with pytest.raises(NotFound):
            life.month(other, "2026-01")


def test_a_month_counted_over_and_over_is_read_as_one_row_with_all_that_was_ever_covered(world: World) -> None:
    guest = world.standard()
    read_rows: list[int] = []

    def count(_connection: Any, cursor: Any, *_rest: Any) -> None:
        read_rows.append(cursor.rowcount)

    with world.app.app_context():
        for kwh in range(100, 112):
            made = life.put(guest.user_id, "2026-01", {**EXAMPLE, "electricity_kwh": str(kwh)})
            world.paid(guest, footprint_id=made.footprint.id, mass_g=1_000 + kwh)
        life.put(guest.user_id, "2026-02", EXAMPLE)
        engine = db.engine
        sa.event.listen(engine, "after_cursor_execute", count)
        try:
            found = life.months(guest.user_id)
        finally:
            sa.event.remove(engine, "after_cursor_execute", count)
        postgresql = is_postgresql(engine)
    assert [(each.month, each.version) for each in found] == [("2026-02", 1), ("2026-01", 12)]
    assert found[1].footprint.inputs == {**EXAMPLE, "electricity_kwh": "111"}
    assert found[1].covered_g == sum(1_000 + kwh for kwh in range(100, 112))
    if postgresql:  # SQLite does not say how many there are
        assert read_rows == [2]


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "1999-01", "2026-01-01", "", "2026-00\n"])
def test_what_is_no_month_is_not_found(app: Flask, world: World, month: str) -> None:
    me = world.guest().user_id
    with app.app_context(), pytest.raises(NotFound):
        life.put(me, month, EXAMPLE)


def test_a_month_that_has_not_begun_is_refused(app: Flask, world: World) -> None:
    me = world.guest().user_id
    with app.app_context(), pytest.raises(InputRefused) as refused:
        life.put(me, "2099-01", EXAMPLE)
    assert [(error.pointer, error.problem) for error in refused.value.errors] == [("/month", "month_not_begun")]


def test_sent_from_four_phones_at_once_a_month_counts_once(app: Flask, world: World) -> None:
    me = world.guest().user_id
    made: list[str] = []

    def send() -> None:
        with app.app_context():
            made.append(life.put(me, "2026-03", EXAMPLE).footprint.id)

    phones = [threading.Thread(target=send) for _ in range(4)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    with app.app_context(), read() as connection:
        assert len(connection.execute(life_months.select()).all()) == 1


def test_a_tip_saves_what_the_method_says_and_the_largest_item_comes_first(app: Flask) -> None:
    with app.app_context():
        footprint = footprints.create(None, "life", EXAMPLE, None)
        found = tips.for_footprint(footprint)
        sums = footprint.category_sums
        assert found
        assert len(found) <= tips.AT_MOST
        assert found[0].category == max(sums, key=lambda category: sums[category])
        changed = {change.key: change.inputs for change in table.changes(EXAMPLE)}
        for tip in found:
            again = footprints.create(None, "life", changed[tip.key], None)
            assert tip.saves_g == footprint.total_g - again.total_g > 0
            assert tip.sources
            assert all(source["source"] for source in tip.sources)


FITS: list[tuple[dict[str, Any], str, int]] = [
    ({"electricity_kwh": "210"}, "electricity_less", 10),
    ({"gas_m3": "18.5"}, "gas_less", 10),
    ({"heat_gj": 2}, "heat_less", 10),
    ({"legs": [{"mode": "car_petrol", "distance_km": "15", "times": 10}]}, "car_to_metro", 2),
    ({"legs": [{"mode": "taxi", "band": "city"}]}, "car_to_metro", 1),
    ({"legs": [{"mode": "plane", "from": "5101", "to": "1101", "cabin": "business"}]}, "plane_to_rail", 1),
    ({"meals": [{"kind": "takeaway", "count": 20}]}, "vegetarian", 4),
    ({"clothing_kg": "0.6"}, "clothing_less", 50),
    ({"waste": [{"kind": "incineration", "kg": "25"}]}, "waste_recycled", 20),
    ({"waste": [{"kind": "food_landfill", "kg": "3"}]}, "waste_composted", 100),
]


@pytest.mark.parametrize(("inputs", "key", "n"), FITS)
def test_every_tip_fits_the_form_and_saves_something(app: Flask, inputs: dict[str, Any], key: str, n: int) -> None:
    with app.app_context():
        found = {tip.key: tip for tip in tips.for_footprint(footprints.create(None, "life", inputs, None))}
    assert found[key].n == n
    assert found[key].saves_g > 0


def test_an_empty_month_and_a_journey_have_no_tips(app: Flask) -> None:
    with app.app_context():
        assert tips.for_footprint(footprints.create(None, "life", {}, None)) == []
        trip = {"legs": [{"mode": "taxi", "band": "city"}]}
        assert tips.for_footprint(footprints.create(None, "conference", trip, None)) == []


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"household": 3, "electricity_kwh": "210", "water_m3": "9"}, [("70", "80", "kWh"), ("3.0", "3.8", "m³")]),
        ({"electricity_kwh": "95.5"}, [("96", "80", "kWh")]),
        ({"home": "5101", "water_m3": "3.85"}, [("3.8", "3.8", "m³")]),
        ({"electricity_kwh": "0", "gas_m3": "18"}, []),
        ({"home": "London", "electricity_kwh": "210"}, []),
    ],
)
def test_what_is_used_is_told_beside_the_countrys_average(
    app: Flask, inputs: dict[str, Any], told: list[tuple[str, str, str]]
) -> None:
    if inputs.get("home") == "London":
        inputs = inputs | {"home": next(place.id for place in places.search("London") if place.country == "GB")}
    with app.app_context():
        found = averages.for_footprint(footprints.create(None, "life", inputs, None), "en")
    assert [(each.yours, each.average, each.unit) for each in found] == told
    assert all(source["source"] and source["source_url"] for each in found for source in each.sources)
