"""An order as its buyer sees it: read in one go, or built from what was just written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.prepared import Prepared
from app.domain.orders import OrderStatus, shown_status
from app.models import certificates, orders, payments, projects, scenes


@dataclass(frozen=True, slots=True)
class PaymentView:
    """The attempt the buyer can act on. ``params`` are what the phone (or a pay code) needs, or None."""

    id: str
    method: str
    kind: str | None
    params: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class OrderView:
    id: str
    status: OrderStatus
    mass_g: int
    amount_fen: int
    owner_fen: int
    service_fen: int
    project: str
    scene: str | None
    scene_name: str | None
    footprint_id: str | None
    sample: bool
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    certificate_ids: Sequence[str]
    payment: PaymentView | None


_ORDER = (
    sa.select(
        orders.c.id,
        orders.c.user_id,
        orders.c.status,
        orders.c.mass_g,
        orders.c.amount_fen,
        orders.c.owner_fen,
        orders.c.service_fen,
        projects.c.code.label("project"),
        scenes.c.code.label("scene"),
        scenes.c.name.label("scene_name"),
        orders.c.footprint_id,
        orders.c.sample,
        orders.c.created_at,
        orders.c.expires_at,
        orders.c.paid_at,
    )
    .select_from(orders)
    .join(projects, projects.c.id == orders.c.project_id)
    .outerjoin(scenes, scenes.c.id == orders.c.scene_id)
)
_ONE = Prepared(_ORDER.where(orders.c.id == sa.bindparam("order_id"), orders.c.user_id == sa.bindparam("user_id")))
_CERTIFICATES = (
    sa.select(certificates.c.order_id, certificates.c.id)
    .where(certificates.c.order_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(certificates.c.order_id, certificates.c.position)
)
_PAYMENTS = (
    sa.select(payments.c.order_id, payments.c.id, payments.c.method, payments.c.started)
    .where(payments.c.order_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(payments.c.created_at, payments.c.id)
)


def order_view(connection: sa.Connection, order_id: str, user_id: str) -> OrderView | None:
    """One order of this user, or None."""
    row = _ONE.first(connection, {"order_id": order_id, "user_id": user_id})
    return _views(connection, [row])[0] if row is not None else None


def order_views(
    connection: sa.Connection, user_id: str, limit: int, before: tuple[datetime, str] | None
) -> list[OrderView]:
    """A user's orders, newest first; ``before``: created_at and id of the last one seen."""
    query = _ORDER.where(orders.c.user_id == user_id)
    if before is not None:
        query = query.where(sa.tuple_(orders.c.created_at, orders.c.id) < sa.tuple_(*before))
    query = query.order_by(orders.c.created_at.desc(), orders.c.id.desc()).limit(limit)
    return _views(connection, connection.execute(query).all())


def _views(connection: sa.Connection, rows: Sequence[Any]) -> list[OrderView]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    issued: dict[str, list[str]] = {}
    for order_id, certificate_id in connection.execute(_CERTIFICATES, {"ids": ids}):
        issued.setdefault(order_id, []).append(certificate_id)
    # the last attempt stands for the order
    attempts = {row.order_id: row for row in connection.execute(_PAYMENTS, {"ids": ids})}
    now = clock.now()
    return [
        OrderView(
            id=row.id,
            status=shown_status(OrderStatus(row.status), row.expires_at, now),
            mass_g=row.mass_g,
            amount_fen=row.amount_fen,
            owner_fen=row.owner_fen,
            service_fen=row.service_fen,
            project=row.project,
            scene=row.scene,
            scene_name=row.scene_name,
            footprint_id=row.footprint_id,
            sample=row.sample,
            created_at=row.created_at,
            expires_at=row.expires_at,
            paid_at=row.paid_at,
            certificate_ids=issued.get(row.id, []),
            payment=_payment(attempts.get(row.id)),
        )
        for row in rows
    ]


def _payment(row: Any) -> PaymentView | None:
    if row is None:
        return None
    started = json.loads(row.started) if row.started else {}
    return PaymentView(row.id, row.method, started.get("kind"), started.get("params"))
