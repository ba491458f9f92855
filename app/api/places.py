"""GET /places: cities, airports and spots by a few characters or letters."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Response

from app.api.access import NONE, access, json_response
from app.api.blueprint import Blueprint
from app.api.cursors import WholeNumber
from app.api.locale import request_locale
from app.api.parsing import Schema, Text
from app.services import places

blueprint = Blueprint("places", __name__, description="地点 · Places")


class PlacesQuery(Schema):
    q = Text(max=60, min=0, load_default="", metadata={"description": "成都, chengdu, cd or CTU"})
    limit = WholeNumber(minimum=1, maximum=100, problem="bad_limit", load_default=20)
    first = ma.fields.String(
        load_default=None,
        validate=ma.validate.OneOf(["airport"], error="unknown_kind"),
        metadata={"description": "`airport`: airports before cities, for a flight"},
    )


class PlaceSchema(Schema):
    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(["city", "airport", "spot"]))
    region = ma.fields.String(required=True)


class PlacesSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(PlaceSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True, metadata={"description": "always null: type on instead"})


@blueprint.route("/places")
@access(token=NONE)
@blueprint.arguments(PlacesQuery, location="query", unknown=ma.RAISE)
@blueprint.response(200, PlacesSchema)
def find_places(query: dict[str, Any]) -> Response:
    """Places for a few characters, best first."""
    found = places.search(query["q"], limit=query["limit"], first=query["first"], locale=request_locale())
    return json_response(orjson.dumps({"items": found, "next": None}))
