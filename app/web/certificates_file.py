"""The file a certificate is checked with, without us: record, signature, events, public keys. Checking is the CLI's."""

from typing import Any

from app.core.clock import rfc3339
from app.core.signing import base64url
from app.services import pictures, signing_keys
from app.services.certificates import CertificateView


def certificate_file(view: CertificateView) -> dict[str, Any]:
    """JSON for anybody: the name and its salt only while the name is public.

    ``record_canonical`` is the very text that was hashed and signed (RFC 8785, UTF-8): hash it with any tool.
    """
    links = pictures.links(view.id)
    named = view.public and view.name is not None and view.name_salt is not None
    return {
        "id": view.id,
        "number": view.number,
        "status": view.status.value,
        "status_at": rfc3339(view.status_at),
        "record": view.record,
        "record_canonical": view.record_bytes.decode(),
        "record_sha256": view.record_sha256,
        "signature": view.signature,
        "events": list(view.events),
        "beneficiary": {
            "kind": view.beneficiary_kind,
            "name": view.name,
            "salt": base64url(view.name_salt or b""),
            "commitment": view.name_commitment,
        }
        if named
        else None,
        "retirements": [
            {
                "reference": each.reference,
                "retired_on": each.retired_on.isoformat(),
                "purpose": each.purpose,
                "document_sha256": each.document_sha256,
                "document_url": f"{links.page_url}/documents/{each.document_sha256}",
                "contents_url": f"{links.page_url}/retirements/{each.id}.csv",
            }
            for each in view.retirements
        ],
        "public_keys": signing_keys.published(),
        "jwks_url": links.page_url.partition("/certificates/")[0] + "/.well-known/jwks.json",
        "page_url": links.page_url,
        "image_url": links.image_url,
        "pdf_url": links.pdf_url,
        "card_url": links.card_url,
    }
