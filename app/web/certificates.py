"""A certificate for anybody: the page, its picture, PDF, share card, its file to check, the registry's documents."""

import csv
import io

import orjson
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.core.texts import Texts
from app.domain.renderings import RenderingKind
from app.services import certificates, drawings, pictures, public_certificates
from app.services.certificates import CertificateView
from app.services.drawings import Rendering
from app.web.certificates_file import certificate_file
from app.web.certificates_page import told
from app.web.languages import page_language
from app.web.pages import conditional, content_etag, page, unchanged

blueprint = Blueprint("certificate_pages", __name__, url_prefix="/certificates")
#: What a document of somebody else's may do in our name: nothing.
_DOCUMENT_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"


@blueprint.get("/<string:certificate_id>")
def show(certificate_id: str) -> ResponseReturnValue:
    """The certificate first, then what it says and does not say, then proof."""
    found = public_certificates.public_certificate(certificate_id, page_language())
    return page("certificate.html", noindex=True, c=told(found, Texts(page_language())))


@blueprint.get("/<string:certificate_id>.png")
def picture(certificate_id: str) -> ResponseReturnValue:
    """1080 x 1620. ``?named=``: the owner's own short-lived link; once it has died, the picture anybody sees."""
    view = certificates.find_certificate(certificate_id)
    signed = request.args.get("named", "")
    if signed and view.name is not None and pictures.may_see_name(view, signed):
        return _named(view)
    return _drawn(view, RenderingKind.PICTURE)


@blueprint.get("/<string:certificate_id>.pdf")
def pdf(certificate_id: str) -> ResponseReturnValue:
    """A4, to print and to file."""
    view = certificates.find_certificate(certificate_id)
    response = _drawn(view, RenderingKind.DOCUMENT)
    response.headers["Content-Disposition"] = f'inline; filename="{view.number}.pdf"'
    return response


@blueprint.get("/<string:certificate_id>/card.jpg")
def card(certificate_id: str) -> ResponseReturnValue:
    """5:4, for a chat."""
    return _drawn(certificates.find_certificate(certificate_id), RenderingKind.CARD)


def _named(view: CertificateView) -> Response:
    found = drawings.rendering(view, RenderingKind.PICTURE, page_language(), named=True)
    response = Response(found.body, mimetype=found.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    return _unlisted(response)


def _drawn(view: CertificateView, kind: RenderingKind) -> Response:
    language = page_language()
    etag = _etag(pictures.content_hash(view, kind, language, named=False))
    if unchanged(etag):
        response = Response(status=304)
        response.set_etag(etag)
    else:
        response = _rendered(drawings.rendering(view, kind, language, named=False))
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return _unlisted(response)


def _rendered(found: Rendering) -> Response:
    """With its ETag; what lacks something (storage is down) is for now only."""
    response = Response(found.body, mimetype=found.media_type)
    if not found.whole:
        response.headers["Cache-Control"] = "no-store"
        return response
    return conditional(response, _etag(found.content_hash))


def _etag(content_hash: str) -> str:
    return content_hash[:32]


@blueprint.get("/<string:certificate_id>.json")
def file(certificate_id: str) -> ResponseReturnValue:
    """What ``flask verify-certificate`` reads: the record as signed, every event, the public keys."""
    body = orjson.dumps(certificate_file(certificates.find_certificate(certificate_id)), option=orjson.OPT_INDENT_2)
    return _file(body, "application/json")


@blueprint.get("/<string:certificate_id>/documents/<string:sha256>")
def document(certificate_id: str, sha256: str) -> ResponseReturnValue:
    """The registry's own document, as it was given to us."""
    kept = public_certificates.document(certificate_id, sha256)
    response = Response(kept.body, mimetype=kept.media_type)
    response.headers["Content-Security-Policy"] = _DOCUMENT_CSP
    response.headers["Content-Disposition"] = f'inline; filename="{sha256[:16]}.{kept.media_type.rpartition("/")[2]}"'
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"  # its address is its hash
    return _unlisted(conditional(response, sha256))


@blueprint.get("/<string:certificate_id>/retirements/<string:retirement_id>.csv")
def contents(certificate_id: str, retirement_id: str) -> ResponseReturnValue:
    """Everything inside one cancellation, to add up in a spreadsheet: the last row is the sum in whole tonnes."""
    inside = public_certificates.cancellation(certificate_id, retirement_id).contents
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("certificate_number", "mass_g"))
    rows.writerows((number, mass_g) for _, number, mass_g in inside.inside)
    rows.writerow(("rest", inside.void_g))
    rows.writerow((f"{inside.serial_first} - {inside.serial_last}", inside.tonnes * 1_000_000))
    return _file(out.getvalue().encode("utf-8-sig"), "text/csv")  # a spreadsheet needs the mark to read Chinese


def _file(body: bytes, media_type: str) -> Response:
    return _unlisted(conditional(Response(body, mimetype=media_type), content_etag(body)))


def _unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
