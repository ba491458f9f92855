"""Puts the simulator's parts on one Flask application. Serving it is server.py's business."""

import re

from flask import Flask, Response, abort, request
from flask.json.provider import DefaultJSONProvider

from simulator.bills import add_bills
from simulator.control import make_control
from simulator.gateway import make_gateway
from simulator.miniprogram import make_miniprogram
from simulator.pages import make_pages
from simulator.refunds import add_refunds
from simulator.shipping import add_shipping
from simulator.subscriptions import add_subscriptions
from simulator.transactions import add_transactions
from simulator.world import World

_LOOPBACK = re.compile(r"(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d{1,5})?")


class _ReadableJson(DefaultJSONProvider):
    ensure_ascii = False  # Chinese stays readable in a terminal


def create_app(world: World) -> Flask:
    """The application of one world. Faults that cut connections need simulator/server.py's server."""
    app = Flask("simulator")
    app.json = _ReadableJson(app)
    app.config["MAX_CONTENT_LENGTH"] = 1 << 20

    gate = make_gateway(world)
    add_transactions(gate, world)
    add_refunds(gate, world)
    add_bills(gate, world)
    app.register_blueprint(gate)

    api = make_miniprogram(world)
    add_shipping(api, world)
    add_subscriptions(api, world)
    app.register_blueprint(api)

    app.register_blueprint(make_control(world))
    app.register_blueprint(make_pages(world))
    _keep_local(app)
    return app


def _keep_local(app: Flask) -> None:
    """Only this machine's own pages may use it: a web page elsewhere could reach loopback through the browser."""

    @app.before_request
    def only_this_machine() -> Response | None:
        origin = request.headers.get("Origin", "")
        if not _LOOPBACK.fullmatch(request.host) or (origin and not _from_loopback(origin)):
            abort(403, "the simulator answers only programs and pages of this machine")
        return Response(status=204) if request.method == "OPTIONS" else None

    @app.after_request
    def let_local_pages_in(response: Response) -> Response:
        origin = request.headers.get("Origin", "")
        if _from_loopback(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Headers"] = "Content-Type"
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            response.headers["Vary"] = "Origin"
        return response


def _from_loopback(origin: str) -> bool:
    scheme, _, host = origin.partition("://")
    return scheme in ("http", "https") and _LOOPBACK.fullmatch(host) is not None
