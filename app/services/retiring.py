"""Recording that the registry cancelled whole serials, with its document: certificates inside turn retired."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import write
from app.domain import ledger as book
from app.domain.certificates import CertificateStatus, EventKind
from app.domain.credits import GramRange, SerialPattern, cancellation, serial_range, without
from app.domain.errors import DomainError, NotFound
from app.domain.ledger import TransactionKind
from app.domain.orders import OrderStatus
from app.models import (
    allocations,
    certificates,
    credit_batches,
    credit_serials,
    orders,
    released_ranges,
    retirements,
)
from app.services import ledger, renderings_ended, subscriptions
from app.services.certificates_events import append_event
from app.services.documents import Document, keep
from app.services.platform import platform
from app.services.reservations import replace_released


@dataclass(frozen=True, slots=True)
class Retirement:
    """What the registry says it did. Serials by their full text, inclusive."""

    serial_first: str
    serial_last: str
    reference: str
    on: date
    document: Document
    purpose: str = "代来宾注销减排量"


@dataclass(frozen=True, slots=True)
class Retired:
    retirement_id: str
    tonnes: int
    void_g: int
    certificates: tuple[str, ...]
    known: bool


def retire(batch_id: str, given: Retirement) -> Retired:
    """Record a cancellation. May be repeated: the same serials under the same reference are "already done".

    Unsold grams of the serials become void, at the platform's cost. Raises ``not_found``, ``serial_unknown``,
    ``serials_already_retired``, ``serials_untouched`` (no gram of a serial is allocated), ``refund_in_progress``,
    ``reserved_by_open_orders`` (try again when they are paid or expired), ``document_refused``, ``reference_refused``,
    ``day_refused``.
    """
    with write("record a retirement") as tx:
        batch = tx.execute(sa.select(credit_batches).where(credit_batches.c.id == batch_id).with_for_update()).first()
        if batch is None:
            raise NotFound("batch")
        first, last = _positions(batch, given)
        known = _known(tx, batch_id, given, first, last)
        if known is not None:
            return known
        reference = cancellation(
            given.reference, given.on, today=clock.today(), monitoring_from_on=batch.monitoring_from_on
        )
        given = replace(given, reference=reference)
        return _known(tx, batch_id, given, first, last) or _record(tx, batch, given, first, last)


def _positions(batch: Any, given: Retirement) -> tuple[int, int]:
    serials = SerialPattern(batch.serial_prefix, batch.serial_first, batch.serial_width, batch.serial_suffix)
    first, last = serials.index(given.serial_first), serials.index(given.serial_last)
    if first > last or last >= batch.tonnes:
        raise DomainError("serial_unknown", serial=given.serial_last)
    return first, last


def _known(tx: sa.Connection, batch_id: str, given: Retirement, first: int, last: int) -> Retired | None:
    row = tx.execute(
        sa.select(retirements).where(
            retirements.c.batch_id == batch_id,
            retirements.c.reference == given.reference,
            retirements.c.first_position == first,
            retirements.c.last_position == last,
        )
    ).first()
    return Retired(row.id, last - first + 1, row.void_g, (), known=True) if row is not None else None


def _record(tx: sa.Connection, batch: Any, given: Retirement, first: int, last: int) -> Retired:
    whole = serial_range(first, last)
    inside = _living(tx, batch.id, whole)
    _refuse(tx, batch.id, first, last, inside)
    void_g = _void_rest(tx, batch, whole, inside)
    retirement_id = ids.new_id("ret")
    tx.execute(
        sa.insert(retirements).values(
            id=retirement_id,
            batch_id=batch.id,
            first_position=first,
            last_position=last,
            reference=given.reference,
            retired_on=given.on,
            purpose=given.purpose,
            document_sha256=keep(tx, given.document),
            void_g=void_g,
            created_at=clock.now(),
        )
    )
    tx.execute(
        sa.update(credit_serials)
        .where(credit_serials.c.batch_id == batch.id, credit_serials.c.position.between(first, last))
        .values(retirement_id=retirement_id)
    )
    if void_g:
        postings = book.move_grams({batch.id: void_g}, "available", "void")
        ledger.post(tx, TransactionKind.VOID, retirement_id, postings)
    turned = _turn_certificates(tx, batch.id, inside, given, retirement_id)
    return Retired(retirement_id, last - first + 1, void_g, tuple(turned), known=False)


def _living(tx: sa.Connection, batch_id: str, whole: GramRange) -> Sequence[Any]:
    """Allocations that hold any gram of the serials, with the state of their orders."""
    a = allocations.c
    return tx.execute(
        sa.select(a.id, a.certificate_id, a.order_id, a.first_g, a.last_g, orders.c.status.label("order_status"))
        .join(orders, orders.c.id == a.order_id)
        .where(a.batch_id == batch_id, a.released_at.is_(None), a.first_g <= whole.last_g, a.last_g >= whole.first_g)
        .order_by(a.first_g)
    ).all()


def _refuse(tx: sa.Connection, batch_id: str, first: int, last: int, inside: Sequence[Any]) -> None:
    s = credit_serials.c
    mine = (s.batch_id == batch_id, s.position.between(first, last), s.retirement_id.is_not(None))
    gone = tx.execute(sa.select(s.serial).where(*mine).order_by(s.position)).first()
    if gone is not None:
        raise DomainError("serials_already_retired", serial=gone.serial)
    if any(each.order_status == OrderStatus.REFUNDING.value for each in inside):
        raise DomainError("refund_in_progress")
    ranges = [GramRange(each.first_g, each.last_g) for each in inside]
    touched = {n for each in ranges for n in range(max(each.first_serial, first), min(each.last_serial, last) + 1)}
    if len(touched) < last - first + 1:
        raise DomainError("serials_untouched")


def _void_rest(tx: sa.Connection, batch: Any, whole: GramRange, inside: Sequence[Any]) -> int:
    """Take what is unsold of the serials out of sale: released ranges, and the rest of the last serial. Grams."""
    rest: tuple[GramRange, ...] = (whole,)
    for each in inside:
        rest = tuple(without(rest, GramRange(each.first_g, each.last_g)))
    void_g = sum(each.mass_g for each in rest)
    if void_g == 0:
        return 0
    if batch.available_g < void_g:
        raise DomainError("reserved_by_open_orders")
    released = tx.execute(
        sa.select(released_ranges.c.first_g, released_ranges.c.last_g).where(released_ranges.c.batch_id == batch.id)
    ).all()
    left = without([GramRange(first_g, last_g) for first_g, last_g in released], whole)
    replace_released(tx, batch.id, left)
    tx.execute(
        sa.update(credit_batches)
        .where(credit_batches.c.id == batch.id)
        .values(
            available_g=credit_batches.c.available_g - void_g,
            void_g=credit_batches.c.void_g + void_g,
            next_g=max(batch.next_g, whole.last_g + 1),
        )
    )
    return void_g


def _turn_certificates(
    tx: sa.Connection, batch_id: str, inside: Sequence[Any], given: Retirement, retirement_id: str
) -> list[str]:
    """Allocations all of whose serials are retired now, and certificates all of whose allocations are."""
    s = credit_serials.c
    for each in inside:
        grams = GramRange(each.first_g, each.last_g)
        held = tx.execute(
            sa.select(sa.func.count()).where(
                s.batch_id == batch_id,
                s.position.between(grams.first_serial, grams.last_serial),
                s.retirement_id.is_(None),
            )
        ).scalar_one()
        if held == 0:
            tx.execute(sa.update(allocations).where(allocations.c.id == each.id).values(retired=True))
    touched = dict.fromkeys(each.certificate_id for each in inside)
    turned = [each for each in touched if _turn(tx, each, given, retirement_id)]
    renderings_ended.outdate(tx, turned)
    order_ids = list(dict.fromkeys(each.order_id for each in inside))
    for order_id in order_ids:
        _make_payable(tx, order_id)
    subscriptions.wake(tx, order_ids)
    return turned


def _turn(tx: sa.Connection, certificate_id: str, given: Retirement, retirement_id: str) -> bool:
    still = sa.exists().where(
        allocations.c.certificate_id == certificate_id,
        allocations.c.released_at.is_(None),
        sa.not_(allocations.c.retired),
    )
    row = tx.execute(
        sa.update(certificates)
        .where(
            certificates.c.id == certificate_id,
            certificates.c.status == CertificateStatus.ALLOCATED.value,
            sa.not_(still),
        )
        .values(status=CertificateStatus.RETIRED.value, status_at=clock.now())
        .returning(certificates.c.record_sha256)
    ).first()
    if row is None:
        return False
    append_event(
        tx,
        platform().signer,
        certificate_id,
        row.record_sha256,
        EventKind.RETIRED,
        retirement=retirement_id,
        reference=given.reference,
        retired_on=given.on.isoformat(),
        document_sha256=given.document.sha256,
    )
    return True


def _make_payable(tx: sa.Connection, order_id: str) -> None:
    """Once all certificates of an order are retired, the owner's claim becomes payable."""
    waiting = sa.exists().where(
        certificates.c.order_id == order_id, certificates.c.status == CertificateStatus.ALLOCATED.value
    )
    order = tx.execute(
        sa.select(orders.c.owner_id, orders.c.owner_fen).where(orders.c.id == order_id, sa.not_(waiting))
    ).first()
    if order is not None and order.owner_fen:
        ledger.post(tx, TransactionKind.PAYABLE, order_id, book.make_payable(order.owner_id, order.owner_fen))
