"""What a guest accepted is told once: when the certificate is there, when the registry has cancelled; never else."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from app.core import clock
from app.core.database import read, write
from app.models import alerts, subscriptions
from app.services import subscriptions as messages
from simulator.message_templates import CERTIFICATE, RETIRED
from tests.support.papers import retirement_of
from tests.support.world import Guest, World, key

URL = "/api/v1/me/subscriptions"
BOTH = [CERTIFICATE, RETIRED]


def send(world: World) -> int:
    with world.app.app_context():
        return messages.send_messages()


def states(world: World) -> dict[str, str]:
    with world.app.app_context(), read() as connection:
        return {row.purpose: row.status for row in connection.execute(sa.select(subscriptions))}


@pytest.fixture
def bought(world: World) -> tuple[Guest, Any]:
    guest = world.standard()
    return guest, world.paid(guest, mass_g=250_000)


def accept(world: World, guest: Guest, order_id: str, templates: list[str], *, in_wechat: bool = True) -> Any:
    if in_wechat:
        world.simulator.control.subscribe(guest.name, *templates)
    return guest.client.post(URL, json={"order_id": order_id, "accepted": templates})


def arrived(world: World, guest: Guest) -> list[Any]:
    return world.simulator.control.messages(guest.name)


def test_a_certificate_is_told_at_once_and_its_retirement_when_it_comes(world: World, bought: Any) -> None:
    guest, order = bought
    before = len(arrived(world, guest))
    assert accept(world, guest, order["id"], BOTH).status_code == 200
    assert send(world) == 1
    assert states(world) == {"certificate": "sent", "retired": "waiting"}
    (ready,) = arrived(world, guest)[before:]
    assert ready["page"] == f"pages/certificate/certificate?id={order['certificate_id']}"
    assert ready["data"]["thing3"] == "250 kg"
    assert send(world) == 0
    assert retirement_of(world, order)() == "retired"
    assert send(world) == 1
    assert states(world) == {"certificate": "sent", "retired": "sent"}
    assert [each["template_id"] for each in arrived(world, guest)[before:]] == BOTH
    assert send(world) == 0


def test_accepting_again_is_one_message_all_the_same(world: World, bought: Any) -> None:
    guest, order = bought
    before = len(arrived(world, guest))
    for _ in range(3):
        assert accept(world, guest, order["id"], [CERTIFICATE, CERTIFICATE]).status_code == 200
        send(world)
    assert len(arrived(world, guest)) == before + 1


def test_an_acceptance_taken_back_in_wechat_is_nobodys_fault(world: World) -> None:
    world.standard()
    other = world.guest("taken-back")
    order = world.paid(other, mass_g=1000)
    assert accept(world, other, order["id"], [CERTIFICATE], in_wechat=False).status_code == 200
    assert (send(world), states(world)) == (1, {"certificate": "refused"})
    with world.app.app_context(), read() as connection:
        assert connection.execute(sa.select(alerts)).all() == []


def test_what_wechat_did_not_hear_is_told_later_each_time_more_patiently(world: World, bought: Any) -> None:
    guest, order = bought
    accept(world, guest, order["id"], [CERTIFICATE])
    world.simulator.control.fault("subscribe_send", "down", times=2)
    at = clock.now() + timedelta(seconds=1)
    for wait, status in ((30, "waiting"), (60, "waiting"), (0, "sent")):
        with time_machine.travel(at):
            send(world)
            assert states(world) == {"certificate": status}
            at = clock.now() + timedelta(seconds=wait + 5)


def test_a_template_wechat_refuses_is_told_to_a_person(world: World, bought: Any) -> None:
    guest, order = bought
    accept(world, guest, order["id"], [CERTIFICATE])
    world.simulator.control.fault("subscribe_send", "errcode", errcode=47003, errmsg="argument invalid")
    assert (send(world), states(world)) == (1, {"certificate": "failed"})
    with world.app.app_context(), read() as connection:
        assert [row.kind for row in connection.execute(sa.select(alerts))] == ["message_refused"]


def test_nothing_is_told_of_money_that_went_back(world: World, bought: Any) -> None:
    guest, order = bought
    accept(world, guest, order["id"], [RETIRED])
    send(world)
    assert guest.client.post(f"/api/v1/orders/{order['id']}/refund-requests", json={}, headers=key()).status_code == 202
    world.finish_refunds()
    before = len(arrived(world, guest))
    with world.app.app_context(), write("as a retirement would") as tx:
        messages.wake(tx, [order["id"]])
    send(world)
    assert states(world) == {"retired": "dropped"}
    assert len(arrived(world, guest)) == before


def test_a_deleted_account_hears_nothing_and_its_export_knew_of_it(world: World, bought: Any) -> None:
    guest, order = bought
    accept(world, guest, order["id"], BOTH)
    assert len(guest.client.get("/api/v1/me/export").json["subscriptions"]) == 2
    assert guest.client.delete("/api/v1/me").status_code == 204
    assert (send(world), states(world)) == (0, {})


def test_a_certificate_that_comes_late_is_told_within_a_minute_however_long_it_was_waited_for(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1000)
    before = len(arrived(world, guest))
    assert accept(world, guest, order["id"], [CERTIFICATE]).status_code == 200
    began = clock.now()
    for minute in range(15):
        with time_machine.travel(began + timedelta(seconds=61 * minute + 1), tick=False):
            assert (send(world), states(world)) == (0, {"certificate": "waiting"})
    world.simulator.control.pay(order["payment"]["id"])
    world.ask(order["payment"]["id"])
    world.simulator.control.fault("subscribe_send", "down", times=1)
    for later_s, status in ((61 * 15 + 1, "waiting"), (61 * 15 + 40, "sent")):
        with time_machine.travel(began + timedelta(seconds=later_s), tick=False):
            send(world)
        assert states(world) == {"certificate": status}
    assert len(arrived(world, guest)) == before + 1


@pytest.mark.parametrize(("days", "status"), [(1, "waiting"), (3, "dropped")])
def test_of_an_order_nobody_paid_nothing_is_told_once_no_money_can_be_found_any_more(
    world: World, days: int, status: str
) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1000)
    accept(world, guest, order["id"], [CERTIFICATE])
    with time_machine.travel(clock.now() + timedelta(days=days)):
        world.run_jobs()
        send(world)
    assert states(world) == {"certificate": status}
