"""/healthz (alive), /readyz (the database answers), /metrics (Prometheus), /.well-known/jwks.json."""

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.services import health, signing_keys
from app.web.pages import conditional, content_etag

blueprint = Blueprint("health", __name__)
_THROUGH_A_PROXY = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


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
    """For whoever asks this process itself. What came through a proxy came from outside, and outside there is none."""
    if any(name in request.headers for name in _THROUGH_A_PROXY):
        abort(404)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/.well-known/jwks.json")
def jwks() -> ResponseReturnValue:
    response = jsonify(signing_keys.published())
    response.headers["Cache-Control"] = "public, max-age=300"
    return conditional(response, content_etag(response.get_data()))
