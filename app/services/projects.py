"""Projects on sale, and what a given mass would cost. Prices and batches are the console's business."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.core.database import Instant, read
from app.domain.money import Split, price_fen, split_fen
from app.domain.projects import ProjectKind
from app.models import credit_batches, organisations, projects


@dataclass(frozen=True, slots=True)
class Offer:
    """A project on sale. ``available_g``: unsold grams of all its batches.

    ``vintage``: of the batch that would be used first; None when nothing is left. ``amount_fen`` and ``split``: for the
    mass asked about, all fees in; None when none was.
    """

    id: str
    code: str
    kind: ProjectKind
    name: str
    credit_type: str
    standard: str
    registry: str
    registry_project_id: str
    methodology: str
    vintage: int | None
    owner: str
    held_by: str
    price_fen_per_tonne: int
    available_g: int
    amount_fen: int | None
    split: Split | None
    sample: bool
    created_at: datetime


_LEFT = credit_batches.c.available_g > 0
_STOCK = (
    sa.select(
        credit_batches.c.project_id,
        # PostgreSQL adds bigints up to a numeric
        sa.cast(sa.func.sum(credit_batches.c.available_g), sa.BigInteger()).label("available_g"),
        sa.func.min(sa.case((_LEFT, credit_batches.c.vintage))).label("vintage"),
    )
    .group_by(credit_batches.c.project_id)
    .subquery("stock")
)


@cache
def _on_sale(after: bool) -> sa.Select[Any]:
    statement = (
        sa.select(
            projects,
            organisations.c.name.label("owner"),
            sa.func.coalesce(_STOCK.c.available_g, 0).label("available_g"),
            _STOCK.c.vintage,
        )
        .select_from(
            projects.join(organisations, organisations.c.id == projects.c.owner_id).outerjoin(
                _STOCK, _STOCK.c.project_id == projects.c.id
            )
        )
        .where(projects.c.on_sale, projects.c.kind == ProjectKind.CREDIT.value)
    )
    if after:
        seen = sa.tuple_(sa.bindparam("after_at", type_=Instant()), sa.bindparam("after_id", type_=sa.Text()))
        statement = statement.where(sa.tuple_(projects.c.created_at, projects.c.id) > seen)
    return statement.order_by(projects.c.created_at, projects.c.id).limit(sa.bindparam("limit"))


def on_sale(mass_g: int | None = None, *, after: tuple[datetime, str] | None = None, limit: int = 20) -> list[Offer]:
    """Projects that can be ordered, the longest offered first, sold-out ones too (``available_g`` says so).

    mass_g: 1 to :data:`app.domain.money.MAX_ORDER_G`, priced exactly as an order would be. after: (created_at, id) of
    the last one already seen.
    """
    values: dict[str, Any] = {"limit": limit}
    if after:
        values["after_at"], values["after_id"] = after
    with read() as connection:
        rows = connection.execute(_on_sale(bool(after)), values).all()
    return [_offer(row, mass_g) for row in rows]


def _offer(row: Any, mass_g: int | None) -> Offer:
    amount_fen = price_fen(mass_g, row.price_fen_per_tonne) if mass_g is not None else None
    return Offer(
        id=row.id,
        code=row.code,
        kind=ProjectKind(row.kind),
        name=row.name,
        credit_type=row.credit_type,
        standard=row.standard,
        registry=row.registry,
        registry_project_id=row.registry_project_id,
        methodology=row.methodology,
        vintage=row.vintage,
        owner=row.owner,
        held_by=row.held_by,
        price_fen_per_tonne=row.price_fen_per_tonne,
        available_g=row.available_g,
        amount_fen=amount_fen,
        split=split_fen(amount_fen, row.service_bps) if amount_fen is not None else None,
        sample=row.sample,
        created_at=row.created_at,
    )
