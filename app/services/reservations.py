"""Grams of a batch on their way: available -> reserved -> allocated, and back. Always inside the caller's transaction.

Batches are touched in id order, and after everything else that can be done before: they are the hot rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.database import is_postgresql
from app.core.prepared import Prepared
from app.domain import ledger as book
from app.domain.credits import BatchStock, GramRange, Piece, cut, plan_reservation, without
from app.domain.errors import InvariantBroken
from app.domain.ledger import Posting
from app.domain.projects import ReservationStatus
from app.models import credit_batches, released_ranges, reservations

_b = credit_batches.c


class StockMoved(Exception):
    """Between looking and taking somebody else took: the whole transaction is to be tried again."""


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What a certificate's record says of a batch."""

    id: str
    vintage: int
    serial_prefix: str
    serial_first: int
    serial_width: int
    serial_suffix: str
    retired_at_import: bool
    registry_project_id: str
    methodology: str
    monitoring_from_on: Any
    monitoring_to_on: Any


_IN_STOCK = sa.select(_b.id, _b.vintage, _b.available_g).where(
    _b.project_id == sa.bindparam("project_id"), _b.available_g > 0
)
_STOCK = Prepared(_IN_STOCK)
_STOCK_LOCKED = Prepared(_IN_STOCK.order_by(_b.id).with_for_update())
_RESERVE = Prepared(
    sa.update(credit_batches)
    .where(_b.id == sa.bindparam("b_id"), _b.available_g >= sa.bindparam("g"))
    .values(available_g=_b.available_g - sa.bindparam("g"), reserved_g=_b.reserved_g + sa.bindparam("g"))
    .returning(_b.id)
)
_INSERT = Prepared(sa.insert(reservations))
_HELD = Prepared(
    sa.select(reservations.c.batch_id, reservations.c.mass_g)
    .where(
        reservations.c.order_id == sa.bindparam("order_id"),
        reservations.c.status == ReservationStatus.HELD.value,
    )
    .order_by(reservations.c.batch_id)
)
_MARK = Prepared(
    sa.update(reservations)
    .where(reservations.c.order_id == sa.bindparam("o_id"), reservations.c.status == ReservationStatus.HELD.value)
    .values(status=sa.bindparam("to"))
)
_RELEASE = Prepared(
    sa.update(credit_batches)
    .where(_b.id == sa.bindparam("b_id"))
    .values(available_g=_b.available_g + sa.bindparam("g"), reserved_g=_b.reserved_g - sa.bindparam("g"))
)
_FACTS = (
    _b.id,
    _b.vintage,
    _b.serial_prefix,
    _b.serial_first,
    _b.serial_width,
    _b.serial_suffix,
    _b.retired_at_import,
    _b.registry_project_id,
    _b.methodology,
    _b.monitoring_from_on,
    _b.monitoring_to_on,
)


def _allocate(source: sa.Column[int]) -> Prepared:
    """Cut at next_g while the rest is large enough: one statement, no look before."""
    return Prepared(
        sa.update(credit_batches)
        .where(_b.id == sa.bindparam("b_id"), _b.issued_g - _b.next_g >= sa.bindparam("g"), source >= sa.bindparam("g"))
        .values(
            {
                source: source - sa.bindparam("g"),
                _b.allocated_g: _b.allocated_g + sa.bindparam("g"),
                _b.next_g: _b.next_g + sa.bindparam("g"),
            }
        )
        .returning(_b.next_g, *_FACTS)
    )


_ALLOCATE_RESERVED = _allocate(_b.reserved_g)
_ALLOCATE_AVAILABLE = _allocate(_b.available_g)
_LOCK = Prepared(
    sa.select(_b.next_g, _b.issued_g, _b.reserved_g, _b.available_g, *_FACTS)
    .where(_b.id == sa.bindparam("b_id"))
    .with_for_update()
)


def reserve(tx: sa.Connection, project_id: str, order_id: str, mass_g: int, *, locking: bool) -> tuple[Posting, ...]:
    """Set grams aside for an order. Returns what to post.

    locking: lock the batches first (PostgreSQL): slower, but cannot be overtaken. Raises ``credits_sold_out``,
    or StockMoved when overtaken without the lock.
    """
    plan = plan_reservation(_stock(tx, project_id, locking=locking), mass_g)
    _INSERT.run(
        tx,
        *[
            {"order_id": order_id, "batch_id": batch, "mass_g": grams, "status": ReservationStatus.HELD.value}
            for batch, grams in plan
        ],
    )
    for batch, grams in plan:
        if _RESERVE.first(tx, {"b_id": batch, "g": grams}) is None:
            raise StockMoved
    return book.move_grams(dict(plan), "available", "reserved")


