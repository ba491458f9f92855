"""Reading certificates. Issuing is issuing.py, their names certificates_names.py, revoking revoking.py."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.core.database import read
from app.domain.certificates import BeneficiaryKind, CertificateStatus, Payer
from app.domain.errors import NotFound
from app.domain.money import GRAMS_PER_TONNE
from app.models import (
    allocations,
    certificate_claims,
    certificate_events,
    certificates,
    retirements,
    scene_looks,
)
from app.services.sessions import Caller

_c = certificates.c
#: Who claimed it: from then on its name is theirs. Null: the buyer's.
CLAIMED_BY = (
    sa.select(certificate_claims.c.claimed_by)
    .where(certificate_claims.c.certificate_id == _c.id)
    .scalar_subquery()
    .label("claimed_by")
)
_ONE = sa.select(certificates, CLAIMED_BY).where(_c.id == sa.bindparam("certificate_id"))
_LOCK_ONE = sa.select(_c.id).where(_c.id == sa.bindparam("certificate_id")).with_for_update()
_SHOWN = (
    sa.select(certificates, CLAIMED_BY, scene_looks.c.design, scene_looks.c.colour, scene_looks.c.logo_sha256)
    .outerjoin(scene_looks, scene_looks.c.id == _c.look_id)
    .where(_c.id == sa.bindparam("certificate_id"))
)
_EVENTS = (
    sa.select(certificate_events.c.body, certificate_events.c.signature)
    .where(certificate_events.c.certificate_id == sa.bindparam("certificate_id"))
    .order_by(certificate_events.c.created_at, certificate_events.c.id)
)
_RETIREMENTS = (
    sa.select(
        retirements.c.id,
        retirements.c.reference,
        retirements.c.retired_on,
        retirements.c.purpose,
        retirements.c.document_sha256,
    )
    .distinct()
    .join(
        allocations,
        sa.and_(
            allocations.c.batch_id == retirements.c.batch_id,
            allocations.c.first_g // GRAMS_PER_TONNE <= retirements.c.last_position,
            allocations.c.last_g // GRAMS_PER_TONNE >= retirements.c.first_position,
        ),
    )
    .where(allocations.c.certificate_id == sa.bindparam("certificate_id"), allocations.c.released_at.is_(None))
    .order_by(retirements.c.retired_on, retirements.c.id)
)


@dataclass(frozen=True, slots=True)
class RetirementView:
    id: str
    reference: str
    retired_on: date
    purpose: str
    document_sha256: str


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate as it is stored. ``shown_name`` is for anybody; ``name`` and ``name_salt`` for its owner.

    design, colour (#RRGGBB), logo_sha256: what its scene wanted on the day of issue, None where it wanted nothing.
    journeys: covered ones of the holder on that day, None where none is honoured. code_sha256: of the stored
    mini-program code, None while there is none.
    """

    id: str
    number: str
    status: CertificateStatus
    status_at: datetime
    issued_at: datetime
    mass_g: int
    record: Mapping[str, Any]
    record_bytes: bytes
    record_sha256: str
    signature: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]]
    retirements: Sequence[RetirementView]
    order_id: str
    user_id: str
    #: whose the name is: the buyer's, or of whoever claimed the gift
    holder_id: str
    beneficiary_kind: str
    name: str | None
    name_salt: bytes | None
    name_commitment: str
    public: bool
    design: str | None
    colour: str | None
    logo_sha256: str | None
    journeys: int | None
    code_sha256: str | None

    @property
    def shown_name(self) -> str | None:
        return self.name if self.public else None


def find_certificate(certificate_id: str) -> CertificateView:
    """Any certificate, by its unguessable id. What of it may be shown to whom is the caller's business."""
    with read() as connection:
        view = view_of(connection, certificate_id)
    if view is None:
        raise NotFound("certificate")
    return view


