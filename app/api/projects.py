"""GET /projects: what can be bought, and what a mass would cost."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Response

from app.api.access import NONE, access, json_response
from app.api.blueprint import Blueprint
from app.api.cursors import PageQuery, WholeNumber, page
from app.api.parsing import Schema
from app.domain.money import MAX_ORDER_G
from app.domain.projects import ProjectKind
from app.services import projects
from app.services.projects import Offer

blueprint = Blueprint("projects", __name__, description="减排项目 · Projects")


class ProjectsQuery(PageQuery):
    mass_g = WholeNumber(
        minimum=1,
        maximum=MAX_ORDER_G,
        problem="bad_mass",
        load_default=None,
        metadata={"description": "grams to be priced; without it amount and split are null"},
    )


class PriceSplitSchema(Schema):
    owner_fen = ma.fields.Integer(required=True)
    service_fen = ma.fields.Integer(required=True)


class ProjectSchema(Schema):
    code = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf([str(kind) for kind in ProjectKind]))
    name = ma.fields.String(required=True)
    credit_type = ma.fields.String(required=True)
    standard = ma.fields.String(required=True)
    registry = ma.fields.String(required=True)
    registry_project_id = ma.fields.String(required=True)
    methodology = ma.fields.String(required=True)
    vintage = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "of the batch used first; null when sold out"}
    )
    owner = ma.fields.String(required=True)
    held_by = ma.fields.String(required=True, metadata={"description": "who alone holds title to the credits"})
    price_fen_per_tonne = ma.fields.Integer(required=True)
    available_g = ma.fields.Integer(required=True)
    amount_fen = ma.fields.Integer(required=True, allow_none=True, metadata={"description": "all fees in"})
    split = ma.fields.Nested(PriceSplitSchema, required=True, allow_none=True)
    sample = ma.fields.Boolean(required=True)


class ProjectsSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(ProjectSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True)


@blueprint.route("/projects")
@access(token=NONE)
@blueprint.arguments(ProjectsQuery, location="query", unknown=ma.RAISE)
@blueprint.response(200, ProjectsSchema)
def list_projects(query: dict[str, Any]) -> Response:
    """Projects on sale, the longest offered first, with the exact price of ``mass_g``."""
    found = projects.on_sale(query["mass_g"], after=query["cursor"], limit=query["limit"] + 1)
    shown, following = page(found, query["limit"], lambda offer: (offer.created_at, offer.id))
    return json_response(orjson.dumps({"items": [_project(offer) for offer in shown], "next": following}))


def _project(offer: Offer) -> dict[str, Any]:
    return {
        "code": offer.code,
        "kind": offer.kind,
        "name": offer.name,
        "credit_type": offer.credit_type,
        "standard": offer.standard,
        "registry": offer.registry,
        "registry_project_id": offer.registry_project_id,
        "methodology": offer.methodology,
        "vintage": offer.vintage,
        "owner": offer.owner,
        "held_by": offer.held_by,
        "price_fen_per_tonne": offer.price_fen_per_tonne,
        "available_g": offer.available_g,
        "amount_fen": offer.amount_fen,
        "split": offer.split,
        "sample": offer.sample,
    }
