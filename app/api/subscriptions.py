"""/me/subscriptions: which messages WeChat may bring a guest, and what they accepted."""

from typing import Any

import marshmallow as ma

from app.api.access import access, caller
from app.api.blueprint import Blueprint
from app.api.limits import WRITES, limiter
from app.api.parsing import Identifier, Schema
from app.domain.subscriptions import MessageStatus, Purpose
from app.services import subscriptions

blueprint = Blueprint("subscriptions", __name__, description="订阅消息 · Messages from WeChat")
_MOST = 5  # as many as wx.requestSubscribeMessage asks about at once


class SubscriptionSchema(Schema):
    purpose = ma.fields.String(required=True, validate=ma.validate.OneOf([each.value for each in Purpose]))
    template_id = ma.fields.String(required=True)
    status = ma.fields.String(
        required=True,
        allow_none=True,
        validate=ma.validate.OneOf([None, *(each.value for each in MessageStatus)]),
        metadata={"description": "null while nothing was accepted"},
    )


class SubscriptionsSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(SubscriptionSchema), required=True)


class Accepted(Schema):
    order_id = Identifier(required=True)
    accepted = ma.fields.List(
        Identifier(),
        required=True,
        validate=ma.validate.Length(max=_MOST),
        metadata={"description": "the template ids that wx.requestSubscribeMessage answered `accept` for"},
    )


@blueprint.route("/me/subscriptions")
@access()
@blueprint.response(200, SubscriptionsSchema)
def templates() -> dict[str, Any]:
    """The templates to ask the guest about; empty where this installation sends no messages."""
    return {"items": subscriptions.offered()}


@blueprint.route("/me/subscriptions", methods=["POST"])
@access(body=True)
@limiter.limit(WRITES)
@blueprint.arguments(
    Accepted, example={"order_id": "ord01JD0000000000000000000000", "accepted": ["template-id-of-the-certificate"]}
)
@blueprint.response(200, SubscriptionsSchema)
def accept(body: dict[str, Any]) -> dict[str, Any]:
    """Say which messages about an order the guest accepted: one acceptance, one message. Again changes nothing."""
    return {"items": subscriptions.accept(caller().user_id, body["order_id"], body["accepted"])}