def view_of(connection: sa.Connection, certificate_id: str) -> CertificateView | None:
    """A certificate as the caller's transaction sees it, None if there is none."""
    row = connection.execute(_SHOWN, {"certificate_id": certificate_id}).first()
    if row is None:
        return None
    events = connection.execute(_EVENTS, {"certificate_id": certificate_id}).all()
    retired = connection.execute(_RETIREMENTS, {"certificate_id": certificate_id}).all()
    return CertificateView(
        id=row.id,
        number=row.number,
        status=CertificateStatus(row.status),
        status_at=row.status_at,
        issued_at=row.issued_at,
        mass_g=row.mass_g,
        record=json.loads(row.record),
        record_bytes=row.record.encode(),
        record_sha256=row.record_sha256,
        signature=json.loads(row.signature),
        events=[json.loads(e.body) | {"signature": json.loads(e.signature)} for e in events],
        retirements=[RetirementView(*tuple(each)) for each in retired],
        order_id=row.order_id,
        user_id=row.user_id,
        holder_id=holder_of(row),
        beneficiary_kind=row.beneficiary_kind,
        name=row.name,
        name_salt=base64.b64decode(row.name_salt) if row.name_salt else None,
        name_commitment=row.name_commitment,
        public=row.public,
        design=row.design,
        colour=row.colour,
        logo_sha256=row.logo_sha256,
        journeys=row.journeys,
        code_sha256=row.code_sha256,
    )


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate in its owner's list."""

    id: str
    number: str
    status: CertificateStatus
    issued_at: datetime
    mass_g: int
    name: str | None
    scene: str | None
    sample: bool


def list_certificates(caller: Caller, limit: int, before: tuple[datetime, str] | None) -> list[CertificateLine]:
    """What the caller bought or claimed, newest first; ``before``: issued_at and id of the last one seen."""
    claimed = sa.select(certificate_claims.c.certificate_id).where(certificate_claims.c.claimed_by == caller.user_id)
    columns = (_c.id, _c.number, _c.status, _c.issued_at, _c.mass_g, _c.name, _c.public, _c.user_id, _c.record)
    query = sa.select(*columns, CLAIMED_BY).where(sa.or_(_c.user_id == caller.user_id, _c.id.in_(claimed)))
    if before is not None:
        query = query.where(sa.tuple_(_c.issued_at, _c.id) < sa.tuple_(*before))
    query = query.order_by(_c.issued_at.desc(), _c.id.desc()).limit(limit)
    lines = []
    with read() as connection:
        for row in connection.execute(query):
            record = json.loads(row.record)
            scene = record["scene"]["name"] if record["scene"] else None
            status = CertificateStatus(row.status)
            name = row.name if row.public or holder_of(row) == caller.user_id else None
            lines.append(
                CertificateLine(row.id, row.number, status, row.issued_at, row.mass_g, name, scene, record["sample"])
            )
    return lines


def certificate_row(connection: sa.Connection, certificate_id: str, *, locked: bool = True) -> Any:
    """The row and who claimed it, or None."""
    asked = {"certificate_id": certificate_id}
    if locked:  # by a statement of its own: the one that waits would see the claims of before it waited
        connection.execute(_LOCK_ONE, asked).first()
    return connection.execute(_ONE, asked).first()


def is_gift(row: Any) -> bool:
    """Bought in the name of another person."""
    person = row.beneficiary_kind == BeneficiaryKind.PERSON.value
    return person and bool(json.loads(row.record)["payer"] == Payer.OTHER.value)


def holder_of(row: Any) -> str:
    """Whose the name of a row with ``CLAIMED_BY`` is: the buyer's, or of whoever claimed the gift."""
    return str(row.claimed_by or row.user_id)


def own_row(connection: sa.Connection, caller: Caller, certificate_id: str, *, locked: bool = True) -> Any:
    """The row, if the caller holds it. Raises ``not_found``."""
    row = certificate_row(connection, certificate_id, locked=locked)
    if row is None or holder_of(row) != caller.user_id:
        raise NotFound("certificate")
    return row
