"""GET /calculators/{key}: a form, enough to draw it without knowing which calculator it is."""

from typing import Any

import marshmallow as ma
from flask import Response

from app.api.access import NONE, access, json_response
from app.api.blueprint import Blueprint
from app.api.locale import request_locale
from app.api.parsing import Schema
from app.services import calculators

blueprint = Blueprint("calculators", __name__, description="计算表单 · Calculators")


class CalculatorQuery(Schema):
    scene = ma.fields.String(
        load_default=None,
        validate=ma.validate.Length(1, 64, error="unknown_scene"),
        metadata={"description": "a scene or entrance code: what its organiser covers is left out of the form"},
    )


class FormSchema(Schema):
    key = ma.fields.String(required=True, validate=ma.validate.OneOf(calculators.KEYS))
    version = ma.fields.String(required=True)
    factor_set = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    period = ma.fields.String(required=True, validate=ma.validate.OneOf(["visit", "month"]))
    fields_ = ma.fields.List(
        ma.fields.Dict(),
        required=True,
        data_key="fields",
        metadata={
            "description": "key, type (integer, decimal, choice, boolean, place, group), label, required; and where "
            "they apply help, unit, category, default (what a missing value means), suggested (what to fill in), "
            "minimum, maximum (of the number, or entries of a group), options [{value, label}], when {mode: [...]} "
            "(show only for those modes), folded (show on demand), fields (of a group)"
        },
    )
    left_out = ma.fields.List(ma.fields.Dict(), required=True, metadata={"description": "[{what, why}]"})
    example = ma.fields.Dict(required=True, metadata={"description": "inputs that are accepted"})


@blueprint.route("/calculators/<key>")
@access("not_found", token=NONE)
@blueprint.arguments(CalculatorQuery, location="query", unknown=ma.RAISE)
@blueprint.response(200, FormSchema)
def one_calculator(query: dict[str, Any], key: str) -> Response:
    """The form of a calculator: conference, scenic_spot, mall, restaurant, hotel, other or life."""
    return json_response(calculators.form(key, query["scene"], request_locale()))
