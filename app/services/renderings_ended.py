"""The end of drawn pictures: what shows what no longer holds is gone from storage within a minute.

A change marks every row of its certificate stale in its own transaction; from then on nothing of them is served, and a
drawing under way cannot finish. Their life before that is renderings.py.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from app.core import clock
from app.core.database import portions, read, write
from app.core.storage import StorageUnavailable
from app.domain.renderings import RenderingKind, RenderingState
from app.models import renderings
from app.services.alerts import alert
from app.services.platform import platform
from app.services.renderings import storage_key

#: What nobody asked for so long is forgotten: it is drawn again when somebody does.
KEPT_DAYS = 90
#: Deletions that failed so often in a row are a person's business.
ALERT_AFTER = 3
_WAIT_S = (10, 10, 20, 30)
log = structlog.get_logger(__name__)
_r = renderings.c


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
