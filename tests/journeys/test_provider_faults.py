"""The payment provider at its worst while we call it: nothing is charged twice, nothing is lost, nothing is stuck."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from app.core import clock
from app.core.database import read
from app.models import credit_batches, orders, payments, refunds
from app.services import proofs
from simulator.faults import PAY_FAULTS
from tests.support.world import Guest, World, key

#: What a POST /orders meets, and whether WeChat took the order all the same. ``error`` is a refusal of our settings.
START_FAULTS = {
    "down": False,
    "unavailable": False,
    "hang": False,
    "processed_lost": True,
    "unsigned": True,
    "wrongly_signed": True,
    "system_error": False,
    "processed_system_error": True,
    "ratelimit": False,
    "not_enough": False,
    "error": False,
}


def prove(world: World) -> None:
    with world.app.app_context():
        assert proofs.prove() == []


def row(world: World, table: sa.Table) -> Any:
    with world.app.app_context(), read() as connection:
        return connection.execute(sa.select(table)).one()


def place(world: World, guest: Guest, headers: dict[str, str]) -> Any:
    body = {
        "project": "CDCER-TEST",
        "beneficiary": {"kind": "person", "name": "林小满"},
        "method": "jsapi",
        "mass_g": 250_000,
    }
    return guest.client.post("/api/v1/orders", json=body, headers=headers)


def test_the_matrix_names_every_fault_of_a_call() -> None:
    assert set(PAY_FAULTS) - {"slow"} == set(START_FAULTS)


@pytest.mark.parametrize("fault", sorted(START_FAULTS))
def test_a_fault_while_ordering_is_a_503_and_the_same_key_resumes_the_same_order(world: World, fault: str) -> None:
    guest = world.standard()
    same = key()
    params = {"seconds": 12} if fault == "hang" else {}
    world.simulator.control.fault("jsapi", fault, **params)
    failed = place(world, guest, same)
    assert (failed.status_code, failed.json["code"]) == (503, "provider_unavailable")
    assert int(failed.headers["Retry-After"]) > 0
    order_id = failed.json["order_id"]
    assert row(world, orders).status == "pending"

    resumed = place(world, guest, same)
    assert resumed.status_code == 201
    assert resumed.json["id"] == order_id
    assert resumed.json["payment"]["id"] == row(world, payments).id
    world.simulator.control.pay(resumed.json["payment"]["id"])
    assert guest.client.get(f"/api/v1/orders/{order_id}").json["status"] == "paid"
    replay = place(world, guest, same)
    assert replay.headers["Idempotency-Replayed"] == "true"
    assert replay.get_data() == resumed.get_data()
    prove(world)


def test_an_order_whose_start_failed_can_be_paid_by_asking_again_without_the_key(world: World) -> None:
    guest = world.standard()
    world.simulator.control.fault("jsapi", "processed_lost")
    order_id = place(world, guest, key()).json["order_id"]
    again = guest.client.post(f"/api/v1/orders/{order_id}/payments", json={"method": "jsapi"}, headers=key())
    assert again.status_code == 201, again.get_data(as_text=True)
    world.simulator.control.pay(again.json["payment"]["id"])
    assert guest.client.get(f"/api/v1/orders/{order_id}").json["status"] == "paid"
    prove(world)


@pytest.mark.parametrize("fault", ["down", "unavailable", "unsigned", "system_error"])
def test_a_provider_that_does_not_answer_leaves_the_order_readable_in_its_known_state(world: World, fault: str) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    world.simulator.control.pay(order["payment"]["id"])
    world.simulator.control.fault("query", fault)
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "pending"
    with time_machine.travel(clock.now() + timedelta(seconds=4)):
        assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "paid"
    prove(world)


@pytest.mark.parametrize("fault", ["down", "system_error", "processed_lost"])
def test_a_cancellation_the_provider_does_not_confirm_changes_nothing_and_can_be_repeated(
    world: World, fault: str
) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    world.simulator.control.fault("close", fault)
    refused = guest.client.delete(f"/api/v1/orders/{order['id']}")
    assert (refused.status_code, refused.json["code"]) == (503, "provider_unavailable")
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "pending"
    assert guest.client.delete(f"/api/v1/orders/{order['id']}").json["status"] == "cancelled"
    assert guest.client.delete(f"/api/v1/orders/{order['id']}").json["status"] == "cancelled"
    assert row(world, credit_batches).reserved_g == 0
    prove(world)


def test_cancelling_what_wechat_was_paid_for_settles_it_instead(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    world.simulator.control.pay(order["payment"]["id"])
    answer = guest.client.delete(f"/api/v1/orders/{order['id']}")
    assert (answer.status_code, answer.json["code"]) == (409, "order_already_paid")
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "paid"
    prove(world)


def test_another_method_closes_the_old_attempt_first(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    native = guest.client.post(f"/api/v1/orders/{order['id']}/payments", json={"method": "native"}, headers=key())
    assert native.status_code == 201
    assert native.json["payment"]["params"]["code_url"].startswith("weixin://")
    assert world.simulator.control.payment(order["payment"]["id"])["trade_state"] == "CLOSED"
    world.simulator.control.scan(native.json["payment"]["params"]["code_url"], "a colleague")
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "paid"
    prove(world)


def test_another_method_after_the_money_came_settles_it_and_says_so(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    world.simulator.control.pay(order["payment"]["id"])
    native = guest.client.post(f"/api/v1/orders/{order['id']}/payments", json={"method": "native"}, headers=key())
    assert (native.status_code, native.json["code"]) == (409, "order_already_paid")
    prove(world)


def expired(world: World, guest: Guest, **body: Any) -> Any:
    """An order whose time has run out; the clock stands there afterwards (a context manager and the order)."""
    order = world.order(guest, **({"mass_g": 1_000} | body))
    return order, time_machine.travel(clock.now() + timedelta(seconds=1801))


def test_an_order_is_expired_from_its_time_on_before_any_job_has_run(world: World) -> None:
    guest = world.standard()
    order, later = expired(world, guest)
    with later:
        assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "expired"
        assert row(world, orders).status == "pending"
        again = guest.client.post(f"/api/v1/orders/{order['id']}/payments", json={"method": "jsapi"}, headers=key())
        assert (again.status_code, again.json["code"]) == (410, "order_expired")


def test_expiry_closes_at_the_provider_and_frees_the_grams(world: World) -> None:
    guest = world.standard()
    order, later = expired(world, guest)
    with later:
        world.run_jobs()
        assert row(world, orders).status == "expired"
        assert row(world, credit_batches).reserved_g == 0
    assert world.simulator.control.payment(order["payment"]["id"])["trade_state"] == "CLOSED"
    prove(world)


def test_expiry_with_the_provider_down_keeps_the_grams_fifteen_minutes_and_then_lets_go(world: World) -> None:
    guest = world.standard()
    expired(world, guest)
    world.simulator.control.fault("pay", "down", times=None)
    start = clock.now()
    with time_machine.travel(start + timedelta(seconds=1801)):
        world.run_jobs()
        assert (row(world, orders).status, row(world, credit_batches).reserved_g) == ("pending", 1_000)
    with time_machine.travel(start + timedelta(seconds=1801 + 14 * 60)):
        world.run_jobs()
        assert row(world, credit_batches).reserved_g == 1_000
    with time_machine.travel(start + timedelta(seconds=1801 + 16 * 60)):
        world.run_jobs()
        assert (row(world, orders).status, row(world, credit_batches).reserved_g) == ("expired", 0)
    prove(world)


def late_money(world: World, guest: Guest, mass_g: int) -> Any:
    """An order expired here while the provider was down, then paid there after all."""
    order = world.order(guest, mass_g=mass_g)
    world.simulator.control.fault("pay", "down", times=None)
    start = clock.now()
    for seconds in (1801, 1801 + 16 * 60):
        with time_machine.travel(start + timedelta(seconds=seconds)):
            world.run_jobs()
    world.simulator.control.clear_faults()
    world.simulator.control.pay(order["payment"]["id"])
    return order


def test_late_money_on_an_expired_order_is_honoured_at_its_price_while_there_are_grams(world: World) -> None:
    guest = world.standard()
    order = late_money(world, guest, 700_000)
    found = guest.client.get(f"/api/v1/orders/{order['id']}").json
    assert (found["status"], found["amount_fen"]) == ("paid", order["amount_fen"])
    assert found["certificate_id"]
    prove(world)


def test_late_money_after_the_grams_are_gone_goes_back(world: World) -> None:
    world.project(tonnes=1)
    world.scene()
    guest = world.guest()
    order = late_money(world, guest, 700_000)
    world.paid(world.guest("faster"), mass_g=900_000)
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "refunding"
    prove(world)
    world.run_jobs()
    world.finish_refunds()
    found = guest.client.get(f"/api/v1/orders/{order['id']}").json
    assert (found["status"], found["certificates"]) == ("refunded", [])
    prove(world)


def test_money_on_a_cancelled_order_goes_back_and_the_order_stays_cancelled(world: World) -> None:
    """A second attempt cannot be made to pay here, so the message itself is played: paid at the last moment."""
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    world.simulator.control.pay(order["payment"]["id"])
    world.force_cancelled(order["id"])
    with world.app.app_context():
        world.ask(order["payment"]["id"])
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "cancelled"
    world.run_jobs()
    world.finish_refunds()
    assert row(world, refunds).status == "succeeded"
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "cancelled"
    prove(world)


REFUND_FAULTS = ["down", "unavailable", "processed_lost", "unsigned", "system_error", "ratelimit", "not_enough"]


@pytest.mark.parametrize("fault", REFUND_FAULTS)
def test_a_refund_is_sent_again_under_the_same_number_until_it_is_known(world: World, fault: str) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=250_000)
    world.simulator.control.fault("refund", fault)
    asked = guest.client.post(f"/api/v1/orders/{order['id']}/refund-requests", json={}, headers=key())
    assert (asked.status_code, asked.json["status"]) == (202, "refunding")
    world.run_jobs()
    assert row(world, refunds).status == "requested"
    world.finish_refunds()
    assert row(world, refunds).status == "succeeded"
    assert len(world.simulator.control.payment(row(world, payments).id)["refunds"]) == 1
    certificate = guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert (certificate["status"], [e["kind"] for e in certificate["events"]]) == ("revoked", ["revoked"])
    assert row(world, credit_batches).available_g == 50_000_000
    prove(world)


@pytest.mark.parametrize("ending", ["ends_abnormal", "ends_closed"])
def test_a_refund_that_sticks_at_the_bank_stays_refunding_and_calls_a_person(world: World, ending: str) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=250_000)
    world.simulator.control.fault("refund", ending)
    guest.client.post(f"/api/v1/orders/{order['id']}/refund-requests", json={}, headers=key())
    world.run_jobs()
    world.finish_refunds(expect=None)
    assert row(world, refunds).status == "stuck"
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "refunding"
    prove(world)
