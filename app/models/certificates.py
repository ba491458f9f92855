"""Certificates: the signed record as issued, and beside it what may be erased; signed events."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.certificates import BeneficiaryKind, CertificateStatus, EventKind
from app.models.columns import amount, choice, flag, id_column, instant, one_of, reference, text

certificates = sa.Table(
    "certificates",
    db.metadata,
    id_column(),
    sa.Column("number", sa.String(16), nullable=False, unique=True),
    reference("order_id", "orders.id"),
    #: which of the order's beneficiaries
    sa.Column("position", sa.Integer(), nullable=False),
    reference("user_id", "users.id"),
    reference("organisation_id", "organisations.id", nullable=True),
    reference("scene_id", "scenes.id", nullable=True),
    reference("footprint_id", "footprints.id", nullable=True),
    choice("status", CertificateStatus),
    amount("mass_g"),
    #: canonical JSON, exactly the signed bytes; never changed
    text("record"),
    sa.Column("record_sha256", sa.String(71), nullable=False),
    text("signature"),
    choice("beneficiary_kind", BeneficiaryKind),
    #: name and salt stand beside the record and can be erased
    text("name", nullable=True),
    sa.Column("name_salt", sa.String(64)),
    sa.Column("footprint_salt", sa.String(64)),
    #: the commitment in force: the record's, or that of a later correction
    sa.Column("name_commitment", sa.String(71), nullable=False),
    #: the name may be shown to anybody
    flag("public"),
    instant("issued_at"),
    instant("status_at"),
    instant("name_corrected_at", nullable=True),
    instant("name_erased_at", nullable=True),
    one_of("status", CertificateStatus),
    one_of("beneficiary_kind", BeneficiaryKind),
    sa.UniqueConstraint("order_id", "position"),
    sa.Index("ix_certificates_user_newest", "user_id", "issued_at", "id"),
    sa.Index("ix_certificates_scene_newest", "scene_id", "issued_at"),
)

certificate_events = sa.Table(
    "certificate_events",
    db.metadata,
    id_column(),
    reference("certificate_id", "certificates.id"),
    choice("kind", EventKind),
    #: canonical JSON, exactly the signed bytes
    text("body"),
    text("signature"),
    instant("created_at"),
    one_of("kind", EventKind),
    #: each can happen once
    sa.UniqueConstraint("certificate_id", "kind"),
)

#: Every public key a record was ever signed under: published for ever, so that old certificates can be checked.
signing_keys = sa.Table(
    "signing_keys",
    db.metadata,
    sa.Column("kid", sa.String(64), primary_key=True),
    #: JSON of the public JWK
    text("jwk"),
    instant("first_seen_at"),
)
