"""Writing transactions of the ledger, and reading its sums. What is posted for what is app/domain/ledger.py."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import read, upsert
from app.core.prepared import Prepared
from app.domain.errors import InvariantBroken
from app.domain.ledger import Asset, Posting, TransactionKind
from app.models import ledger_postings, ledger_transactions

_OPEN = Prepared(
    upsert(ledger_transactions)
    .values(
        id=sa.bindparam("id"),
        kind=sa.bindparam("kind"),
        source_id=sa.bindparam("source_id"),
        created_at=sa.bindparam("created_at"),
    )
    .on_conflict_do_nothing(index_elements=["kind", "source_id"])
    .returning(ledger_transactions.c.id)
)
_POST = Prepared(sa.insert(ledger_postings))


def post(tx: sa.Connection, kind: TransactionKind, source_id: str, postings: Sequence[Posting]) -> None:
    """Append one balanced transaction. Raises InvariantBroken if this source had one of this kind already.

    Callers reach this behind a compare-and-set, so a second time is a defect, not a race: everything rolls back.
    """
    row = _OPEN.first(
        tx, {"id": ids.new_id("ltx"), "kind": kind.value, "source_id": source_id, "created_at": clock.now()}
    )
    if row is None:
        raise InvariantBroken(f"{kind} of {source_id} is posted already")
    rows = [
        {"transaction_id": row.id, "debit": p.debit, "credit": p.credit, "asset": p.asset.value, "amount": p.amount}
        for p in postings
    ]
    _POST.run(tx, *rows)


def balance(account: str, asset: Asset, connection: sa.Connection | None = None) -> int:
    """Debits minus credits of one account."""
    if connection is None:
        with read() as own:
            return balance(account, asset, own)
    sums = [
        connection.execute(
            sa.select(sa.func.coalesce(sa.func.sum(ledger_postings.c.amount), 0)).where(
                column == account, ledger_postings.c.asset == asset.value
            )
        ).scalar_one()
        for column in (ledger_postings.c.debit, ledger_postings.c.credit)
    ]
    return int(sums[0]) - int(sums[1])


def total_by_account(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """(account, asset) -> debits minus credits, over the whole ledger. For proofs, not for pages."""
    sums: dict[tuple[str, str], int] = {}
    for column, sign in ((ledger_postings.c.debit, 1), (ledger_postings.c.credit, -1)):
        rows: Sequence[Any] = connection.execute(
            sa.select(column, ledger_postings.c.asset, sa.func.sum(ledger_postings.c.amount)).group_by(
                column, ledger_postings.c.asset
            )
        ).all()
        for account, asset, amount in rows:
            sums[account, asset] = sums.get((account, asset), 0) + sign * int(amount)
    return sums
