"""Every way a payment message can go wrong, played by the simulator: state, HTTP class and money stay right."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.core.database import read
from app.models import alerts, certificates, notifications
from app.services import proofs
from simulator.faults import MESSAGE_FAULTS, NOTIFICATION_FAULTS
from tests.support.server import LiveServer
from tests.support.world import Guest, World

#: fault -> (the HTTP status our address answers, how the message is kept; None: nothing is kept)
UNPROVEN = dict.fromkeys(
    ("forged_signature", "foreign_key", "unknown_serial", "signtest", "unsigned", "stale"), (401, None)
)
UNACCEPTABLE = dict.fromkeys(
    ("other_apiv3_key", "malformed", "wrong_amount", "wrong_currency", "wrong_mchid", "wrong_appid", "wrong_openid",
     "wrong_order"),
    (422, "rejected"),
)  # fmt: skip
EXPECTED: dict[str, tuple[int, str | None]] = {**UNPROVEN, **UNACCEPTABLE, "unknown_event": (200, "ignored")}


def test_the_matrix_names_every_fault_the_simulator_has() -> None:
    assert set(EXPECTED) == set(MESSAGE_FAULTS)
    assert set(NOTIFICATION_FAULTS) - set(MESSAGE_FAULTS) == {"lost", "late", "duplicate", "out_of_order"}


def paid_order(world: World, guest: Guest, fault: str | None, **params: Any) -> Any:
    order = world.order(guest, mass_g=250_000)
    if fault is not None:
        world.simulator.control.fault("notification.payment", fault, **params)
    world.simulator.control.pay(order["payment"]["id"])
    return order


def statuses(world: World, order: Any) -> list[int]:
    """What our address answered to each delivery of the order's messages, in order."""
    found = world.simulator.control.notifications(order["payment"]["id"])
    return [delivery["status"] for message in found for delivery in message["deliveries"]]


def kept(world: World) -> list[str]:
    with world.app.app_context(), read() as connection:
        rows = connection.execute(sa.select(notifications.c.status).order_by(notifications.c.received_at))
        return list(rows.scalars())


def certificate_count(world: World) -> int:
    with world.app.app_context(), read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(certificates)).scalar_one())


def prove(world: World) -> None:
    with world.app.app_context():
        assert proofs.prove() == []


@pytest.mark.parametrize("fault", sorted(EXPECTED))
def test_a_spoiled_message_has_no_effect_and_the_true_one_after_it_has(
    world: World, live: LiveServer, fault: str
) -> None:
    guest = world.standard()
    status, how = EXPECTED[fault]
    order = paid_order(world, guest, "lost")
    message = world.simulator.control.notifications(order["payment"]["id"])[0]
    world.simulator.control.resend(message["id"], fault=fault)
    assert statuses(world, order)[-1] == status
    assert kept(world) == ([how] if how else [])
    assert certificate_count(world) == 0
    if how == "rejected":
        with world.app.app_context(), read() as connection:
            raised = connection.execute(sa.select(alerts.c.kind)).scalars().all()
        assert raised == ["notification_rejected"]

    # the guest's own look finds the money whatever became of the message
    found = guest.client.get(f"/api/v1/orders/{order['id']}").json
    assert found["status"] == "paid"
    assert found["certificate_id"]
    prove(world)


@pytest.mark.parametrize("fault", ["forged_signature", "signtest", "stale", "unsigned"])
def test_after_an_unproven_try_the_same_message_rightly_signed_is_acted_on(
    world: World, live: LiveServer, fault: str
) -> None:
    guest = world.standard()
    order = paid_order(world, guest, fault, attempts=2)
    world.simulator.control.wait_for(order["payment"]["id"])
    assert statuses(world, order) == [401, 401, 200]
    assert kept(world) == ["processed"]
    assert certificate_count(world) == 1
    prove(world)


def test_a_lost_notification_is_found_by_the_guests_own_look(world: World, live: LiveServer) -> None:
    guest = world.standard()
    order = paid_order(world, guest, "lost")
    found = guest.client.get(f"/api/v1/orders/{order['id']}").json
    assert (found["status"], len(found["certificates"])) == ("paid", 1)
    assert kept(world) == []
    prove(world)


def test_duplicates_at_once_are_all_answered_and_settle_once(world: World, live: LiveServer) -> None:
    guest = world.standard()
    order = paid_order(world, guest, "duplicate", copies=8, concurrent=True)
    world.simulator.control.wait_for(order["payment"]["id"])
    assert set(statuses(world, order)) == {200}
    assert certificate_count(world) == 1
    prove(world)


def test_a_late_message_after_the_guests_look_changes_nothing(world: World, live: LiveServer) -> None:
    guest = world.standard()
    order = paid_order(world, guest, "late", seconds=300)
    before = guest.client.get(f"/api/v1/orders/{order['id']}").json
    world.simulator.control.wait_for(order["payment"]["id"])
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json == before
    assert certificate_count(world) == 1
    prove(world)


def test_refund_news_that_overtakes_the_payment_news_leaves_the_books_right(world: World, live: LiveServer) -> None:
    guest = world.standard()
    order = paid_order(world, guest, "out_of_order", seconds=600)
    guest.client.get(f"/api/v1/orders/{order['id']}")
    asked = guest.client.post(
        f"/api/v1/orders/{order['id']}/refund-requests", json={}, headers={"Idempotency-Key": "back"}
    )
    assert asked.status_code == 202
    world.run_jobs()
    world.simulator.control.wait_for(order["payment"]["id"], count=2)
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "refunded"
    prove(world)
