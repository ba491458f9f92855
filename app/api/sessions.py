"""POST and DELETE /sessions: logging in with a wx.login code, and out."""

import marshmallow as ma
from flask.typing import ResponseReturnValue

from app.api.access import NONE, access, caller
from app.api.blueprint import Blueprint
from app.api.limits import LOGINS, address, limiter
from app.api.parsing import Schema
from app.core.clock import rfc3339
from app.services import sessions
from app.services.users import User

blueprint = Blueprint("sessions", __name__, description="登录 · Logging in")


class SessionRequest(Schema):
    code = ma.fields.String(
        required=True, validate=ma.validate.Length(1, 256), metadata={"description": "what wx.login gave"}
    )


def _instant(user: User) -> str | None:
    return rfc3339(user.travel_consent_at) if user.travel_consent_at else None


class UserSchema(Schema):
    id = ma.fields.String(required=True)
    nickname = ma.fields.String(required=True, allow_none=True)
    locale = ma.fields.String(required=True)
    public_name = ma.fields.Boolean(required=True)
    travel_consent_at = ma.fields.Function(_instant, metadata={"type": "string", "nullable": True})


class SessionSchema(Schema):
    token = ma.fields.String(required=True)
    expires_at = ma.fields.Function(lambda session: rfc3339(session.expires_at), metadata={"type": "string"})
    user = ma.fields.Nested(UserSchema, required=True)


@blueprint.route("/sessions", methods=["POST"])
@access("login_code_invalid", "wechat_unavailable", token=NONE, body=True)
@limiter.limit(LOGINS, key_func=address)
@blueprint.arguments(SessionRequest)
@blueprint.response(201, SessionSchema)
def log_in(body: dict[str, str]) -> sessions.NewSession:
    """Log in with a wx.login code.

    A code works once. A client that got no answer asks WeChat for a new code.
    """
    return sessions.log_in(body["code"])


@blueprint.route("/sessions", methods=["DELETE"])
@access()
@blueprint.response(204)
def log_out() -> ResponseReturnValue:
    """Log out: the token stops working. May be repeated with another token."""
    sessions.log_out(caller().token_sha256)
    return "", 204
