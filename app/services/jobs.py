"""The table of jobs: what runs by itself, how often, under a lease. Each may be repeated at any time."""

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
import structlog
from flask import current_app

from app.core import clock
from app.core.database import read, write
from app.domain.payments import LIVE_PAYMENTS, RefundStatus
from app.models import orders, payments, sessions
from app.models import refunds as refund_table
from app.services import (
    expiry,
    idempotency,
    leaderboards,
    leaderboards_proof,
    leases,
    mini_program_codes,
    notifications,
    proofs,
    refunds,
    renderings_ended,
    retirements_signing,
    shipping,
    signing_keys,
    subscriptions,
    travel_erasure,
)
from app.services import payments as attempts
from app.services.alerts import alert

log = structlog.get_logger(__name__)
_ASK_AGAIN_S = (20, 30, 60, 120, 300, 600, 1800)


@dataclass(frozen=True, slots=True)
class Job:
    """``run`` answers how many things it did. ``lease_s``: longer than it ever takes.

    waits: for answers of others (a provider, WeChat), so it has a thread of its own: what must happen within a minute
    does not queue behind it.
    """

    name: str
    every_s: float
    lease_s: int
    run: Callable[[], int]
    waits: bool = False


def poll_payments(limit: int = 50) -> int:
    """Ask about live attempts nobody has told us of: a lost notification is found without the guest. With back-off."""
    p = payments.c
    now = clock.now()
    due = (
        sa.select(p.id, p.provider, p.asks)
        .join(orders, orders.c.id == p.order_id)
        .where(
            p.status.in_([status.value for status in LIVE_PAYMENTS]),
            p.ask_next_at <= now,
            orders.c.created_at > now - attempts.ASK_FOR - timedelta(hours=1),
        )
        .order_by(p.ask_next_at)
        .limit(limit)
    )
    with read() as connection:
        rows = connection.execute(due).all()
    for row in rows:
        wait = timedelta(seconds=_ASK_AGAIN_S[min(row.asks, len(_ASK_AGAIN_S) - 1)])
        with write("note when to ask about a payment again") as tx:
            tx.execute(sa.update(payments).where(p.id == row.id).values(asks=p.asks + 1, ask_next_at=now + wait))
        attempts.ask(row.id, attempts.provider_named(row.provider))
    return len(rows)


def send_refunds(limit: int = 50) -> int:
    """Send refunds that wait, and ask about those on their way."""
    r = refund_table.c
    waiting = (RefundStatus.REQUESTED.value, RefundStatus.PROCESSING.value)
    due = (
        sa.select(r.id).where(r.status.in_(waiting), r.try_next_at <= clock.now()).order_by(r.try_next_at).limit(limit)
    )
    with read() as connection:
        refund_ids = connection.execute(due).scalars().all()
    failed: list[Exception] = []
    for refund_id in refund_ids:
        try:
            refunds.send_refund(refund_id)
        except Exception as error:  # noqa: BLE001 (all are raised at the end)
            failed.append(error)  # one whose sums do not fit must not keep everybody's money
    if failed:
        raise ExceptionGroup("refunds not sent or not settled", failed)
    return len(refund_ids)


def prove_sums() -> int:
    """Prove every kept figure; how many do not add up. Each is an alert."""
    boards = leaderboards_proof.prove()
    if boards:
        alert("boards_differ", boards[0][:80], f"{len(boards)} cells differ from their standings")
    return len(proofs.prove()) + len(boards)


def prune() -> int:
    """Forget what has served its time: old idempotency keys, expired sessions, pictures nobody asks for."""
    with write("prune sessions") as tx:
        gone = tx.execute(sa.delete(sessions).where(sessions.c.expires_at < clock.now())).rowcount
    return gone + idempotency.prune() + renderings_ended.prune()


JOBS = (
    Job("boards", 1, 60, leaderboards.refresh),
    Job("poll-payments", 5, 900, poll_payments, waits=True),
    Job("expire-orders", 5, 900, expiry.expire_orders, waits=True),
    Job("send-refunds", 5, 900, send_refunds, waits=True),
    Job("retry-inbox", 10, 300, notifications.retry_waiting),
    Job("shipping-notices", 15, 900, shipping.send_notices, waits=True),
    Job("messages", 5, 900, subscriptions.send_messages, waits=True),
    Job("delete-pictures", 10, 300, renderings_ended.delete_stale),
    Job("codes", 15, 900, mini_program_codes.fetch_waiting, waits=True),
    Job("signing-key", 3600, 120, signing_keys.remember),
    Job("sign-cancellations", 3600, 600, retirements_signing.sign_missing),
    Job("prove-sums", 3600, 600, prove_sums),
    Job("prune", 3600, 600, prune),
    Job("forget-trips", 3600, 600, travel_erasure.erase_unclaimed),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """One run. done is None when another machine holds the lease; failed names the exception."""

    job: str
    done: int | None
    failed: str | None = None


def holder() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def run_job(job: Job) -> Ran:
    """Run one job if its lease is free. A failure, of the lease too, is logged and told; the others go on."""
    me = holder()
    try:
        fence = leases.take(job.name, me, timedelta(seconds=job.lease_s))
        if fence is None:
            return Ran(job.name, None)
        try:
            return Ran(job.name, job.run())
        finally:
            leases.give_back(job.name, me, fence)
    except Exception as error:
        log.exception("job failed", job=job.name)
        return Ran(job.name, 0, type(error).__name__)


def run_all() -> list[Ran]:
    """Every job once, in order."""
    return [run_job(job) for job in JOBS]


def run_for_ever(stopping: Callable[[], bool], pause_s: float = 0.5) -> None:
    """Each job at its own pace until told to stop; those that wait for others beside those that do not."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a thread starts without an application

    def beside() -> None:
        with app.app_context():
            _run_in_turn([job for job in JOBS if job.waits], stopping, pause_s)

    thread = threading.Thread(target=beside, name="jobs that wait")
    thread.start()
    _run_in_turn([job for job in JOBS if not job.waits], stopping, pause_s)
    thread.join()


def _run_in_turn(given: Sequence[Job], stopping: Callable[[], bool], pause_s: float) -> None:
    due = {job.name: 0.0 for job in given}
    while not stopping():
        for job in given:
            if time.monotonic() >= due[job.name] and not stopping():
                run_job(job)
                due[job.name] = time.monotonic() + job.every_s
        time.sleep(pause_s)
