"""生活碳足迹 by the month: one footprint stands for each month of a user; replacing it keeps what stood before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, write
from app.domain.errors import FieldError, InputRefused, NotFound
from app.methodology import labels
from app.models import footprints as kept_footprints
from app.models import life_months
from app.services import footprints, users
from app.services.footprints import StoredFootprint, from_row

CALCULATOR = "life"
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class LifeMonth:
    """A month as it counts now. ``month``: ``2026-11`` in Beijing. ``version``: 1, and one more for each replacement.

    ``covered_g``: grams of certificates for any footprint this month has had, the replaced ones too.
    """

    month: str
    version: int
    footprint: StoredFootprint
    covered_g: int


_ME: sa.BindParameter[str] = sa.bindparam("user_id", type_=sa.String())
_MONTH_ASKED: sa.BindParameter[str] = sa.bindparam("month", type_=sa.String())


def _standing(*which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The version that counts of each month, newest month first; a month may have had any number of others."""
    latest = (
        sa.select(
            life_months.c.month,
            sa.func.max(life_months.c.version).label("version"),
            sa.cast(sa.func.sum(kept_footprints.c.covered_g), sa.BigInteger()).label("ever_covered_g"),
        )
        .join_from(life_months, kept_footprints, kept_footprints.c.id == life_months.c.footprint_id)
        .where(life_months.c.user_id == _ME, *which)
        .group_by(life_months.c.month)
        .subquery()
    )
    counts = sa.and_(
        life_months.c.user_id == _ME,
        life_months.c.month == latest.c.month,
        life_months.c.version == latest.c.version,
    )
    return (
        sa.select(latest, kept_footprints)
        .join_from(latest, life_months, counts)
        .join(kept_footprints, kept_footprints.c.id == life_months.c.footprint_id)
        .order_by(latest.c.month.desc())
    )


_MINE = _standing()
_ONE = _standing(life_months.c.month == _MONTH_ASKED)


def months(user_id: str) -> list[LifeMonth]:
    """Every month the user has counted, newest first."""
    with read() as connection:
        return [_counted(row) for row in connection.execute(_MINE, {"user_id": user_id})]


def month(user_id: str, which: str) -> LifeMonth:
    """One month. NotFound when it was never counted."""
    with read() as connection:
        found = connection.execute(_ONE, {"user_id": user_id, "month": which}).first()
    if found is None:
        raise NotFound("month")
    return _counted(found)


def put(user_id: str, which: str, inputs: object) -> LifeMonth:
    """Count a month, or count it anew. May be repeated: the same inputs by the same method change nothing.

    NotFound for what is no month; InputRefused with ``/month`` for one that has not begun, ``/inputs/...`` for others.
    """
    if not _MONTH.fullmatch(which):
        raise NotFound("month")
    if which > clock.today().isoformat()[:7]:
        raise InputRefused([FieldError("/month", "month_not_begun")])
    made = footprints.calculated(None, CALCULATOR, inputs, user_id)
    with write("keep a month of life") as tx:
        users.hold(tx, user_id)  # two phones that send the same month at once wait for each other
        row = tx.execute(_ONE, {"user_id": user_id, "month": which}).first()
        before = _counted(row) if row is not None else None
        if before is not None and _same(before.footprint, made):
            return before
        version = before.version + 1 if before is not None else 1
        footprints.keep_in(tx, made)
        tx.execute(
            sa.insert(life_months).values(
                user_id=user_id, month=which, version=version, footprint_id=made.id, created_at=clock.now()
            )
        )
    return LifeMonth(which, version, made, before.covered_g if before is not None else 0)


def in_words(counted: LifeMonth, locale: str) -> dict[str, Any]:
    """A month of the list, with its categories named in a language."""
    footprint = counted.footprint
    return {
        "month": counted.month,
        "footprint_id": footprint.id,
        "total_g": footprint.total_g,
        "low_g": footprint.low_g,
        "high_g": footprint.high_g,
        "covered_g": counted.covered_g,
        "version": counted.version,
        "inputs_erased": footprint.erased,
        "categories": [
            {"category": category, "label": labels.category_label(category, locale), "mass_g": mass_g}
            for category, mass_g in footprint.category_sums.items()
        ],
    }


def _counted(row: Any) -> LifeMonth:
    return LifeMonth(row.month, row.version, from_row(row), row.ever_covered_g)


def _same(kept: StoredFootprint, made: StoredFootprint) -> bool:
    def what_counts(one: StoredFootprint) -> tuple[Mapping[str, Any] | None, str, str]:
        return one.inputs, one.calculator_version, one.factor_set

    return what_counts(kept) == what_counts(made)
