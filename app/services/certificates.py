"""Certificates after issue: reading them, correcting and erasing a name. Issuing is issuing.py, revoking refunds.py."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.canonical import commitment, name_bytes
from app.core.database import read, write
from app.domain.certificates import NAME_CORRECTION_DAYS, BeneficiaryKind, CertificateStatus, EventKind, Payer
from app.domain.errors import DomainError, NotFound
from app.domain.money import GRAMS_PER_TONNE
from app.domain.users import NameVerdict
from app.models import (
    allocations,
    certificate_events,
    certificates,
    order_beneficiaries,
    retirements,
)
from app.services import idempotency, leaderboards
from app.services.idempotency import Answer, Key
from app.services.issuing import append_event
from app.services.names import check_name
from app.services.platform import platform
from app.services.sessions import Caller

_c = certificates.c
_ONE = sa.select(certificates).where(_c.id == sa.bindparam("certificate_id"))
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
    """A certificate as it is stored. ``shown_name`` is for anybody; ``name`` and ``name_salt`` for its owner."""

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
    user_id: str
    beneficiary_kind: str
    name: str | None
    name_salt: bytes | None
    name_commitment: str
    public: bool

    @property
    def shown_name(self) -> str | None:
        return self.name if self.public else None


def find_certificate(certificate_id: str) -> CertificateView:
    """Any certificate, by its unguessable id. What of it may be shown to whom is the caller's business."""
    with read() as connection:
        view = _view(connection, certificate_id)
    if view is None:
        raise NotFound("certificate")
    return view


def _view(connection: sa.Connection, certificate_id: str) -> CertificateView | None:
    row = connection.execute(_ONE, {"certificate_id": certificate_id}).first()
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
        user_id=row.user_id,
        beneficiary_kind=row.beneficiary_kind,
        name=row.name,
        name_salt=base64.b64decode(row.name_salt) if row.name_salt else None,
        name_commitment=row.name_commitment,
        public=row.public,
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
    """The caller's own, newest first; ``before``: issued_at and id of the last one seen."""
    query = sa.select(_c.id, _c.number, _c.status, _c.issued_at, _c.mass_g, _c.name, _c.record).where(
        _c.user_id == caller.user_id
    )
    if before is not None:
        query = query.where(sa.tuple_(_c.issued_at, _c.id) < sa.tuple_(*before))
    query = query.order_by(_c.issued_at.desc(), _c.id.desc()).limit(limit)
    lines = []
    with read() as connection:
        for row in connection.execute(query):
            record = json.loads(row.record)
            scene = record["scene"]["name"] if record["scene"] else None
            status = CertificateStatus(row.status)
            lines.append(
                CertificateLine(
                    row.id, row.number, status, row.issued_at, row.mass_g, row.name, scene, record["sample"]
                )
            )
    return lines


def _own(connection: sa.Connection, caller: Caller, certificate_id: str, *, locked: bool = True) -> Any:
    query = _ONE.with_for_update() if locked else _ONE
    row = connection.execute(query, {"certificate_id": certificate_id}).first()
    if row is None or row.user_id != caller.user_id:
        raise NotFound("certificate")
    return row


def correct_name(
    caller: Caller, certificate_id: str, name: str, key: Key, render: Callable[[CertificateView], bytes]
) -> Answer:
    """Once, within 7 days of issue: a signed event with a new commitment. The record stays as issued.

    Raises ``name_refused``, ``name_already_changed``, ``name_change_closed``, ``name_erased``, ``certificate_revoked``.
    """
    with read() as connection:
        _own(connection, caller, certificate_id, locked=False)
    known = idempotency.known(key)
    verdict = NameVerdict.UNCHECKED if known else check_name(name, caller.openid)
    with write("correct a name") as tx:
        claimed = idempotency.claim(tx, key, certificate_id)
        if claimed.answer is not None:
            return claimed.answer
        row = _own(tx, caller, certificate_id)
        _refuse_correction(row)
        now = clock.now()
        salt = ids.new_salt()
        fresh = commitment(salt, name_bytes(name))
        public = row.public and verdict is NameVerdict.PASSED
        tx.execute(
            sa.update(certificates)
            .where(_c.id == certificate_id)
            .values(
                name=name,
                name_salt=base64.b64encode(salt).decode(),
                name_commitment=fresh,
                name_corrected_at=now,
                public=public,
            )
        )
        _rename_beneficiary(tx, row, name)
        append_event(tx, platform().signer, row.id, row.record_sha256, EventKind.NAME_CORRECTED, commitment=fresh)
        _rename_on_boards(tx, row, name if public else None)
        view = _view(tx, certificate_id)
        if view is None:
            raise NotFound("certificate")
        answer = Answer(200, render(view))
        idempotency.finish(tx, key, answer)
    return answer


def _refuse_correction(row: Any) -> None:
    if row.beneficiary_kind == BeneficiaryKind.ORGANISATION.value:
        raise DomainError("name_refused")  # its name is the register's: membership was checked for that one alone
    if row.status == CertificateStatus.REVOKED.value:
        raise DomainError("certificate_revoked")
    if row.name_erased_at is not None:
        raise DomainError("name_erased")
    if row.name_corrected_at is not None:
        raise DomainError("name_already_changed")
    if clock.now() > row.issued_at + timedelta(days=NAME_CORRECTION_DAYS):
        raise DomainError("name_change_closed")


def erase_name(caller: Caller, certificate_id: str) -> None:
    """Remove the name and its salt for ever; the cancellation stays provable. May be repeated."""
    with write("erase a name") as tx:
        erase_name_in(tx, _own(tx, caller, certificate_id))


def erase_name_in(tx: sa.Connection, row: Any) -> None:
    """The same within the caller's transaction, for a row of ``certificates``."""
    if row.name_erased_at is not None:
        return
    tx.execute(
        sa.update(certificates)
        .where(_c.id == row.id)
        .values(name=None, name_salt=None, public=False, name_erased_at=clock.now())
    )
    _rename_beneficiary(tx, row, None)
    idempotency.forget(tx, row.user_id, row.id)  # the answer kept for a correction's replay says the name
    append_event(tx, platform().signer, row.id, row.record_sha256, EventKind.NAME_ERASED)
    _rename_on_boards(tx, row, None)


def _rename_beneficiary(tx: sa.Connection, row: Any, name: str | None) -> None:
    tx.execute(
        sa.update(order_beneficiaries)
        .where(order_beneficiaries.c.order_id == row.order_id, order_beneficiaries.c.position == row.position)
        .values(name=name)
    )


def _rename_on_boards(tx: sa.Connection, row: Any, name: str | None) -> None:
    """An organisation's name is its own; a person's place shows what their own certificate shows, never a gift's."""
    if row.organisation_id is None and json.loads(row.record)["payer"] == Payer.SELF.value:
        leaderboards.rename(tx, row.user_id, name)
