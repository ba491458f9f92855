"""Which drawn pictures lie in storage, and who draws which one now. Drawing and serving is drawings.py, their end
renderings_ended.py. A row is there before its object and goes after it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

import sqlalchemy as sa

from app.core import clock
from app.core.database import upsert, write
from app.core.prepared import Prepared
from app.domain.certificates import CertificateStatus
from app.domain.renderings import RenderingKind, RenderingState
from app.models import certificates, renderings

#: Whoever draws has so long; then somebody else may.
LEASE_S = 15
#: What is not put so long before the lease ends is not put at all: two time-outs of storage, and a little.
PUT_NEEDS_S = 10
_r, _c = renderings.c, certificates.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture by what is on it. The facts of the certificate are those it was worked out from."""

    content_hash: str
    kind: RenderingKind
    language: str
    named: bool
    certificate_id: str
    status: CertificateStatus
    status_at: datetime
    name: str | None
    public: bool
    code_sha256: str | None

    @property
    def key(self) -> str:
        return storage_key(self.content_hash, self.kind)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a picture."""

    certificate_id: str
    kind: RenderingKind
    language: str
    named: bool
    state: RenderingState
    fence: int
    lease_until_at: datetime | None
    asked_on: date
    size_bytes: int | None

    @property
    def free(self) -> bool:
        """Nobody is drawing it (any more), and it is not stale."""
        lapsed = self.lease_until_at is None or self.lease_until_at <= clock.now()
        return self.state is RenderingState.DRAWING and lapsed


class NotYours(Enum):
    """Why a picture is not to be drawn by this caller."""

    TAKEN = "somebody else has it"
    OUTDATED = "the certificate has changed: look at it again"


_LOOK = Prepared(
    sa.select(
        _r.certificate_id,
        _r.kind,
        _r.language,
        _r.named,
        _r.state,
        _r.fence,
        _r.lease_until_at,
        _r.asked_on,
        _r.size_bytes,
    ).where(_r.content_hash == sa.bindparam("content_hash"))
)
_NOW = sa.bindparam("now", type_=_r.lease_until_at.type)
_INSERT = upsert(renderings)
_CLAIM = _INSERT.on_conflict_do_update(
    index_elements=["content_hash"],
    set_={
        "state": RenderingState.DRAWING.value,
        "fence": _r.fence + 1,
        "lease_until_at": _INSERT.excluded.lease_until_at,
    },
    where=sa.and_(
        _r.state == sa.bindparam("seen_state", type_=sa.String()),
        _r.fence == sa.bindparam("seen_fence", type_=sa.Integer()),
        sa.or_(_r.lease_until_at.is_(None), _r.lease_until_at <= _NOW),
    ),
).returning(_r.fence)
#: Shared, so that a change of the certificate that is not committed yet is waited for.
_FACTS = (
    sa.select(_c.status, _c.status_at, _c.name, _c.public, _c.code_sha256)
    .where(_c.id == sa.bindparam("certificate_id"))
    .with_for_update(read=True)
)
_MINE = sa.and_(
    _r.content_hash == sa.bindparam("p_hash"),
    _r.fence == sa.bindparam("p_fence"),
    _r.state == RenderingState.DRAWING.value,
)


def storage_key(content_hash: str, kind: RenderingKind) -> str:
    return f"renderings/{content_hash[:2]}/{content_hash}.{kind.value}"


def look(content_hash: str) -> Seen | None:
    """One statement, outside any transaction."""
    rows = _LOOK.look({"content_hash": content_hash})
    if not rows:
        return None
    row = rows[0]
    return Seen(
        row.certificate_id,
        RenderingKind(row.kind),
        row.language,
        row.named,
        RenderingState(row.state),
        row.fence,
        row.lease_until_at,
        row.asked_on,
        row.size_bytes,
    )


def claim(wanted: Wanted, seen: Seen | None) -> int | NotYours:
    """The fence under which this caller alone draws the picture for LEASE_S; or why not.

    seen: what was found; it may be taken over if it is free, or ready with its object lost or cut short.
    Any number may try.
    """
    now = clock.now()
    row = {
        "content_hash": wanted.content_hash,
        "certificate_id": wanted.certificate_id,
        "kind": wanted.kind.value,
        "language": wanted.language,
        "named": wanted.named,
        "state": RenderingState.DRAWING.value,
        "lease_until_at": now + timedelta(seconds=LEASE_S),
        "asked_on": clock.day_of(now),
    }
    before = {"seen_state": seen.state.value if seen else "", "seen_fence": seen.fence if seen else 0, "now": now}
    with write("begin a drawing") as tx:
        facts = tx.execute(_FACTS, {"certificate_id": wanted.certificate_id}).one()
        shown = (wanted.status.value, wanted.status_at, wanted.name, wanted.public, wanted.code_sha256)
        if tuple(facts) != shown:
            return NotYours.OUTDATED
        taken = tx.execute(_CLAIM, row | before).first()
    return int(taken.fence) if taken is not None else NotYours.TAKEN


def finish(wanted: Wanted, fence: int, size_bytes: int) -> bool:
    """The object lies in storage. False if it must not: the certificate changed, or the lease went to somebody else."""
    with write("finish a drawing") as tx:
        done = tx.execute(
            sa.update(renderings)
            .where(_MINE)
            .values(state=RenderingState.READY.value, lease_until_at=None, size_bytes=size_bytes)
            .returning(_r.content_hash),
            {"p_hash": wanted.content_hash, "p_fence": fence},
        ).first()
    return done is not None


def give_up(wanted: Wanted, fence: int) -> None:
    """It could not be drawn or put. Nobody knows what storage did, so the row stays until its object is surely gone."""
    with write("give a drawing up") as tx:
        tx.execute(
            sa.update(renderings).where(_MINE).values(state=RenderingState.STALE.value, delete_at=clock.now()),
            {"p_hash": wanted.content_hash, "p_fence": fence},
        )


def asked(content_hash: str, seen: Seen) -> None:
    """Note, once a day, that somebody wanted it."""
    today = clock.today()
    if seen.asked_on < today:
        with write("note that a picture is wanted") as tx:
            tx.execute(sa.update(renderings).where(_r.content_hash == content_hash).values(asked_on=today))
