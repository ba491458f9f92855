"""What the arrival of a refund undoes: certificates, cover, ranges, boards. Inside the refund's transaction."""

from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.domain import ledger as book
from app.domain.certificates import CertificateStatus, EventKind
from app.domain.credits import GramRange
from app.domain.ledger import Posting
from app.models import allocations, certificates, credit_batches, footprints, released_ranges
from app.services import renderings_ended, standings
from app.services.certificates_events import append_event
from app.services.platform import platform

LIVING_OF_ORDER = sa.and_(allocations.c.order_id == sa.bindparam("order_id"), allocations.c.released_at.is_(None))
BATCHES_OF_ORDER_LOCKED = (
    sa.select(credit_batches.c.id)
    .where(credit_batches.c.id.in_(sa.select(allocations.c.batch_id).where(LIVING_OF_ORDER)))
    .order_by(credit_batches.c.id)
    .with_for_update()
)


def revoke(tx: sa.Connection, row: Any) -> tuple[Posting, ...]:
    """The certificates end, their ranges are given back, boards and totals are corrected."""
    now = clock.now()
    revoked = tx.execute(
        sa.update(certificates)
        .where(certificates.c.order_id == row.order_id, certificates.c.status == CertificateStatus.ALLOCATED.value)
        .values(status=CertificateStatus.REVOKED.value, status_at=now)
        .returning(certificates.c.id, certificates.c.record_sha256)
    ).all()
    for certificate in revoked:
        append_event(
            tx, platform().signer, certificate.id, certificate.record_sha256, EventKind.REVOKED, reason="refunded"
        )
    renderings_ended.outdate(tx, [certificate.id for certificate in revoked])
    if row.footprint_id is not None and row.covered_g:
        tx.execute(
            sa.update(footprints)
            .where(footprints.c.id == row.footprint_id)
            .values(covered_g=footprints.c.covered_g - row.covered_g)
        )
    given_back = _release_ranges(tx, row.order_id)
    standings.undo_sale(tx, row.scene_id, [certificate.id for certificate in revoked], row.covered_g)
    return book.move_grams(given_back, "allocated", "available")


def _release_ranges(tx: sa.Connection, order_id: str) -> dict[str, int]:
    """batch -> grams given back. The ranges may be sold again; their serials were barred from retirement meanwhile."""
    tx.execute(BATCHES_OF_ORDER_LOCKED, {"order_id": order_id}).all()
    rows = tx.execute(
        sa.update(allocations)
        .where(allocations.c.order_id == order_id, allocations.c.released_at.is_(None))
        .values(released_at=clock.now())
        .returning(allocations.c.batch_id, allocations.c.first_g, allocations.c.last_g)
    ).all()
    sums: dict[str, int] = {}
    for batch_id, first_g, last_g in rows:
        tx.execute(sa.insert(released_ranges).values(batch_id=batch_id, first_g=first_g, last_g=last_g))
        sums[batch_id] = sums.get(batch_id, 0) + GramRange(first_g, last_g).mass_g
    for batch_id, mass_g in sorted(sums.items()):
        tx.execute(
            sa.update(credit_batches)
            .where(credit_batches.c.id == batch_id)
            .values(
                allocated_g=credit_batches.c.allocated_g - mass_g, available_g=credit_batches.c.available_g + mass_g
            )
        )
    return sums
