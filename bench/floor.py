"""The least our answers can cost: the same server, the same schemas, the same SQL written raw, none of our logic.

And below it, a bare Flask route that answers a constant.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import flask_smorest
import marshmallow as ma
import orjson
import sqlalchemy as sa
from flask import Flask, Response, jsonify, request

from app.core.serving import FastJson
from bench.traces import Trace, replay


@dataclass(frozen=True)
class Part:
    """What the floor does for one request: says this to the database, calls this, answers this.

    dumped: the answer goes through its schema, as flask-smorest has it; else it is written as it stands.
    """

    trace: Trace
    answer: Any
    call: Callable[[], Any] | None = None
    dumped: bool = False


def smorest(
    engine: sa.Engine, parts: Iterator[Part], route: str, method: str, status: int, schemas: dict[str, type[ma.Schema]]
) -> Flask:
    """flask-smorest with our request and answer schemas. ``schemas``: body and answer, by these names."""
    app = Flask("floor")
    app.json = FastJson(app)
    app.config.update(API_TITLE="floor", API_VERSION="v1", OPENAPI_VERSION="3.0.3")
    api, blueprint = flask_smorest.Api(app), flask_smorest.Blueprint("floor", __name__)

    def answer(*_: Any, **__: Any) -> Any:
        part = next(parts)
        replay(engine, part.trace.visits, part.call)
        if part.dumped:
            return part.answer
        return Response(orjson.dumps(part.answer), status, mimetype="application/json")

    view: Any = blueprint.response(status, schemas["answer"])(answer)
    if "body" in schemas:
        view = blueprint.arguments(schemas["body"])(view)
    blueprint.route(route, methods=[method])(view)
    api.register_blueprint(blueprint, url_prefix="/api/v1")
    return app


def message_box(engine: sa.Engine, parts: Iterator[Part], opened: Callable[[Any, bytes], Any]) -> Flask:
    """A plain Flask route that opens a signed, sealed message. ``opened``: verifies and decrypts it."""
    app = Flask("floor")

    @app.post("/api/v1/notifications/<provider>/<kind>")
    def receive(provider: str, kind: str) -> Response:
        opened(request.headers, request.get_data())
        part = next(parts)
        replay(engine, part.trace.visits)
        if part.call is not None:
            part.call()
        return jsonify(part.answer)

    return app


def bare(status: int = 200) -> Flask:
    """The least Flask does for a JSON answer, and for reading a JSON body where there is one."""
    app = Flask("bare")

    @app.get("/<path:path>")
    def show(path: str) -> Any:
        return jsonify({"ok": True})

    @app.post("/<path:path>")
    def take(path: str) -> Any:
        return jsonify({"ok": bool(request.get_json())}), status

    return app
