"""Proving the sums: every kept figure against the rows it stands for. Run by a job, and by tests after every storm."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.core.database import snapshot
from app.domain.boards import Board
from app.domain.ledger import Asset, accrued, clearing, grams, held, payable
from app.domain.money import GRAMS_PER_TONNE
from app.domain.orders import OrderStatus
from app.domain.payments import PaymentStatus, RefundCause, RefundStatus
from app.domain.projects import ReservationStatus
from app.models import (
    allocations,
    certificates,
    credit_batches,
    credit_serials,
    footprints,
    orders,
    payments,
    refunds,
    released_ranges,
    reservations,
    scene_totals,
    standing_events,
)
from app.services import ledger
from app.services.alerts import alert


def prove() -> list[str]:
    """Everything that does not add up, one sentence each; empty when all is well. Reads one consistent moment."""
    with snapshot() as connection:
        found = list(discrepancies(connection))
    for sentence in found:
        alert("sums_do_not_add_up", sentence[:80], sentence)
    return found


def discrepancies(connection: sa.Connection) -> Iterator[str]:
    sums = ledger.total_by_account(connection)
    for asset in Asset:
        total = sum(amount for (_, kind), amount in sums.items() if kind == asset.value)
        if total:
            yield f"the ledger is out of balance by {total} {asset}"
    yield from _batches(connection, sums)
    yield from _money(connection, sums)
    yield from _orders(connection)
    yield from _footprints(connection)
    yield from _scenes(connection)


def _batches(connection: sa.Connection, sums: dict[tuple[str, str], int]) -> Iterator[str]:
    reserved = _sum_by(
        connection,
        reservations.c.batch_id,
        reservations.c.mass_g,
        reservations.c.status == ReservationStatus.HELD.value,
    )
    ranges: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    a, r = allocations.c, released_ranges.c
    for row in connection.execute(sa.select(a.batch_id, a.first_g, a.last_g).where(a.released_at.is_(None))):
        ranges[row.batch_id].append((row.first_g, row.last_g, "allocated"))
    for row in connection.execute(sa.select(r.batch_id, r.first_g, r.last_g)):
        ranges[row.batch_id].append((row.first_g, row.last_g, "released"))
    counted = sa.select(credit_serials.c.batch_id, sa.func.count()).group_by(credit_serials.c.batch_id)
    serials: dict[str, int] = {batch_id: number for batch_id, number in connection.execute(counted)}  # noqa: C416 (rows are no pairs to mypy)
    for batch in connection.execute(sa.select(credit_batches)):
        yield from _batch(batch, sums, reserved.get(batch.id, 0), sorted(ranges[batch.id]))
        if serials.get(batch.id, 0) != batch.tonnes:
            yield f"batch {batch.id} has {serials.get(batch.id, 0)} serials, not {batch.tonnes}"


def _batch(
    batch: Any, sums: dict[tuple[str, str], int], reserved_g: int, ranges: list[tuple[int, int, str]]
) -> Iterator[str]:
    for state in ("available", "reserved", "allocated", "void"):
        kept = getattr(batch, f"{state}_g")
        booked = sums.get((grams(batch.id, state), Asset.GRAM.value), 0)
        if kept != booked:
            yield f"batch {batch.id}: {state} is {kept} g, the ledger says {booked} g"
    if reserved_g != batch.reserved_g:
        yield f"batch {batch.id}: reservations hold {reserved_g} g, the batch says {batch.reserved_g} g"
    for (_, last, _), (first, _, _) in itertools.pairwise(ranges):
        if first <= last:
            yield f"batch {batch.id}: two ranges hold gram {first}"
    allocated = sum(last - first + 1 for first, last, kind in ranges if kind == "allocated")
    if allocated != batch.allocated_g:
        yield f"batch {batch.id}: ranges hold {allocated} g, the batch says {batch.allocated_g} g"
    if ranges and ranges[-1][1] >= batch.next_g:
        yield f"batch {batch.id}: gram {ranges[-1][1]} is given out, next is {batch.next_g}"
    free = batch.issued_g - batch.next_g + sum(last - first + 1 for first, last, kind in ranges if kind == "released")
    if free != batch.available_g + batch.reserved_g:
        yield f"batch {batch.id}: {free} g are free, {batch.available_g + batch.reserved_g} g are promised"
    if batch.issued_g != batch.tonnes * GRAMS_PER_TONNE:
        yield f"batch {batch.id}: {batch.issued_g} g are not {batch.tonnes} t"


def _money(connection: sa.Connection, sums: dict[tuple[str, str], int]) -> Iterator[str]:
    """What the ledger says of money against payments, refunds and orders."""
    received, holding = _expected_money(connection)
    for provider, amount in received.items():
        booked = sums.get((clearing(provider), Asset.FEN.value), 0)
        if booked != amount:
            yield f"{provider} should hold {amount} fen, the ledger says {booked} fen"
    claims: dict[str, int] = defaultdict(int)
    for row in connection.execute(sa.select(orders.c.id, orders.c.status, orders.c.owner_id, orders.c.owner_fen)):
        if row.status == OrderStatus.PAID.value:
            claims[row.owner_id] += row.owner_fen
        booked = -sums.get((held(row.id), Asset.FEN.value), 0)
        if booked != holding[row.id]:
            yield f"order {row.id} should hold {holding[row.id]} fen, the ledger says {booked} fen"
    for owner_id, amount in claims.items():
        booked = -sums.get((accrued(owner_id), Asset.FEN.value), 0) - sums.get((payable(owner_id), Asset.FEN.value), 0)
        if booked != amount:
            yield f"owner {owner_id} should be owed {amount} fen, the ledger says {booked} fen"


def _expected_money(connection: sa.Connection) -> tuple[dict[str, int], dict[str, int]]:
    """(provider -> fen it holds for us, order -> fen held for its buyer), from payments and refunds alone."""
    received: dict[str, int] = defaultdict(int)
    holding: dict[str, int] = defaultdict(int)
    came = sa.select(payments.c.provider, payments.c.order_id, payments.c.status, payments.c.amount_fen).where(
        payments.c.status.in_((PaymentStatus.PAID.value, PaymentStatus.SURPLUS.value))
    )
    for row in connection.execute(came):
        received[row.provider] += row.amount_fen
        holding[row.order_id] += row.amount_fen if row.status == PaymentStatus.SURPLUS.value else 0
    went = sa.select(
        payments.c.provider, refunds.c.order_id, refunds.c.status, refunds.c.cause, refunds.c.amount_fen
    ).join(payments, payments.c.id == refunds.c.payment_id)
    for refund in connection.execute(went):
        done = refund.status == RefundStatus.SUCCEEDED.value
        received[refund.provider] -= refund.amount_fen if done else 0
        if refund.cause == RefundCause.SURPLUS.value:
            holding[refund.order_id] -= refund.amount_fen if done else 0
        else:
            holding[refund.order_id] += 0 if done else refund.amount_fen
    return received, holding


def _orders(connection: sa.Connection) -> Iterator[str]:
    """Every paid order has its certificates, whose grams are its grams; no other order has living ones."""
    issued: dict[str, int] = defaultdict(int)
    for row in connection.execute(sa.select(certificates.c.order_id, certificates.c.mass_g, certificates.c.status)):
        issued[row.order_id] += row.mass_g if row.status != "revoked" else 0
    ranges = _sum_by(
        connection,
        allocations.c.order_id,
        allocations.c.last_g - allocations.c.first_g + 1,
        allocations.c.released_at.is_(None),
    )
    live = (OrderStatus.PAID.value, OrderStatus.REFUNDING.value)
    given_back = sa.select(refunds.c.order_id).where(refunds.c.cause == RefundCause.SURPLUS.value)
    surplus = set(connection.execute(given_back).scalars().all())
    for row in connection.execute(sa.select(orders.c.id, orders.c.status, orders.c.mass_g)):
        expected = row.mass_g if row.status in live else 0
        if row.status == OrderStatus.REFUNDING.value and row.id in surplus and not issued[row.id]:
            expected = 0  # paid too late and sold out: its money goes back, it never had certificates
        if issued[row.id] != expected:
            yield f"order {row.id} ({row.status}): certificates of {issued[row.id]} g for {expected} g"
        if ranges.get(row.id, 0) != expected:
            yield f"order {row.id} ({row.status}): ranges of {ranges.get(row.id, 0)} g for {expected} g"


def _footprints(connection: sa.Connection) -> Iterator[str]:
    live = (OrderStatus.PAID.value, OrderStatus.REFUNDING.value)
    covered = _sum_by(connection, orders.c.footprint_id, orders.c.covered_g, orders.c.status.in_(live))
    for row in connection.execute(sa.select(footprints.c.id, footprints.c.covered_g)):
        if covered.get(row.id, 0) != row.covered_g:
            yield f"footprint {row.id}: {row.covered_g} g covered, its orders say {covered.get(row.id, 0)} g"


def _scenes(connection: sa.Connection) -> Iterator[str]:
    """A scene's kept totals against what settlements and refunds appended for it."""
    e = standing_events.c
    appended = sa.select(e.subject, sa.func.sum(e.sign), sa.func.sum(e.mass_g)).where(e.board == Board.SCENES.value)
    sums = {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(appended.group_by(e.subject))}
    for row in connection.execute(sa.select(scene_totals)):
        number, mass_g = sums.get(row.scene_id, (0, 0))
        if (row.certificates, row.mass_g) != (number, mass_g):
            yield f"scene {row.scene_id}: {row.certificates} of {row.mass_g} g kept, {number} of {mass_g} g appended"


def _sum_by(connection: sa.Connection, key: Any, amount: Any, where: Any) -> dict[str, int]:
    rows = connection.execute(sa.select(key, sa.func.sum(amount)).where(where).group_by(key))
    return {name: int(total) for name, total in rows}
