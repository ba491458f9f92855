"""POST /footprints and GET /footprints/{id}: a person's emissions, line by line, with the source of every factor."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Response

from app.api.access import OPTIONAL, access, json_response, maybe_caller
from app.api.blueprint import Blueprint
from app.api.limits import calculating, limiter
from app.api.locale import request_locale
from app.api.parsing import Schema
from app.services import calculators, footprints, footprints_wording

blueprint = Blueprint("footprints", __name__, description="碳足迹 · Footprints")


class FootprintRequest(Schema):
    scene = ma.fields.String(
        load_default=None,
        allow_none=True,
        validate=ma.validate.Length(1, 64, error="unknown_scene"),
        metadata={"description": "a scene or entrance code; none for a footprint of its own"},
    )
    calculator = ma.fields.String(required=True, metadata={"enum": list(calculators.KEYS)})
    inputs = ma.fields.Dict(
        required=True,
        error_messages={"invalid": "not_an_object"},
        metadata={"description": "as the calculator's form asks for them: GET /calculators/{key}"},
    )


class FactorSchema(Schema):
    key = ma.fields.String(required=True)
    value = ma.fields.String(required=True, metadata={"description": "exact decimal"})
    unit = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    source_url = ma.fields.String()
    year = ma.fields.Integer(required=True, allow_none=True)
    geography = ma.fields.String(required=True)
    confidence = ma.fields.String()

    class Meta:
        unknown = ma.INCLUDE


class LineSchema(Schema):
    activity = ma.fields.String(required=True)
    category = ma.fields.String(required=True)
    label = ma.fields.String(required=True, metadata={"description": "in the language asked for"})
    params = ma.fields.Dict(required=True)
    quantity = ma.fields.String(required=True, metadata={"description": "exactly what is multiplied"})
    unit = ma.fields.String(required=True)
    mass_g = ma.fields.Integer(required=True)
    low_g = ma.fields.Integer(required=True)
    high_g = ma.fields.Integer(required=True)
    factor = ma.fields.Nested(FactorSchema, required=True)
    formula = ma.fields.String(required=True)


class FootprintSchema(Schema):
    id = ma.fields.String(required=True)
    total_g = ma.fields.Integer(required=True)
    low_g = ma.fields.Integer(required=True)
    high_g = ma.fields.Integer(required=True)
    covered_g = ma.fields.Integer(required=True)
    calculator = ma.fields.String(required=True)
    calculator_version = ma.fields.String(required=True)
    factor_set = ma.fields.String(required=True)
    scene = ma.fields.String(required=True, allow_none=True)
    self_reported = ma.fields.Boolean(required=True)
    created_at = ma.fields.DateTime(required=True)
    inputs_erased = ma.fields.Boolean(required=True)
    lines = ma.fields.List(ma.fields.Nested(LineSchema), required=True)
    categories = ma.fields.List(
        ma.fields.Dict(), required=True, metadata={"description": "[{category, label, mass_g}]"}
    )
    left_out = ma.fields.List(ma.fields.Dict(), required=True, metadata={"description": "[{what, why}]"})
    assumptions = ma.fields.List(ma.fields.String(), required=True)
    equivalents = ma.fields.List(ma.fields.Dict(), required=True)
    recomputed_g = ma.fields.Integer(allow_none=True, metadata={"description": "only with ?recompute=1"})


def _switch() -> ma.fields.String:
    return ma.fields.String(load_default="0", validate=ma.validate.OneOf(["0", "1"], error="bad_switch"))


class CommittedFootprintSchema(Schema):
    """What ``?canonical=1`` answers: exactly the members a certificate commits to."""

    id = ma.fields.String(required=True)
    calculator = ma.fields.String(required=True)
    calculator_version = ma.fields.String(required=True)
    factor_set = ma.fields.String(required=True)
    scene = ma.fields.String(required=True, allow_none=True)
    inputs = ma.fields.Dict(required=True)
    lines = ma.fields.List(ma.fields.Dict(), required=True)
    total_g = ma.fields.Integer(required=True)


class FootprintQuery(Schema):
    recompute = _switch()
    canonical = _switch()


def _example(key: str) -> dict[str, Any]:
    """A body that a platform with the demo's data accepts as it stands: a conference in its scene, the rest without."""
    inputs = calculators.example(key)
    if key == "conference":
        return {"scene": "FORUM1", "calculator": key, "inputs": inputs}
    # without a scene a journey has to say where it ends
    legs = [{**leg, "to": leg.get("to", "5101")} if "from" in leg else leg for leg in inputs.get("legs", ())]
    return {"calculator": key, "inputs": {**inputs, "legs": legs} if legs else inputs}


EXAMPLES = {key: {"summary": key, "value": _example(key)} for key in calculators.KEYS}


@blueprint.route("/footprints", methods=["POST"])
@access("scene_not_open", token=OPTIONAL, body=True)
@limiter.limit(calculating)
@blueprint.arguments(FootprintRequest, examples=EXAMPLES)
@blueprint.response(201, FootprintSchema)
def create_footprint(body: dict[str, Any]) -> Response:
    """Calculate a footprint and keep it.

    With a token it is yours; without one it is readable by its id, and the first order that uses it binds it.
    """
    caller = maybe_caller()
    made = footprints.create(body["scene"], body["calculator"], body["inputs"], caller.user_id if caller else None)
    return json_response(orjson.dumps(footprints_wording.in_words(made, request_locale())), 201)


@blueprint.route("/footprints/<footprint_id>")
@access("not_found", "inputs_erased", token=OPTIONAL)
@blueprint.arguments(FootprintQuery, location="query", unknown=ma.RAISE)
@blueprint.response(200, {"anyOf": [FootprintSchema, CommittedFootprintSchema]})
def one_footprint(query: dict[str, str], footprint_id: str) -> Response:
    """A footprint: an anonymous one, or your own.

    ``recompute=1`` adds ``recomputed_g``, null once the inputs are erased. ``canonical=1`` answers the RFC 8785 bytes
    that certificates commit to.
    """
    caller = maybe_caller()
    found = footprints.readable(footprint_id, caller.user_id if caller else None)
    if query["canonical"] == "1":
        return json_response(footprints.committed_bytes(found))
    answer = footprints_wording.in_words(found, request_locale())
    if query["recompute"] == "1":
        answer["recomputed_g"] = footprints.recomputed_g(found)
    return json_response(orjson.dumps(answer))
