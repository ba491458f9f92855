"""trips without an account end: the index by which a job finds them

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-20 21:10:00.000000
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

UNCLAIMED = sa.text('user_id IS NULL AND erased_at IS NULL')


def upgrade():
    op.create_index('ix_footprints_unclaimed', 'footprints', ['created_at'], unique=False,
                    sqlite_where=UNCLAIMED, postgresql_where=UNCLAIMED)


def downgrade():
    op.drop_index('ix_footprints_unclaimed', table_name='footprints')
