"""The organisations a user may act for. How members are added is services/catalogue.py."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.core.database import read
from app.models import members, organisations


@dataclass(frozen=True, slots=True)
class Membership:
    """``id`` and ``name`` are the organisation's; ``since`` the user belongs to it."""

    id: str
    name: str
    role: str
    sample: bool
    since: datetime


_MINE = (
    sa.select(organisations.c.id, organisations.c.name, members.c.role, organisations.c.sample, members.c.created_at)
    .join_from(members, organisations)
    .where(members.c.user_id == sa.bindparam("user_id", type_=sa.String()))
    .order_by(organisations.c.name)
)


def of_user(user_id: str) -> list[Membership]:
    with read() as connection:
        return [Membership(*row) for row in connection.execute(_MINE, {"user_id": user_id})]
