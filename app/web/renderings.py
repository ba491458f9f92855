"""Pictures at addresses that hold their content's hash: kept by readers for a year, gone from here when they end."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.domain.certificates import BeneficiaryKind
from app.domain.renderings import RenderingKind
from app.services import drawings
from app.services.certificates import CertificateView
from app.web.pages import conditional

blueprint = Blueprint("renderings", __name__)
_A_YEAR = "max-age=31536000, immutable"


@blueprint.get("/renderings/<string:certificate_id>/<string:content_hash>.<any(png, pdf, jpg):kind>")
def show(certificate_id: str, content_hash: str, kind: str) -> ResponseReturnValue:
    """What anybody may see of a certificate. 404 once it says something else: erased, withdrawn, revoked, retired."""
    view, found = drawings.by_hash(certificate_id, content_hash, RenderingKind(kind))
    response = Response(found.body, mimetype=found.media_type)
    if found.whole:
        response.headers["Cache-Control"] = f"{_whose(view)}, {_A_YEAR}"
        response = conditional(response, content_hash[:32])
    else:
        response.headers["Cache-Control"] = "no-store"
    if kind == RenderingKind.DOCUMENT.value:
        response.headers["Content-Disposition"] = f'inline; filename="{view.number}.pdf"'
    response.headers["Content-Language"] = found.language
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _whose(view: CertificateView) -> str:
    """A person's name, shown by consent, is not for the caches of others: consent may be withdrawn."""
    named = view.shown_name is not None and view.beneficiary_kind == BeneficiaryKind.PERSON.value
    return "private" if named else "public"
