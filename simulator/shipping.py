"""The shipping notice (发货信息管理) of paying mini-programs: what WeChat wants to hear after a payment."""

import json
import re
from typing import Any

from flask import Blueprint, Response

from simulator import orders
from simulator.credentials import MiniProgramError
from simulator.miniprogram import answer, authorised
from simulator.store import Row
from simulator.world import World

_UPLOAD_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}(\+\d\d:\d\d|Z)")


def add_shipping(api: Blueprint, world: World) -> None:
    """Registers the routes on the mini-program blueprint."""

    @api.post("/wxa/sec/order/upload_shipping_info")
    def upload_shipping_info() -> Response:
        body = authorised(world)
        order = _order_of(world, body.get("order_key"))
        _check_notice(body)
        if body.get("payer") != {"openid": order["payer_openid"]}:
            raise MiniProgramError(10060007, "payer.openid is not the payer of this order")
        _keep(world, order, json.dumps({key: body[key] for key in body if key != "upload_time"}, sort_keys=True))
        return answer({"errcode": 0, "errmsg": "ok"})

    @api.post("/wxa/sec/order/is_trade_managed")
    def is_trade_managed() -> Response:
        if authorised(world).get("appid") != world.keys.appid:
            raise MiniProgramError(40013, "invalid appid")
        return answer({"errcode": 0, "errmsg": "ok", "is_trade_managed": world.switches.get("trade_managed")})


def _order_of(world: World, key: Any) -> Row:
    """10060001: not there (yet), the same for unpaid ones; 10060004: cannot be shipped any more."""
    if not isinstance(key, dict) or key.get("order_number_type") not in (1, 2):
        raise MiniProgramError(10060007, "order_key.order_number_type must be 1 or 2")
    order: Row | None
    if key["order_number_type"] == 2:
        order = orders.find_transaction(world, str(key.get("transaction_id")))
    elif key.get("mchid") != world.keys.mchid:
        raise MiniProgramError(10060001, "支付单不存在")
    else:
        order = orders.find(world, str(key.get("out_trade_no")))
    delay_s = world.clock.scaled(world.switches.get("shipping_delay_s"))
    if order is None or order["paid_at"] is None or world.clock.now() < order["paid_at"] + delay_s:
        raise MiniProgramError(10060001, "支付单不存在")
    if order["state"] == "REFUND":
        raise MiniProgramError(10060004, "支付单处于不可发货的状态")
    return order


def _check_notice(body: dict[str, Any]) -> None:
    if body.get("logistics_type") not in (1, 2, 3, 4):
        raise MiniProgramError(10060005, "logistics_type must be 1 to 4")
    if body.get("delivery_mode") != 1:
        raise MiniProgramError(10060007, "delivery_mode must be 1; split delivery is not played")
    items = body.get("shipping_list")
    if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], dict):
        raise MiniProgramError(10060007, "shipping_list must have exactly one element")
    text = items[0].get("item_desc")
    if not isinstance(text, str) or not 1 <= len(text) <= 120:
        raise MiniProgramError(10060007, "item_desc must be 1 to 120 characters")
    if not isinstance(body.get("upload_time"), str) or not _UPLOAD_TIME.fullmatch(body["upload_time"]):
        raise MiniProgramError(10060007, "upload_time must be RFC 3339 with milliseconds and offset")


def _keep(world: World, order: Row, notice: str) -> None:
    """First notice, then one correction; the same notice again changes nothing, and WeChat says so."""
    with world.store.transaction() as store:
        now = store.one("SELECT shipping, shipped_times FROM orders WHERE out_trade_no = ?", order["out_trade_no"])
        if now and now["shipping"] == notice:
            raise MiniProgramError(10060023, "发货信息未更新")
        if now and now["shipped_times"] >= 2:
            raise MiniProgramError(10060003, "支付单已使用重新发货机会")
        store.run(
            "UPDATE orders SET shipping = ?, shipped_times = shipped_times + 1 WHERE out_trade_no = ?",
            notice, order["out_trade_no"],
        )  # fmt: skip
