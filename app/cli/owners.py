"""`flask owners statement`: what a project's owner is owed, sale by sale."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.answers import REFUSALS, rows, say
from app.cli.files import write_whole
from app.domain.display import grouped
from app.services import statements

group = AppGroup("owners", help="项目业主 · Owners of projects")


@group.command("statement")
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV")
@REFUSALS
def statement(code: str, out: Path) -> None:
    """业主对账单 · The statement of the owner of project CODE, proved against the ledger, as CSV."""
    made = statements.owner_statement(code)
    write_whole(out, statements.statement_csv(made))
    say(f"对账单已写入 {out}", "the statement is written")
    total = sum(row.owner_fen for row in made.rows)
    rows(
        [
            ("业主 owner", made.owner),
            ("行数 rows", str(len(made.rows))),
            ("逐行合计 rows", f"{grouped(total)} fen"),
            ("账本应计 accrued", f"{grouped(made.accrued_fen)} fen"),
            ("账本应付 payable", f"{grouped(made.payable_fen)} fen"),
            (
                "核对 proof",
                f"{grouped(total)} = {grouped(made.accrued_fen)} + {grouped(made.payable_fen)}  一致 · equal",
            ),
        ]
    )
