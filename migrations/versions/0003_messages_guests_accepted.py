"""messages guests accepted: subscriptions

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-20 14:55:00.000000
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('subscriptions',
    sa.Column('order_id', sa.String(length=29), nullable=False),
    sa.Column('purpose', sa.String(length=11), nullable=False),
    sa.Column('user_id', sa.String(length=29), nullable=False),
    sa.Column('template_id', sa.String(length=64), nullable=False),
    sa.Column('status', sa.String(length=7), nullable=False),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('try_next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.String(length=200), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("purpose IN ('certificate', 'retired')", name=op.f('ck_subscriptions_purpose_known')),
    sa.CheckConstraint("status IN ('waiting', 'sent', 'refused', 'dropped', 'failed')", name=op.f('ck_subscriptions_status_known')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_subscriptions_order_id_orders')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_subscriptions_user_id_users')),
    sa.PrimaryKeyConstraint('order_id', 'purpose', name=op.f('pk_subscriptions'))
    )
    op.create_index('ix_subscriptions_due', 'subscriptions', ['try_next_at'], unique=False, sqlite_where=sa.text('try_next_at IS NOT NULL'), postgresql_where=sa.text('try_next_at IS NOT NULL'))
    op.create_index(op.f('ix_subscriptions_user_id'), 'subscriptions', ['user_id'], unique=False)


def downgrade():
    op.drop_table('subscriptions')
