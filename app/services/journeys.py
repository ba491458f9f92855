"""How many journeys a person has covered, as the boards count them, inside another statement. Tiers: boards.py."""

from datetime import date

import sqlalchemy as sa

from app.domain.boards import Board, Period, board_key
from app.models import covered_journeys, standing_events, standings

_in_the_list = (
    sa.select(standings.c.covered)
    .where(
        standings.c.board_key == board_key(Board.PEOPLE, None, Period.ALL, date.min),
        standings.c.subject == sa.bindparam("user_id"),
    )
    .scalar_subquery()
)
_waiting = (
    sa.select(sa.func.sum(standing_events.c.covered))
    .where(
        standing_events.c.subject == sa.bindparam("user_id"),
        sa.not_(standing_events.c.applied),
        standing_events.c.board == Board.PEOPLE.value,
    )
    .scalar_subquery()
)
#: Of the person ``user_id``, exact at once: what the list says and what has not been applied to it yet.
BEFORE = sa.func.coalesce(_in_the_list, 0) + sa.func.coalesce(_waiting, 0)
#: 1 if ``user_id`` has covered the journey to the scene ``scene_id`` before: it counts once.
COVERED_HERE = (
    sa.select(sa.func.count())
    .select_from(covered_journeys)
    .where(
        covered_journeys.c.user_id == sa.bindparam("user_id"),
        covered_journeys.c.scene_id == sa.bindparam("scene_id", type_=sa.String()),
    )
    .scalar_subquery()
)
