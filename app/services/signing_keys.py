"""The public keys certificates are checked with: the one in use, and every one that was."""

import json
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, upsert, write
from app.models import signing_keys
from app.services.platform import platform


def remember() -> int:
    """Keep the public half of the key in use (a job, so that a rotation loses none). 1 if it was new."""
    signer = platform().signer
    keeping = (
        upsert(signing_keys)
        .values(kid=signer.kid, jwk=json.dumps(dict(signer.jwk)), first_seen_at=clock.now())
        .on_conflict_do_nothing(index_elements=["kid"])
        .returning(signing_keys.c.kid)
    )
    with write("remember the signing key") as tx:
        return int(tx.execute(keeping).first() is not None)


def published() -> dict[str, Any]:
    """A JWK set (RFC 7517): the present key first, then the older ones, newest first."""
    present = platform().signer
    with read() as connection:
        older = connection.execute(
            sa.select(signing_keys.c.jwk)
            .where(signing_keys.c.kid != present.kid)
            .order_by(signing_keys.c.first_seen_at.desc(), signing_keys.c.kid)
        ).scalars()
        return {"keys": [dict(present.jwk), *(json.loads(each) for each in older)]}
