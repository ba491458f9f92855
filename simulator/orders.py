"""Orders as WeChat Pay keeps them: accepted, paid by a person, closed. No HTTP; refunds and messages are elsewhere."""

import json
import secrets
from datetime import datetime
from typing import Any

from simulator import order_rules
from simulator.clock import BEIJING, rfc3339
from simulator.gateway import PayError
from simulator.notifications import announce
from simulator.store import Row
from simulator.world import World

PREPAY_LIFE_S = 2 * 3600
STATE_WORDS = {"SUCCESS": "支付成功", "REFUND": "转入退款", "NOTPAY": "订单未支付", "CLOSED": "订单已关闭"}


class CannotPay(Exception):
    """A person cannot pay this; the text is what WeChat shows on the phone."""


def accept(world: World, body: dict[str, Any], trade_type: str) -> dict[str, str]:
    """A new order, or the same again: ``{"prepay_id"}`` or ``{"code_url"}``, fresh each time, good for 2 h.

    Raises PayError: OUT_TRADE_NO_USED (same number, other parameters), ORDERPAID, ORDER_CLOSED, PARAM_ERROR.
    """
    order_rules.check_order(world.keys, body, trade_type)
    now = world.clock.now()
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    openid = body["payer"]["openid"] if trade_type == "JSAPI" else None
    with world.store.transaction() as store:
        known = find(world, body["out_trade_no"])
        if known is None:
            store.insert(
                "orders", out_trade_no=body["out_trade_no"], trade_type=trade_type, request=text,
                description=body["description"], attach=body.get("attach"), notify_url=body["notify_url"],
                total_fen=body["amount"]["total"], openid=openid, state="NOTPAY",
                created_at=now, pay_until=order_rules.pay_until(body, now),
            )  # fmt: skip
        else:
            _may_repeat(known, text, trade_type, now)
        return _new_prepay(world, body["out_trade_no"], trade_type, now)


def _may_repeat(known: Row, text: str, trade_type: str, now: float) -> None:
    if known["state"] in ("SUCCESS", "REFUND"):
        raise PayError(400, "ORDERPAID", "该订单已支付")
    if known["state"] == "CLOSED":
        raise PayError(400, "ORDER_CLOSED", "该订单已关闭")
    if known["request"] != text or known["trade_type"] != trade_type:
        raise PayError(403, "OUT_TRADE_NO_USED", "请求重入时，参数与首次请求时不一致，请检查参数后再试")
    if now >= known["pay_until"]:
        raise PayError(400, "INVALID_REQUEST", "订单已过期，请更换商户订单号后重试")


def _new_prepay(world: World, out_trade_no: str, trade_type: str, now: float) -> dict[str, str]:
    day = datetime.fromtimestamp(now, BEIJING).strftime("%d%H%M%S")
    prepay_id = f"wx{day}{secrets.token_hex(14)}"
    code_url = f"weixin://wxpay/bizpayurl?pr={secrets.token_urlsafe(9)}" if trade_type == "NATIVE" else None
    world.store.insert("prepays", prepay_id=prepay_id, code_url=code_url, out_trade_no=out_trade_no, created_at=now)
    return {"code_url": code_url} if code_url else {"prepay_id": prepay_id}


def find(world: World, out_trade_no: str) -> Row | None:
    return world.store.one("SELECT * FROM orders WHERE out_trade_no = ?", out_trade_no)


def find_transaction(world: World, transaction_id: str) -> Row | None:
    return world.store.one("SELECT * FROM orders WHERE transaction_id = ?", transaction_id)


def order_of_prepay(world: World, prepay_id: str) -> tuple[Row, Row]:
    """(prepay, order). Raises CannotPay when it does not exist or is older than 2 h."""
    return _of_prepay(world, world.store.one("SELECT * FROM prepays WHERE prepay_id = ?", prepay_id))


def order_of_code_url(world: World, code_url: str) -> tuple[Row, Row]:
    """(prepay, order). Raises CannotPay when it does not exist or is older than 2 h."""
    return _of_prepay(world, world.store.one("SELECT * FROM prepays WHERE code_url = ?", code_url))


