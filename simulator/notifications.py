"""The outbox: what is to be told to the merchant, when it is tried again, and the log of every try. No routes."""

import json
import secrets
import uuid
from typing import Any

from simulator.faults import Fault
from simulator.store import Row
from simulator.world import World

#: WeChat's waits between tries: 16 tries in 24 h 4 min (wechat.md 3.2)
RETRY_AFTER_S = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
_SUMMARIES = {
    "TRANSACTION.SUCCESS": "支付成功",
    "REFUND.SUCCESS": "退款成功",
    "REFUND.ABNORMAL": "退款异常",
    "REFUND.CLOSED": "退款关闭",
}


def announce(world: World, event_type: str, url: str, out_trade_no: str, resource: dict[str, Any]) -> str:
    """Puts one message in the outbox and returns its id; the postman sends it. One fault may be used up for it.

    The caller sets ``world.wake`` after its transaction has ended.
    """
    kind = "payment" if event_type.startswith("TRANSACTION.") else "refund"
    fault = world.faults.take(f"notification.{kind}")
    now = world.clock.real()
    state, due_at = _first_step(world, fault, now)
    notification_id = str(uuid.uuid4())
    world.store.insert(
        "notifications", id=notification_id, event_type=event_type, out_trade_no=out_trade_no, url=url,
        summary=_SUMMARIES[event_type], original_type="transaction" if kind == "payment" else "refund",
        resource=json.dumps(resource, ensure_ascii=False), nonce=secrets.token_hex(6), created_at=world.clock.now(),
        state=state, due_at=due_at, fault=fault.as_json() if fault else None,
    )  # fmt: skip
    return notification_id


def _first_step(world: World, fault: Fault | None, now: float) -> tuple[str, float | None]:
    if fault and fault.name == "lost":
        return "lost", None
    if fault and fault.name == "late":
        return "waiting", now + world.clock.scaled(float(fault.params["seconds"]))
    if fault and fault.name == "out_of_order":
        return "held", now + world.clock.scaled(float(fault.params["seconds"]))
    return "waiting", now


def take_due(world: World) -> list[Row]:
    """Claims every message that is due, so that no other thread sends it too."""
    with world.store.transaction() as store:
        due = store.all(
            "SELECT * FROM notifications WHERE state IN ('waiting', 'held') AND due_at <= ? ORDER BY due_at",
            world.clock.real(),
        )
        for row in due:
            store.run("UPDATE notifications SET state = 'sending', attempts = attempts + 1 WHERE id = ?", row["id"])
    return [dict(row) | {"attempts": row["attempts"] + 1} for row in due]


def next_due_at(world: World) -> float | None:
    at = world.store.value("SELECT min(due_at) FROM notifications WHERE state IN ('waiting', 'held')")
    return None if at is None else float(at)


def fault_of_try(notification: Row) -> Fault | None:
    """The fault that hits this try, if its ``attempts`` reach so far."""
    if notification["fault"] is None:
        return None
    fault = Fault.from_json(notification["fault"])
    limit = fault.params.get("attempts")
    if "attempts" in fault.params and limit is not None and notification["attempts"] > limit:
        return None
    return fault


def after_try(world: World, notification: Row, accepted: bool) -> None:
    """Delivered, or due again on WeChat's schedule, or given up after 16 tries. Lets a held message go."""
    state, due_at = "delivered", None
    if not accepted:
        done = notification["attempts"]
        state = "given_up" if done > len(RETRY_AFTER_S) else "waiting"
        due_at = None if state == "given_up" else world.clock.real() + world.clock.scaled(RETRY_AFTER_S[done - 1])
    with world.store.transaction() as store:
        # a resend by hand may have delivered it meanwhile: that stands
        store.run(
            "UPDATE notifications SET state = ?, due_at = ? WHERE id = ? AND state = 'sending'",
            state, due_at, notification["id"],
        )  # fmt: skip
        store.run("UPDATE notifications SET due_at = ? WHERE state = 'held'", world.clock.real())
    world.wake.set()


def after_resend(world: World, notification_id: str, accepted: bool) -> None:
    """A copy sent by hand counts as delivery when it was accepted; otherwise nothing changes."""
    if accepted:
        world.store.run("UPDATE notifications SET state = 'delivered', due_at = NULL WHERE id = ?", notification_id)


def log_delivery(
    world: World,
    notification: Row,
    kind: str,
    *,
    fault: str | None,
    took_s: float,
    status: int | None,
    error: str | None,
) -> None:
    """``kind``: scheduled, copy or resend. ``status`` is the merchant's HTTP status, None when there was no answer."""
    world.store.insert(
        "deliveries", notification_id=notification["id"], attempt=notification["attempts"], kind=kind, fault=fault,
        at=world.clock.real(), took_ms=round(took_s * 1000), status=status, error=error,
    )  # fmt: skip


def resume(world: World) -> None:
    """After a restart: what was being sent when the last process ended is sent again (a duplicate, as WeChat does)."""
    world.store.run(
        "UPDATE notifications SET state = 'waiting', due_at = ? WHERE state = 'sending'", world.clock.real()
    )


def find(world: World, notification_id: str) -> Row | None:
    return world.store.one("SELECT * FROM notifications WHERE id = ?", notification_id)


def listed(world: World, out_trade_no: str | None = None, limit: int = 200) -> list[Row]:
    """Newest first."""
    where, values = ("WHERE out_trade_no = ?", [out_trade_no]) if out_trade_no else ("", [])
    return world.store.all(
        f"SELECT * FROM notifications {where} ORDER BY created_at DESC, rowid DESC LIMIT ?",  # noqa: S608  (fixed text)
        *values, limit,
    )  # fmt: skip


def deliveries(world: World, notification_id: str) -> list[Row]:
    return world.store.all("SELECT * FROM deliveries WHERE notification_id = ? ORDER BY rowid", notification_id)
