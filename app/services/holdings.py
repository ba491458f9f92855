"""What of every batch is sold, and which serials the registry is still to cancel: for whoever sees to it there.

Recording what it did is retiring.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.database import read
from app.domain.credits import GramRange, SerialPattern, serial_range
from app.domain.money import GRAMS_PER_TONNE
from app.domain.orders import OrderStatus
from app.models import allocations, credit_batches, credit_serials, orders, projects


@dataclass(frozen=True, slots=True)
class Due:
    """Consecutive serials that hold somebody's grams and are not cancelled yet. unsold_g: theirs nobody has bought."""

    serial_first: str
    serial_last: str
    tonnes: int
    unsold_g: int


@dataclass(frozen=True, slots=True)
class Holding:
    """One batch. The four masses add up to its tonnes."""

    batch_id: str
    project: str
    vintage: int
    serial_first: str
    serial_last: str
    tonnes: int
    available_g: int
    reserved_g: int
    allocated_g: int
    void_g: int
    due: tuple[Due, ...]


def holdings() -> tuple[Holding, ...]:
    """Every batch, by project and vintage. Serials with a refund under way are not due: cancelling them is refused."""
    b = credit_batches.c
    with read() as connection:
        batches = connection.execute(
            sa.select(credit_batches, projects.c.code)
            .join(projects, projects.c.id == b.project_id)
            .order_by(projects.c.code, b.vintage, b.id)
        ).all()
        retired = _retired(connection)
        living = _living(connection)
    return tuple(_holding(batch, living[batch.id], retired[batch.id]) for batch in batches)


def _retired(connection: sa.Connection) -> dict[str, set[int]]:
    s, found = credit_serials.c, defaultdict[str, set[int]](set)
    for batch_id, position in connection.execute(sa.select(s.batch_id, s.position).where(s.retirement_id.is_not(None))):
        found[batch_id].add(position)
    return found


def _living(connection: sa.Connection) -> dict[str, list[tuple[GramRange, str]]]:
    """Ranges that are somebody's, with the state of the order, by batch."""
    a, found = allocations.c, defaultdict[str, list[tuple[GramRange, str]]](list)
    rows = connection.execute(
        sa.select(a.batch_id, a.first_g, a.last_g, orders.c.status)
        .join(orders, orders.c.id == a.order_id)
        .where(a.released_at.is_(None))
    )
    for batch_id, first_g, last_g, status in rows:
        found[batch_id].append((GramRange(first_g, last_g), status))
    return found


def _holding(batch: Any, living: Sequence[tuple[GramRange, str]], retired: set[int]) -> Holding:
    pattern = SerialPattern(batch.serial_prefix, batch.serial_first, batch.serial_width, batch.serial_suffix)
    sold: dict[int, int] = defaultdict(int)
    kept = set(retired)
    for grams, status in living:
        for position in range(grams.first_serial, grams.last_serial + 1):
            inside = grams.overlap(serial_range(position, position))
            sold[position] += inside.mass_g if inside else 0
            if status == OrderStatus.REFUNDING.value:
                kept.add(position)
    due = tuple(
        Due(
            serial_first=pattern.name(run[0]),
            serial_last=pattern.name(run[-1]),
            tonnes=len(run),
            unsold_g=len(run) * GRAMS_PER_TONNE - sum(sold[position] for position in run),
        )
        for run in _runs(sold.keys() - kept)
    )
    return Holding(
        batch_id=batch.id,
        project=batch.code,
        vintage=batch.vintage,
        serial_first=pattern.name(0),
        serial_last=pattern.name(batch.tonnes - 1),
        tonnes=batch.tonnes,
        available_g=batch.available_g,
        reserved_g=batch.reserved_g,
        allocated_g=batch.allocated_g,
        void_g=batch.void_g,
        due=due,
    )


def _runs(positions: Iterable[int]) -> list[list[int]]:
    """The numbers in order, cut where one is missing."""
    runs: list[list[int]] = []
    for position in sorted(positions):
        if runs and runs[-1][-1] == position - 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs
