"""The control API under /_sim/: play a person, ask for faults, look at what was sent. Not part of WeChat."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, Conflict, HTTPException, NotFound

from simulator import credentials, notifications, orders, phone, postman, refunds, subscriptions
from simulator.clock import rfc3339, utc_text
from simulator.faults import MESSAGE_FAULTS, MOST_COPIES, Fault, UnknownFault
from simulator.store import Row
from simulator.world import World

_FARTHEST_S = 10 * 365 * 86400


def make_control(world: World) -> Blueprint:
    api = Blueprint("control", __name__, url_prefix="/_sim")

    @api.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[Response, int]:
        return jsonify(error=error.description), error.code or 500

    _add_world(api, world)
    _add_faults(api, world)
    _add_people(api, world)
    _add_money(api, world)
    _add_notifications(api, world)
    return api


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True, force=True) if request.get_data() else {}
    if not isinstance(body, dict):
        raise BadRequest("send a JSON object")
    return body


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise BadRequest(f"{name} is missing")
    return value


def _add_world(api: Blueprint, world: World) -> None:
    @api.get("/")
    def about() -> Response:
        return jsonify(
            appid=world.keys.appid, mchid=world.keys.mchid, time_scale=world.clock.scale,
            now=utc_text(world.clock.now()), settings=world.switches.everything(),
        )  # fmt: skip

    @api.post("/settings")
    def settings() -> Response:
        for name, value in _body().items():
            try:
                world.switches.set(name, value)
            except ValueError as error:
                raise BadRequest(str(error)) from None
        return jsonify(world.switches.everything())

    @api.post("/clock")
    def clock() -> Response:
        seconds = _body().get("advance_s")
        if not isinstance(seconds, int | float) or isinstance(seconds, bool):
            raise BadRequest("advance_s is a number of seconds")
        if not abs(world.clock.offset_s + seconds) < _FARTHEST_S:
            raise BadRequest("business time stays within ten years of now")
        world.advance(seconds)
        return jsonify(now=utc_text(world.clock.now()), offset_s=world.clock.offset_s)

    @api.get("/calls")
    def calls() -> Response:
        target, after = request.args.get("target"), request.args.get("after", 0, type=int)
        wanted = (call for call in list(world.calls) if call["number"] > after)
        return jsonify(items=[call for call in wanted if target in (None, call["target"])])


def _add_faults(api: Blueprint, world: World) -> None:
    @api.get("/faults")
    def waiting() -> Response:
        return jsonify(items=world.faults.waiting())

    @api.post("/faults")
    def add() -> tuple[Response, int]:
        body = _body()
        target, name, times = _text(body, "target"), _text(body, "fault"), body.get("times", 1)
        params = {key: value for key, value in body.items() if key not in ("target", "fault", "times")}
        if times is not None and (not isinstance(times, int) or isinstance(times, bool)):
            raise BadRequest("times is a number of at least 1, or null for always")
        try:
            return jsonify(id=world.faults.add(target, name, times, params)), 201
        except UnknownFault as error:
            raise BadRequest(str(error)) from None

    @api.delete("/faults")
    def clear() -> Response:
        return jsonify(cleared=world.faults.clear())


def _add_people(api: Blueprint, world: World) -> None:
    @api.post("/login-codes")
    def login_code() -> tuple[Response, int]:
        user = _text(_body(), "user")
        return jsonify(code=credentials.new_code(world, user), openid=world.keys.openid(user)), 201

    @api.post("/request-payment")
    def request_payment() -> Response:
        body = _body()
        action = body.get("action", "pay")
        if action not in ("open", "pay", "cancel"):
            raise BadRequest("action is open, pay or cancel")
        return jsonify(phone.request_payment(world, body, _text(body, "user"), action))

    @api.post("/subscriptions")
    def subscribe() -> tuple[Response, int]:
        body = _body()
        templates = body.get("templates")
        if not isinstance(templates, list) or not all(isinstance(each, str) for each in templates):
            raise BadRequest("templates is a list of template ids")
        try:
            subscriptions.accept(world, _text(body, "user"), templates)
        except KeyError as unknown:
            raise BadRequest(f"no template {unknown}") from None
        return jsonify(accepted=templates), 201

    @api.get("/messages")
    def messages() -> Response:
        return jsonify(items=subscriptions.sent(world, request.args.get("user")))


def _add_money(api: Blueprint, world: World) -> None:
    @api.post("/payments/<out_trade_no>/pay")
    def pay(out_trade_no: str) -> Response:
        return _paid(world, out_trade_no, _body().get("user"))

    @api.post("/code-urls/pay")
    def pay_code_url() -> Response:
        body = _body()
        try:
            _, order = orders.order_of_code_url(world, _text(body, "code_url"))
        except orders.CannotPay as error:
            raise Conflict(str(error)) from None
        return _paid(world, order["out_trade_no"], body.get("user"))

    @api.get("/payments/<out_trade_no>")
    def payment(out_trade_no: str) -> Response:
        order = orders.find(world, out_trade_no)
        if order is None:
            raise NotFound(f"no order {out_trade_no}")
        return jsonify(shown_order(world, order))

    @api.post("/refunds/<number>/finish")
    def finish_refund(number: str) -> Response:
        status = _body().get("status", "SUCCESS")
        if status not in refunds.ENDINGS:
            raise BadRequest(f"status is one of {', '.join(refunds.ENDINGS)}")
        try:
            return jsonify(refunds.as_answer(world, refunds.finish(world, number, status)))
        except KeyError:
            raise NotFound(f"no refund {number}") from None


def _paid(world: World, out_trade_no: str, user: str | None) -> Response:
    try:
        return jsonify(shown_order(world, orders.pay(world, out_trade_no, user)))
    except orders.CannotPay as error:
        raise Conflict(str(error)) from None


def shown_order(world: World, order: Row) -> dict[str, Any]:
    """Everything known of an order: WeChat's own shape, and what only the simulator knows."""
    return orders.as_resource(world, order) | {
        "request": json.loads(order["request"]),
        "created_at": rfc3339(order["created_at"]),
        "pay_until": rfc3339(order["pay_until"]),
        "shipping": json.loads(order["shipping"]) if order["shipping"] else None,
        "refunds": [refunds.as_answer(world, row) for row in refunds.of_order(world, order["out_trade_no"])],
    }


