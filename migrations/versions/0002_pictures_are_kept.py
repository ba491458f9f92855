"""pictures are kept: renderings, looks of scenes, mini-program codes, covered journeys on certificates

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-20 13:50:12.114207
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# SQLite can only add a foreign key by copying the table, and does not tell the copy of the CHECKs
CHECKS = (
    sa.CheckConstraint("status IN ('allocated', 'retired', 'revoked')", name='ck_certificates_status_known'),
    sa.CheckConstraint("beneficiary_kind IN ('person', 'organisation')", name='ck_certificates_beneficiary_kind_known'),
)


def upgrade():
    op.create_table('scene_looks',
    sa.Column('id', sa.String(length=29), nullable=False),
    sa.Column('scene_id', sa.String(length=29), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('design', sa.String(length=20), nullable=False),
    sa.Column('colour', sa.String(length=7), nullable=True),
    sa.Column('logo_sha256', sa.String(length=64), nullable=True),
    sa.Column('since_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['scene_id'], ['scenes.id'], name=op.f('fk_scene_looks_scene_id_scenes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scene_looks')),
    sa.UniqueConstraint('scene_id', 'version', name=op.f('uq_scene_looks_scene_id_version'))
    )
    op.add_column('scenes', sa.Column('look_id', sa.String(length=29), nullable=True))
    with op.batch_alter_table('certificates', table_args=CHECKS) as table:
        table.add_column(sa.Column('look_id', sa.String(length=29), nullable=True))
        table.add_column(sa.Column('journeys', sa.Integer(), nullable=True))
        table.add_column(sa.Column('code_sha256', sa.String(length=64), nullable=True))
        table.add_column(sa.Column('code_try_at', sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('code_tries', sa.Integer(), server_default='0', nullable=False))
        table.create_foreign_key(op.f('fk_certificates_look_id_scene_looks'), 'scene_looks', ['look_id'], ['id'])
    op.create_index('ix_certificates_codes_waiting', 'certificates', ['code_try_at'], unique=False, sqlite_where=sa.text('code_try_at IS NOT NULL'), postgresql_where=sa.text('code_try_at IS NOT NULL'))
    op.create_table('renderings',
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('certificate_id', sa.String(length=29), nullable=False),
    sa.Column('kind', sa.String(length=3), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('named', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('state', sa.String(length=7), nullable=False),
    sa.Column('fence', sa.Integer(), server_default='1', nullable=False),
    sa.Column('lease_until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('size_bytes', sa.Integer(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('delete_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), server_default='0', nullable=False),
    sa.CheckConstraint("kind IN ('png', 'pdf', 'jpg')", name=op.f('ck_renderings_kind_known')),
    sa.CheckConstraint("state IN ('drawing', 'ready', 'stale')", name=op.f('ck_renderings_state_known')),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificates.id'], name=op.f('fk_renderings_certificate_id_certificates')),
    sa.PrimaryKeyConstraint('content_hash', name=op.f('pk_renderings'))
    )
    op.create_index(op.f('ix_renderings_asked_on'), 'renderings', ['asked_on'], unique=False)
    op.create_index(op.f('ix_renderings_certificate_id'), 'renderings', ['certificate_id'], unique=False)
    op.create_index('ix_renderings_stale', 'renderings', ['delete_at'], unique=False, sqlite_where=sa.text('delete_at IS NOT NULL'), postgresql_where=sa.text('delete_at IS NOT NULL'))


def downgrade():
    op.drop_index('ix_renderings_stale', table_name='renderings', sqlite_where=sa.text('delete_at IS NOT NULL'), postgresql_where=sa.text('delete_at IS NOT NULL'))
    op.drop_index(op.f('ix_renderings_certificate_id'), table_name='renderings')
    op.drop_index(op.f('ix_renderings_asked_on'), table_name='renderings')
    op.drop_table('renderings')
    op.drop_index('ix_certificates_codes_waiting', table_name='certificates', sqlite_where=sa.text('code_try_at IS NOT NULL'), postgresql_where=sa.text('code_try_at IS NOT NULL'))
    with op.batch_alter_table('certificates', table_args=CHECKS) as table:
        table.drop_constraint(op.f('fk_certificates_look_id_scene_looks'), type_='foreignkey')
        for column in ('code_tries', 'code_try_at', 'code_sha256', 'journeys', 'look_id'):
            table.drop_column(column)
    op.drop_column('scenes', 'look_id')
    op.drop_table('scene_looks')
