"""A certificate's surfaces for a reader: links, who may see the name, and the drawings made from the one record."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.certs.card import card
from app.certs.document import pdf
from app.certs.picture import picture
from app.certs.surface import Surface
from app.core import clock
from app.core.canonical import canonical_bytes
from app.domain.certificates import CertificateStatus
from app.methodology import footprints as method
from app.services.certificates import CertificateView
from app.services.platform import platform

#: Part of every ETag: raise it when a drawing changes.
DRAWING_VERSION = "1"
_KINDS = {"png": (picture, "image/png"), "pdf": (pdf, "application/pdf"), "jpg": (card, "image/jpeg")}


@dataclass(frozen=True, slots=True)
class Links:
    """Absolute addresses of a certificate's surfaces. None of them holds a content hash: all are asked about again."""

    page_url: str
    image_url: str
    pdf_url: str
    card_url: str
    json_url: str


@dataclass(frozen=True, slots=True)
class Drawing:
    body: bytes
    media_type: str


def links(certificate_id: str) -> Links:
    page = f"{platform().settings.public_url}/certificates/{certificate_id}"
    return Links(page, f"{page}.png", f"{page}.pdf", f"{page}/card.jpg", f"{page}.json")


def named_link(certificate_id: str, lasting: timedelta) -> str:
    """The picture with its owner's name, for the owner: a link that dies by itself."""
    signed = _signer().dumps([certificate_id, int(lasting.total_seconds())])
    return f"{links(certificate_id).image_url}?named={signed}"


def may_see_name(certificate_id: str, signed: str) -> bool:
    """Whether a link of :func:`named_link` is ours, for this certificate, and still alive."""
    try:
        (named, lasting_s), at = _signer().loads(signed, return_timestamp=True)
    except (BadSignature, ValueError, TypeError):
        return False
    return bool(named == certificate_id and clock.now() - at <= timedelta(seconds=lasting_s))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(platform().settings.secret_key, salt="named-picture")


def surface(view: CertificateView, locale: str, *, named: bool) -> Surface:
    """What is drawn. ``named``: for somebody who may see a name that is not public."""
    status_on = None if view.status is CertificateStatus.ALLOCATED else clock.day_of(view.status_at)
    if view.status is CertificateStatus.RETIRED and view.retirements:
        status_on = max(each.retired_on for each in view.retirements)
    return Surface(
        record=view.record,
        status=view.status.value,
        status_on=status_on,
        name=view.name if named else view.shown_name,
        page_url=links(view.id).page_url,
        locale=locale,
        equivalents=tuple(each["text"] for each in method.equivalents(view.mass_g, locale)[:2]),
    )


def etag(view: CertificateView, kind: str, locale: str, *, named: bool) -> str:
    """Changes whenever the drawing would: the record never does, but status, name and our drawing may."""
    shown = surface(view, locale, named=named)
    parts = [DRAWING_VERSION, kind, locale, view.record_sha256, shown.status, str(shown.status_on), shown.name]
    parts += [each["id"] for each in view.events] + [shown.page_url]
    return hashlib.sha256(canonical_bytes(parts)).hexdigest()[:32]


def draw(view: CertificateView, kind: str, locale: str, *, named: bool) -> Drawing:
    """kind: ``png`` | ``pdf`` | ``jpg``. Drawn anew from the stored record: the same input gives the same bytes."""
    make, media_type = _KINDS[kind]
    return Drawing(make(surface(view, locale, named=named)), media_type)