def release(tx: sa.Connection, order_id: str) -> tuple[Posting, ...]:
    """Give an order's reserved grams back. Nothing happens where nothing is held. Returns what to post."""
    held = [(row.batch_id, row.mass_g) for row in _HELD.all(tx, {"order_id": order_id})]
    _MARK.run(tx, {"o_id": order_id, "to": ReservationStatus.RELEASED.value})
    for batch_id, mass_g in held:
        _RELEASE.run(tx, {"b_id": batch_id, "g": mass_g})
    return book.move_grams(dict(held), "reserved", "available")


@dataclass(frozen=True, slots=True)
class Allocated:
    pieces: tuple[Piece, ...]
    batches: Mapping[str, BatchFacts]
    postings: tuple[Posting, ...]


def allocate_reserved(tx: sa.Connection, order_id: str, mass_g: int) -> Allocated:
    """Turn an order's reservation into ranges. Raises InvariantBroken if the reservation is not the order's grams."""
    held = [(row.batch_id, row.mass_g) for row in _HELD.all(tx, {"order_id": order_id})]
    if sum(grams for _, grams in held) != mass_g:
        raise InvariantBroken(f"the reservation of {order_id} is not its {mass_g} g")
    _MARK.run(tx, {"o_id": order_id, "to": ReservationStatus.ALLOCATED.value})
    return _cut_all(tx, held, "reserved")


def allocate_available(tx: sa.Connection, project_id: str, mass_g: int) -> Allocated:
    """For late money: ranges straight from what is available. Raises ``credits_sold_out``."""
    plan = plan_reservation(_stock(tx, project_id, locking=True), mass_g)
    return _cut_all(tx, plan, "available")


def _stock(tx: sa.Connection, project_id: str, *, locking: bool) -> list[BatchStock]:
    statement = _STOCK_LOCKED if locking and is_postgresql(tx) else _STOCK
    return [BatchStock(row.id, row.vintage, row.available_g) for row in statement.all(tx, {"project_id": project_id})]


def _cut_all(tx: sa.Connection, plan: Sequence[tuple[str, int]], source: str) -> Allocated:
    pieces: list[Piece] = []
    batches: dict[str, BatchFacts] = {}
    for batch_id, grams in plan:
        ranges, facts = _cut(tx, batch_id, grams, source)
        pieces += [Piece(batch_id, each) for each in ranges]
        batches[batch_id] = facts
    # oldest vintage first in the certificate, whatever the order of locking was
    pieces.sort(key=lambda piece: (batches[piece.batch_id].vintage, piece.batch_id, piece.range.first_g))
    return Allocated(tuple(pieces), batches, book.move_grams(dict(plan), source, "allocated"))


def _cut(tx: sa.Connection, batch_id: str, grams: int, source: str) -> tuple[tuple[GramRange, ...], BatchFacts]:
    statement = _ALLOCATE_RESERVED if source == "reserved" else _ALLOCATE_AVAILABLE
    row = statement.first(tx, {"b_id": batch_id, "g": grams})
    if row is not None:
        next_g, *facts = row
        return (GramRange(next_g - grams, next_g - 1),), BatchFacts(*tuple(facts))
    return _cut_with_released(tx, batch_id, grams, source)


def _cut_with_released(
    tx: sa.Connection, batch_id: str, grams: int, source: str
) -> tuple[tuple[GramRange, ...], BatchFacts]:
    """The rest of the batch is too small: fill up with what refunds gave back."""
    row = _LOCK.first(tx, {"b_id": batch_id})
    facts = BatchFacts(*tuple(row)[4:])
    free = [
        GramRange(r.first_g, r.last_g)
        for r in tx.execute(
            sa.select(released_ranges.c.first_g, released_ranges.c.last_g).where(released_ranges.c.batch_id == batch_id)
        )
    ]
    ranges = cut(row.next_g, row.issued_g, free, grams)
    left = free
    next_g = row.next_g
    for taken in ranges:
        left = list(without(left, taken))
        if taken.first_g >= row.next_g:
            next_g = taken.last_g + 1
    replace_released(tx, batch_id, left)
    column = _b.reserved_g if source == "reserved" else _b.available_g
    tx.execute(
        sa.update(credit_batches)
        .where(_b.id == batch_id)
        .values({column: column - grams, _b.allocated_g: _b.allocated_g + grams, _b.next_g: next_g})
    )
    return ranges, facts


def replace_released(tx: sa.Connection, batch_id: str, ranges: Sequence[GramRange]) -> None:
    """Write the batch's released ranges anew. The caller holds the batch."""
    tx.execute(sa.delete(released_ranges).where(released_ranges.c.batch_id == batch_id))
    if ranges:
        tx.execute(
            sa.insert(released_ranges),
            [{"batch_id": batch_id, "first_g": r.first_g, "last_g": r.last_g} for r in ranges],
        )
