"""Orders: placing, reading, paying again, cancelling, asking for the money back."""

import hashlib
from typing import Any

import marshmallow as ma
import orjson
from flask import Response, g
from flask.typing import ResponseReturnValue

from app.api.access import access, caller, json_response
from app.api.blueprint import Blueprint
from app.api.cursors import PageQuery, page
from app.api.limits import WRITES, limiter
from app.api.parsing import Identifier, Schema, Text, TrueOrFalse
from app.core.clock import rfc3339
from app.domain.certificates import BeneficiaryKind
from app.domain.money import MAX_ORDER_G
from app.domain.payments import Method
from app.services import orders, refunds, repaying
from app.services.beneficiaries import Beneficiary
from app.services.idempotency import Answer, Key
from app.services.order_views import OrderView
from app.services.placing import NewOrder

blueprint = Blueprint("orders", __name__, description="订单 · Orders")


class BeneficiarySchema(Schema):
    kind = ma.fields.Enum(BeneficiaryKind, by_value=True, required=True)
    name = Text(max=40, metadata={"description": "of a person"})
    id = Identifier(metadata={"description": "of an organisation the caller is a member of"})
    is_self = TrueOrFalse(metadata={"description": "the buyer; by default the first of the list is"})

    @ma.validates_schema
    def _one_of_them(self, data: dict[str, Any], **_: Any) -> None:
        wanted, other = ("name", "id") if data.get("kind") is BeneficiaryKind.PERSON else ("id", "name")
        if wanted not in data:
            raise ma.ValidationError("Missing data for required field.", wanted)
        if other in data:
            raise ma.ValidationError("Not used for this kind.", other)


class OrderRequest(Schema):
    footprint_id = Identifier()
    scene = Identifier(max=12)
    project = Identifier(required=True)
    mass_g = ma.fields.Integer(strict=True, validate=ma.validate.Range(0, MAX_ORDER_G))
    beneficiary = ma.fields.Nested(BeneficiarySchema)
    beneficiaries = ma.fields.List(ma.fields.Nested(BeneficiarySchema), validate=ma.validate.Length(1, 10))
    public = TrueOrFalse(load_default=False)
    expected_amount_fen = ma.fields.Integer(strict=True, validate=ma.validate.Range(0, 10**12))
    method = ma.fields.Enum(Method, by_value=True, load_default=Method.JSAPI)

    @ma.validates_schema
    def _somebody(self, data: dict[str, Any], **_: Any) -> None:
        if ("beneficiary" in data) == ("beneficiaries" in data):
            raise ma.ValidationError("Give beneficiary or beneficiaries.", "beneficiary")


class PaymentRequest(Schema):
    method = ma.fields.Enum(Method, by_value=True, required=True)


class RefundRequest(Schema):
    reason = Text(min=0, max=80)


class SplitSchema(Schema):
    owner_fen = ma.fields.Integer(required=True)
    service_fen = ma.fields.Integer(required=True)


class PaymentSchema(Schema):
    id = ma.fields.String(required=True, metadata={"description": "the out_trade_no"})
    method = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, allow_none=True)
    params = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True, allow_none=True)


class OrderSchema(Schema):
    """Documents an order; the answer itself is written by :func:`order_json`, because it is kept for replays."""

    id = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    mass_g = ma.fields.Integer(required=True)
    amount_fen = ma.fields.Integer(required=True)
    split = ma.fields.Nested(SplitSchema, required=True)
    project = ma.fields.String(required=True)
    scene = ma.fields.String(required=True, allow_none=True)
    scene_name = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "as it is called today; a certificate keeps its own"}
    )
    footprint_id = ma.fields.String(required=True, allow_none=True)
    sample = ma.fields.Boolean(required=True)
    created_at = ma.fields.String(required=True)
    expires_at = ma.fields.String(required=True)
    paid_at = ma.fields.String(required=True, allow_none=True)
    certificate_id = ma.fields.String(required=True, allow_none=True)
    certificates = ma.fields.List(ma.fields.String(), required=True)
    payment = ma.fields.Nested(PaymentSchema, required=True, allow_none=True)


class OrderListSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(OrderSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True)


def order_json(view: OrderView) -> dict[str, Any]:
    """An order as the contract writes it."""
    payment = view.payment
    return {
        "id": view.id,
        "status": view.status.value,
        "mass_g": view.mass_g,
        "amount_fen": view.amount_fen,
        "split": {"owner_fen": view.owner_fen, "service_fen": view.service_fen},
        "project": view.project,
        "scene": view.scene,
        "scene_name": view.scene_name,
        "footprint_id": view.footprint_id,
        "sample": view.sample,
        "created_at": rfc3339(view.created_at),
        "expires_at": rfc3339(view.expires_at),
        "paid_at": rfc3339(view.paid_at) if view.paid_at else None,
        "certificate_id": view.certificate_ids[0] if view.certificate_ids else None,
        "certificates": list(view.certificate_ids),
        "payment": payment
        and {"id": payment.id, "method": payment.method, "kind": payment.kind, "params": payment.params},
    }


