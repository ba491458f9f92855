"""Certificates: the signed record as issued, and beside it what may be erased; signed events; their stored pictures."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.certificates import BeneficiaryKind, CertificateStatus, EventKind
from app.domain.renderings import RenderingKind, RenderingState
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
    #: how the scene wanted its certificates on the day of issue
    reference("look_id", "scene_looks.id", nullable=True),
    #: the holder's covered journeys on the day of issue, this one included; null where none is honoured
    sa.Column("journeys", sa.Integer()),
    #: the stored mini-program code; until it is there, or where there is none, pictures carry a QR code
    sa.Column("code_sha256", sa.String(64)),
    #: when to ask WeChat for it (again); null when there is nothing to ask
    instant("code_try_at", nullable=True),
    sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0"),
    one_of("status", CertificateStatus),
    one_of("beneficiary_kind", BeneficiaryKind),
    sa.UniqueConstraint("order_id", "position"),
    sa.Index("ix_certificates_user_newest", "user_id", "issued_at", "id"),
    sa.Index("ix_certificates_scene_newest", "scene_id", "issued_at"),
    sa.Index(
        "ix_certificates_codes_waiting",
        "code_try_at",
        sqlite_where=sa.text("code_try_at IS NOT NULL"),
        postgresql_where=sa.text("code_try_at IS NOT NULL"),
    ),
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

#: Drawn once and kept in storage under a hash of all that is drawn. The row is there before the object and goes after
#: it, so that nothing lies in storage that nobody remembers.
renderings = sa.Table(
    "renderings",
    db.metadata,
    sa.Column("content_hash", sa.String(64), primary_key=True),
    reference("certificate_id", "certificates.id", index=True),
    choice("kind", RenderingKind),
    sa.Column("language", sa.String(8), nullable=False),
    #: shows a name that is its owner's alone: never served by its hash
    flag("named"),
    choice("state", RenderingState),
    #: grows with every drawing begun: a late one can be told from the present one
    sa.Column("fence", sa.Integer(), nullable=False, server_default="1"),
    #: of the drawing under way: from then on it stores nothing any more
    instant("lease_until_at", nullable=True),
    #: of the object of a ready one: another size is half a file, and drawn again
    sa.Column("size_bytes", sa.Integer()),
    #: the Beijing day somebody last asked for it
    sa.Column("asked_on", sa.Date(), nullable=False, index=True),
    #: of a stale one: when its object is to be deleted (again)
    instant("delete_at", nullable=True),
    sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    one_of("kind", RenderingKind),
    one_of("state", RenderingState),
    sa.Index(
        "ix_renderings_stale",
        "delete_at",
        sqlite_where=sa.text("delete_at IS NOT NULL"),
        postgresql_where=sa.text("delete_at IS NOT NULL"),
    ),
)
