"""Jobs and their leases: one holder at a time, a failed one harms no other, each may be repeated."""

import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.core import clock
from app.core.database import read, write
from app.domain.ledger import Asset, Posting, TransactionKind
from app.models import idempotency_keys, job_leases, notifications, orders, refunds, sessions
from app.services import jobs, leases, ledger
from app.services import notifications as inbox
from app.services.jobs import Job, Ran
from app.services.notifications import GRACE
from tests.support.server import LiveServer
from tests.support.world import World, key

LONG = timedelta(seconds=60)
JOBS = jobs.JOBS


def test_a_lease_has_one_holder_until_it_ends_or_is_given_back(app: Flask) -> None:
    with app.app_context():
        first = leases.take("boards", "one", LONG)
        assert first is not None
        assert leases.take("boards", "two", LONG) is None
        again = leases.take("boards", "one", LONG)
        assert again is not None
        assert again > first
        # the fence of an earlier turn ends nothing
        leases.give_back("boards", "one", first)
        leases.give_back("boards", "two", again)
        assert leases.take("boards", "two", LONG) is None
        leases.give_back("boards", "one", again)
        taken = leases.take("boards", "two", LONG)
        assert taken is not None
        assert taken > again
        assert leases.take("prune", "one", LONG) is not None
        with time_machine.travel(clock.now() + LONG + timedelta(seconds=1)):
            assert leases.take("boards", "one", LONG) is not None


