"""Which drawn pictures lie in storage, who draws which one now, and their end. Drawing and serving is drawings.py.

A row is there before its object and goes after it. A change marks every row of its certificate stale in its own
transaction; from then on nothing of them is served, and a drawing under way cannot finish.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa
import structlog

from app.core import clock
from app.core.database import portions, read, upsert, write
from app.core.prepared import Prepared
from app.core.storage import StorageUnavailable
from app.domain.certificates import CertificateStatus
from app.domain.renderings import RenderingKind, RenderingState
from app.models import certificates, renderings
from app.services.alerts import alert
from app.services.platform import platform

#: Whoever draws has so long; then somebody else may.
LEASE_S = 15
#: What is not put so long before the lease ends is not put at all: two time-outs of storage, and a little.
PUT_NEEDS_S = 10
#: What nobody asked for so long is forgotten: it is drawn again when somebody does.
KEPT_DAYS = 90
#: Deletions that failed so often in a row are a person's business.
ALERT_AFTER = 3
_WAIT_S = (10, 10, 20, 30)
log = structlog.get_logger(__name__)
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
        _r.certificate_id, _r.kind, _r.language, _r.named, _r.state, _r.fence, _r.lease_until_at, _r.asked_on
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
    )


def claim(wanted: Wanted, seen: Seen | None) -> int | NotYours:
    """The fence under which this caller alone draws the picture for LEASE_S; or why not.

    seen: what was found; it may be taken over if it is free, or ready with its object lost. Any number may try.
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


def outdate(tx: sa.Connection, certificate_ids: Sequence[str], kind: RenderingKind | None = None) -> None:
    """What is on the pictures of these certificates (of one kind) holds no longer. Within the change, after it.

    May be repeated. The objects go within a minute: at once by :func:`delete_now`, else by the job.
    """
    mark = sa.update(renderings).where(_r.state != RenderingState.STALE.value)
    if kind is not None:
        mark = mark.where(_r.kind == kind.value)
    mark = mark.values(state=RenderingState.STALE.value, delete_at=clock.now(), tries=0)
    for some in portions(certificate_ids):  # a cancellation may touch any number
        tx.execute(mark.where(_r.certificate_id.in_(some)))


def delete_now(certificate_id: str) -> None:
    """The same moment's try, after the change has been committed. Whatever goes wrong is the job's business."""
    try:
        delete_stale(certificate_id)
    except (sa.exc.SQLAlchemyError, StorageUnavailable) as error:
        log.warning("pictures not deleted at once", reason=type(error).__name__)


def delete_stale(certificate_id: str | None = None, limit: int = 500) -> int:
    """Delete the objects of stale rows that are due, then the rows. May be repeated. How many are gone for good."""
    due = sa.select(_r.content_hash, _r.kind, _r.lease_until_at, _r.tries).where(_r.delete_at <= clock.now())
    if certificate_id is not None:
        due = due.where(_r.certificate_id == certificate_id)
    with read() as connection:
        rows = connection.execute(due.order_by(_r.delete_at).limit(limit)).all()
    failed: dict[str, Any] = {}
    error = ""
    for row in rows:
        try:
            platform().storage.delete(storage_key(row.content_hash, RenderingKind(row.kind)))
        except StorageUnavailable as unavailable:
            failed[row.content_hash], error = row, str(unavailable)  # a store that is down says so again at once
    if failed:
        _not_deleted(list(failed.values()), error)
    return sum(_deleted(row) for row in rows if row.content_hash not in failed)


def _deleted(row: Any) -> bool:
    """Forget a deleted picture; one that may still be put, once its lease has ended, is deleted again."""
    stale = sa.and_(_r.content_hash == row.content_hash, _r.state == RenderingState.STALE.value)
    with write("forget a deleted picture") as tx:
        if row.lease_until_at is not None and row.lease_until_at > clock.now():
            tx.execute(sa.update(renderings).where(stale).values(delete_at=row.lease_until_at))
            return False
        tx.execute(sa.delete(renderings).where(stale))
        return True


def _not_deleted(rows: Sequence[Any], reason: str) -> None:
    """When to try again; a person hears of it once it has failed ALERT_AFTER times."""
    tries = max(row.tries for row in rows) + 1
    wait = timedelta(seconds=_WAIT_S[min(tries, len(_WAIT_S)) - 1])
    with write("note deletions that failed") as tx:
        tx.execute(
            sa.update(renderings)
            .where(_r.content_hash.in_([row.content_hash for row in rows]), _r.state == RenderingState.STALE.value)
            .values(tries=_r.tries + 1, delete_at=clock.now() + wait)
        )
        if tries >= ALERT_AFTER:
            alert("pictures_not_deleted", "storage", f"{len(rows)} pictures that hold no longer: {reason}", tx)
    log.warning("pictures not deleted", number=len(rows), tries=tries, reason=reason)


def prune() -> int:
    """Let go what nobody asked for KEPT_DAYS. Returns how many."""
    long_ago = clock.today() - timedelta(days=KEPT_DAYS)
    with write("prune pictures") as tx:
        return tx.execute(
            sa.update(renderings)
            .where(_r.asked_on < long_ago, _r.state != RenderingState.STALE.value)
            .values(state=RenderingState.STALE.value, delete_at=clock.now(), tries=0)
        ).rowcount
