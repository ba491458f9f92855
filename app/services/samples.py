"""A sample certificate, drawn by the very code that draws real ones, for the page that explains what one is."""

import hashlib
from datetime import date
from functools import lru_cache
from io import BytesIO

from PIL import Image

from app.certs.card import card
from app.certs.picture import picture
from app.certs.surface import Surface
from app.certs.version import drawing_version
from app.certs.words import certificate_texts
from app.core.canonical import commitment
from app.domain.certificates import Payer, Role
from app.domain.credits import GramRange, Piece, SerialPattern
from app.domain.display import language_of
from app.domain.records import RecordBatch, RecordFootprint, RecordInput, RecordProject, RecordScene, build_record
from app.services.pictures import Drawing, equivalents
from app.services.platform import platform

_MASS_G = 38_600
_WIDTH = 720


def sample_etag(locale: str) -> str:
    """Changes when the drawing or this installation's address does; the same for picture and card."""
    drawn_from = f"{drawing_version()} {locale} {platform().settings.public_url}"
    return hashlib.sha256(drawn_from.encode()).hexdigest()[:32]


def sample_picture(locale: str) -> Drawing:
    """JPEG, 720 x 1080, marked 「示例」. Drawn once per process and language."""
    return Drawing(_drawn(language_of(locale), platform().settings.public_url), "image/jpeg")


def sample_card(locale: str) -> Drawing:
    """The same certificate as a share card: JPEG, 1000 x 800. Drawn once per process and language."""
    return Drawing(_card(language_of(locale), platform().settings.public_url), "image/jpeg")


@lru_cache(maxsize=8)
def _drawn(locale: str, public_url: str) -> bytes:
    image = Image.open(BytesIO(picture(_surface(locale, public_url)))).convert("RGB")
    out = BytesIO()
    image.resize((_WIDTH, image.height * _WIDTH // image.width), Image.Resampling.LANCZOS).save(
        out, "JPEG", quality=86, optimize=True, progressive=True
    )
    return out.getvalue()


@lru_cache(maxsize=8)
def _card(locale: str, public_url: str) -> bytes:
    return card(_surface(locale, public_url))


def _surface(locale: str, public_url: str) -> Surface:
    t = certificate_texts(locale)
    record = build_record(
        _input(*(t(f"sample.{each}") for each in ("scene", "project", "owner", "exchange", "registry")))
    )
    return Surface(
        record,
        "allocated",
        None,
        t("sample.name"),
        public_url + "/",
        locale,
        sample=True,
        equivalents=equivalents(_MASS_G, locale),
    )


def _input(scene: str, project: str, owner: str, exchange: str, registry: str) -> RecordInput:
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    batch = RecordBatch("sample", 2024, SerialPattern("SAMPLE-2024-", 1, 6, ""), "SAMPLE-1", "SAMPLE-01", first, last)
    nothing = commitment(bytes(32), b"")
    return RecordInput(
        id="crtsample",
        number="DD26-SAMP-LE22",
        issued_at="2026-05-18T02:30:00Z",
        sample=True,
        scene=RecordScene("SAMPLE", scene, "conference", date(2026, 5, 18), date(2026, 5, 18)),
        beneficiary_kind="person",
        beneficiary_commitment=nothing,
        role=Role.GUEST,
        payer=Payer.SELF,
        mass_g=_MASS_G,
        footprint=RecordFootprint(
            "sample", "conference", "1", "2026.1", nothing, ["travel", "lodging"], include_rf=False, estimate_g=_MASS_G
        ),
        project=RecordProject("SAMPLE", "credit", project, "CDCER", owner, "CDCER", registry, exchange),
        pieces=[Piece("sample", GramRange(0, _MASS_G - 1))],
        batches={"sample": batch},
        retire_by_on=date(2027, 5, 18),
        amount_fen=166,
        owner_fen=158,
        service_fen=8,
    )
