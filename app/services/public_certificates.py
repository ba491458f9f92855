"""What anybody is told of a certificate: the words every surface draws, and what else its cancellations contain."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.certs.surface import Facts, facts
from app.core.database import read
from app.domain.errors import NotFound
from app.domain.orders import OrderStatus
from app.models import orders
from app.services import certificates, documents, pictures, retirements
from app.services.certificates import CertificateView, RetirementView
from app.services.documents import KeptDocument
from app.services.retirements import RetirementContents

#: More certificates inside one cancellation than this are listed in its file only; the sums are always of all.
LISTED = 200
_GOES_BACK = sa.select(orders.c.id).where(
    orders.c.id == sa.bindparam("order_id"), orders.c.status == OrderStatus.REFUNDING.value
)


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A cancellation in the registry and everything inside it; ``own_g``: of this certificate."""

    retirement: RetirementView
    contents: RetirementContents
    own_g: int


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    """``facts`` are the very words of picture, card and PDF. The name is in them only if it is public.

    refunding: its money is on its way back; it stands until that has arrived, then it is revoked.
    """

    view: CertificateView
    facts: Facts
    cancellations: tuple[Cancellation, ...]
    refunding: bool


def public_certificate(certificate_id: str, locale: str) -> PublicCertificate:
    """Any certificate as the public page tells it, of every cancellation the first LISTED. Raises NotFound."""
    view = certificates.find_certificate(certificate_id)
    inside = tuple(_cancellation(view, each, LISTED) for each in view.retirements)
    with read() as connection:
        refunding = connection.execute(_GOES_BACK, {"order_id": view.order_id}).first() is not None
    return PublicCertificate(view, told(view, locale, named=False), inside, refunding)


def told(view: CertificateView, locale: str, *, named: bool) -> Facts:
    """The very words of picture, card and PDF; ``named``: for somebody who may see a name that is not public."""
    return facts(pictures.surface(view, locale, named=named))


def _cancellation(view: CertificateView, retirement: RetirementView, at_most: int | None = None) -> Cancellation:
    """Its own line comes first, where not all are listed."""
    contents = retirements.contents(retirement.id, view.id if at_most else None, at_most)
    own_g = sum(mass_g for certificate_id, _, mass_g in contents.inside if certificate_id == view.id)
    return Cancellation(retirement, contents, own_g)


def cancellation(certificate_id: str, retirement_id: str) -> Cancellation:
    """One cancellation a certificate is part of. Raises NotFound, also for one it is not part of."""
    view = certificates.find_certificate(certificate_id)
    for each in view.retirements:
        if each.id == retirement_id:
            return _cancellation(view, each)
    raise NotFound("retirement")


def document(certificate_id: str, sha256: str) -> KeptDocument:
    """The registry's document behind a certificate. Raises NotFound, also for a document of another one."""
    view = certificates.find_certificate(certificate_id)
    if all(each.document_sha256 != sha256 for each in view.retirements):
        raise NotFound("document")
    return documents.find(sha256)
