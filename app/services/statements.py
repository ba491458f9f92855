"""The statement of a project's owner: every sale and refund, proved against the ledger before it is given."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core.clock import day_of
from app.core.database import snapshot
from app.domain.errors import DomainError
from app.domain.ledger import Asset, TransactionKind, accrued, payable
from app.domain.payments import RefundCause
from app.models import certificates, ledger_transactions, orders, organisations, projects, refunds, scenes
from app.services import ledger

#: A spreadsheet takes a cell that begins so for a formula (CSV injection): such text is given a leading apostrophe.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class ClaimState(StrEnum):
    ACCRUED = "accrued"  #: sold; its serials are not all cancelled in the registry yet
    PAYABLE = "payable"  #: cancelled: may be paid out
    REFUNDED = "refunded"  #: sold and taken back: two rows that add up to nothing


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One sale, or one refund with its grams and fen negative. Column names of the CSV, in its order.

    on: Beijing day of the payment, or of the refund's beginning. certificates: numbers, joined by a space.
    """

    order: str
    on: date
    project: str
    scene: str
    certificates: str
    mass_g: int
    price_fen_per_tonne: int
    amount_fen: int
    service_fen: int
    owner_fen: int
    state: str


@dataclass(frozen=True, slots=True)
class Statement:
    """``rows`` oldest first. The two sums are the ledger's, and equal those of the rows."""

    owner: str
    rows: tuple[StatementRow, ...]
    accrued_fen: int
    payable_fen: int

    @property
    def owner_fen(self) -> int:
        return self.accrued_fen + self.payable_fen


_PAYABLE = sa.exists().where(
    ledger_transactions.c.kind == TransactionKind.PAYABLE.value, ledger_transactions.c.source_id == orders.c.id
)
_SALES = (
    sa.select(
        orders.c.id,
        orders.c.paid_at,
        projects.c.code.label("project"),
        scenes.c.code.label("scene_code"),
        scenes.c.name.label("scene_name"),
        certificates.c.number,
        orders.c.mass_g,
        orders.c.price_fen_per_tonne,
        orders.c.amount_fen,
        orders.c.service_fen,
        orders.c.owner_fen,
        refunds.c.created_at.label("refunded_at"),
        _PAYABLE.label("payable"),
    )
    .select_from(orders)
    .join(certificates, certificates.c.order_id == orders.c.id)  # what was paid too late and sent back has none
    .join(projects, projects.c.id == orders.c.project_id)
    .outerjoin(scenes, scenes.c.id == orders.c.scene_id)
    .outerjoin(refunds, sa.and_(refunds.c.order_id == orders.c.id, refunds.c.cause == RefundCause.REQUEST.value))
    .where(orders.c.owner_id == sa.bindparam("owner_id"))
    .order_by(orders.c.paid_at, orders.c.id, certificates.c.position)
)


def owner_statement(project_code: str) -> Statement:
    """Everything sold for the owner of this project, over all projects of that owner. Reads one consistent moment.

    Raises ``unknown_project``, and ``statement_mismatch`` when rows and ledger differ: then there is no statement.
    """
    with snapshot() as connection:
        owner = connection.execute(
            sa.select(organisations.c.id, organisations.c.name)
            .join(projects, projects.c.owner_id == organisations.c.id)
            .where(projects.c.code == project_code)
        ).first()
        if owner is None:
            raise DomainError("unknown_project", project=project_code)
        sold = connection.execute(_SALES, {"owner_id": owner.id}).all()
        accrued_fen = -ledger.balance(accrued(owner.id), Asset.FEN, connection)
        payable_fen = -ledger.balance(payable(owner.id), Asset.FEN, connection)
    statement = Statement(owner.name, tuple(_rows(sold)), accrued_fen, payable_fen)
    _prove(statement)
    return statement


def _rows(sold: Sequence[Any]) -> list[StatementRow]:
    numbers: dict[str, list[str]] = {}
    for row in sold:
        numbers.setdefault(row.id, []).append(row.number)
    rows: list[StatementRow] = []
    for row in {row.id: row for row in sold}.values():
        joined = " ".join(numbers[row.id])
        rows.append(_row(row, row.paid_at, joined, 1))
        if row.refunded_at is not None:
            rows.append(_row(row, row.refunded_at, joined, -1))
    return sorted(rows, key=lambda each: each.on)  # stable: a refund never comes before its sale


def _row(row: Any, at: Any, numbers: str, sign: int) -> StatementRow:
    state = ClaimState.PAYABLE if row.payable else ClaimState.ACCRUED
    return StatementRow(
        order=row.id,
        on=day_of(at),
        project=row.project,
        scene=f"{row.scene_code} {row.scene_name}" if row.scene_code else "",
        certificates=numbers,
        mass_g=sign * row.mass_g,
        price_fen_per_tonne=row.price_fen_per_tonne,
        amount_fen=sign * row.amount_fen,
        service_fen=sign * row.service_fen,
        owner_fen=sign * row.owner_fen,
        state=(ClaimState.REFUNDED if row.refunded_at is not None else state).value,
    )


def _prove(statement: Statement) -> None:
    sums = dict.fromkeys(ClaimState, 0)
    for row in statement.rows:
        sums[ClaimState(row.state)] += row.owner_fen
    found: Mapping[str, int] = {
        "rows_accrued_fen": sums[ClaimState.ACCRUED],
        "ledger_accrued_fen": statement.accrued_fen,
        "rows_payable_fen": sums[ClaimState.PAYABLE],
        "ledger_payable_fen": statement.payable_fen,
        "rows_refunded_fen": sums[ClaimState.REFUNDED],
    }
    values = list(found.values())
    if values[0] != values[1] or values[2] != values[3] or values[4]:
        raise DomainError("statement_mismatch", **found)


def statement_csv(statement: Statement) -> bytes:
    """UTF-8 with BOM, CRLF, as spreadsheets expect it; text that would be a formula is defused. Integers are exact."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(each.name for each in fields(StatementRow))
    for row in statement.rows:
        writer.writerow(_defused(cell) if isinstance(cell, str) else cell for cell in astuple(row))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _defused(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
