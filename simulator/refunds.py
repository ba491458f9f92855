"""Refunds: accepted, ended after a while, told to the merchant. Their routes too, as they are only two."""

import json
import secrets
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, g

from simulator import orders
from simulator.clock import BEIJING, rfc3339
from simulator.gateway import PayError, json_answer, json_body, param_error
from simulator.notifications import announce
from simulator.order_rules import check_fen, check_notify_url
from simulator.store import Row
from simulator.world import World

ENDINGS = ("SUCCESS", "CLOSED", "ABNORMAL")
_MOST_PER_ORDER = 50
_LONGEST_AFTER_S = 365 * 86400
_NO_CHARS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-|*@")
_ENDS_AS = {"ends_abnormal": "ABNORMAL", "ends_closed": "CLOSED", "never_ends": "NEVER"}


def add_refunds(gate: Blueprint, world: World) -> None:
    """Registers the routes on the gateway."""

    @gate.post("/v3/refund/domestic/refunds")
    def refund() -> Response:
        fault = g.get("fault")
        ends_as = _ENDS_AS.get(fault.name, "SUCCESS") if fault else "SUCCESS"
        return json_answer(as_answer(world, accept(world, json_body(), ends_as)))

    @gate.get("/v3/refund/domestic/refunds/<out_refund_no>")
    def query_refund(out_refund_no: str) -> Response:
        row = find(world, out_refund_no)
        if row is None or row["out_refund_no"] != out_refund_no:
            raise PayError(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
        return json_answer(as_answer(world, row))


def accept(world: World, body: dict[str, Any], ends_as: str = "SUCCESS") -> Row:
    """A new refund in PROCESSING, or the one this out_refund_no already has (with the same parameters).

    Raises PayError as WeChat does: unpaid, too much, too soon after another, too many, other parameters.
    """
    number, reason, url = body.get("out_refund_no"), body.get("reason"), body.get("notify_url")
    if not isinstance(number, str) or not 1 <= len(number) <= 64 or not _NO_CHARS.issuperset(number):
        raise param_error("out_refund_no 须为不超过 64 位的数字、字母或 _-|*@")
    if reason is not None and (not isinstance(reason, str) or len(reason.encode()) > 80):
        raise param_error("reason 不能超过 80 字节")
    if url is not None:
        check_notify_url(url, 256)
    refund_fen, now = check_fen(body.get("amount"), "refund"), world.clock.now()
    if body["amount"].get("currency") != "CNY":
        raise param_error("amount.currency 必填，只支持 CNY")
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    with world.store.transaction() as store:
        known = find(world, number)
        if known is not None:
            if known["request"] != text:
                raise param_error("订单金额或退款金额与之前请求不一致，请核实后再试")
            return known
        order = _refundable(world, body, refund_fen, now)
        delay_s = world.clock.scaled(world.switches.get("refund_delay_s"))
        store.insert(
            "refunds", refund_id=_refund_id(now), out_refund_no=number, out_trade_no=order["out_trade_no"],
            request=text, notify_url=url, refund_fen=refund_fen, status="PROCESSING", ends_as=ends_as, created_at=now,
            due_at=None if ends_as == "NEVER" else world.clock.real() + delay_s,
        )  # fmt: skip
        store.run("UPDATE orders SET state = 'REFUND' WHERE out_trade_no = ?", order["out_trade_no"])
        made = find(world, number)
    assert made is not None  # noqa: S101  (inserted above)
    world.wake.set()
    return made


def _refundable(world: World, body: dict[str, Any], refund_fen: int, now: float) -> Row:
    transaction_id, out_trade_no = body.get("transaction_id"), body.get("out_trade_no")
    if (transaction_id is None) == (out_trade_no is None):
        raise param_error("transaction_id 和 out_trade_no 须二选一")
    order = (
        orders.find_transaction(world, str(transaction_id)) if transaction_id else orders.find(world, str(out_trade_no))
    )
    if order is None:
        raise PayError(404, "RESOURCE_NOT_EXISTS", "订单不存在")
    if order["paid_at"] is None:
        raise PayError(400, "INVALID_REQUEST", "订单未支付，不能退款")
    if check_fen(body.get("amount"), "total") != order["total_fen"]:
        raise param_error("原订单金额与实际不符")
    if now > order["paid_at"] + _LONGEST_AFTER_S:
        raise PayError(400, "INVALID_REQUEST", "订单已超过可退款的最大期限")
    earlier = of_order(world, order["out_trade_no"])
    if len(earlier) >= _MOST_PER_ORDER:
        raise PayError(400, "INVALID_REQUEST", "部分退款次数超过 50 次")
    if sum(row["refund_fen"] for row in earlier if row["status"] != "CLOSED") + refund_fen > order["total_fen"]:
        raise PayError(400, "INVALID_REQUEST", "累计退款金额大于支付金额")
    spacing_s = world.clock.scaled(world.switches.get("refund_spacing_s"))
    if earlier and now - max(row["created_at"] for row in earlier) < spacing_s:
        raise PayError(429, "FREQUENCY_LIMITED", "同一笔订单的退款须间隔 1 分钟以上")
    return order


def find(world: World, number: str) -> Row | None:
    """By out_refund_no, or by WeChat's refund_id."""
    return world.store.one("SELECT * FROM refunds WHERE out_refund_no = ? OR refund_id = ?", number, number)


def of_order(world: World, out_trade_no: str) -> list[Row]:
    return world.store.all("SELECT * FROM refunds WHERE out_trade_no = ? ORDER BY created_at", out_trade_no)


def next_due_at(world: World) -> float | None:
    at = world.store.value("SELECT min(due_at) FROM refunds WHERE status = 'PROCESSING'")
    return None if at is None else float(at)


def finish_due(world: World) -> None:
    """Ends every refund whose time has come, as it was told to end."""
    due = world.store.all("SELECT * FROM refunds WHERE status = 'PROCESSING' AND due_at <= ?", world.clock.real())
    for row in due:
        finish(world, row["refund_id"], row["ends_as"])


def finish(world: World, number: str, status: str) -> Row:
    """PROCESSING or ABNORMAL to ``status``, announced. Repeatable: what has ended stays. KeyError: no such refund."""
    with world.store.transaction() as store:
        row = find(world, number)
        if row is None:
            raise KeyError(number)
        if row["status"] in ("SUCCESS", "CLOSED") or row["status"] == status:
            return row
        success_at = world.clock.now() if status == "SUCCESS" else None
        store.run(
            "UPDATE refunds SET status = ?, success_at = ?, due_at = NULL WHERE refund_id = ?",
            status, success_at, row["refund_id"],
        )  # fmt: skip
        ended = dict(row) | {"status": status, "success_at": success_at, "due_at": None}
        order = orders.find(world, row["out_trade_no"])
        assert order is not None  # noqa: S101  (a refund always has its order)
        url = row["notify_url"]
        if url:
            announce(world, f"REFUND.{status}", url, row["out_trade_no"], _as_resource(world, ended, order))
    world.wake.set()
    return ended


def _as_resource(world: World, refund: Row, order: Row) -> dict[str, Any]:
    """In a notification the field is ``refund_status``; in answers it is ``status``."""
    shown = {
        "mchid": world.keys.mchid,
        "out_trade_no": refund["out_trade_no"],
        "transaction_id": order["transaction_id"],
        "out_refund_no": refund["out_refund_no"],
        "refund_id": refund["refund_id"],
        "refund_status": refund["status"],
        "user_received_account": "支付用户零钱",
        "amount": {
            "total": order["total_fen"],
            "refund": refund["refund_fen"],
            "payer_total": order["total_fen"],
            "payer_refund": refund["refund_fen"],
        },
    }
    return shown | _success_time(refund)


def as_answer(world: World, refund: Row) -> dict[str, Any]:
    order = orders.find(world, refund["out_trade_no"])
    assert order is not None  # noqa: S101  (a refund always has its order)
    total, fen = order["total_fen"], refund["refund_fen"]
    shown = {
        "refund_id": refund["refund_id"],
        "out_refund_no": refund["out_refund_no"],
        "transaction_id": order["transaction_id"],
        "out_trade_no": refund["out_trade_no"],
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": rfc3339(refund["created_at"]),
        "status": refund["status"],
        "funds_account": "AVAILABLE",
        "amount": {
            "total": total, "refund": fen, "from": [], "payer_total": total, "payer_refund": fen, "currency": "CNY",
            "settlement_refund": fen, "settlement_total": total, "discount_refund": 0, "refund_fee": 0,
        },
        "promotion_detail": [],
    }  # fmt: skip
    return shown | _success_time(refund)


def _success_time(refund: Row) -> dict[str, str]:
    return {"success_time": rfc3339(refund["success_at"])} if refund["success_at"] is not None else {}


def _refund_id(now: float) -> str:
    day = datetime.fromtimestamp(now, BEIJING).strftime("%d%m%Y")
    return f"5030{secrets.randbelow(10**6):06d}{day}{secrets.randbelow(10**11):011d}"