def _add_notifications(api: Blueprint, world: World) -> None:
    @api.get("/notifications")
    def listed() -> Response:
        rows = notifications.listed(world, request.args.get("out_trade_no"))
        return jsonify(items=[shown_notification(world, row) for row in rows])

    @api.get("/notifications/<notification_id>")
    def one(notification_id: str) -> Response:
        return jsonify(shown_notification(world, _notification(world, notification_id)))

    @api.post("/notifications/<notification_id>/resend")
    def resend(notification_id: str) -> Response:
        row, body = _notification(world, notification_id), _body()
        copies = body.get("copies", 1)
        if not isinstance(copies, int) or isinstance(copies, bool) or not 1 <= copies <= MOST_COPIES:
            raise BadRequest(f"copies is 1 to {MOST_COPIES}")
        resend_now(world, row, copies, body.get("fault"), concurrent=body.get("concurrent") is True)
        return jsonify(shown_notification(world, _notification(world, notification_id)))


def resend_now(world: World, row: Row, copies: int, fault_name: str | None, *, concurrent: bool) -> None:
    """Sends copies by hand and waits for the answers; ``fault_name`` spoils them. Raises BadRequest."""
    if fault_name is not None and fault_name not in MESSAGE_FAULTS:
        raise BadRequest(f"fault is one of {', '.join(sorted(MESSAGE_FAULTS))}")
    fault = Fault("notification", fault_name, MESSAGE_FAULTS[fault_name]) if fault_name else None
    accepted = postman.send_copies(world, row, fault, copies, concurrent=concurrent, kind="resend")
    notifications.after_resend(world, row["id"], accepted and fault is None)


def _notification(world: World, notification_id: str) -> Row:
    row = notifications.find(world, notification_id)
    if row is None:
        raise NotFound(f"no notification {notification_id}")
    return row


def shown_notification(world: World, row: Row) -> dict[str, Any]:
    fault = Fault.from_json(row["fault"]) if row["fault"] else None
    return {
        "id": row["id"],
        "event_type": row["event_type"],
        "out_trade_no": row["out_trade_no"],
        "url": row["url"],
        "state": row["state"],
        "attempts": row["attempts"],
        "next_at": utc_text(row["due_at"]) if row["due_at"] is not None else None,
        "created_at": utc_text(row["created_at"]),
        "fault": {"fault": fault.name, **fault.params} if fault else None,
        "resource": json.loads(row["resource"]),
        "deliveries": [_shown_delivery(each) for each in notifications.deliveries(world, row["id"])],
    }


def _shown_delivery(row: Row) -> dict[str, Any]:
    return {key: row[key] for key in ("attempt", "kind", "fault", "took_ms", "status", "error")} | {
        "at": utc_text(row["at"])
    }
