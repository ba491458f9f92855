"""GET /sources: where the numbers come from."""

import marshmallow as ma

from app.api.access import NONE, access
from app.api.blueprint import Blueprint
from app.api.locale import request_locale
from app.api.parsing import Schema
from app.services import sources
from app.services.sources import Sources

blueprint = Blueprint("sources", __name__, description="数据来源 · Sources")


class SourceSchema(Schema):
    source = ma.fields.String(required=True)
    source_url = ma.fields.String(required=True)
    years = ma.fields.List(ma.fields.Integer(), required=True)
    factors = ma.fields.Integer(required=True, metadata={"description": "how many factors come from it"})


class SourcesSchema(Schema):
    factor_set = ma.fields.String(required=True)
    calculator_version = ma.fields.String(required=True)
    items = ma.fields.List(ma.fields.Nested(SourceSchema), required=True)
    credits_ = ma.fields.List(ma.fields.String(), required=True, attribute="credits", data_key="credits")


@blueprint.route("/sources")
@access(token=NONE)
@blueprint.response(200, SourcesSchema)
def all_sources() -> Sources:
    """Every publication the current factor set takes numbers from, most used first."""
    return sources.sources(request_locale())
