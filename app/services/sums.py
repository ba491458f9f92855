"""What the platform adds up to, in the open: where every gram of every project is, and what scenes have gathered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core.database import read
from app.domain.certificates import CertificateStatus
from app.domain.money import GRAMS_PER_TONNE
from app.domain.scenes import SceneStatus
from app.models import certificates, credit_batches, projects, retirements, scene_totals, scenes

_b, _r, _c = credit_batches.c, retirements.c, certificates.c


@dataclass(frozen=True, slots=True)
class GramSums:
    """Grams: ``issued_g == available_g + reserved_g + allocated_g + void_g``, always.

    ``retired_g``: of the allocated ones, those in serials the registry has cancelled.
    """

    issued_g: int
    available_g: int
    reserved_g: int
    allocated_g: int
    void_g: int
    retired_g: int


@dataclass(frozen=True, slots=True)
class ProjectSums:
    code: str
    name: str
    grams: GramSums


@dataclass(frozen=True, slots=True)
class SceneSums:
    """Scenes that count (open or closed), the certificates issued there that still stand, and their grams."""

    scenes: int
    certificates: int
    mass_g: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Either of what is real or of what is sample: the two are never added."""

    sample: bool
    projects: tuple[ProjectSums, ...]
    whole: GramSums
    scenes: SceneSums


def _whole(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    # PostgreSQL adds bigints up to a numeric
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger())


# Of a cancelled serial every gram is allocated or void. A batch that came cancelled is sold piece by piece: there,
# what is allocated is what is cancelled.
_CANCELLED = (
    sa.select(
        _r.batch_id,
        _whole((_r.last_position - _r.first_position + 1) * GRAMS_PER_TONNE - _r.void_g).label("retired_g"),
    )
    .group_by(_r.batch_id)
    .subquery("cancelled")
)
_RETIRED = sa.case((_b.retired_at_import, _b.allocated_g), else_=sa.func.coalesce(_CANCELLED.c.retired_g, 0))
_PROJECTS = (
    sa.select(
        projects.c.code,
        projects.c.name,
        _whole(_b.issued_g).label("issued_g"),
        _whole(_b.available_g).label("available_g"),
        _whole(_b.reserved_g).label("reserved_g"),
        _whole(_b.allocated_g).label("allocated_g"),
        _whole(_b.void_g).label("void_g"),
        _whole(_RETIRED).label("retired_g"),
    )
    .select_from(projects.join(credit_batches, _b.project_id == projects.c.id))
    .outerjoin(_CANCELLED, _CANCELLED.c.batch_id == _b.id)
    .where(_b.sample == sa.bindparam("sample"))
    .group_by(projects.c.id, projects.c.code, projects.c.name, projects.c.created_at)
    .order_by(projects.c.created_at, projects.c.id)
)
_SCENES = (
    sa.select(
        sa.func.count().label("scenes"),
        _whole(scene_totals.c.certificates).label("certificates"),
        _whole(scene_totals.c.mass_g).label("mass_g"),
    )
    .select_from(scenes.outerjoin(scene_totals, scene_totals.c.scene_id == scenes.c.id))
    .where(
        scenes.c.sample == sa.bindparam("sample"),
        scenes.c.status.in_([SceneStatus.OPEN.value, SceneStatus.CLOSED.value]),
    )
)


def platform_sums(*, sample: bool = False) -> Sums:
    """Kept sums of batches and scenes, read in three statements; a job proves them against the ledger."""
    with read() as connection:
        rows = connection.execute(_PROJECTS, {"sample": sample}).all()
        counted = connection.execute(_SCENES, {"sample": sample}).one()
    listed = tuple(ProjectSums(row.code, row.name, _grams(row)) for row in rows)
    return Sums(
        sample, listed, _added(each.grams for each in listed), SceneSums(counted[0], int(counted[1]), int(counted[2]))
    )


def _grams(row: Any) -> GramSums:
    return GramSums(
        int(row.issued_g),
        int(row.available_g),
        int(row.reserved_g),
        int(row.allocated_g),
        int(row.void_g),
        int(row.retired_g),
    )


def _added(parts: Iterable[GramSums]) -> GramSums:
    sums = [0] * 6
    for part in parts:
        row = (part.issued_g, part.available_g, part.reserved_g, part.allocated_g, part.void_g, part.retired_g)
        sums = [total + one for total, one in zip(sums, row, strict=True)]
    return GramSums(*sums)


@dataclass(frozen=True, slots=True)
class LatestName:
    name: str
    mass_g: int
    issued_at: datetime


_LATEST = (
    sa.select(_c.name, _c.mass_g, _c.issued_at)
    .where(
        _c.scene_id == sa.bindparam("scene_id"),
        _c.public,
        _c.name.is_not(None),
        _c.status != CertificateStatus.REVOKED.value,
    )
    .order_by(_c.issued_at.desc(), _c.id.desc())
    .limit(sa.bindparam("limit"))
)


def latest_names(scene_id: str, limit: int = 12) -> list[LatestName]:
    """The newest names of a scene whose owners agreed to be seen; erased and revoked ones are not among them."""
    with read() as connection:
        rows = connection.execute(_LATEST, {"scene_id": scene_id, "limit": limit}).all()
    return [LatestName(row.name, row.mass_g, row.issued_at) for row in rows]
