"""The name on a certificate after issue: corrected once, erased for ever. The signed record stays as it is."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.canonical import commitment, name_bytes
from app.core.database import read, write
from app.domain.certificates import NAME_CORRECTION_DAYS, BeneficiaryKind, CertificateStatus, EventKind, Payer
from app.domain.errors import DomainError, NotFound
from app.domain.users import NameVerdict
from app.models import certificates, order_beneficiaries
from app.services import idempotency, leaderboards, renderings_ended
from app.services.certificates import CertificateView, holder_of, own_row, view_of
from app.services.certificates_events import append_event
from app.services.idempotency import Answer, Key
from app.services.names import check_name
from app.services.platform import platform
from app.services.sessions import Caller

_c = certificates.c


def correct_name(
    caller: Caller, certificate_id: str, name: str, key: Key, render: Callable[[CertificateView], bytes]
) -> Answer:
    """Once, within 7 days of issue: a signed event with a new commitment. The record stays as issued.

    Raises ``name_refused``, ``name_already_changed``, ``name_change_closed``, ``name_erased``, ``certificate_revoked``.
    """
    with read() as connection:
        own_row(connection, caller, certificate_id, locked=False)
    known = idempotency.known(key)
    verdict = NameVerdict.UNCHECKED if known else check_name(name, caller.openid)
    with write("correct a name") as tx:
        claimed = idempotency.claim(tx, key, certificate_id)
        if claimed.answer is not None:
            return claimed.answer
        row = own_row(tx, caller, certificate_id)
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
        renderings_ended.outdate(tx, [certificate_id])
        view = view_of(tx, certificate_id)
        if view is None:
            raise NotFound("certificate")
        answer = Answer(200, render(view))
        idempotency.finish(tx, key, answer)
    renderings_ended.delete_now(certificate_id)
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
        erase_name_in(tx, own_row(tx, caller, certificate_id))
    renderings_ended.delete_now(certificate_id)


def erase_name_in(tx: sa.Connection, row: Any) -> None:
    """The same within the caller's transaction, for a row of ``certificates``. The pictures' objects go afterwards."""
    if row.name_erased_at is not None:
        return
    tx.execute(
        sa.update(certificates)
        .where(_c.id == row.id)
        .values(name=None, name_salt=None, public=False, name_erased_at=clock.now())
    )
    _rename_beneficiary(tx, row, None)
    idempotency.forget(tx, holder_of(row), row.id)  # the answer kept for a correction's replay says the name
    append_event(tx, platform().signer, row.id, row.record_sha256, EventKind.NAME_ERASED)
    _rename_on_boards(tx, row, None)
    renderings_ended.outdate(tx, [row.id])


def _rename_beneficiary(tx: sa.Connection, row: Any, name: str | None) -> None:
    if row.claimed_by is not None:
        return  # the giver's order says nothing of it any more
    tx.execute(
        sa.update(order_beneficiaries)
        .where(order_beneficiaries.c.order_id == row.order_id, order_beneficiaries.c.position == row.position)
        .values(name=name)
    )


def _rename_on_boards(tx: sa.Connection, row: Any, name: str | None) -> None:
    """An organisation's name is its own; a person's place shows what their own certificate shows, never a gift's."""
    if row.organisation_id is None and json.loads(row.record)["payer"] == Payer.SELF.value:
        leaderboards.rename(tx, row.user_id, name)
