"""Reading a recorded cancellation: its document, and every certificate inside, adding up. Recording: retiring.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.core.database import read
from app.domain.credits import GramRange, SerialPattern, serial_range
from app.domain.errors import NotFound
from app.models import allocations, certificates, credit_batches, retirements


@dataclass(frozen=True, slots=True)
class RetirementContents:
    """A cancellation and every certificate inside it; the grams and the void add up to its tonnes."""

    reference: str
    retired_on: date
    purpose: str
    document_sha256: str
    serial_first: str
    serial_last: str
    tonnes: int
    void_g: int
    #: (certificate id, number, grams of these serials)
    inside: tuple[tuple[str, str, int], ...]


def last_of(tx: sa.Connection, batch_ids: Iterable[str]) -> dict[str, str]:
    """What a signed event says of the last cancellation of batches that came retired, each of them whole."""
    row = tx.execute(
        sa.select(retirements.c.id, retirements.c.reference, retirements.c.retired_on, retirements.c.document_sha256)
        .where(retirements.c.batch_id.in_(set(batch_ids)))
        .order_by(retirements.c.retired_on.desc(), retirements.c.id.desc())
        .limit(1)
    ).one()
    return {
        "retirement": row.id,
        "reference": row.reference,
        "retired_on": row.retired_on.isoformat(),
        "document_sha256": row.document_sha256,
    }


def contents(retirement_id: str) -> RetirementContents:
    """For the public page. Raises ``not_found``."""
    with read() as connection:
        row = connection.execute(
            sa.select(
                retirements,
                credit_batches.c.serial_prefix,
                credit_batches.c.serial_first,
                credit_batches.c.serial_width,
                credit_batches.c.serial_suffix,
            )
            .join(credit_batches, credit_batches.c.id == retirements.c.batch_id)
            .where(retirements.c.id == retirement_id)
        ).first()
        if row is None:
            raise NotFound("retirement")
        whole = serial_range(row.first_position, row.last_position)
        a = allocations.c
        living = connection.execute(
            sa.select(certificates.c.id, certificates.c.number, a.first_g, a.last_g)
            .join(certificates, certificates.c.id == a.certificate_id)
            .where(
                a.batch_id == row.batch_id,
                a.released_at.is_(None),
                a.first_g <= whole.last_g,
                a.last_g >= whole.first_g,
            )
            .order_by(a.first_g)
        ).all()
    sums: dict[tuple[str, str], int] = {}
    for certificate_id, number, first_g, last_g in living:
        common = GramRange(first_g, last_g).overlap(whole)
        sums[certificate_id, number] = sums.get((certificate_id, number), 0) + (common.mass_g if common else 0)
    serials = SerialPattern(row.serial_prefix, row.serial_first, row.serial_width, row.serial_suffix)
    tonnes = row.last_position - row.first_position + 1
    inside_g = sum(sums.values())
    return RetirementContents(
        reference=row.reference,
        retired_on=row.retired_on,
        purpose=row.purpose,
        document_sha256=row.document_sha256,
        serial_first=serials.name(row.first_position),
        serial_last=serials.name(row.last_position),
        tonnes=tonnes,
        # of a batch retired before it came, what is not sold yet is simply not sold yet
        void_g=whole.mass_g - inside_g,
        inside=tuple((certificate_id, number, grams) for (certificate_id, number), grams in sums.items()),
    )
