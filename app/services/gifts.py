"""A gift's name: the giver makes a link, its receiver claims the certificate. Grams, record and money stay."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.canonical import commitment, name_bytes
from app.core.database import read, upsert, write
from app.domain.boards_wording import unnamed
from app.domain.certificates import CLAIM_DAYS, CertificateStatus, EventKind
from app.domain.errors import DomainError, NotFound
from app.domain.users import NameVerdict
from app.models import certificate_claims, certificates, order_beneficiaries
from app.services import idempotency, renderings_ended, users
from app.services.certificates import CertificateView, certificate_row, find_certificate, is_gift
from app.services.certificates_events import append_event
from app.services.names import check_name
from app.services.platform import platform
from app.services.sessions import Caller, token_hash

_claims = certificate_claims.c
_CLAIM = sa.select(certificate_claims).where(_claims.certificate_id == sa.bindparam("certificate_id"))
_OFFER = upsert(certificate_claims).values(
    certificate_id=sa.bindparam("certificate_id"),
    token_sha256=sa.bindparam("token_sha256"),
    expires_at=sa.bindparam("expires_at"),
)
_OFFER = _OFFER.on_conflict_do_update(
    index_elements=["certificate_id"],
    set_={"token_sha256": _OFFER.excluded.token_sha256, "expires_at": _OFFER.excluded.expires_at},
)
#: Only one claim can win, however many come at once.
_TAKE = (
    sa.update(certificate_claims)
    .where(
        _claims.certificate_id == sa.bindparam("c_id"),
        _claims.token_sha256 == sa.bindparam("hash"),
        _claims.claimed_by.is_(None),
        _claims.expires_at > sa.bindparam("now"),
    )
    .values(claimed_by=sa.bindparam("who"), claimed_at=sa.bindparam("now"))
    .returning(_claims.certificate_id)
)


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """The token is told once; we keep its hash."""

    token: str
    expires_at: datetime


def make_link(caller: Caller, certificate_id: str) -> ClaimLink:
    """A link with which the receiver of a gift claims it, for 90 days. A further one replaces it.

    Raises NotFound unless the caller bought it, ``not_a_gift``, ``already_claimed``, ``name_erased``,
    ``certificate_revoked``.
    """
    token, now = ids.new_token(), clock.now()
    expires_at = now + timedelta(days=CLAIM_DAYS)
    with write("make a claim link") as tx:
        row = certificate_row(tx, certificate_id)
        if row is None or row.user_id != caller.user_id:
            raise NotFound("certificate")
        if row.claimed_by is not None:
            raise DomainError("already_claimed")
        _refuse(row)
        made = {"certificate_id": certificate_id, "token_sha256": token_hash(token), "expires_at": expires_at}
        tx.execute(_OFFER, made)
    return ClaimLink(token, expires_at)


def claim(caller: Caller, certificate_id: str, token: str, name: str | None, *, public: bool) -> CertificateView:
    """Give the certificate the name its receiver wants, or none, by a signed event with a new commitment. At most once.

    From then on the name is the receiver's: to see, correct, erase. Sent again by the same person it changes nothing.
    Raises ``claim_invalid`` (unknown, used or expired), ``name_refused``, ``name_erased``, ``certificate_revoked``.
    """
    with read() as connection:
        known = connection.execute(_CLAIM, {"certificate_id": certificate_id}).first()
    if known is None or known.token_sha256 != token_hash(token):
        raise DomainError("claim_invalid")
    if known.claimed_by == caller.user_id:
        return find_certificate(certificate_id)
    verdict = NameVerdict.PASSED
    if name is not None and not (caller.nickname_passed and name == caller.nickname):
        verdict = check_name(name, caller.openid)
    written = name if name is not None else unnamed("zh-Hans")
    shown = public and name is not None and verdict is NameVerdict.PASSED
    with write("claim a gift") as tx:
        users.hold(tx, caller.user_id)  # an account deleted meanwhile would leave its name behind
        row = certificate_row(tx, certificate_id)
        if row is None:
            raise NotFound("certificate")
        if row.claimed_by != caller.user_id:  # else sent twice at once: the other has done it
            _refuse(row)
            taken = {"c_id": certificate_id, "hash": token_hash(token), "who": caller.user_id, "now": clock.now()}
            if tx.execute(_TAKE, taken).first() is None:
                raise DomainError("claim_invalid")
            _rename(tx, row, written, shown)
    renderings_ended.delete_now(certificate_id)
    return find_certificate(certificate_id)


def _refuse(row: Any) -> None:
    if row.status == CertificateStatus.REVOKED.value:
        raise DomainError("certificate_revoked")
    if row.name_erased_at is not None:
        raise DomainError("name_erased")
    if not is_gift(row):
        raise DomainError("not_a_gift")


def _rename(tx: sa.Connection, row: Any, name: str, public: bool) -> None:
    salt = ids.new_salt()
    fresh = commitment(salt, name_bytes(name))
    tx.execute(
        sa.update(certificates)
        .where(certificates.c.id == row.id)
        .values(name=name, name_salt=base64.b64encode(salt).decode(), name_commitment=fresh, public=public)
    )
    # the giver's order no longer says a name that is another's now
    tx.execute(
        sa.update(order_beneficiaries)
        .where(order_beneficiaries.c.order_id == row.order_id, order_beneficiaries.c.position == row.position)
        .values(name=None)
    )
    idempotency.forget(tx, row.user_id, row.id)
    append_event(tx, platform().signer, row.id, row.record_sha256, EventKind.NAME_CLAIMED, commitment=fresh)
    renderings_ended.outdate(tx, [row.id])
