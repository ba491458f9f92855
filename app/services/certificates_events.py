"""What happens to a certificate, signed and kept beside its record. Inside the transaction of the change."""

from typing import Any

import orjson
import sqlalchemy as sa

from app.core import clock, ids
from app.core.canonical import canonical_bytes
from app.core.prepared import Prepared
from app.core.signing import RecordSigner
from app.domain.certificates import EventKind
from app.domain.records import build_event
from app.models import certificate_events

_INSERT = Prepared(sa.insert(certificate_events))


def append_event(
    tx: sa.Connection, signer: RecordSigner, certificate_id: str, record_sha256: str, kind: EventKind, **details: Any
) -> None:
    """Sign and keep what happened to a certificate. Each kind can happen once: a second breaks a constraint."""
    now = clock.now()
    event = build_event(ids.new_id("evt"), certificate_id, record_sha256, kind, clock.rfc3339(now), details)
    signed = canonical_bytes(event)
    _INSERT.run(
        tx,
        {
            "id": event["id"],
            "certificate_id": certificate_id,
            "kind": kind.value,
            "body": signed.decode(),
            "signature": orjson.dumps(signer.sign(signed)).decode(),
            "created_at": now,
        },
    )