def _of_prepay(world: World, prepay: Row | None) -> tuple[Row, Row]:
    order = find(world, prepay["out_trade_no"]) if prepay else None
    if prepay is None or order is None:
        raise CannotPay("支付二维码或预支付单不存在")
    if world.clock.now() >= prepay["created_at"] + PREPAY_LIFE_S:
        raise CannotPay("预支付单已过期，请返回商户重新下单")
    return prepay, order


def pay(world: World, out_trade_no: str, user: str | None = None) -> Row:
    """The person ``user`` pays; by default the one a JSAPI order names, or 扫码的人 for a Native one.

    Moves the order to SUCCESS once and announces it. Raises CannotPay: unknown, paid, closed, expired, or another
    person's order (two people cannot pay one order).
    """
    now = world.clock.now()
    with world.store.transaction() as store:
        order = find(world, out_trade_no)
        if order is None:
            raise CannotPay("订单不存在")
        payer = world.keys.openid(user) if user else order["openid"] or world.keys.openid("扫码的人")
        _may_pay(order, payer, now)
        transaction_id = _transaction_id(now)
        store.run(
            "UPDATE orders SET state = 'SUCCESS', transaction_id = ?, payer_openid = ?, paid_at = ? "
            "WHERE out_trade_no = ?", transaction_id, payer, now, out_trade_no,
        )  # fmt: skip
        paid = find(world, out_trade_no)
        assert paid is not None  # noqa: S101  (updated in this very transaction)
        announce(world, "TRANSACTION.SUCCESS", paid["notify_url"], out_trade_no, as_resource(world, paid))
    world.wake.set()
    return paid


def check_payable(world: World, order: Row, user: str) -> None:
    """Raises CannotPay where ``pay`` would, and changes nothing."""
    _may_pay(order, world.keys.openid(user), world.clock.now())


def _may_pay(order: Row, payer: str, now: float) -> None:
    if order["state"] in ("SUCCESS", "REFUND"):
        raise CannotPay("该订单已支付，请勿重复支付")
    if order["state"] == "CLOSED":
        raise CannotPay("订单已关闭，请返回商户重新下单")
    if now >= order["pay_until"]:
        raise CannotPay("订单已过期，请返回商户重新下单")
    if order["openid"] and payer != order["openid"]:
        raise CannotPay("该订单须由下单的微信用户支付")


def close(world: World, out_trade_no: str) -> None:
    """Repeatable. Raises ORDER_NOT_EXIST, or ORDERPAID on a paid order."""
    with world.store.transaction() as store:
        order = find(world, out_trade_no)
        if order is None:
            raise PayError(404, "ORDER_NOT_EXIST", "订单不存在")
        if order["state"] in ("SUCCESS", "REFUND"):
            raise PayError(400, "ORDERPAID", "该订单已支付")
        store.run("UPDATE orders SET state = 'CLOSED' WHERE out_trade_no = ?", out_trade_no)


def as_resource(world: World, order: Row) -> dict[str, Any]:
    """An order as query and notification show it; what WeChat only says after payment is missing before."""
    shown: dict[str, Any] = {
        "mchid": world.keys.mchid,
        "appid": world.keys.appid,
        "out_trade_no": order["out_trade_no"],
        "trade_state": order["state"],
        "trade_state_desc": STATE_WORDS[order["state"]],
        "promotion_detail": [],
        "amount": {"total": order["total_fen"], "payer_currency": "CNY"},
    }
    if order["transaction_id"] is None:
        return shown
    return shown | {
        "transaction_id": order["transaction_id"],
        "trade_type": order["trade_type"],
        "bank_type": "OTHERS",
        "attach": order["attach"] or "",
        "success_time": rfc3339(order["paid_at"]),
        "payer": {"openid": order["payer_openid"]},
        "amount": {
            "total": order["total_fen"],
            "payer_total": order["total_fen"],
            "currency": "CNY",
            "payer_currency": "CNY",
        },
    }


def _transaction_id(now: float) -> str:
    """28 digits like WeChat's: 42000, then random, with the day inside."""
    day = datetime.fromtimestamp(now, BEIJING).strftime("%Y%m%d")
    return f"4200{secrets.randbelow(10**6):06d}{day}{secrets.randbelow(10**10):010d}"
