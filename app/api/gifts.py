"""Gifts: the giver makes a link, the receiver claims the certificate and decides on its name."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Response

from app.api.access import access, caller, json_response
from app.api.blueprint import Blueprint
from app.api.certificates import CertificateSchema, certificate_json
from app.api.limits import WRITES, limiter
from app.api.parsing import Identifier, Schema, Text, TrueOrFalse
from app.services import gifts

blueprint = Blueprint("gifts", __name__, description="赠送 · Gifts")


class ClaimLinkSchema(Schema):
    token = ma.fields.String(required=True, metadata={"description": "told once"})
    expires_at = ma.fields.DateTime(required=True)


class ClaimRequest(Schema):
    token = Identifier(required=True)
    name = Text(max=40, allow_none=True, load_default=None, metadata={"description": "null: 一位来宾"})
    public = TrueOrFalse(load_default=False)


@blueprint.route("/certificates/<string:certificate_id>/claim-links", methods=["POST"])
@access("not_found", "already_claimed", "not_a_gift", "name_erased", "certificate_revoked")
@limiter.limit(WRITES)
@blueprint.response(201, ClaimLinkSchema)
def make_claim_link(certificate_id: str) -> gifts.ClaimLink:
    """A token with which a gift's receiver claims it: once, for 90 days. A further one replaces it."""
    return gifts.make_link(caller(), certificate_id)


@blueprint.route("/certificates/<string:certificate_id>/claim", methods=["POST"])
@access("not_found", "claim_invalid", "not_a_gift", "name_refused", "name_erased", "certificate_revoked", body=True)
@limiter.limit(WRITES)
@blueprint.arguments(ClaimRequest, example={"token": "the-token-of-the-link", "name": "林小满", "public": False})
@blueprint.response(200, CertificateSchema)
def claim(body: dict[str, Any], certificate_id: str) -> Response:
    """Take over a gift's name: a signed event with a new commitment. Repeatable by the same person."""
    view = gifts.claim(caller(), certificate_id, body["token"], body["name"], public=body["public"])
    return json_response(orjson.dumps(certificate_json(view, caller().user_id)))
