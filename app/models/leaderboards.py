"""Standings: events appended by settlements, and the lists and histograms a job makes of them."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.boards import By
from app.models.columns import SERIAL, amount, choice, one_of, reference, text

#: What happened, in order. Appended in the settlement's own transaction, so nothing is lost; applied within 2 s.
standing_events = sa.Table(
    "standing_events",
    db.metadata,
    sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
    reference("certificate_id", "certificates.id"),
    #: +1 issued, -1 revoked
    sa.Column("sign", sa.Integer(), nullable=False),
    sa.Column("board", sa.String(20), nullable=False),
    #: user, organisation or scene
    sa.Column("subject", sa.String(29), nullable=False),
    sa.Column("scene_code", sa.String(12)),
    #: the Beijing day it counts in
    sa.Column("counted_on", sa.Date(), nullable=False),
    sa.Column("reached_ms", sa.BigInteger(), nullable=False),
    amount("mass_g"),
    sa.Column("covered", sa.Integer(), nullable=False),
    #: shown by consent only
    text("name", nullable=True),
    sa.Column("applied", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("certificate_id", "board", "sign"),
    sa.Index(
        "ix_standing_events_waiting",
        "subject",
        sqlite_where=sa.text("NOT applied"),
        postgresql_where=sa.text("NOT applied"),
    ),
)

standings = sa.Table(
    "standings",
    db.metadata,
    sa.Column("board_key", sa.String(48), primary_key=True),
    sa.Column("subject", sa.String(29), primary_key=True),
    amount("mass_g"),
    sa.Column("covered", sa.Integer(), nullable=False),
    sa.Column("certificates", sa.Integer(), nullable=False),
    sa.Column("mass_reached_ms", sa.BigInteger(), nullable=False),
    sa.Column("covered_reached_ms", sa.BigInteger(), nullable=False),
    text("name", nullable=True),
    sa.CheckConstraint("mass_g >= 0 AND covered >= 0 AND certificates >= 0", name="not_negative"),
)
sa.Index(
    "ix_standings_by_mass",
    standings.c.board_key,
    standings.c.mass_g.desc(),
    standings.c.mass_reached_ms,
    standings.c.subject,
)
sa.Index(
    "ix_standings_by_covered",
    standings.c.board_key,
    standings.c.covered.desc(),
    standings.c.covered_reached_ms,
    standings.c.subject,
)
sa.Index("ix_standings_subject", standings.c.subject)

#: How many standings fall in each cell: coarse cells and, within them, fine ones (app/domain/boards.py).
board_cells = sa.Table(
    "board_cells",
    db.metadata,
    sa.Column("board_key", sa.String(48), primary_key=True),
    choice("by", By, primary_key=True),
    #: 0 coarse, 1 fine
    sa.Column("level", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("cell", sa.BigInteger(), primary_key=True, autoincrement=False),
    sa.Column("standings", sa.BigInteger(), nullable=False),
    one_of("by", By),
)

#: Journeys fully covered, once per person and scene: the row is the fact.
covered_journeys = sa.Table(
    "covered_journeys",
    db.metadata,
    reference("user_id", "users.id", primary_key=True),
    reference("scene_id", "scenes.id", primary_key=True),
    #: the certificate whose settlement completed it
    reference("certificate_id", "certificates.id", index=True),
)
