"""A certificate's surfaces for a reader: links, who may see the name, and the drawings made from the one record."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.certs.card import card
from app.certs.picture import picture
from app.certs.surface import Equivalent, Look, Surface, tier_of
from app.certs.version import drawing_version
from app.core import clock
from app.core.canonical import canonical_bytes
from app.domain import display
from app.domain.certificates import BeneficiaryKind, CertificateStatus, Role
from app.domain.renderings import RenderingKind
from app.methodology import footprints as method
from app.services import looks
from app.services.certificates import CertificateView
from app.services.platform import platform
from app.services.renderings import Wanted


def _document(surface: Surface) -> bytes:
    from app.certs.document import pdf  # noqa: PLC0415  (fpdf2 costs every process 0.4 s; most never write a PDF)

    return pdf(surface)


_KINDS = {
    RenderingKind.PICTURE: (picture, "image/png"),
    RenderingKind.DOCUMENT: (_document, "application/pdf"),
    RenderingKind.CARD: (card, "image/jpeg"),
}
_COMPANYS = {Role.ORGANISER.value, Role.COMPANY.value}


@dataclass(frozen=True, slots=True)
class Links:
    """Absolute addresses of a certificate's surfaces."""

    page_url: str
    image_url: str
    pdf_url: str
    card_url: str
    json_url: str


@dataclass(frozen=True, slots=True)
class KeptLinks:
    """Addresses that hold their content's hash: what they answer never changes, and ends when it holds no longer."""

    image_url: str
    pdf_url: str
    card_url: str


@dataclass(frozen=True, slots=True)
class Drawing:
    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What lies in storage and is drawn with a certificate: the scene's logo, the mini-program code."""

    logo: bytes | None = None
    code: bytes | None = None


def links(certificate_id: str) -> Links:
    """None of them holds a content hash: all are asked about again."""
    page = f"{platform().settings.public_url}/certificates/{certificate_id}"
    return Links(page, f"{page}.png", f"{page}.pdf", f"{page}/card.jpg", f"{page}.json")


def kept_links(view: CertificateView, locale: str) -> KeptLinks:
    """For what anybody may see, in the language we have for a locale."""
    language = display.language_of(locale)
    root = f"{platform().settings.public_url}/renderings/{view.id}"
    png, document, small = (
        f"{root}/{content_hash(view, kind, language, named=False)}.{kind.value}"
        for kind in (RenderingKind.PICTURE, RenderingKind.DOCUMENT, RenderingKind.CARD)
    )
    return KeptLinks(png, document, small)


def named_link(view: CertificateView, lasting: timedelta) -> str:
    """The picture with its owner's name, for the owner: a link that dies by itself, and with the name it shows."""
    signed = _signer().dumps([view.id, view.name_commitment, int(lasting.total_seconds())])
    return f"{links(view.id).image_url}?named={signed}"


def may_see_name(view: CertificateView, signed: str) -> bool:
    """Whether a link of :func:`named_link` is ours, for this certificate and this name, and still alive."""
    try:
        (certificate_id, commitment, lasting_s), at = _signer().loads(signed, return_timestamp=True)
    except (BadSignature, ValueError, TypeError):
        return False
    # a gift's giver held a link to the name of before; the receiver's is none of theirs
    same = (certificate_id, commitment) == (view.id, view.name_commitment)
    return bool(same and clock.now() - at <= timedelta(seconds=lasting_s))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(platform().settings.secret_key, salt="named-picture")


def design(view: CertificateView) -> str:
    """The scene's choice; without one, organisers and companies have a design of their own."""
    if view.design is not None:
        return view.design
    company = view.record.get("role") in _COMPANYS or view.beneficiary_kind == BeneficiaryKind.ORGANISATION.value
    return looks.COMPANYS_DESIGN if company else looks.GUESTS_DESIGN


def surface(view: CertificateView, locale: str, *, named: bool, enclosed: Enclosed | None = None) -> Surface:
    """What is drawn. ``named``: for somebody who may see a name that is not public. enclosed: for pictures only."""
    given = enclosed or Enclosed()
    return Surface(
        record=view.record,
        status=view.status.value,
        status_on=_status_on(view),
        name=view.name if named else view.shown_name,
        page_url=links(view.id).page_url,
        locale=locale,
        mini_program_code=given.code,
        equivalents=equivalents(view.mass_g, locale),
        tier=tier_of(view.journeys, locale),
        look=Look(design(view), looks.rgb(view.colour), given.logo),
    )


def _status_on(view: CertificateView) -> date | None:
    if view.status is CertificateStatus.RETIRED and view.retirements:
        return max(each.retired_on for each in view.retirements)
    return None if view.status is CertificateStatus.ALLOCATED else clock.day_of(view.status_at)


def wanted(view: CertificateView, kind: RenderingKind, locale: str, *, named: bool) -> Wanted:
    """A picture by what is on it, as storage knows it."""
    return Wanted(
        content_hash=content_hash(view, kind, locale, named=named),
        kind=kind,
        language=locale,
        named=named and not view.public,
        certificate_id=view.id,
        status=view.status,
        status_at=view.status_at,
        name=view.name,
        public=view.public,
        code_sha256=view.code_sha256,
    )


def content_hash(view: CertificateView, kind: RenderingKind, locale: str, *, named: bool) -> str:
    """SHA-256, hex, of everything the drawing depends on: record, status, name, words, look, code, our own drawing."""
    shown = surface(view, locale, named=named)
    parts = [
        drawing_version(),
        kind.value,
        locale,
        view.record_sha256,
        shown.status,
        str(shown.status_on),
        shown.name,
        shown.page_url,
        shown.look.design,
        view.colour,
        view.logo_sha256,
        view.journeys,
        view.code_sha256 if kind is RenderingKind.PICTURE else None,
        [[each.text, each.number, each.unit, each.caption, each.source] for each in shown.equivalents],
    ]
    return hashlib.sha256(canonical_bytes(parts)).hexdigest()


def draw(view: CertificateView, kind: RenderingKind, locale: str, *, named: bool, enclosed: Enclosed) -> Drawing:
    """Drawn anew from the stored record: the same input gives the same bytes."""
    make, media_type = _KINDS[kind]
    return Drawing(make(surface(view, locale, named=named, enclosed=enclosed)), media_type)


def media_type(kind: RenderingKind) -> str:
    return _KINDS[kind][1]


def equivalents(mass_g: int, locale: str) -> tuple[Equivalent, ...]:
    """Comparisons for a mass, worded: three, fewer where one would round to nothing (7 g is 0.0 meals)."""
    return tuple(
        Equivalent(each["key"], each["number"], each["unit_label"], each["caption"], each["text"], each["source_label"])
        for each in method.equivalents(mass_g, locale)
        if each["number"].strip("0.")
    )
