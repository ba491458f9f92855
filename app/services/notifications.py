"""The inbox of provider messages: verify, keep, commit; then act in a second transaction; what was kept is acted on."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
import structlog

from app.core import clock, ids
from app.core.database import read, upsert, write
from app.core.prepared import Prepared
from app.domain.errors import NotFound
from app.domain.notifications import NotificationStatus
from app.models import notifications
from app.payments.provider import (
    Notification,
    NotificationRefused,
    NotificationRejected,
    PaymentOutcome,
    PaymentState,
    RefundOutcome,
    RefundState,
)
from app.services import payments as attempts
from app.services.alerts import alert
from app.services.refunds import settle_refund_in
from app.services.settlement import SettlementRefused, settle

log = structlog.get_logger(__name__)
_n = notifications.c
_KEEP = Prepared(
    upsert(notifications).on_conflict_do_nothing(index_elements=["provider", "message_id"]).returning(_n.id)
)
_FIND = Prepared(
    sa.select(_n.id, _n.status).where(
        _n.provider == sa.bindparam("provider"), _n.message_id == sa.bindparam("message_id")
    )
)
_MARK = Prepared(
    sa.update(notifications)
    .where(_n.id == sa.bindparam("n_id"), _n.status == NotificationStatus.STORED.value)
    .values(status=sa.bindparam("to"), processed_at=sa.bindparam("now"), error=sa.bindparam("why"))
)
_TRIED = Prepared(
    sa.update(notifications)
    .where(_n.id == sa.bindparam("n_id"), _n.status == NotificationStatus.STORED.value)
    .values(tries=_n.tries + 1, error=sa.bindparam("why"))
)
#: A message just received is being acted on by its own request: jobs leave it that long.
GRACE = timedelta(seconds=20)


class Unproven(Exception):
    """Not shown to come from the provider: nothing is kept of it, nobody is called."""


class Rejected(Exception):
    """Verified but unacceptable: kept as rejected, a person is told, and the provider hears 422."""


@dataclass(frozen=True, slots=True)
class _Kept:
    id: str
    status: NotificationStatus


def receive(provider_name: str, kind: str, headers: Mapping[str, str], body: bytes) -> None:
    """Take in one message. Returning means: acted on, now or earlier, or nothing of ours to act on.

    Raises Unproven, Rejected, and anything a failed processing raises:
    then the message is kept, the provider will repeat it, and our own job tries as well.
    """
    provider = attempts.provider_named(provider_name)
    shown = {name: value for name, value in headers.items() if name.lower().startswith(("wechatpay-", "request-id"))}
    try:
        message = provider.parse_notification(kind, headers, body)
    except NotificationRefused as refused:
        raise Unproven(str(refused)) from None
    except NotificationRejected as rejected:
        digest = "sha256:" + hashlib.sha256(body).hexdigest()
        _keep(provider_name, digest, kind, shown, body, None, NotificationStatus.REJECTED, str(rejected))
        alert("notification_rejected", digest[:40], str(rejected))
        raise Rejected(str(rejected)) from None
    outcome = outcome_of(message)
    status = NotificationStatus.STORED if outcome else NotificationStatus.IGNORED
    kept = _keep(provider_name, message.message_id, message.kind, shown, body, outcome, status, None)
    if kept.status is NotificationStatus.REJECTED:
        raise Rejected("rejected before")
    if kept.status is NotificationStatus.STORED and outcome is not None:
        _act(kept.id, outcome)


def _keep(
    provider: str,
    message_id: str,
    kind: str,
    headers: Mapping[str, str],
    body: bytes,
    outcome: Mapping[str, Any] | None,
    status: NotificationStatus,
    error: str | None,
) -> _Kept:
    """Commit the raw message. One row per message of the provider's, however often it comes."""
    row = {
        "id": ids.new_id("ntf"),
        "provider": provider,
        "message_id": message_id,
        "kind": kind,
        "status": status.value,
        "body": body.decode("utf-8", "replace").replace("\x00", "\ufffd"),
        "headers": orjson.dumps(dict(headers)).decode(),
        "outcome": orjson.dumps(outcome).decode() if outcome else None,
        "error": error[:200] if error else None,
        "received_at": clock.now(),
    }
    with write("keep a notification") as tx:
        fresh = _KEEP.first(tx, row)
        if fresh is not None:
            return _Kept(fresh.id, status)
        known = _FIND.first(tx, {"provider": provider, "message_id": message_id})
        return _Kept(known.id, NotificationStatus(known.status))


def _act(notification_id: str, outcome: Mapping[str, Any]) -> None:
    now = clock.now()
    done = {"n_id": notification_id, "to": NotificationStatus.PROCESSED.value, "now": now, "why": None}
    try:
        with write("act on a notification") as tx:
            apply_outcome(tx, outcome)
            _MARK.run(tx, done)
    except (SettlementRefused, NotFound) as refused:
        why = str(refused)[:200]
        with write("reject a notification") as tx:
            _MARK.run(tx, done | {"to": NotificationStatus.REJECTED.value, "why": why})
            alert("notification_rejected", notification_id, why, tx)
        raise Rejected(why) from None
    except Exception as error:
        with write("note a failed notification") as tx:
            _TRIED.run(tx, {"n_id": notification_id, "why": type(error).__name__})
        raise


def apply_outcome(tx: sa.Connection, outcome: Mapping[str, Any]) -> None:
    """Act on what a message said."""
    if outcome["about"] == "payment":
        settle(
            tx,
            outcome["id"],
            PaymentOutcome(
                payment_id=outcome["id"],
                state=PaymentState(outcome["state"]),
                amount_fen=outcome["amount_fen"],
                currency=outcome["currency"],
                transaction_id=outcome["transaction_id"],
                openid=outcome["openid"],
                paid_at=_instant(outcome["at"]),
            ),
        )
    else:
        settle_refund_in(
            tx,
            outcome["id"],
            RefundOutcome(
                refund_id=outcome["id"],
                state=RefundState(outcome["state"]),
                refund_fen=outcome["amount_fen"],
                provider_reference=outcome["transaction_id"],
                succeeded_at=_instant(outcome["at"]),
            ),
        )


def outcome_of(message: Notification) -> dict[str, Any] | None:
    """What a message said, to be acted on later without the keys of that day. None: nothing of ours."""
    if message.payment is not None:
        paid = message.payment
        return {
            "about": "payment",
            "id": paid.payment_id,
            "state": paid.state.value,
            "amount_fen": paid.amount_fen,
            "currency": paid.currency,
            "transaction_id": paid.transaction_id,
            "openid": paid.openid,
            "at": paid.paid_at.isoformat() if paid.paid_at else None,
        }
    if message.refund is not None:
        back = message.refund
        return {
            "about": "refund",
            "id": back.refund_id,
            "state": back.state.value,
            "amount_fen": back.refund_fen,
            "transaction_id": back.provider_reference,
            "at": back.succeeded_at.isoformat() if back.succeeded_at else None,
        }
    return None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def retry_waiting(limit: int = 100) -> int:
    """Act on messages kept but not acted on: a crash between the two transactions, or a failure. Returns how many."""
    with read() as connection:
        rows = connection.execute(
            sa.select(_n.id, _n.outcome)
            .where(_n.status == NotificationStatus.STORED.value, _n.received_at < clock.now() - GRACE)
            .order_by(_n.received_at)
            .limit(limit)
        ).all()
    done = 0
    for row in rows:
        try:
            _act(row.id, orjson.loads(row.outcome))
            done += 1
        except Rejected:
            done += 1
        except Exception:
            log.warning("notification still waits", notification=row.id, exc_info=True)
    return done
