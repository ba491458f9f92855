"""/healthz (alive), /readyz (the database answers), /metrics (Prometheus), /.well-known/jwks.json."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.services import health, signing_keys

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify({"status": "alive"})


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    found = health.readiness()
    return jsonify(
        {"status": "ready" if found.ready else "not ready", "detail": found.detail}
    ), 200 if found.ready else 503


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/.well-known/jwks.json")
def jwks() -> ResponseReturnValue:
    response = jsonify(signing_keys.published())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
