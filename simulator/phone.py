"""The payer's phone: plays wx.requestPayment as WeChat's client does, signature check included. No HTTP."""

from typing import Any

from simulator import orders, signatures
from simulator.store import Row
from simulator.world import World

_FIELDS = ("appId", "timeStamp", "nonceStr", "package", "signType", "paySign")


class PhoneRefuses(Exception):
    """What WeChat's client says when it will not even show the payment: ``requestPayment:fail ...``."""


def open_payment(world: World, params: dict[str, Any]) -> tuple[Row, Row]:
    """(prepay, order) that these parameters stand for. Raises PhoneRefuses, or CannotPay for an expired prepay_id.

    Checks what the client checks: every field a text, our appid, signType RSA, and paySign by the merchant's public key
    over four lines appId, timeStamp, nonceStr, package (wechat.md 2.5).
    """
    missing = [name for name in _FIELDS if not isinstance(params.get(name), str) or not params[name]]
    if missing:
        raise PhoneRefuses(f"parameter error: parameter.{missing[0]} should be String instead of "
                           f"{type(params.get(missing[0])).__name__};")  # fmt: skip
    if params["appId"] != world.keys.appid:
        raise PhoneRefuses("appid 与下单时不一致")
    if params["signType"] != "RSA":
        raise PhoneRefuses("signType 须为 RSA")
    if not params["timeStamp"].isdigit() or len(params["timeStamp"]) != 10:
        raise PhoneRefuses("timeStamp 须为秒级时间戳")
    text = signatures.lines(*(params[name].encode() for name in _FIELDS[:4]))
    if not signatures.verify(world.keys.merchant_private.public_key(), text, params["paySign"]):
        raise PhoneRefuses("支付验证签名失败")
    prefix, _, prepay_id = params["package"].partition("=")
    if prefix != "prepay_id":
        raise PhoneRefuses("package 须为 prepay_id=…")
    return orders.order_of_prepay(world, prepay_id)


def request_payment(world: World, params: dict[str, Any], user: str, action: str) -> dict[str, Any]:
    """What the mini-program's callback gets: ``{"errMsg": "requestPayment:ok"}`` or ``...:fail ...``. Never raises for
    a refusal. ``action``: pay, cancel, or open, which pays nothing and answers what WeChat shows before somebody pays.
    """
    try:
        _, order = open_payment(world, params)
        if action == "cancel":
            return {"errMsg": "requestPayment:fail cancel"}
        if action == "open":
            orders.check_payable(world, order, user)
            return {"errMsg": "requestPayment:ok"} | _sheet(world, order)
        orders.pay(world, order["out_trade_no"], user)
    except (PhoneRefuses, orders.CannotPay) as refusal:
        return {"errMsg": f"requestPayment:fail {refusal}"}
    return {"errMsg": "requestPayment:ok"}


def _sheet(world: World, order: Row) -> dict[str, Any]:
    """The merchant, the goods and the sum, as the order was placed: nothing of it comes from the phone."""
    return {
        "payee": str(world.switches.get("merchant_name")),
        "description": order["description"],
        "amount_fen": order["total_fen"],
    }
