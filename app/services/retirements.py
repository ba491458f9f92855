"""Reading a recorded cancellation: its document, and every certificate inside, adding up. Recording: retiring.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.core.database import read
from app.domain.credits import SerialPattern, serial_range
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
    #: how many there are, listed or not
    certificates: int
    #: (certificate id, number, grams of these serials), those that were asked for
    inside: tuple[tuple[str, str, int], ...]


_a = allocations.c
_FIRST: sa.BindParameter[int] = sa.bindparam("whole_first", type_=sa.BigInteger())
_LAST: sa.BindParameter[int] = sa.bindparam("whole_last", type_=sa.BigInteger())
#: What of a range lies within the cancelled serials.
_COMMON_G = (
    sa.case((_a.last_g > _LAST, _LAST), else_=_a.last_g) - sa.case((_a.first_g < _FIRST, _FIRST), else_=_a.first_g) + 1
)
_WITHIN = (
    _a.batch_id == sa.bindparam("batch_id"),
    _a.released_at.is_(None),
    _a.first_g <= _LAST,
    _a.last_g >= _FIRST,
)
_SUM_G = sa.cast(sa.func.sum(_COMMON_G), sa.BigInteger())
_ALL = sa.select(sa.func.count(_a.certificate_id.distinct()), _SUM_G).where(*_WITHIN)
_INSIDE = (
    sa.select(certificates.c.id, certificates.c.number, _SUM_G.label("mass_g"))
    .join(allocations, _a.certificate_id == certificates.c.id)
    .where(*_WITHIN)
    .group_by(certificates.c.id, certificates.c.number)
    .order_by(certificates.c.id != sa.bindparam("own"), sa.func.min(_a.first_g))
)
_RETIREMENT = (
    sa.select(
        retirements,
        credit_batches.c.serial_prefix,
        credit_batches.c.serial_first,
        credit_batches.c.serial_width,
        credit_batches.c.serial_suffix,
    )
    .join(credit_batches, credit_batches.c.id == retirements.c.batch_id)
    .where(retirements.c.id == sa.bindparam("retirement_id"))
)


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


def contents(retirement_id: str, first: str | None = None, at_most: int | None = None) -> RetirementContents:
    """For the public page: a list of at most so many, the certificate ``first`` before all others. The sums are of all.

    Raises ``not_found``.
    """
    with read() as connection:
        row = connection.execute(_RETIREMENT, {"retirement_id": retirement_id}).first()
        if row is None:
            raise NotFound("retirement")
        whole = serial_range(row.first_position, row.last_position)
        given = {"batch_id": row.batch_id, "whole_first": whole.first_g, "whole_last": whole.last_g}
        number, inside_g = connection.execute(_ALL, given).one()
        inside = connection.execute(_INSIDE.limit(at_most), given | {"own": first or ""}).all()
    serials = SerialPattern(row.serial_prefix, row.serial_first, row.serial_width, row.serial_suffix)
    return RetirementContents(
        reference=row.reference,
        retired_on=row.retired_on,
        purpose=row.purpose,
        document_sha256=row.document_sha256,
        serial_first=serials.name(row.first_position),
        serial_last=serials.name(row.last_position),
        tonnes=row.last_position - row.first_position + 1,
        # of a batch retired before it came, what is not sold yet is simply not sold yet
        void_g=whole.mass_g - (inside_g or 0),
        certificates=number,
        inside=tuple((each.id, each.number, each.mass_g) for each in inside),
    )