def test_of_many_machines_at_once_one_gets_the_lease(app: Flask) -> None:
    gate, got = threading.Barrier(6), []

    def machine(number: int) -> None:
        with app.app_context():
            gate.wait(10)
            got.append(leases.take("boards", f"machine {number}", LONG))

    threads = [threading.Thread(target=machine, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [fence for fence in got if fence is not None] == [1]


def test_a_job_runs_under_its_lease_and_gives_it_back_even_when_it_fails(app: Flask) -> None:
    def fails() -> int:
        raise ZeroDivisionError

    with app.app_context():
        assert jobs.run_job(Job("seven", 1, 60, lambda: 7)) == Ran("seven", 7)
        assert jobs.run_job(Job("fails", 1, 60, fails)) == Ran("fails", 0, "ZeroDivisionError")
        with read() as connection:
            assert all(row.until_at <= clock.now() for row in connection.execute(sa.select(job_leases)))
        leases.take("seven", "another machine", LONG)
        assert jobs.run_job(Job("seven", 1, 60, lambda: 7)) == Ran("seven", None)


def test_every_job_may_be_run_again_and_again_with_nothing_to_do(world: World) -> None:
    guest = world.standard()
    world.paid(guest, mass_g=1_000)
    for _ in range(3):
        world.run_jobs()
    assert len({job.name for job in jobs.JOBS}) == len(jobs.JOBS)
    assert all(job.lease_s > job.every_s / 60 for job in jobs.JOBS)


def test_a_job_that_runs_for_ever_stops_when_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(jobs, "JOBS", (Job("often", 0, 60, lambda: len(ran)), Job("seldom", 3600, 60, lambda: 0)))
    monkeypatch.setattr(jobs, "run_job", lambda job: ran.append(job.name))
    with app.app_context():
        jobs.run_for_ever(lambda: len(ran) >= 5, pause_s=0)
    assert ran.count("seldom") == 1
    assert ran.count("often") >= 3


def test_jobs_go_on_once_a_database_that_was_gone_is_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL restarts: neither of the two threads may die of it, for nobody would start it again."""
    gone = sa.exc.OperationalError("SELECT 1", {}, ConnectionError())
    asked: list[str] = []
    take, give_back = leases.take, leases.give_back

    def away_at_first(name: str, holder: str, lasting: timedelta) -> int | None:
        asked.append(name)
        if asked.count(name) == 1:
            raise gone
        return take(name, holder, lasting)

    def away_at_last(name: str, holder: str, fence: int) -> None:
        give_back(name, holder, fence)
        if asked.count(name) == 2:
            raise gone

    monkeypatch.setattr(leases, "take", away_at_first)
    monkeypatch.setattr(leases, "give_back", away_at_last)
    here, waiting = Job("here", 0, 60, lambda: 1), Job("waiting", 0, 60, lambda: 1, waits=True)
    with app.app_context():
        for job in (here, waiting):
            said = [jobs.run_job(job) for _ in range(3)]
            assert said == [Ran(job.name, 0, "OperationalError")] * 2 + [Ran(job.name, 1)]


def test_a_job_that_waits_for_somebody_delays_no_deletion(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ran, answered = [], threading.Event()

    def deletes() -> int:
        ran.append("deletes")
        if len(ran) == 5:
            answered.set()
        return 0

    slow = Job("slow", 0, 60, lambda: int(answered.wait(30)), waits=True)
    monkeypatch.setattr(jobs, "JOBS", (slow, Job("deletes", 0, 60, deletes)))
    with app.app_context():
        jobs.run_for_ever(answered.is_set, pause_s=0.01)
    assert ran == ["deletes"] * 5
    waiting = {job.name for job in JOBS if job.waits}
    assert {"poll-payments", "send-refunds", "shipping-notices", "expire-orders", "codes", "messages"} == waiting


def test_a_lost_notification_is_found_by_the_job_that_asks(world: World) -> None:
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    world.simulator.control.pay(order["payment"]["id"])
    world.run_jobs()  # too early: the message may still come
    with world.app.app_context(), read() as connection:
        assert connection.execute(sa.text("SELECT status FROM orders")).scalar_one() == "pending"
    with time_machine.travel(clock.now() + timedelta(seconds=25)):
        world.run_jobs()
    with world.app.app_context(), read() as connection:
        assert connection.execute(sa.text("SELECT status FROM orders")).scalar_one() == "paid"


def test_a_message_kept_but_not_acted_on_is_acted_on_by_the_job(world: World, live: LiveServer) -> None:
    """As after a crash between the two transactions of a message."""
    guest = world.standard()
    order = world.order(guest, mass_g=1_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "apply_outcome", lambda *_: 1 / 0)
        world.simulator.control.fault("notification", "late", seconds=10**6)
        world.simulator.control.pay(order["payment"]["id"])
        message = world.simulator.control.notifications(order["payment"]["id"])[0]
        world.simulator.control.resend(message["id"])
    with world.app.app_context(), read() as connection:
        row = connection.execute(sa.select(notifications)).one()
    assert (row.status, row.tries, row.error) == ("stored", 1, "ZeroDivisionError")
    deliveries = world.simulator.control.notifications(order["payment"]["id"])[0]["deliveries"]
    assert deliveries[-1]["status"] == 500
    with time_machine.travel(clock.now() + GRACE + timedelta(seconds=1)), world.app.app_context():
        assert inbox.retry_waiting() == 1
        assert inbox.retry_waiting() == 0
        with read() as connection:
            assert connection.execute(sa.select(notifications.c.status)).scalar_one() == "processed"
            assert connection.execute(sa.text("SELECT status FROM orders")).scalar_one() == "paid"


def test_keys_and_sessions_are_forgotten_when_their_time_is_over_and_not_before(world: World) -> None:
    guest = world.standard()
    same = key()
    world.order(guest, mass_g=1_000, headers=same)
    with time_machine.travel(clock.now() + timedelta(hours=24)), world.app.app_context():
        assert jobs.prune() == 0
    again = guest.client.post(
        "/api/v1/orders",
        json={"project": "CDCER-TEST", "beneficiary": {"kind": "person", "name": "林小满"}, "mass_g": 1_000},
        headers=same,
    )
    assert again.headers["Idempotency-Replayed"] == "true"
    with world.app.app_context(), write("a test's old session") as tx:
        tx.execute(sa.update(sessions).values(expires_at=clock.now() - LONG))
    with time_machine.travel(clock.now() + timedelta(hours=73)), world.app.app_context():
        assert jobs.prune() == 2
        with read() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(idempotency_keys)).scalar_one() == 0


def spoil(world: World, kind: TransactionKind, source_id: str) -> None:
    """Somebody wrote into the ledger by hand: what belongs there finds its place taken."""
    with world.app.app_context(), write("a test's slip of the pen") as tx:
        ledger.post(tx, kind, source_id, [Posting("bank:operating", "expense:provider_fees", Asset.FEN, 1)])


def run_with_the_spoiled_one_first(world: World, job: str, table: sa.Table, column: str, spoiled: str) -> Ran:
    now, (run,) = clock.now(), [each for each in JOBS if each.name == job]
    with world.app.app_context():
        with write("a test's hurry") as tx:
            tx.execute(sa.update(table).values({column: now - timedelta(seconds=1)}))
            tx.execute(sa.update(table).where(table.c.id == spoiled).values({column: now - timedelta(seconds=2)}))
        return jobs.run_job(run)


def test_an_order_whose_sums_do_not_fit_keeps_nobody_elses_grams(world: World) -> None:
    guest = world.standard()
    spoiled, *others = (world.order(guest, mass_g=1_000)["id"] for _ in range(3))
    spoil(world, TransactionKind.RELEASE, spoiled)
    ran = run_with_the_spoiled_one_first(world, "expire-orders", orders, "expires_at", spoiled)
    assert ran.failed == "ExceptionGroup"  # a person hears of it
    with world.app.app_context(), read() as connection:
        found = dict(connection.execute(sa.select(orders.c.id, orders.c.status)).all())
    assert found == {spoiled: "pending"} | dict.fromkeys(others, "expired")


def test_a_refund_whose_sums_do_not_fit_keeps_nobody_elses_money(world: World) -> None:
    guest = world.standard()
    sold = [world.paid(guest, mass_g=1_000)["id"] for _ in range(3)]
    for order_id in sold:
        asked = guest.client.post(f"/api/v1/orders/{order_id}/refund-requests", json={}, headers=key())
        assert asked.status_code == 202
    with world.app.app_context(), read() as connection:
        spoiled, *others = connection.execute(sa.select(refunds.c.id).order_by(refunds.c.id)).scalars()
    spoil(world, TransactionKind.REFUND_PAID, spoiled)
    for _ in range(50):
        ran = run_with_the_spoiled_one_first(world, "send-refunds", refunds, "try_next_at", spoiled)
        with world.app.app_context(), read() as connection:
            found = dict(connection.execute(sa.select(refunds.c.id, refunds.c.status)).all())
        if ran.failed and {found[each] for each in others} == {"succeeded"}:
            break
        time.sleep(0.1)  # the simulator's own waits
    assert ran.failed == "ExceptionGroup"
    assert found.pop(spoiled) != "succeeded"
    assert set(found.values()) == {"succeeded"}
