"""gifts are claimed: certificate_claims, and the signed event that says so

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-20 15:08:00.000000
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

NAME = 'ck_certificate_events_kind_known'
BEFORE = "kind IN ('retired', 'revoked', 'name_corrected', 'name_erased')"
AFTER = "kind IN ('retired', 'revoked', 'name_corrected', 'name_claimed', 'name_erased')"


def upgrade():
    op.create_table('certificate_claims',
    sa.Column('certificate_id', sa.String(length=29), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_by', sa.String(length=29), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_certificate_claims_certificate_id_certificates')),
    sa.ForeignKeyConstraint(['claimed_by'], ['users.id'], name=op.f('fk_certificate_claims_claimed_by_users')),
    sa.PrimaryKeyConstraint('certificate_id', name=op.f('pk_certificate_claims'))
    )
    op.create_index(op.f('ix_certificate_claims_claimed_by'), 'certificate_claims', ['claimed_by'], unique=False)
    allow(AFTER)


def downgrade():
    op.execute("DELETE FROM certificate_events WHERE kind = 'name_claimed'")
    allow(BEFORE)
    op.drop_table('certificate_claims')


def allow(kinds):
    with op.batch_alter_table('certificate_events') as table:
        table.drop_constraint(op.f(NAME), type_='check')
        table.create_check_constraint(op.f(NAME), kinds)
