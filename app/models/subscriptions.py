"""Messages guests accepted to receive about an order: the acceptance, and what became of the message."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.subscriptions import MessageStatus, Purpose
from app.models.columns import choice, instant, one_of, reference

#: Acceptance and outbox in one: WeChat allows one message for one acceptance, and we ask for one of each purpose.
subscriptions = sa.Table(
    "subscriptions",
    db.metadata,
    reference("order_id", "orders.id", primary_key=True),
    choice("purpose", Purpose, primary_key=True),
    reference("user_id", "users.id", index=True),
    #: as it was shown to the guest: a template chosen later was never accepted
    sa.Column("template_id", sa.String(64), nullable=False),
    choice("status", MessageStatus),
    sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    #: null while there is nothing to tell yet, and once it is told
    instant("try_next_at", nullable=True),
    sa.Column("last_error", sa.String(200)),
    instant("accepted_at"),
    instant("ended_at", nullable=True),
    one_of("purpose", Purpose),
    one_of("status", MessageStatus),
    sa.Index(
        "ix_subscriptions_due",
        "try_next_at",
        sqlite_where=sa.text("try_next_at IS NOT NULL"),
        postgresql_where=sa.text("try_next_at IS NOT NULL"),
    ),
)
