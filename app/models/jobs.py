"""Leases that let several machines run the jobs, and the alerts a person must look at."""

import sqlalchemy as sa

from app.core.database import db
from app.models.columns import SERIAL, instant, text

job_leases = sa.Table(
    "job_leases",
    db.metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("holder", sa.String(80), nullable=False),
    #: grows with every take-over: a late holder can be told from the present one
    sa.Column("fence", sa.BigInteger(), nullable=False),
    instant("until_at"),
)

alerts = sa.Table(
    "alerts",
    db.metadata,
    sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    text("detail"),
    instant("created_at"),
    instant("resolved_at", nullable=True),
    sa.UniqueConstraint("kind", "subject"),
)
