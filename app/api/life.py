"""/me/life, /footprints/{id}/averages and /tips: months of life, averages beside them, what one change would save."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Response

from app.api.access import OPTIONAL, access, caller, json_response, maybe_caller
from app.api.blueprint import Blueprint
from app.api.limits import WRITES, calculating, limiter
from app.api.locale import request_locale
from app.api.parsing import Schema
from app.services import averages, calculators, footprints, life, tips

blueprint = Blueprint("life", __name__, description="生活碳足迹 · Life by the month")


class LifeMonthSchema(Schema):
    month = ma.fields.String(required=True, metadata={"example": "2026-11", "description": "in Beijing"})
    footprint_id = ma.fields.String(required=True)
    total_g = ma.fields.Integer(required=True)
    low_g = ma.fields.Integer(required=True)
    high_g = ma.fields.Integer(required=True)
    covered_g = ma.fields.Integer(
        required=True, metadata={"description": "by certificates for any footprint this month has had"}
    )
    version = ma.fields.Integer(required=True, metadata={"description": "1, and one more for each replacement"})
    inputs_erased = ma.fields.Boolean(required=True)
    categories = ma.fields.List(ma.fields.Dict(), required=True)
    inputs = ma.fields.Dict(allow_none=True, metadata={"description": "of one month only; null once erased"})


class LifeMonths(Schema):
    items = ma.fields.List(ma.fields.Nested(LifeMonthSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True, metadata={"description": "always null: all are told"})


class LifeInputs(Schema):
    inputs = ma.fields.Dict(
        required=True,
        error_messages={"invalid": "not_an_object"},
        metadata={"description": "as GET /calculators/life asks for them"},
    )


class TipSchema(Schema):
    key = ma.fields.String(required=True)
    category = ma.fields.String(required=True)
    n = ma.fields.Integer(required=True, metadata={"description": "trips, meals or percent: what its sentence names"})
    saves_g = ma.fields.Integer(required=True, metadata={"description": "a month, by the footprint's own factors"})
    sources = ma.fields.List(ma.fields.Dict(), required=True, metadata={"description": "[{source, source_url, year}]"})


class Tips(Schema):
    items = ma.fields.List(ma.fields.Nested(TipSchema), required=True)


class AverageSchema(Schema):
    key = ma.fields.String(required=True)
    label = ma.fields.String(required=True)
    unit = ma.fields.String(required=True)
    yours = ma.fields.String(required=True, metadata={"description": "a person and month", "example": "70"})
    average = ma.fields.String(required=True, metadata={"description": "a person and month", "example": "80"})
    year = ma.fields.Integer(required=True)
    sources = ma.fields.List(ma.fields.Dict(), required=True, metadata={"description": "[{source, source_url}]"})


class Averages(Schema):
    items = ma.fields.List(ma.fields.Nested(AverageSchema), required=True)


def _one(counted: life.LifeMonth) -> Response:
    inputs = counted.footprint.inputs
    return json_response(orjson.dumps({**life.in_words(counted, request_locale()), "inputs": inputs}))


@blueprint.route("/me/life")
@access()
@blueprint.response(200, LifeMonths)
def all_months() -> Response:
    """Every month you have counted, newest first."""
    locale = request_locale()
    items = [life.in_words(counted, locale) for counted in life.months(caller().user_id)]
    return json_response(orjson.dumps({"items": items, "next": None}))


@blueprint.route("/me/life/<string:month>")
@access("not_found")
@blueprint.response(200, LifeMonthSchema)
def one_month(month: str) -> Response:
    """One month with its inputs, to be corrected or copied into the next."""
    return _one(life.month(caller().user_id, month))


@blueprint.route("/me/life/<string:month>", methods=["PUT"])
@access("not_found", body=True)
@limiter.limit(WRITES)
@blueprint.arguments(LifeInputs, example={"inputs": calculators.example("life")})
@blueprint.response(200, LifeMonthSchema)
def put_month(body: dict[str, Any], month: str) -> Response:
    """Count a month, `2026-11`, or count it anew; what stood before is kept. The same inputs again change nothing."""
    return _one(life.put(caller().user_id, month, body["inputs"]))


@blueprint.route("/footprints/<string:footprint_id>/tips")
@access("not_found", token=OPTIONAL)
@limiter.limit(calculating)
@blueprint.response(200, Tips)
def tips_for(footprint_id: str) -> Response:
    """What one change would save in a month of life, at most three; the largest item's first."""
    who = maybe_caller()
    found = tips.for_footprint(footprints.readable(footprint_id, who.user_id if who else None))
    return json_response(orjson.dumps({"items": found}))


@blueprint.route("/footprints/<string:footprint_id>/averages")
@access("not_found", token=OPTIONAL)
@blueprint.response(200, Averages)
def averages_for(footprint_id: str) -> Response:
    """What people of the country use on average, beside what was entered; only figures whose source can be named."""
    who = maybe_caller()
    footprint = footprints.readable(footprint_id, who.user_id if who else None)
    return json_response(orjson.dumps({"items": averages.for_footprint(footprint, request_locale())}))
