"""Money in and money back: attempts, refunds, the inbox of provider messages, shipping notices."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.notifications import NotificationStatus, ShippingStatus
from app.domain.payments import LIVE_PAYMENTS, PaymentStatus, RefundCause, RefundStatus
from app.models.columns import amount, check, choice, id_column, instant, one_of, reference, text

_LIVE = sa.text("status IN (" + ", ".join(f"'{status}'" for status in LIVE_PAYMENTS) + ")")

payments = sa.Table(
    "payments",
    db.metadata,
    #: the provider's order number (out_trade_no)
    id_column(),
    reference("order_id", "orders.id", index=True),
    sa.Column("provider", sa.String(20), nullable=False),
    sa.Column("method", sa.String(10), nullable=False),
    choice("status", PaymentStatus),
    amount("amount_fen"),
    #: who was asked to pay; compared with who paid
    sa.Column("openid", sa.String(64)),
    #: JSON of the request, so that a repeat is equal
    text("request"),
    #: JSON {"kind", "params"} as last answered to the client
    text("started", nullable=True),
    sa.Column("transaction_id", sa.String(64)),
    instant("created_at"),
    #: last moment to pay
    instant("expires_at"),
    instant("asked_at", nullable=True),
    instant("ask_next_at", nullable=True),
    sa.Column("asks", sa.Integer(), nullable=False, server_default="0"),
    instant("settled_at", nullable=True),
    one_of("status", PaymentStatus),
    check("amount_positive", "amount_fen >= 1"),
    sa.UniqueConstraint("provider", "transaction_id"),
    sa.Index("uq_payments_one_live", "order_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    sa.Index("ix_payments_to_ask", "ask_next_at", sqlite_where=_LIVE, postgresql_where=_LIVE),
)

refunds = sa.Table(
    "refunds",
    db.metadata,
    #: the provider's refund number, the same at every try
    id_column(),
    #: refunds are whole, so a payment has one at most
    reference("payment_id", "payments.id", unique=True),
    reference("order_id", "orders.id", index=True),
    choice("cause", RefundCause),
    choice("status", RefundStatus),
    amount("amount_fen"),
    sa.Column("reason", sa.String(80), nullable=False),
    sa.Column("provider_reference", sa.String(64)),
    sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    instant("try_next_at"),
    sa.Column("last_error", sa.String(200)),
    instant("created_at"),
    instant("succeeded_at", nullable=True),
    one_of("cause", RefundCause),
    one_of("status", RefundStatus),
    check("amount_positive", "amount_fen >= 1"),
)

notifications = sa.Table(
    "notifications",
    db.metadata,
    id_column(),
    sa.Column("provider", sa.String(20), nullable=False),
    #: the provider's id of the message; of a body without one, its hash
    sa.Column("message_id", sa.String(80), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    choice("status", NotificationStatus),
    #: as received
    text("body"),
    text("headers"),
    #: the outcome read from it, JSON, so that a job can act without the keys of that day
    text("outcome", nullable=True),
    sa.Column("error", sa.String(200)),
    sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    instant("received_at"),
    instant("processed_at", nullable=True),
    one_of("status", NotificationStatus),
    sa.UniqueConstraint("provider", "message_id"),
    sa.Index(
        "ix_notifications_waiting",
        "received_at",
        sqlite_where=sa.text("status = 'stored'"),
        postgresql_where=sa.text("status = 'stored'"),
    ),
)

#: The duty to tell WeChat that the service was rendered, told by a job after a delay.
shipping_notices = sa.Table(
    "shipping_notices",
    db.metadata,
    reference("payment_id", "payments.id", primary_key=True),
    choice("status", ShippingStatus),
    sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    instant("try_next_at"),
    sa.Column("last_error", sa.String(200)),
    one_of("status", ShippingStatus),
    sa.Index("ix_shipping_notices_due", "status", "try_next_at"),
)
