"""An order's life as its buyer sees it: paying, paying again, cancelling, asking back, lists; and who may see it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from app.core import clock
from app.services import proofs
from tests.support.papers import retirement_of
from tests.support.world import Guest, World, key

ORDERS = "/api/v1/orders"


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def pay_again(guest: Guest, order: Any, method: str = "jsapi") -> Any:
    return guest.client.post(f"{ORDERS}/{order['id']}/payments", json={"method": method}, headers=key())


def ask_back(guest: Guest, order: Any) -> Any:
    return guest.client.post(f"{ORDERS}/{order['id']}/refund-requests", json={"reason": "不去了"}, headers=key())


def test_the_answer_that_first_says_paid_names_the_certificate(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    assert guest.client.get(f"{ORDERS}/{order['id']}").json["status"] == "pending"
    world.simulator.control.pay(order["payment"]["id"])
    with time_machine.travel(clock.now() + timedelta(seconds=4)):
        paid = guest.client.get(f"{ORDERS}/{order['id']}").json
        assert (paid["status"], len(paid["certificates"])) == ("paid", 1)
        assert paid["certificate_id"] == paid["certificates"][0]
        assert paid["paid_at"] is not None
        assert guest.client.get(f"{ORDERS}/{order['id']}").json == paid
        assert guest.client.get(ORDERS).json["items"] == [paid]


def test_the_provider_is_asked_at_most_once_in_three_seconds(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    before = world.simulator.control.last_call()
    start = clock.now()
    for seconds, calls in ((0, 1), (1, 1), (2.5, 1), (3.5, 2), (5, 2)):
        with time_machine.travel(start + timedelta(seconds=seconds)):
            assert guest.client.get(f"{ORDERS}/{order['id']}").status_code == 200
        assert len(world.simulator.control.calls("query", after=before)) == calls


def test_somebody_elses_order_is_not_found_on_every_path(world: World) -> None:
    alice, bob = world.standard(), world.guest("bob")
    for order in (world.order(alice, mass_g=1_000), world.paid(alice, mass_g=1_000)):
        path = f"{ORDERS}/{order['id']}"
        for answer in (bob.client.get(path), bob.client.delete(path), pay_again(bob, order), ask_back(bob, order)):
            assert code_of(answer) == (404, "not_found")
        assert alice.client.get(path).json["status"] == order["status"]
    assert bob.client.get(ORDERS).json == {"items": [], "next": None}


def test_the_same_method_again_is_the_same_attempt(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    again = pay_again(guest, order)
    assert (again.status_code, again.json["payment"]["id"]) == (201, order["payment"]["id"])
    assert set(again.json["payment"]["params"]) == set(order["payment"]["params"])
    world.simulator.control.pay(again.json["payment"]["id"])
    assert code_of(pay_again(guest, order)) == (409, "order_already_paid")


def test_switching_methods_to_and_fro_leaves_one_open_attempt(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    numbers = [order["payment"]["id"]]
    for method in ("native", "jsapi", "native"):
        answer = pay_again(guest, order, method)
        assert (answer.status_code, answer.json["payment"]["method"]) == (201, method)
        numbers.append(answer.json["payment"]["id"])
    assert len(set(numbers)) == 4
    states = [world.simulator.control.payment(number)["trade_state"] for number in numbers]
    assert states == ["CLOSED", "CLOSED", "CLOSED", "NOTPAY"]


def test_a_cancelled_order_stays_cancelled_and_frees_its_grams(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=50_000_000)
    path = f"{ORDERS}/{order['id']}"
    first = guest.client.delete(path)
    assert (first.status_code, first.json["status"]) == (200, "cancelled")
    assert guest.client.delete(path).json == first.json == guest.client.get(path).json
    assert code_of(pay_again(guest, order)) == (409, "order_cancelled")
    assert code_of(ask_back(guest, order)) == (409, "order_not_paid")
    assert world.order(guest, mass_g=50_000_000)["status"] == "pending"


def test_a_paid_order_cannot_be_cancelled_or_paid(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000)
    assert code_of(guest.client.delete(f"{ORDERS}/{order['id']}")) == (409, "order_already_paid")
    assert code_of(pay_again(guest, order)) == (409, "order_already_paid")


def test_an_expired_order_can_only_be_looked_at(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    path = f"{ORDERS}/{order['id']}"
    assert order["expires_at"] == clock.rfc3339(clock.now() + timedelta(seconds=1800))[:16] + order["expires_at"][16:]
    with time_machine.travel(clock.now() + timedelta(seconds=1801)):
        for _ in range(2):  # before and after the job
            assert guest.client.get(path).json["status"] == "expired"
            assert guest.client.get(ORDERS).json["items"][0]["status"] == "expired"
            assert code_of(guest.client.delete(path)) == (410, "order_expired")
            assert code_of(pay_again(guest, order)) == (410, "order_expired")
            assert code_of(ask_back(guest, order)) == (409, "order_not_paid")
            world.run_jobs()


def test_a_refund_is_asked_for_heard_of_and_revokes(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    order = world.paid(guest, footprint_id=footprint["id"])
    asked = ask_back(guest, order)
    assert (asked.status_code, asked.json["status"]) == (202, "refunding")
    assert ask_back(guest, order).json["status"] == "refunding"
    assert code_of(guest.client.delete(f"{ORDERS}/{order['id']}")) == (409, "order_refunded")
    assert code_of(pay_again(guest, order)) == (409, "order_refunded")
    world.run_jobs()
    world.finish_refunds()
    assert guest.client.get(f"{ORDERS}/{order['id']}").json["status"] == "refunded"
    certificate = guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert (certificate["status"], certificate["events"][0]["reason"]) == ("revoked", "refunded")
    assert guest.client.get(f"/api/v1/footprints/{footprint['id']}").json["covered_g"] == 0
    with world.app.app_context():
        assert proofs.prove() == []


def test_once_retired_there_is_no_way_back(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000)
    assert retirement_of(world, order)() == "retired"
    assert code_of(ask_back(guest, order)) == (409, "already_retired")
    assert guest.client.get(f"{ORDERS}/{order['id']}").json["status"] == "paid"


@pytest.mark.parametrize("path", [ORDERS, "/api/v1/certificates"])
def test_lists_are_ones_own_newest_first_and_walked_with_a_cursor(world: World, path: str) -> None:
    guest = world.standard()
    made = [world.paid(guest, mass_g=1_000 + n) for n in range(5)]
    world.paid(world.guest("bob"), mass_g=9)
    expected = [each["mass_g"] for each in reversed(made)]
    assert [each["mass_g"] for each in guest.client.get(path).json["items"]] == expected
    seen, cursor, pages = [], "", 0
    while cursor is not None:
        page = guest.client.get(f"{path}?limit=2" + (f"&cursor={cursor}" if cursor else "")).json
        seen += [each["mass_g"] for each in page["items"]]
        cursor, pages = page["next"], pages + 1
    assert (seen, pages) == (expected, 3)
    for query in ("limit=0", "limit=101", "limit=x", "limit=", "limit=-1", "cursor=nonsense", "cursor=", "page=2"):
        answer = guest.client.get(f"{path}?{query}")
        assert code_of(answer) == (422, "validation_failed"), query
        assert answer.json["errors"][0]["pointer"] == "?" + query.partition("=")[0]
