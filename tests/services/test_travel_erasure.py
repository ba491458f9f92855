"""What was entered without an account has an end: nobody could ever take it back. Sums stay, and what is bound."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from app.core import clock
from app.models import footprints
from app.services import placing, travel_erasure
from app.services.travel_erasure import UNCLAIMED_KEPT
from tests.support.world import INPUTS, World

TRIP = {"scene": "FORUM1", "calculator": "conference", "inputs": INPUTS}
LIFE = {"calculator": "life", "inputs": {"electricity_kwh": "120", "home": "5101"}}
OVER = UNCLAIMED_KEPT + timedelta(minutes=1)


def anonymous(world: World, body: dict[str, Any]) -> Any:
    answer = world.app.test_client().post("/api/v1/footprints", json=body)
    assert answer.status_code == 201
    return answer.get_json()


def erased(world: World, after: timedelta, **options: int) -> int:
    with time_machine.travel(clock.now() + after), world.app.app_context():
        return travel_erasure.erase_unclaimed(**options)


def asked(world: World, path: str) -> tuple[int, Any]:
    answer = world.app.test_client().get(f"/api/v1{path}")
    return answer.status_code, answer.get_json()


def test_a_trip_nobody_paid_for_loses_what_was_entered_after_30_days_and_keeps_its_sums(world: World) -> None:
    world.standard()
    made = anonymous(world, TRIP)
    assert erased(world, UNCLAIMED_KEPT - timedelta(minutes=1)) == 0
    assert asked(world, f"/footprints/{made['id']}") == (200, made)
    assert erased(world, OVER) == 1
    assert erased(world, OVER) == 0
    status, left = asked(world, f"/footprints/{made['id']}?recompute=1")
    assert (status, left["inputs_erased"], left["lines"], left["recomputed_g"]) == (200, True, [], None)
    assert left["left_out"] == left["assumptions"] == []
    same = ("total_g", "low_g", "high_g", "covered_g", "categories", "scene", "equivalents")
    assert {name: left[name] for name in same} == {name: made[name] for name in same}
    status, problem = asked(world, f"/footprints/{made['id']}?canonical=1")
    assert (status, problem["code"]) == (410, "inputs_erased")


def test_a_month_of_life_that_lost_its_inputs_has_no_tips_and_no_averages_and_says_so_calmly(world: World) -> None:
    made = anonymous(world, LIFE)["id"]
    assert asked(world, f"/footprints/{made}/averages")[1]["items"]
    assert erased(world, OVER) == 1
    for part in ("tips", "averages"):
        status, told = asked(world, f"/footprints/{made}/{part}")
        assert (status, told["items"]) == (200, [])


def test_an_order_on_such_a_trip_is_refused_with_the_next_step_and_reserves_nothing(world: World) -> None:
    guest = world.standard()
    made = anonymous(world, TRIP)["id"]
    erased(world, OVER)
    problem = world.order(guest, expect=422, footprint_id=made)
    assert [each["pointer"] for each in problem["errors"]] == ["/footprint_id"]
    assert "重新计算" in problem["errors"][0]["detail"]
    assert "删除" in problem["errors"][0]["detail"]
    assert world.order(guest, footprint_id=anonymous(world, TRIP)["id"])["status"] == "pending"


def test_somebody_elses_erased_trip_is_no_different_from_none(world: World) -> None:
    alice, bob = world.standard(), world.guest("bob")
    trip = world.footprint(alice)["id"]
    assert alice.client.patch("/api/v1/me", json={"travel_consent": False}).status_code == 200
    told = {
        name: world.order(bob, expect=422, footprint_id=which)["errors"]
        for name, which in (("theirs", trip), ("none", "ftp" + "0" * 26))
    }
    assert told["theirs"] == told["none"]
    own = world.order(alice, expect=422, footprint_id=trip)["errors"]
    assert own != told["none"]


def test_what_an_order_has_bound_or_an_account_made_stays_its_owners(world: World) -> None:
    guest = world.standard()
    bound, own, late = anonymous(world, TRIP)["id"], world.footprint(guest)["id"], anonymous(world, TRIP)["id"]
    order = world.paid(guest, footprint_id=bound)
    assert erased(world, OVER) == 1
    assert asked(world, f"/footprints/{late}")[1]["inputs_erased"]
    for which in (bound, own):
        told = guest.client.get(f"/api/v1/footprints/{which}?recompute=1").get_json()
        assert told["recomputed_g"] == told["total_g"]
    assert guest.client.get(f"/api/v1/orders/{order['id']}").get_json()["status"] == "paid"


def test_many_are_erased_in_portions_so_that_nobody_waits_long_for_the_writer(world: World) -> None:
    world.standard()
    made = [anonymous(world, TRIP)["id"] for _ in range(5)]
    assert erased(world, OVER, portion=2) == 5
    assert all(asked(world, f"/footprints/{each}")[1]["inputs_erased"] for each in made)


def test_a_trip_erased_between_an_orders_look_and_its_take_is_not_bound(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = world.standard()
    made = anonymous(world, TRIP)["id"]
    bind = placing._BIND

    class Overtaken:
        """What a job on another machine did a moment before the order takes the trip."""

        def first(self, tx: sa.Connection, given: Any) -> Any:
            tx.execute(sa.update(footprints).values(inputs=None, lines=None, erased_at=clock.now()))
            return bind.first(tx, given)

    monkeypatch.setattr(placing, "_BIND", Overtaken())
    problem = world.order(guest, expect=422, footprint_id=made)
    assert [each["pointer"] for each in problem["errors"]] == ["/footprint_id"]
