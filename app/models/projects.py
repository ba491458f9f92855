"""Projects and their credits: batches, every serial, reservations, allocated ranges, retirements with documents."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.projects import ProjectKind, ReservationStatus
from app.models.columns import SERIAL, amount, check, choice, flag, id_column, instant, one_of, reference

projects = sa.Table(
    "projects",
    db.metadata,
    id_column(),
    sa.Column("code", sa.String(32), nullable=False, unique=True),
    choice("kind", ProjectKind),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("credit_type", sa.String(20), nullable=False),
    sa.Column("standard", sa.String(120), nullable=False),
    sa.Column("registry", sa.String(60), nullable=False),
    sa.Column("registry_project_id", sa.String(60), nullable=False),
    sa.Column("methodology", sa.String(120), nullable=False),
    reference("owner_id", "organisations.id"),
    #: who alone ever holds title to the credits
    sa.Column("held_by", sa.String(120), nullable=False),
    amount("price_fen_per_tonne"),
    sa.Column("service_bps", sa.Integer(), nullable=False),
    flag("on_sale", default=True),
    flag("sample"),
    instant("created_at"),
    one_of("kind", ProjectKind),
    check("price_positive", "price_fen_per_tonne > 0"),
    check("service_is_a_share", "service_bps BETWEEN 0 AND 10000"),
)

documents = sa.Table(
    "documents",
    db.metadata,
    #: hex; the same document is kept once
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("filename", sa.String(200), nullable=False),
    sa.Column("media_type", sa.String(60), nullable=False),
    sa.Column("body", sa.LargeBinary(), nullable=False),
    instant("created_at"),
)

credit_batches = sa.Table(
    "credit_batches",
    db.metadata,
    id_column(),
    reference("project_id", "projects.id", index=True),
    sa.Column("registry", sa.String(60), nullable=False),
    sa.Column("registry_project_id", sa.String(60), nullable=False),
    sa.Column("methodology", sa.String(120), nullable=False),
    sa.Column("monitoring_from_on", sa.Date(), nullable=False),
    sa.Column("monitoring_to_on", sa.Date(), nullable=False),
    sa.Column("vintage", sa.Integer(), nullable=False),
    sa.Column("serial_prefix", sa.String(80), nullable=False),
    sa.Column("serial_first", sa.BigInteger(), nullable=False),
    sa.Column("serial_width", sa.Integer(), nullable=False),
    sa.Column("serial_suffix", sa.String(80), nullable=False),
    sa.Column("tonnes", sa.Integer(), nullable=False),
    amount("issued_g"),
    amount("available_g"),
    amount("reserved_g", server_default="0"),
    amount("allocated_g", server_default="0"),
    amount("void_g", server_default="0"),
    #: the first gram never given out
    amount("next_g", server_default="0"),
    #: the batch came already retired for this platform's guests
    flag("retired_at_import"),
    flag("sample"),
    instant("created_at"),
    check("every_gram_is_somewhere", "issued_g = available_g + reserved_g + allocated_g + void_g"),
    check("never_oversold", "available_g >= 0 AND reserved_g >= 0 AND allocated_g >= 0 AND void_g >= 0"),
    check("next_within", "next_g >= 0 AND next_g <= issued_g"),
    # tonnes are 32 bits: the product must not be
    check("whole_tonnes", "tonnes > 0 AND issued_g = CAST(tonnes AS BIGINT) * 1000000"),
    check("monitoring_in_order", "monitoring_from_on <= monitoring_to_on"),
)

#: Every serial once per registry: an import that overlaps another breaks the key.
credit_serials = sa.Table(
    "credit_serials",
    db.metadata,
    sa.Column("registry", sa.String(60), primary_key=True),
    sa.Column("serial", sa.String(120), primary_key=True),
    reference("batch_id", "credit_batches.id"),
    #: its place within the batch, from 0
    sa.Column("position", sa.Integer(), nullable=False),
    #: null while held
    reference("retirement_id", "retirements.id", nullable=True),
    sa.UniqueConstraint("batch_id", "position"),
)

retirements = sa.Table(
    "retirements",
    db.metadata,
    id_column(),
    reference("batch_id", "credit_batches.id", index=True),
    sa.Column("first_position", sa.Integer(), nullable=False),
    sa.Column("last_position", sa.Integer(), nullable=False),
    #: the registry's own number for the cancellation
    sa.Column("reference", sa.String(120), nullable=False),
    sa.Column("retired_on", sa.Date(), nullable=False),
    sa.Column("purpose", sa.String(300), nullable=False),
    reference("document_sha256", "documents.sha256"),
    amount("void_g", server_default="0"),
    instant("created_at"),
    check("positions_in_order", "first_position >= 0 AND first_position <= last_position"),
    sa.UniqueConstraint("batch_id", "reference", "first_position"),
)

reservations = sa.Table(
    "reservations",
    db.metadata,
    reference("order_id", "orders.id", primary_key=True),
    reference("batch_id", "credit_batches.id", primary_key=True),
    amount("mass_g"),
    choice("status", ReservationStatus),
    one_of("status", ReservationStatus),
    check("mass_positive", "mass_g > 0"),
)

#: Which grams belong to which certificate. Living ranges of a batch never overlap.
allocations = sa.Table(
    "allocations",
    db.metadata,
    sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
    reference("batch_id", "credit_batches.id"),
    reference("certificate_id", "certificates.id", index=True),
    reference("order_id", "orders.id", index=True),
    amount("first_g"),
    amount("last_g"),
    #: every serial it touches is retired
    flag("retired"),
    instant("released_at", nullable=True),
    check("range_in_order", "first_g >= 0 AND first_g <= last_g"),
    sa.Index(
        "uq_allocations_living",
        "batch_id",
        "first_g",
        unique=True,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    ),
)

#: Ranges given back by refunds, to be given out again when the rest of a batch is too small.
released_ranges = sa.Table(
    "released_ranges",
    db.metadata,
    reference("batch_id", "credit_batches.id", primary_key=True),
    sa.Column("first_g", sa.BigInteger(), primary_key=True, autoincrement=False),
    amount("last_g"),
    check("range_in_order", "first_g >= 0 AND first_g <= last_g"),
)
