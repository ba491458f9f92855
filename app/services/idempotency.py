"""Making a write that is sent twice happen once: the key's row, its lease, and the stored answer."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, upsert, write
from app.core.prepared import Prepared
from app.domain.errors import DomainError
from app.models import idempotency_keys

LEASE_S = 30
KEPT = timedelta(hours=72)
_c = idempotency_keys.c


@dataclass(frozen=True, slots=True)
class Key:
    """Who sends what where: the scope of a key, and the hash of the validated body."""

    user_id: str
    endpoint: str
    key: str
    body_sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx answer: bytes, so that a replay is equal byte for byte."""

    status: int
    body: bytes
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """fresh: this request is the first. Else resource_id is what the first one made, to be taken up again."""

    fresh: bool
    resource_id: str | None
    answer: Answer | None = None


_WHERE = sa.and_(
    _c.user_id == sa.bindparam("b_user_id"), _c.endpoint == sa.bindparam("b_endpoint"), _c.key == sa.bindparam("b_key")
)
_INSERT = Prepared(
    upsert(idempotency_keys).on_conflict_do_nothing(index_elements=["user_id", "endpoint", "key"]).returning(_c.key)
)
_SELECT = Prepared(
    sa.select(_c.body_sha256, _c.lease_until_at, _c.resource_id, _c.status_code, _c.response).where(_WHERE)
)
_TAKE_OVER = Prepared(
    sa.update(idempotency_keys)
    .where(_WHERE, _c.lease_until_at == sa.bindparam("b_seen"), _c.status_code.is_(None))
    .values(lease_until_at=sa.bindparam("b_until"))
    .returning(_c.key)
)
_FREE = Prepared(
    sa.update(idempotency_keys).where(_WHERE, _c.status_code.is_(None)).values(lease_until_at=sa.bindparam("b_now"))
)
_FINISH = Prepared(
    sa.update(idempotency_keys)
    .where(_WHERE, _c.status_code.is_(None))
    .values(status_code=sa.bindparam("b_status"), response=sa.bindparam("b_response"))
)


def _scope(key: Key) -> dict[str, str]:
    return {"b_user_id": key.user_id, "b_endpoint": key.endpoint, "b_key": key.key}


def known(key: Key) -> bool:
    """Whether a request with this key came before."""
    with read() as connection:
        return _SELECT.first(connection, _scope(key)) is not None


def claim(tx: sa.Connection, key: Key, resource_id: str) -> Claim:
    """Take the key inside the transaction that makes the resource, so that both are there or neither.

    Raises ``idempotency_key_reused`` (another body) or ``idempotency_in_flight`` (a lease of 30 s lives).
    """
    now = clock.now()
    until = now + timedelta(seconds=LEASE_S)
    fresh = _INSERT.first(
        tx,
        {
            "user_id": key.user_id,
            "endpoint": key.endpoint,
            "key": key.key,
            "body_sha256": key.body_sha256,
            "resource_id": resource_id,
            "lease_until_at": until,
            "created_at": now,
        },
    )
    if fresh is not None:
        return Claim(True, resource_id)
    row = _SELECT.first(tx, _scope(key))
    if row.body_sha256 != key.body_sha256:
        raise DomainError("idempotency_key_reused")
    if row.status_code is not None:
        return Claim(False, row.resource_id, Answer(row.status_code, row.response.encode(), replayed=True))
    taken = row.lease_until_at <= now and _TAKE_OVER.first(
        tx, _scope(key) | {"b_seen": row.lease_until_at, "b_until": until}
    )
    if not taken:
        raise DomainError("idempotency_in_flight")
    return Claim(False, row.resource_id)


def finish(tx: sa.Connection, key: Key, answer: Answer) -> None:
    """Keep a 2xx answer for replays, in the transaction of its last effect."""
    _FINISH.run(tx, _scope(key) | {"b_status": answer.status, "b_response": answer.body.decode()})


def free(key: Key) -> None:
    """End the lease: the same key may resume at once. For answers that are meant to be retried (503)."""
    with write("free an idempotency key") as tx:
        _FREE.run(tx, _scope(key) | {"b_now": clock.now()})


def forget(tx: sa.Connection, user_id: str, resource_id: str) -> None:
    """Drop the kept answers of a user about one resource: what they say was erased. A repeat is then a new request."""
    tx.execute(sa.delete(idempotency_keys).where(_c.user_id == user_id, _c.resource_id == resource_id))


def prune() -> int:
    """Forget keys older than they are promised to be kept. Returns how many."""
    with write("prune idempotency keys") as tx:
        return tx.execute(sa.delete(idempotency_keys).where(_c.created_at < clock.now() - KEPT)).rowcount
