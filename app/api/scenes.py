"""GET /scenes and /scenes/{code}: what can be neutralised, found by list or by a printed code."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Response

from app.api.access import NONE, access, json_response
from app.api.blueprint import Blueprint
from app.api.cursors import PageQuery, page
from app.api.locale import request_locale
from app.api.parsing import Schema, Text
from app.domain.scenes import SHOWN, SceneKind
from app.services import calculators, looks, places, scenes
from app.services.scenes import Scene, SceneSummary

blueprint = Blueprint("scenes", __name__, description="场景 · Scenes")


class ScenesQuery(PageQuery):
    kind = ma.fields.Enum(SceneKind, by_value=True, load_default=None, error_messages={"unknown": "unknown_kind"})
    q = Text(max=60, min=0, load_default="", metadata={"description": "part of the name, or a whole code"})


class TotalsSchema(Schema):
    certificates = ma.fields.Integer(required=True)
    mass_g = ma.fields.Integer(required=True)


class SceneSummarySchema(Schema):
    code = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf([str(kind) for kind in SceneKind]))
    name = ma.fields.String(required=True)
    place = ma.fields.String(required=True, metadata={"description": "in the language asked for"})
    place_id = ma.fields.String(required=True)
    starts_on = ma.fields.Date(required=True)
    ends_on = ma.fields.Date(required=True)
    status = ma.fields.String(required=True, validate=ma.validate.OneOf([str(status) for status in SHOWN]))
    sample = ma.fields.Boolean(required=True)
    note = ma.fields.String(required=True, allow_none=True)
    totals = ma.fields.Nested(TotalsSchema, required=True)


class ScenesSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(SceneSummarySchema), required=True)
    next = ma.fields.String(required=True, allow_none=True)


class CoverSchema(Schema):
    category = ma.fields.String(required=True)
    label = ma.fields.String(required=True)


class LookSchema(Schema):
    design = ma.fields.String(required=True, metadata={"description": "of certificates issued from now on"})
    colour = ma.fields.String(required=True, allow_none=True, metadata={"description": "#RRGGBB"})


class SceneSchema(SceneSummarySchema):
    calculator = ma.fields.String(required=True)
    entrance = ma.fields.String(required=True, allow_none=True, metadata={"description": "of the code that was used"})
    organiser = ma.fields.String(required=True, allow_none=True)
    organiser_covers = ma.fields.List(ma.fields.Nested(CoverSchema), required=True)
    neutralise_until_on = ma.fields.Date(required=True)
    look = ma.fields.Nested(LookSchema, required=True)


@blueprint.route("/scenes")
@access(token=NONE)
@blueprint.arguments(ScenesQuery, location="query", unknown=ma.RAISE)
@blueprint.response(200, ScenesSchema)
def list_scenes(query: dict[str, Any]) -> Response:
    """Scenes, newest first."""
    found = scenes.newest(kind=query["kind"], q=query["q"], after=query["cursor"], limit=query["limit"] + 1)
    shown, following = page(found, query["limit"], lambda scene: (scene.created_at, scene.id))
    locale = request_locale()
    return json_response(orjson.dumps({"items": [_summary(scene, locale) for scene in shown], "next": following}))


@blueprint.route("/scenes/<code>")
@access("not_found", token=NONE)
@blueprint.response(200, SceneSchema)
def one_scene(code: str) -> Response:
    """The scene behind a printed or typed code: its own, or an entrance's."""
    return json_response(orjson.dumps(_scene(scenes.by_code(code), request_locale())))


def _summary(scene: SceneSummary, locale: str) -> dict[str, Any]:
    # written out: twice as fast as dumping through a schema, and this is what a hall asks for at once
    return {
        "code": scene.code,
        "kind": scene.kind,
        "name": scene.name,
        "place": places.name(scene.place_id, locale),
        "place_id": scene.place_id,
        "starts_on": scene.starts_on,
        "ends_on": scene.ends_on,
        "status": scene.status,
        "sample": scene.sample,
        "note": scene.note,
        "totals": {"certificates": scene.certificates, "mass_g": scene.mass_g},
    }


def _scene(scene: Scene, locale: str) -> dict[str, Any]:
    return {
        **_summary(scene.summary, locale),
        "calculator": scene.summary.kind,
        "entrance": scene.entrance,
        "organiser": scene.organiser,
        "organiser_covers": [_cover(cover, locale) for cover in scene.organiser_covers],
        "neutralise_until_on": scene.neutralise_until_on,
        "look": {"design": scene.design or looks.GUESTS_DESIGN, "colour": scene.colour},
    }


def _cover(cover: Any, locale: str) -> dict[str, str]:
    """The organiser's own words are Chinese; readers of other languages get the category's name."""
    category = cover["category"]
    own = cover.get("label") if locale == "zh-Hans" else None
    return {"category": category, "label": own or calculators.category_label(category, locale)}
