"""Double entry: what is posted for each thing that happens. A posting has a debit and a credit side, so it balances.

A balance is debits minus credits: positive for what we hold (clearing, grams), negative for what we owe (held, owners).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Asset(StrEnum):
    FEN = "CNY/2"  #: integer fen
    GRAM = "CO2E/g"  #: integer grams


class TransactionKind(StrEnum):
    """One transaction of a kind per source: unique by (kind, source_id)."""

    IMPORT = "import"  #: source: batch
    RESERVE = "reserve"  #: source: order
    RELEASE = "release"  #: source: order
    SALE = "sale"  #: source: order
    SURPLUS = "surplus"  #: source: payment
    REFUND_SALE = "refund_sale"  #: source: order; claims undone, money held for the buyer
    REFUND_PAID = "refund_paid"  #: source: refund; the money has left
    VOID = "void"  #: source: retirement; unsold rest of retired serials
    PAYABLE = "payable"  #: source: order; its serials are retired


@dataclass(frozen=True, slots=True)
class Posting:
    """``amount`` (> 0) of ``asset`` from the credit account to the debit account."""

    debit: str
    credit: str
    asset: Asset
    amount: int

    def __post_init__(self) -> None:
        if self.amount <= 0 or self.debit == self.credit:
            raise ValueError(f"not a posting: {self.debit} <- {self.credit} {self.amount}")

    def reversed(self) -> "Posting":
        """Undoing is posting the other way round, as a new transaction."""
        return Posting(self.credit, self.debit, self.asset, self.amount)


def clearing(provider: str) -> str:
    return f"provider:{provider}:clearing"


def held(order_id: str) -> str:
    return f"orders:{order_id}:held"


def accrued(owner_id: str) -> str:
    return f"owners:{owner_id}:accrued"


def payable(owner_id: str) -> str:
    return f"owners:{owner_id}:payable"


def issued(registry: str) -> str:
    return f"registry:{registry}:issued"


def grams(batch_id: str, state: str) -> str:
    """state: available | reserved | allocated | void."""
    return f"batches:{batch_id}:{state}"


REVENUE = "revenue:service"


def import_postings(registry: str, batch_id: str, issued_g: int) -> tuple[Posting, ...]:
    return (Posting(grams(batch_id, "available"), issued(registry), Asset.GRAM, issued_g),)


def move_grams(parts: Mapping[str, int], source: str, target: str) -> tuple[Posting, ...]:
    """parts: batch -> grams. From one state of a batch's grams to another."""
    return tuple(Posting(grams(b, target), grams(b, source), Asset.GRAM, g) for b, g in sorted(parts.items()) if g)


def receive_money(provider: str, order_id: str, amount_fen: int) -> Posting:
    return Posting(clearing(provider), held(order_id), Asset.FEN, amount_fen)


def share_money(order_id: str, owner_id: str, owner_fen: int, service_fen: int) -> tuple[Posting, ...]:
    """The held money becomes the owner's claim and our fee."""
    shares = ((accrued(owner_id), owner_fen), (REVENUE, service_fen))
    return tuple(Posting(held(order_id), account, Asset.FEN, fen) for account, fen in shares if fen)


def make_payable(owner_id: str, owner_fen: int) -> tuple[Posting, ...]:
    """The owner's claim may be paid out: every serial of the sale is retired."""
    return (Posting(accrued(owner_id), payable(owner_id), Asset.FEN, owner_fen),) if owner_fen else ()


def balances(postings: Iterable[Posting]) -> dict[tuple[str, Asset], int]:
    """Debits minus credits per (account, asset). Over any set of postings they add up to zero per asset."""
    sums: dict[tuple[str, Asset], int] = {}
    for posting in postings:
        for account, amount in ((posting.debit, posting.amount), (posting.credit, -posting.amount)):
            sums[account, posting.asset] = sums.get((account, posting.asset), 0) + amount
    return sums
