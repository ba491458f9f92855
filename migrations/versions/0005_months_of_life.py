"""months of life: which footprint stands for which month of a user

Revision ID: 0005
Revises: 0003
Create Date: 2026-11-20 14:45:00.000000
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('life_months',
    sa.Column('user_id', sa.String(length=29), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('footprint_id', sa.String(length=29), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_life_months_version_counts')),
    sa.ForeignKeyConstraint(['footprint_id'], ['footprints.id'], name=op.f('fk_life_months_footprint_id_footprints')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_life_months_user_id_users')),
    sa.PrimaryKeyConstraint('user_id', 'month', 'version', name=op.f('pk_life_months')),
    sa.UniqueConstraint('footprint_id', name=op.f('uq_life_months_footprint_id'))
    )


def downgrade():
    op.drop_table('life_months')
