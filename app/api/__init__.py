"""JSON routes and schemas under /api/v1: they translate, nothing else."""

from typing import Any

from flask import Flask, Response, request
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from app.api import (
    calculators,
    certificates,
    document,
    footprints,
    gifts,
    leaderboards,
    life,
    me,
    notifications,
    orders,
    places,
    projects,
    scenes,
    sessions,
    sources,
    subscriptions,
)
from app.api.blueprint import Blueprint
from app.api.limits import register_limits
from app.api.problems import from_http, register_problems
from app.domain.users import LOCALES

#: Every resource of the contract, in the order of its page in the document.
RESOURCES: tuple[Blueprint, ...] = (
    sessions.blueprint,
    me.blueprint,
    life.blueprint,
    scenes.blueprint,
    calculators.blueprint,
    places.blueprint,
    footprints.blueprint,
    projects.blueprint,
    orders.blueprint,
    subscriptions.blueprint,
    certificates.blueprint,
    gifts.blueprint,
    leaderboards.blueprint,
    sources.blueprint,
)


class DiandianApi(Api):
    """flask-smorest with our errors in place of its own."""

    def _openapi_json(self) -> Response:
        """The document with its ETag: it is half a megabyte and changes with the version only."""
        response: Response = super()._openapi_json()
        response.add_etag()
        response.headers["Cache-Control"] = "no-cache"
        response.make_conditional(request)
        return response

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(HTTPException, from_http)


def without_nul(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A NUL in an address is nobody's id, but PostgreSQL takes no NUL even to look: it is looked up as U+FFFD."""
    for name, value in (values or {}).items():
        if isinstance(value, str) and "\x00" in value:
            values[name] = value.replace("\x00", "\ufffd")  # type: ignore[index]


def register_api(app: Flask) -> None:
    app.url_value_preprocessor(without_nul)
    app.config.update(
        API_TITLE="点点碳中和 Diandian",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = DiandianApi(app)
    components = api.spec.components
    components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    # any header is taken and the best language chosen (RFC 9110, 12.5.4), so this is no closed list
    components.parameter(
        "Accept-Language",
        "header",
        {"schema": {"type": "string"}, "description": " · ".join(LOCALES), "example": LOCALES[0]},
    )
    components.parameter(
        "Idempotency-Key",
        "header",
        {"required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}},
    )
    components.schema("Problem", PROBLEM)
    register_problems(app)
    register_limits(app)
    for blueprint in RESOURCES:
        api.register_blueprint(blueprint, url_prefix="/api/v1")
    app.register_blueprint(notifications.blueprint, url_prefix="/api/v1")
    document.describe(api.spec)
    # "any other error" would document nothing: each route lists what it may answer (access.py)
    for operations in api.spec._paths.values():
        for operation in operations.values():
            if isinstance(operation, dict):
                operation.get("responses", {}).pop("default", None)


PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
