"""The registry's own documents: kept once, named by their hash, shown to anybody."""

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, upsert
from app.domain.errors import DomainError, NotFound
from app.models import documents

MAX_BYTES = 10 * 1024 * 1024
_MAGIC = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Document:
    filename: str
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptDocument:
    filename: str
    media_type: str
    body: bytes


def keep(tx: sa.Connection, document: Document) -> str:
    """Store it, once; its hash. Raises ``document_refused`` for what is not a PDF, PNG or JPEG, or is too large."""
    media_type = next((kind for magic, kind in _MAGIC.items() if document.body.startswith(magic)), None)
    if media_type is None or len(document.body) > MAX_BYTES:
        raise DomainError("document_refused", reason="a PDF, PNG or JPEG of at most 10 MiB is needed")
    tx.execute(
        upsert(documents)
        .values(
            sha256=document.sha256,
            filename=document.filename[-200:],
            media_type=media_type,
            body=document.body,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["sha256"])
    )
    return document.sha256


def find(sha256: str) -> KeptDocument:
    """A kept document by its hash. Raises ``not_found``."""
    with read() as connection:
        row = connection.execute(sa.select(documents).where(documents.c.sha256 == sha256)).first()
    if row is None:
        raise NotFound("document")
    return KeptDocument(row.filename, row.media_type, row.body)
