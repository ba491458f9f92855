"""How a column of each kind is written, so that every table writes it the same way."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core.database import Instant

#: Three letters and a ULID.
ID = sa.String(29)
#: Integer fen or grams: 64 bits on both databases.
AMOUNT = sa.BigInteger()
#: An autoincrementing number on both databases (SQLite only counts an INTEGER primary key).
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def id_column(name: str = "id", **options: Any) -> sa.Column[str]:
    return sa.Column(name, ID, primary_key=name == "id" or options.pop("primary_key", False), **options)


def reference(name: str, target: str, *, nullable: bool = False, index: bool = False, **options: Any) -> sa.Column[Any]:
    """A foreign key to ``table.column``."""
    return sa.Column(name, sa.ForeignKey(target), nullable=nullable, index=index, **options)


def instant(name: str, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, Instant(), nullable=nullable, **options)


def amount(name: str, *, nullable: bool = False, **options: Any) -> sa.Column[int]:
    return sa.Column(name, AMOUNT, nullable=nullable, **options)


def flag(name: str, *, default: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if default else sa.false())


def text(name: str, *, nullable: bool = False, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable, **options)


def choice(name: str, values: type[StrEnum], **options: Any) -> sa.Column[str]:
    """An enum stored as its text. The CHECK is made by :func:`one_of` beside it."""
    options.setdefault("nullable", False)
    return sa.Column(name, sa.String(max(len(v) for v in values)), **options)


def one_of(name: str, values: type[StrEnum]) -> sa.CheckConstraint:
    """The CHECK that goes with :func:`choice`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{name} IN ({listed})", name=f"{name}_known")


def check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)
