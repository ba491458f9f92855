"""Certificates: anyone's by its id, one's own as a list, correcting and erasing a name. Claiming is gifts.py."""

from datetime import timedelta
from typing import Any

import marshmallow as ma
import orjson
from flask import Response
from flask.typing import ResponseReturnValue

from app.api.access import OPTIONAL, access, caller, json_response, maybe_caller
from app.api.blueprint import Blueprint
from app.api.cursors import PageQuery, page
from app.api.limits import WRITES, limiter
from app.api.locale import request_locale
from app.api.orders import answered, idempotency_key
from app.api.parsing import Schema, Text
from app.core.clock import rfc3339
from app.core.signing import base64url
from app.services import certificates, certificates_names, pictures, public_certificates
from app.services.certificates import CertificateLine, CertificateView

blueprint = Blueprint("certificates", __name__, description="证书 · Certificates")
NAMED_LINK_FOR = timedelta(minutes=15)


class BeneficiaryViewSchema(Schema):
    kind = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    salt = ma.fields.String(required=True, metadata={"description": "base64url; with the name it opens the commitment"})


class RetirementSchema(Schema):
    reference = ma.fields.String(required=True)
    retired_on = ma.fields.String(required=True)
    purpose = ma.fields.String(required=True)
    document_sha256 = ma.fields.String(required=True)
    document_url = ma.fields.String(required=True)


class RenderingsSchema(Schema):
    """Addresses that hold their content's hash, in the language asked for; 404 once they show what no longer holds."""

    image_url = ma.fields.String(required=True)
    card_url = ma.fields.String(required=True)
    pdf_url = ma.fields.String(required=True)


class ToldSchema(Schema):
    """The words of picture, card and PDF in the language asked for, for a client that writes them itself."""

    title = ma.fields.String(required=True)
    subtitle = ma.fields.String(required=True)
    presented_to = ma.fields.String(required=True)
    name = ma.fields.String(
        required=True, metadata={"description": "一位来宾 where the name is not the reader's to see"}
    )
    label = ma.fields.String(required=True)
    sentence = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    not_an_asset = ma.fields.String(required=True)
    no_claim = ma.fields.String(required=True)
    sample_note = ma.fields.String(required=True, allow_none=True)
    equivalents = ma.fields.List(ma.fields.String(), required=True)


class CertificateSchema(Schema):
    """Documents a certificate; ``record`` is exactly what was signed."""

    id = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    status_at = ma.fields.String(required=True)
    record = ma.fields.Dict(required=True)
    record_sha256 = ma.fields.String(required=True)
    signature = ma.fields.Dict(required=True)
    events = ma.fields.List(ma.fields.Dict(), required=True)
    retirements = ma.fields.List(ma.fields.Nested(RetirementSchema), required=True)
    beneficiary = ma.fields.Nested(BeneficiaryViewSchema, required=True, allow_none=True)
    image_url = ma.fields.String(required=True)
    card_url = ma.fields.String(required=True)
    page_url = ma.fields.String(required=True)
    pdf_url = ma.fields.String(required=True)
    design = ma.fields.String(required=True, metadata={"description": "how it looks: chosen by its scene"})
    renderings = ma.fields.Nested(RenderingsSchema, required=True)
    told = ma.fields.Nested(ToldSchema, required=True)
    named_image_url = ma.fields.String(metadata={"description": "the owner's own picture; the link lives 15 minutes"})
    order_id = ma.fields.String(metadata={"description": "for its buyer"})


class CertificateLineSchema(Schema):
    id = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    issued_at = ma.fields.String(required=True)
    mass_g = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True, allow_none=True)
    scene = ma.fields.String(required=True, allow_none=True)
    sample = ma.fields.Boolean(required=True)


class CertificateListSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(CertificateLineSchema), required=True)
    next = ma.fields.String(required=True, allow_none=True)


class NameRequest(Schema):
    name = Text(max=40, required=True)


