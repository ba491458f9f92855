"""What was asked: orders, for whom, and the keys that make asking twice harmless."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.certificates import BeneficiaryKind, Payer, Role
from app.domain.orders import OrderStatus
from app.domain.users import NameVerdict
from app.models.columns import amount, check, choice, flag, id_column, instant, one_of, reference, text

orders = sa.Table(
    "orders",
    db.metadata,
    id_column(),
    reference("user_id", "users.id"),
    reference("footprint_id", "footprints.id", nullable=True, index=True),
    reference("scene_id", "scenes.id", nullable=True),
    reference("project_id", "projects.id"),
    reference("owner_id", "organisations.id"),
    choice("status", OrderStatus),
    amount("mass_g"),
    amount("amount_fen"),
    amount("owner_fen"),
    amount("service_fen"),
    amount("price_fen_per_tonne"),
    sa.Column("service_bps", sa.Integer(), nullable=False),
    #: grams of the footprint this order was found to cover when it was paid
    amount("covered_g", server_default="0"),
    flag("sample"),
    instant("created_at"),
    instant("expires_at"),
    #: set when the provider could not be asked to close: grams are kept until then
    instant("release_at", nullable=True),
    instant("paid_at", nullable=True),
    instant("ended_at", nullable=True),
    one_of("status", OrderStatus),
    check("mass_in_bounds", "mass_g BETWEEN 1 AND 1000000000"),
    check(
        "split_adds_up",
        "amount_fen >= 1 AND owner_fen >= 0 AND service_fen >= 0 AND amount_fen = owner_fen + service_fen",
    ),
    sa.Index("ix_orders_user_newest", "user_id", "created_at", "id"),
    sa.Index(
        "ix_orders_to_expire",
        "expires_at",
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    ),
)

order_beneficiaries = sa.Table(
    "order_beneficiaries",
    db.metadata,
    reference("order_id", "orders.id", primary_key=True),
    sa.Column("position", sa.Integer(), primary_key=True),
    choice("kind", BeneficiaryKind),
    #: null once erased
    text("name", nullable=True),
    reference("organisation_id", "organisations.id", nullable=True),
    choice("role", Role),
    choice("payer", Payer),
    flag("public"),
    choice("name_verdict", NameVerdict),
    amount("mass_g"),
    one_of("kind", BeneficiaryKind),
    one_of("role", Role),
    one_of("payer", Payer),
    one_of("name_verdict", NameVerdict),
)

idempotency_keys = sa.Table(
    "idempotency_keys",
    db.metadata,
    reference("user_id", "users.id", primary_key=True),
    #: method and path
    sa.Column("endpoint", sa.String(120), primary_key=True),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("body_sha256", sa.String(64), nullable=False),
    #: what the first request made, for a later one to resume
    sa.Column("resource_id", sa.String(29)),
    #: while it lives, a copy is told to wait
    instant("lease_until_at"),
    #: only of a 2xx answer, replayed byte for byte
    sa.Column("status_code", sa.Integer()),
    text("response", nullable=True),
    instant("created_at"),
    sa.Index("ix_idempotency_keys_created_at", "created_at"),
)
