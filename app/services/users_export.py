"""Everything kept about a user, as plain JSON values. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
import sqlalchemy as sa

from app.core import clock
from app.core.database import read
from app.models import (
    certificate_claims,
    certificate_events,
    certificates,
    covered_journeys,
    footprints,
    idempotency_keys,
    life_months,
    members,
    order_beneficiaries,
    orders,
    organisations,
    payments,
    refunds,
    sessions,
    standings,
    subscriptions,
    users,
)
from app.services.certificates import CLAIMED_BY

_ME: sa.BindParameter[str] = sa.bindparam("user_id", type_=sa.String())
_MY_ORDERS = sa.select(orders.c.id).where(orders.c.user_id == _ME).scalar_subquery()
#: A gift's name is its receiver's once they have claimed it, and so is all that is said of it.
_HELD = sa.func.coalesce(CLAIMED_BY.element, certificates.c.user_id) == _ME
_MY_CERTIFICATES = sa.select(certificates.c.id).where(_HELD).scalar_subquery()


@dataclass(frozen=True)
class _Part:
    """One member of the export: its rows, oldest first, and which of their columns hold JSON."""

    rows: sa.Select[Any]
    json_columns: frozenset[str] = frozenset()


def _without(table: sa.Table, *names: str) -> list[sa.Column[Any]]:
    return [column for column in table.c if column.name not in names]


#: Of a claimed gift these say who gave it and, with the salt, let guesses be tried at how they travelled.
_BUYERS = ("user_id", "order_id", "footprint_id", "footprint_salt")
_OWN_PURCHASE = [
    sa.case((certificates.c.user_id == _ME, certificates.c[name]), else_=sa.null()).label(name) for name in _BUYERS
]
_PARTS: Mapping[str, _Part] = {
    # a token's hash opens nothing and says nothing of the person
    "sessions": _Part(
        sa.select(*_without(sessions, "token_sha256")).where(sessions.c.user_id == _ME).order_by(sessions.c.created_at)
    ),
    "organisations": _Part(
        sa.select(organisations.c.name, *_without(members, "user_id"))
        .join_from(members, organisations)
        .where(members.c.user_id == _ME)
        .order_by(members.c.created_at)
    ),
    "footprints": _Part(
        sa.select(footprints).where(footprints.c.user_id == _ME).order_by(footprints.c.created_at, footprints.c.id),
        frozenset({"inputs", "context", "lines", "category_sums", "left_out"}),
    ),
    "life_months": _Part(
        sa.select(life_months).where(life_months.c.user_id == _ME).order_by(life_months.c.month, life_months.c.version)
    ),
    "orders": _Part(sa.select(orders).where(orders.c.user_id == _ME).order_by(orders.c.created_at, orders.c.id)),
    "beneficiaries": _Part(
        sa.select(order_beneficiaries)
        .where(order_beneficiaries.c.order_id.in_(_MY_ORDERS))
        .order_by(order_beneficiaries.c.order_id, order_beneficiaries.c.position)
    ),
    "payments": _Part(
        sa.select(payments).where(payments.c.order_id.in_(_MY_ORDERS)).order_by(payments.c.created_at, payments.c.id),
        frozenset({"request", "started"}),
    ),
    "refunds": _Part(
        sa.select(refunds).where(refunds.c.order_id.in_(_MY_ORDERS)).order_by(refunds.c.created_at, refunds.c.id)
    ),
    "certificates": _Part(
        sa.select(*_without(certificates, *_BUYERS), *_OWN_PURCHASE)
        .where(_HELD)
        .order_by(certificates.c.issued_at, certificates.c.id),
        frozenset({"record"}),
    ),
    "certificate_events": _Part(
        sa.select(certificate_events)
        .where(certificate_events.c.certificate_id.in_(_MY_CERTIFICATES))
        .order_by(certificate_events.c.created_at, certificate_events.c.id),
        frozenset({"body"}),
    ),
    "claims": _Part(
        sa.select(*_without(certificate_claims, "token_sha256"))
        .where(certificate_claims.c.claimed_by == _ME)
        .order_by(certificate_claims.c.claimed_at, certificate_claims.c.certificate_id)
    ),
    "covered_journeys": _Part(
        sa.select(covered_journeys).where(covered_journeys.c.user_id == _ME).order_by(covered_journeys.c.certificate_id)
    ),
    "standings": _Part(sa.select(standings).where(standings.c.subject == _ME).order_by(standings.c.board_key)),
    "subscriptions": _Part(
        sa.select(subscriptions)
        .where(subscriptions.c.user_id == _ME)
        .order_by(subscriptions.c.accepted_at, subscriptions.c.order_id, subscriptions.c.purpose)
    ),
    "repeatable_requests": _Part(
        sa.select(*_without(idempotency_keys, "user_id"))
        .where(idempotency_keys.c.user_id == _ME)
        .order_by(idempotency_keys.c.created_at, idempotency_keys.c.key),
        frozenset({"response"}),
    ),
}
_USER = sa.select(users).where(users.c.id == _ME, users.c.deleted_at.is_(None))


def export(user_id: str) -> dict[str, Any]:
    """Every row about the user by kind, columns as they are kept: instants RFC 3339 UTC, money fen, mass grams.

    Of the user's own making or about them; shared rows (scenes, projects, batches) are named by their ids only.
    """
    with read() as connection:
        answer: dict[str, Any] = {"exported_at": clock.rfc3339(clock.now())}
        user = connection.execute(_USER, {"user_id": user_id}).mappings().first()
        answer["user"] = _plain(user, frozenset()) if user else None
        for name, part in _PARTS.items():
            rows = connection.execute(part.rows, {"user_id": user_id}).mappings()
            answer[name] = [_plain(row, part.json_columns) for row in rows]
    return answer


def _plain(row: Mapping[Any, Any], json_columns: frozenset[str]) -> dict[str, Any]:
    return {str(name): _value(value, name in json_columns) for name, value in row.items()}


def _value(value: Any, is_json: bool) -> Any:
    if isinstance(value, datetime):
        return clock.rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    return orjson.loads(value) if is_json and isinstance(value, str) else value
