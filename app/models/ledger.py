"""Double entry, append-only. Balances are sums of postings."""

import sqlalchemy as sa

from app.core.database import db
from app.domain.ledger import Asset, TransactionKind
from app.models.columns import SERIAL, amount, check, choice, id_column, instant, one_of, reference

ledger_transactions = sa.Table(
    "ledger_transactions",
    db.metadata,
    id_column(),
    choice("kind", TransactionKind),
    sa.Column("source_id", sa.String(64), nullable=False),
    instant("created_at"),
    one_of("kind", TransactionKind),
    sa.UniqueConstraint("kind", "source_id"),
)

ledger_postings = sa.Table(
    "ledger_postings",
    db.metadata,
    sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
    reference("transaction_id", "ledger_transactions.id", index=True),
    sa.Column("debit", sa.String(80), nullable=False, index=True),
    sa.Column("credit", sa.String(80), nullable=False, index=True),
    choice("asset", Asset),
    amount("amount"),
    one_of("asset", Asset),
    check("amount_positive", "amount > 0"),
    check("two_accounts", "debit <> credit"),
)
