"""What a person must look at: kept once per kind and subject, and logged."""

import sqlalchemy as sa
import structlog

from app.core import clock
from app.core.database import upsert, write
from app.models import alerts

log = structlog.get_logger(__name__)
_RAISE = upsert(alerts).on_conflict_do_nothing(index_elements=["kind", "subject"])


def alert(kind: str, subject: str, detail: str, tx: sa.Connection | None = None) -> None:
    """Keep an alert, in the given transaction or one of its own. May be repeated: the first is kept."""
    log.error("alert", kind=kind, subject=subject, detail=detail)
    row = {"kind": kind, "subject": subject, "detail": detail, "created_at": clock.now()}
    if tx is not None:
        tx.execute(_RAISE, row)
        return
    with write("raise an alert") as own:
        own.execute(_RAISE, row)
