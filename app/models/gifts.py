"""Claims: how the receiver of a gift takes over the name on its certificate. Beside the record, which never changes."""

import sqlalchemy as sa

from app.core.database import db
from app.models.columns import instant, reference

#: At most one link lives per certificate; a new one takes its place until somebody has claimed.
certificate_claims = sa.Table(
    "certificate_claims",
    db.metadata,
    reference("certificate_id", "certificates.id", primary_key=True),
    sa.Column("token_sha256", sa.String(64), nullable=False),
    instant("expires_at"),
    #: whose the name is since then
    reference("claimed_by", "users.id", nullable=True, index=True),
    instant("claimed_at", nullable=True),
)