def certificate_json(view: CertificateView, reader_id: str | None) -> dict[str, Any]:
    """A certificate as the contract writes it; whose name it is sees it and gets a link to the named picture."""
    owner = reader_id == view.holder_id
    links, kept = pictures.links(view.id), pictures.kept_links(view, request_locale())
    visible = view.name is not None and view.name_salt is not None and (view.public or owner)
    shown: dict[str, Any] = {
        "id": view.id,
        "number": view.number,
        "status": view.status.value,
        "status_at": rfc3339(view.status_at),
        "record": view.record,
        "record_sha256": view.record_sha256,
        "signature": view.signature,
        "events": list(view.events),
        "retirements": [
            {
                "reference": each.reference,
                "retired_on": each.retired_on.isoformat(),
                "purpose": each.purpose,
                "document_sha256": each.document_sha256,
                "document_url": f"{links.page_url}/documents/{each.document_sha256}",
            }
            for each in view.retirements
        ],
        "beneficiary": {
            "kind": view.beneficiary_kind,
            "name": view.name,
            "salt": base64url(view.name_salt or b""),
        }
        if visible
        else None,
        "image_url": links.image_url,
        "card_url": links.card_url,
        "page_url": links.page_url,
        "pdf_url": links.pdf_url,
        "design": pictures.design(view),
        "renderings": {"image_url": kept.image_url, "card_url": kept.card_url, "pdf_url": kept.pdf_url},
    }
    shown["told"] = _told(view, named=owner)
    if owner:
        shown["named_image_url"] = pictures.named_link(view, NAMED_LINK_FOR)
    if reader_id == view.user_id:
        shown["order_id"] = view.order_id
    return shown


def _told(view: CertificateView, *, named: bool) -> dict[str, Any]:
    facts = public_certificates.told(view, request_locale(), named=named)
    words = facts.words
    return {
        "title": words.title,
        "subtitle": words.subtitle,
        "presented_to": words.presented_to,
        "name": facts.name,
        "label": words.label[view.status.value],
        "sentence": facts.sentence,
        "status": facts.status,
        "not_an_asset": words.not_an_asset,
        "no_claim": words.no_claim,
        "sample_note": words.sample_note if facts.sample else None,
        "equivalents": [each.text for each in facts.equivalents],
    }


def _own_bytes(view: CertificateView) -> bytes:
    return orjson.dumps(certificate_json(view, caller().user_id))


@blueprint.route("/certificates", methods=["GET"])
@access()
@blueprint.arguments(PageQuery, location="query", unknown=ma.RAISE)
@blueprint.response(200, CertificateListSchema)
def list_certificates(query: dict[str, Any]) -> ResponseReturnValue:
    """The caller's certificates, newest first."""
    found = certificates.list_certificates(caller(), query["limit"] + 1, query["cursor"])
    shown, following = page(found, query["limit"], lambda line: (line.issued_at, line.id))
    return json_response(orjson.dumps({"items": [_line(each) for each in shown], "next": following}))


def _line(line: CertificateLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "number": line.number,
        "status": line.status.value,
        "issued_at": rfc3339(line.issued_at),
        "mass_g": line.mass_g,
        "name": line.name,
        "scene": line.scene,
        "sample": line.sample,
    }


@blueprint.route("/certificates/<string:certificate_id>", methods=["GET"])
@access("not_found", token=OPTIONAL)
@blueprint.response(200, CertificateSchema)
def find_certificate(certificate_id: str) -> ResponseReturnValue:
    """Anyone's certificate by its id. Without consent the name is its owner's alone."""
    view = certificates.find_certificate(certificate_id)
    who = maybe_caller()
    return json_response(orjson.dumps(certificate_json(view, who.user_id if who else None)))


@blueprint.route("/certificates/<string:certificate_id>/name", methods=["POST"])
@access(
    "not_found", "name_refused", "name_already_changed", "name_change_closed", "name_erased", "certificate_revoked",
    key=True,
)  # fmt: skip
@limiter.limit(WRITES)
@blueprint.arguments(NameRequest)
@blueprint.response(200, CertificateSchema)
def correct_name(body: dict[str, str], certificate_id: str) -> Response:
    """Correct the name, once, within 7 days: a signed event with a new commitment."""
    key = idempotency_key(f"POST /certificates/{certificate_id}/name"[:120], body)
    return answered(certificates_names.correct_name(caller(), certificate_id, body["name"], key, _own_bytes))


@blueprint.route("/certificates/<string:certificate_id>/erase-name", methods=["POST"])
@access("not_found")
@limiter.limit(WRITES)
@blueprint.response(204)
def erase_name(certificate_id: str) -> ResponseReturnValue:
    """Erase the name and its salt for ever; the cancellation stays provable. May be repeated."""
    certificates_names.erase_name(caller(), certificate_id)
    return "", 204
