"""Many at once: nothing oversold, nothing twice, nothing lost. Every storm ends with a proof of all sums."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.database import read
from app.models import allocations, certificates, credit_batches, ledger_transactions, notifications, orders
from app.services import proofs
from tests.support.server import LiveServer
from tests.support.world import Guest, World, key


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all of them, released by one barrier."""
    gate = threading.Barrier(len(jobs))

    def go(job: Callable[[], Any]) -> Any:
        gate.wait(30)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(go, jobs))


def proved(world: World) -> None:
    with world.app.app_context():
        assert proofs.prove() == []


def ask(world: World, guest: Guest, headers: dict[str, str], **body: Any) -> tuple[int, Any]:
    """One POST /orders by a client of its own, as a phone is one."""
    given = {"project": "CDCER-TEST", "beneficiary": {"kind": "person", "name": "林小满"}, "method": "jsapi"} | body
    answer = world.app.test_client().post("/api/v1/orders", json=given, headers=headers | guest.headers)
    return answer.status_code, answer.json


@pytest.mark.slow
def test_32_buyers_at_once_for_the_last_grams_oversell_nothing(world: World) -> None:
    """20 rounds of one tonne, 32 buyers of 50 kg each: at most 20 can have it, and what is paid is disjoint."""
    world.project(tonnes=0)
    guests = [world.guest(f"buyer{n}") for n in range(8)]
    for _ in range(20):
        batch = world.batch("CDCER-TEST", 1)
        answers = at_once(
            [lambda g=guests[n % 8]: ask(world, g, key(), mass_g=50_000) for n in range(32)]  # type: ignore[misc]
        )
        bought = [body for status, body in answers if status == 201]
        refused = [body["code"] for status, body in answers if status != 201]
        assert len(bought) == 20
        assert set(refused) == {"credits_sold_out"}
        at_once([lambda o=order: world.simulator.control.pay(o["payment"]["id"]) for order in bought[:12]])  # type: ignore[misc]
        owners = {order["id"]: guests[n % 8] for n, (status, order) in enumerate(answers) if status == 201}
        at_once(
            [lambda o=order, g=owners[order["id"]]: g.client.get(f"/api/v1/orders/{o['id']}") for order in bought[:12]]  # type: ignore[misc]
        )
        for order in bought[12:]:
            assert owners[order["id"]].client.delete(f"/api/v1/orders/{order['id']}").status_code == 200
        with world.app.app_context(), read() as connection:
            row = connection.execute(sa.select(credit_batches).where(credit_batches.c.id == batch)).one()
            sold = connection.execute(sa.select(sa.func.count()).where(allocations.c.batch_id == batch)).scalar_one()
        assert (row.available_g, row.reserved_g, row.allocated_g, sold) == (400_000, 0, 600_000, 12)
        # the rest is bought up, so that the next round has only its own tonne
        rest = world.order(guests[0], mass_g=400_000)
        world.simulator.control.pay(rest["payment"]["id"])
        assert guests[0].client.get(f"/api/v1/orders/{rest['id']}").json["status"] == "paid"
    proved(world)


def test_50_copies_of_one_notification_at_once_make_one_certificate_and_one_transaction(
    world: World, live: LiveServer
) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=300_000)
    # the first delivery is lost, so that all 50 copies arrive as the first news
    world.simulator.control.fault("notification", "lost")
    world.simulator.control.pay(order["payment"]["id"])
    message = world.simulator.control.notifications(order["payment"]["id"])[0]
    world.simulator.control.resend(message["id"], copies=50, concurrent=True)
    with world.app.app_context(), read() as connection:
        count = lambda table: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()  # noqa: E731
        assert count(certificates) == 1
        assert count(notifications) == 1
        sales = sa.select(sa.func.count()).where(ledger_transactions.c.kind == "sale")
        assert connection.execute(sales).scalar_one() == 1
        assert connection.execute(sa.select(notifications.c.status)).scalars().all() == ["processed"]
    log = world.simulator.control.notifications(order["payment"]["id"])[0]
    assert str(log).count("200") >= 50
    proved(world)


def test_20_orders_at_once_with_one_key_are_one_order(world: World) -> None:
    guest = world.standard()
    same = key()
    answers = at_once([lambda: ask(world, guest, same, mass_g=1_000) for _ in range(20)])
    made = {body["id"] for status, body in answers if status == 201}
    others = {body["code"] for status, body in answers if status != 201}
    assert len(made) == 1
    assert others <= {"idempotency_in_flight"}
    with world.app.app_context(), read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(orders)).scalar_one() == 1
    proved(world)


def test_one_order_heard_paid_from_every_side_at_once_is_settled_once(world: World, live: LiveServer) -> None:
    """Notification, the guest's look and a cancellation, all in the same moment."""
    guest = world.standard()
    order = world.order(guest, mass_g=5_000)
    world.simulator.control.fault("notification", "lost")
    world.simulator.control.pay(order["payment"]["id"])
    message = world.simulator.control.notifications(order["payment"]["id"])[0]
    path = f"/api/v1/orders/{order['id']}"
    world.simulator.control.clear_faults()
    answers = at_once(
        [
            *[lambda: world.app.test_client().get(path, headers=guest.headers).status_code for _ in range(8)],
            *[lambda: world.app.test_client().delete(path, headers=guest.headers).status_code for _ in range(4)],
            *[lambda: world.simulator.control.resend(message["id"], copies=4, concurrent=True) for _ in range(2)],
        ]
    )
    assert set(answers[:8]) == {200}
    assert set(answers[8:12]) == {409}
    assert guest.client.get(path).json["status"] == "paid"
    proved(world)


def test_a_refund_and_a_retirement_at_once_never_both_win(world: World) -> None:
    from tests.support.papers import retirement_of

    guest = world.standard()
    for _ in range(6):
        order = world.paid(guest, mass_g=900_000)
        retire = retirement_of(world, order)
        refund = f"/api/v1/orders/{order['id']}/refund-requests"
        answers = at_once(
            [
                lambda: guest.client.post(refund, json={}, headers=key()).status_code,  # noqa: B023
                retire,
            ]
        )
        refunded, retired = answers[0] == 202, answers[1] == "retired"
        assert refunded != retired, answers
    proved(world)
