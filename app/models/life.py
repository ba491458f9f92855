"""The months of everyday life a user has counted: which footprint stands for which month."""

import sqlalchemy as sa

from app.core.database import db
from app.models.columns import instant, reference

#: Added to, never changed: the highest version of a month is the one that counts.
life_months = sa.Table(
    "life_months",
    db.metadata,
    reference("user_id", "users.id", primary_key=True),
    #: a month in Beijing, `2026-11`
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
    reference("footprint_id", "footprints.id", unique=True),
    instant("created_at"),
    sa.CheckConstraint("version >= 1", name="version_counts"),
)