def order_bytes(view: OrderView) -> bytes:
    return orjson.dumps(order_json(view))


def idempotency_key(endpoint: str, body: object) -> Key:
    """The key of this request: scope user + method + path, and the hash of the validated body."""
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()
    return Key(caller().user_id, endpoint, g.idempotency_key, digest)


def answered(answer: Answer) -> Response:
    return json_response(answer.body, answer.status, replayed=answer.replayed)


_PROVIDER = ("provider_unavailable",)
_UNPAYABLE = ("order_already_paid", "order_cancelled", "order_expired", "order_refunded")


@blueprint.route("/orders", methods=["POST"])
@access(
    "credits_sold_out", "price_changed", "nothing_to_neutralise", "name_refused", "scene_not_open",
    *_UNPAYABLE, *_PROVIDER, key=True,
)  # fmt: skip
@limiter.limit(WRITES)
@blueprint.arguments(OrderRequest)
@blueprint.response(201, OrderSchema)
def place_order(body: dict[str, Any]) -> ResponseReturnValue:
    """Reserve grams and ask for the payment.

    Repeat with the same Idempotency-Key until answered: it is the same order under the same payment number.
    """
    key = idempotency_key("POST /orders", body)
    many = body.get("beneficiaries")
    people = [
        Beneficiary(each["kind"], each.get("name"), each.get("id"), each.get("is_self"))
        for each in many or [body["beneficiary"]]
    ]
    asked = NewOrder(
        footprint_id=body.get("footprint_id"),
        scene_code=body.get("scene"),
        project=body["project"],
        mass_g=body.get("mass_g"),
        beneficiaries=people,
        many=bool(many),
        public=body["public"],
        expected_amount_fen=body.get("expected_amount_fen"),
        method=body["method"],
    )
    return answered(orders.place_order(caller(), asked, key, order_bytes))


@blueprint.route("/orders", methods=["GET"])
@access()
@blueprint.arguments(PageQuery, location="query", unknown=ma.RAISE)
@blueprint.response(200, OrderListSchema)
def list_orders(query: dict[str, Any]) -> ResponseReturnValue:
    """The caller's orders, newest first."""
    views = orders.list_orders(caller(), query["limit"] + 1, query["cursor"])
    shown, following = page(views, query["limit"], lambda view: (view.created_at, view.id))
    return json_response(orjson.dumps({"items": [order_json(view) for view in shown], "next": following}))


@blueprint.route("/orders/<string:order_id>", methods=["GET"])
@access("not_found", *_PROVIDER)
@blueprint.response(200, OrderSchema)
def find_order(order_id: str) -> ResponseReturnValue:
    """One order. While its outcome is open the provider is asked (at most every 3 s, for at most 3 s)."""
    return json_response(order_bytes(orders.find_order(caller(), order_id)))


@blueprint.route("/orders/<string:order_id>/payments", methods=["POST"])
@access("not_found", *_UNPAYABLE, *_PROVIDER, key=True)
@limiter.limit(WRITES)
@blueprint.arguments(PaymentRequest)
@blueprint.response(201, OrderSchema)
def pay_again(body: dict[str, Any], order_id: str) -> ResponseReturnValue:
    """Fresh payment parameters for an order that waits for money; one attempt is open at most."""
    key = idempotency_key(f"POST /orders/{order_id}/payments"[:120], body)
    return answered(repaying.pay_again(caller(), order_id, body["method"], key, order_bytes))


@blueprint.route("/orders/<string:order_id>", methods=["DELETE"])
@access("not_found", *_UNPAYABLE, *_PROVIDER)
@limiter.limit(WRITES)
@blueprint.response(200, OrderSchema)
def cancel_order(order_id: str) -> ResponseReturnValue:
    """Cancel: closed at the provider first, then the grams are free again. May be repeated."""
    return json_response(order_bytes(orders.cancel_order(caller(), order_id)))


@blueprint.route("/orders/<string:order_id>/refund-requests", methods=["POST"])
@access("not_found", "already_retired", "order_not_paid", *_PROVIDER, key=True)
@limiter.limit(WRITES)
@blueprint.arguments(RefundRequest)
@blueprint.response(202, OrderSchema)
def request_refund(body: dict[str, Any], order_id: str) -> ResponseReturnValue:
    """Ask for the money back while every serial the order touches is still held."""
    key = idempotency_key(f"POST /orders/{order_id}/refund-requests"[:120], body)
    reason = body.get("reason") or "买家申请退款"
    return answered(refunds.request_own_refund(caller(), order_id, reason, key, order_bytes))
