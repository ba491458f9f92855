"""Pages for people: the one where a person pays by tapping, and the developer's desk. Decides nothing about money."""

import json
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from simulator import notifications, orders, refunds, subscriptions
from simulator.clock import rfc3339
from simulator.control import resend_now, shown_notification
from simulator.faults import (
    MESSAGE_FAULTS,
    MOST_COPIES,
    NOTIFICATION_TARGETS,
    UnknownFault,
    all_targets,
    allowed_faults,
)
from simulator.store import Row
from simulator.world import World

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
)
_LISTED = 40


def make_pages(world: World) -> Blueprint:
    """The blueprint. Forms post to this origin only, and every page says that no real money moves."""
    pages = Blueprint("pages", __name__)
    pages.add_app_template_filter(yuan, "yuan")
    pages.add_app_template_filter(_clock_time, "clock_time")
    pages.add_app_template_filter(_moment, "moment")

    @pages.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        # not no-referrer: with that, browsers send "Origin: null" along with our own forms
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        return response

    _add_paying(pages, world)
    _add_desk(pages, world)
    _add_buttons(pages, world)
    return pages


def yuan(fen: int) -> str:
    """``1744`` -> ``17.44``; exact."""
    return f"{fen // 100}.{fen % 100:02d}"


def _clock_time(at: float | None) -> str:
    """Beijing time of day, as a developer in front of the page reads it."""
    return "" if at is None else rfc3339(at)[11:19]


def _moment(at: float) -> str:
    """Beijing day and minute: ``11月27日 18:54``."""
    text = rfc3339(at)
    return f"{int(text[5:7])}月{int(text[8:10])}日 {text[11:16]}"


def _add_paying(pages: Blueprint, world: World) -> None:
    @pages.get("/pay")
    def pay_by_code() -> Response:
        return _shown(world, lambda: orders.order_of_code_url(world, request.args.get("code_url", "")))

    @pages.get("/pay/<prepay_id>")
    def pay_by_prepay(prepay_id: str) -> Response:
        return _shown(world, lambda: orders.order_of_prepay(world, prepay_id))

    @pages.post("/pay/<prepay_id>")
    def decide(prepay_id: str) -> Response:
        try:
            _, order = orders.order_of_prepay(world, prepay_id)
            if request.form.get("action") == "cancel":
                return _result(
                    world, order, "requestPayment:fail cancel", "已取消，没有付款", "Cancelled, nothing was paid"
                )
            user = None if order["openid"] else (request.form.get("user") or "").strip() or None
            paid = orders.pay(world, order["out_trade_no"], user)
        except orders.CannotPay as refusal:
            return _refused(world, str(refusal))
        return _result(world, paid, "requestPayment:ok", "支付成功", "Paid")


def _shown(world: World, look_up: Any) -> Response:
    try:
        prepay, order = look_up()
    except orders.CannotPay as refusal:
        return _refused(world, str(refusal))
    if order["state"] in ("SUCCESS", "REFUND"):
        return _result(world, order, "", "这笔订单已经付过", "This order has been paid already")
    if order["state"] == "CLOSED" or world.clock.now() >= order["pay_until"]:
        return _refused(world, "订单已关闭或过期，请返回商户重新下单")
    return make_response(
        render_template("pay.html", prepay_id=prepay["prepay_id"], order=order, merchant=_merchant(world))
    )


def _result(world: World, order: Row, err_msg: str, words: str, english: str) -> Response:
    return make_response(render_template(
        "result.html", order=order, merchant=_merchant(world), err_msg=err_msg, words=words, english=english,
        good=err_msg != "requestPayment:fail cancel",
    ))  # fmt: skip


def _refused(world: World, words: str) -> Response:
    page = render_template(
        "result.html", order=None, merchant=_merchant(world), err_msg=f"requestPayment:fail {words}", words=words,
        english="This cannot be paid", good=False,
    )  # fmt: skip
    return make_response(page, 409)


def _merchant(world: World) -> str:
    return str(world.switches.get("merchant_name"))


def _add_desk(pages: Blueprint, world: World) -> None:
    @pages.get("/")
    def desk() -> Response:
        sent = [shown_notification(world, row) for row in notifications.listed(world, limit=_LISTED)]
        return make_response(render_template(
            "desk.html", orders=_recent_orders(world), notifications=sent, faults=world.faults.waiting(),
            calls=list(world.calls)[: -_LISTED - 1 : -1], choices=_choices(), message_faults=sorted(MESSAGE_FAULTS),
            messages=subscriptions.sent(world)[::-1], keys=world.keys, scale=world.clock.scale,
            said=request.args.get("said", ""),
        ))  # fmt: skip


def _add_buttons(pages: Blueprint, world: World) -> None:
    @pages.post("/desk/pay")
    def desk_pay() -> Response:
        try:
            orders.pay(world, request.form["out_trade_no"])
        except orders.CannotPay as refusal:
            return _back(str(refusal))
        return _back("已付款 · paid")

    @pages.post("/desk/resend")
    def desk_resend() -> Response:
        row = notifications.find(world, request.form["id"])
        if row is None:
            abort(404)
        copies = min(max(request.form.get("copies", 1, type=int), 1), MOST_COPIES)
        resend_now(world, row, copies, request.form.get("fault") or None, concurrent=copies > 1)
        return _back("已发送 · sent")

    @pages.post("/desk/faults")
    def desk_fault() -> Response:
        target, _, name = request.form.get("choice", "").partition(" ")
        try:
            world.faults.add(target, name, int(request.form.get("times") or 1))
        except (UnknownFault, ValueError) as error:
            raise BadRequest(str(error)) from None
        return _back("已安排 · arranged")

    @pages.post("/desk/faults/clear")
    def desk_clear() -> Response:
        world.faults.clear()
        return _back("已清空 · cleared")

    @pages.post("/desk/refunds")
    def desk_refund() -> Response:
        if request.form["status"] not in refunds.ENDINGS:
            abort(400)
        refunds.finish(world, request.form["number"], request.form["status"])
        return _back("退款已结束 · refund ended")


def _back(said: str) -> Response:
    return make_response(redirect(url_for("pages.desk", said=said), 303))


def _recent_orders(world: World) -> list[dict[str, Any]]:
    rows = world.store.all("SELECT * FROM orders ORDER BY created_at DESC LIMIT ?", _LISTED)
    return [_order_line(world, row) for row in rows]


def _order_line(world: World, row: Row) -> dict[str, Any]:
    newest = "SELECT * FROM prepays WHERE out_trade_no = ? ORDER BY created_at DESC, rowid DESC LIMIT 1"
    return dict(row) | {
        "words": orders.STATE_WORDS[row["state"]],
        "prepay": world.store.one(newest, row["out_trade_no"]),
        "refunds": refunds.of_order(world, row["out_trade_no"]),
        "shipped": json.loads(row["shipping"])["shipping_list"][0]["item_desc"] if row["shipping"] else None,
    }


def _choices() -> list[tuple[str, list[str]]]:
    """(target, its faults) for the list a developer picks from."""
    targets = [name for name in all_targets() if name not in ("calls", *NOTIFICATION_TARGETS)]
    return [(target, sorted(allowed_faults(target))) for target in targets] + [
        (target, sorted(allowed_faults(target))) for target in NOTIFICATION_TARGETS
    ]
