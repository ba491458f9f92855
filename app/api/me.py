"""GET, PATCH and DELETE /me, GET /me/export and /me/organisations: a user's own data."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Response
from flask.typing import ResponseReturnValue

from app.api.access import access, caller, json_response
from app.api.blueprint import Blueprint
from app.api.limits import WRITES, limiter
from app.api.parsing import Schema, Text, TrueOrFalse
from app.api.sessions import UserSchema
from app.domain.users import LOCALES
from app.services import memberships, users, users_erasure, users_export
from app.services.users import User

blueprint = Blueprint("me", __name__, description="我的 · My own data")


class MeChanges(Schema):
    nickname = Text(max=40, allow_none=True, metadata={"description": "null removes it"})
    locale = ma.fields.String(validate=ma.validate.OneOf(LOCALES, error="unknown_locale"))
    public_name = TrueOrFalse(metadata={"description": "only what clients offer first; each order says itself"})
    travel_consent = TrueOrFalse(metadata={"description": "true: travel data may be used; false takes it back"})


class MembershipSchema(Schema):
    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    role = ma.fields.String(required=True)
    sample = ma.fields.Boolean(required=True)
    since = ma.fields.DateTime(required=True)


class MembershipsSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(MembershipSchema), required=True)


class ExportSchema(Schema):
    exported_at = ma.fields.DateTime(required=True)
    user = ma.fields.Dict(required=True)

    class Meta:
        unknown = ma.INCLUDE


@blueprint.route("/me")
@access()
@blueprint.response(200, UserSchema)
def show_me() -> User:
    """The user the token belongs to."""
    return users.me(caller().user_id)


@blueprint.route("/me", methods=["PATCH", "POST"])  # wx.request, which the mini-program calls with, knows no PATCH
@access("name_refused", "travel_in_use", body=True)
@limiter.limit(WRITES)
@blueprint.arguments(MeChanges, example={"nickname": "林小满", "locale": "zh-Hans", "travel_consent": True})
@blueprint.response(200, UserSchema)
def change_me(body: dict[str, Any]) -> User:
    """Change what is given, keep the rest. A nickname passes WeChat's content check.

    Taking back the consent to use travel data erases what was entered; totals and certificates stay.
    """
    who = caller()
    return users.change(who.user_id, who.openid, body)


@blueprint.route("/me/organisations")
@access()
@blueprint.response(200, MembershipsSchema)
def my_organisations() -> dict[str, Any]:
    """The organisations the user may act for, by name."""
    return {"items": memberships.of_user(caller().user_id)}


@blueprint.route("/me/export")
@access()
@limiter.limit(WRITES)
@blueprint.response(200, ExportSchema)
def export_me() -> Response:
    """Everything kept about the user, as a file."""
    answer = json_response(orjson.dumps(users_export.export(caller().user_id), option=orjson.OPT_INDENT_2))
    answer.headers["Content-Disposition"] = 'attachment; filename="diandian-export.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/me", methods=["DELETE"])
@access("account_has_open_orders")
@limiter.limit(WRITES)
@blueprint.response(204)
def erase_me() -> ResponseReturnValue:
    """Delete the account: name, travel inputs and login go; what the law requires of orders stays.

    The token dies with it: sent again, it is 401.
    """
    users_erasure.erase(caller().user_id)
    return "", 204
