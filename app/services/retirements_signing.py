"""Signing for cancellations of before the sale that no event was signed for: issued by version 0.1.0."""

import sqlalchemy as sa

from app.core.database import read, write
from app.domain.certificates import CertificateStatus, EventKind
from app.models import allocations, certificate_events, certificates, credit_batches
from app.services import retirements
from app.services.certificates_events import append_event
from app.services.platform import platform

_UNSIGNED = (
    sa.select(certificates.c.id, certificates.c.record_sha256)
    .where(
        certificates.c.status == CertificateStatus.RETIRED.value,
        sa.exists().where(
            allocations.c.certificate_id == certificates.c.id,
            allocations.c.batch_id == credit_batches.c.id,
            credit_batches.c.retired_at_import,
        ),
        ~sa.exists().where(
            certificate_events.c.certificate_id == certificates.c.id,
            certificate_events.c.kind == EventKind.RETIRED.value,
        ),
    )
    .order_by(certificates.c.id)
)


def sign_missing(limit: int = 500) -> int:
    """Sign for them now. May be repeated, by several machines: a second event of a kind breaks a constraint."""
    with read() as connection:
        found = connection.execute(_UNSIGNED.limit(limit)).all()
    for certificate_id, record_sha256 in found:
        with write("sign for a cancellation") as tx:
            touched = sa.select(allocations.c.batch_id).where(allocations.c.certificate_id == certificate_id)
            told = retirements.last_of(tx, tx.execute(touched).scalars())
            append_event(tx, platform().signer, certificate_id, record_sha256, EventKind.RETIRED, **told)
    return len(found)
