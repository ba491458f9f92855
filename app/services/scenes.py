"""Scenes as guests see them: by any code printed for them, and as a list. Changing scenes is the console's business."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import orjson
import sqlalchemy as sa

from app.core.database import Instant, read
from app.core.ids import CHOSEN_CODE, code_spellings
from app.core.prepared import Prepared
from app.domain.errors import NotFound
from app.domain.footprints_context import MeterReadings, SceneContext
from app.domain.scenes import SHOWN, SceneKind, SceneStatus
from app.methodology import footprints as method
from app.models import codes, organisations, scene_looks, scene_totals, scenes

# looking a word up is several times faster than calling its enum
_KINDS = {kind.value: kind for kind in SceneKind}
_STATUSES = {status.value: status for status in SceneStatus}
#: A guest may calculate and pay here.
JOINABLE = (SceneStatus.REHEARSAL, SceneStatus.OPEN)


@dataclass(frozen=True, slots=True)
class SceneSummary:
    """A scene in a list. ``place_id``: of app/methodology/places. Totals: certificates issued and their grams."""

    id: str
    code: str
    kind: SceneKind
    name: str
    place_id: str
    starts_on: date
    ends_on: date
    status: SceneStatus
    sample: bool
    note: str | None
    certificates: int
    mass_g: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene opened by one of its codes.

    ``entrance``: the door or table of the code that was used, None for the scene's own. ``organiser_covers``:
    ``{"category", "label"}`` of what guests are not asked. ``design``, ``colour`` (#RRGGBB): how certificates look that
    are issued from now on, None for what was not chosen. ``joinable``: a guest may calculate and pay here.
    """

    summary: SceneSummary
    entrance: str | None
    organiser: str | None
    organiser_covers: tuple[Mapping[str, Any], ...]
    neutralise_until_on: date
    include_rf: bool
    meter: str | None
    design: str | None = None
    colour: str | None = None

    @property
    def joinable(self) -> bool:
        return self.summary.status in JOINABLE

    def context(self) -> SceneContext:
        """What of this scene enters a calculation."""
        covers = tuple(str(entry["category"]) for entry in self.organiser_covers)
        return _context(self.summary.place_id, covers, self.meter, self.include_rf)


_KINDS = {kind.value: kind for kind in SceneKind}
_STATUSES = {status.value: status for status in SceneStatus}
_SUMMARY = (
    scenes.c.id,
    scenes.c.code,
    scenes.c.kind,
    scenes.c.name,
    scenes.c.place_id,
    scenes.c.starts_on,
    scenes.c.ends_on,
    scenes.c.status,
    scenes.c.sample,
    scenes.c.note,
    sa.func.coalesce(scene_totals.c.certificates, 0).label("certificates"),
    sa.func.coalesce(scene_totals.c.mass_g, 0).label("mass_g"),
    scenes.c.created_at,
)
_WITH_TOTALS = scenes.outerjoin(scene_totals, scene_totals.c.scene_id == scenes.c.id)

_BY_CODE = Prepared(
    sa.select(
        *_SUMMARY,
        codes.c.code.label("used_code"),
        codes.c.entrance,
        organisations.c.name.label("organiser"),
        scenes.c.organiser_covers,
        scenes.c.neutralise_until_on,
        scenes.c.include_rf,
        scenes.c.meter,
        scene_looks.c.design,
        scene_looks.c.colour,
    )
    .select_from(
        codes.join(scenes, codes.c.scene_id == scenes.c.id)
        .outerjoin(scene_totals, scene_totals.c.scene_id == scenes.c.id)
        .outerjoin(organisations, organisations.c.id == scenes.c.organiser_id)
        .outerjoin(scene_looks, scene_looks.c.id == scenes.c.look_id)
    )
    .where(sa.or_(codes.c.code == sa.bindparam("exact"), codes.c.code == sa.bindparam("forgiving")))
)


def by_code(code: str) -> Scene:
    """The scene that a printed or typed code opens: its own or an entrance's, in any spelling a person may type.

    One statement. Raises NotFound for an unknown code and for a draft.
    """
    exact, *others = code_spellings(code)
    if not CHOSEN_CODE.fullmatch(exact):
        raise NotFound("scene")
    rows = _BY_CODE.look({"exact": exact, "forgiving": others[0] if others else exact})
    row = next((row for row in rows if row.used_code == exact), rows[0] if rows else None)
    if row is None or row.status not in SHOWN:
        raise NotFound("scene")
    return Scene(
        summary=_summary(row),
        entrance=row.entrance,
        organiser=row.organiser,
        organiser_covers=_covers(row.organiser_covers),
        neutralise_until_on=row.neutralise_until_on,
        include_rf=row.include_rf,
        meter=row.meter,
        design=row.design,
        colour=row.colour,
    )


def newest(
    *, kind: SceneKind | None = None, q: str = "", after: tuple[datetime, str] | None = None, limit: int = 20
) -> list[SceneSummary]:
    """Scenes the public may see, newest first, at most ``limit``.

    q: part of the name, or a whole code. after: (created_at, id) of the last one already seen; a walk that follows it
    sees every scene once, whatever is added meanwhile.
    """
    values: dict[str, Any] = {"limit": limit}
    if kind:
        values["kind"] = kind
    if q:
        values |= {"part": f"%{_escaped(q)}%", "code": q.upper()}
    if after:
        values["after_at"], values["after_id"] = after
    with read() as connection:
        rows = connection.execute(_newest(bool(kind), bool(q), bool(after)), values).all()
    return [_summary(row) for row in rows]


@cache
def _newest(kind: bool, q: bool, after: bool) -> sa.Select[Any]:
    statement = sa.select(*_SUMMARY).select_from(_WITH_TOTALS).where(scenes.c.status.in_(SHOWN))
    if kind:
        statement = statement.where(scenes.c.kind == sa.bindparam("kind"))
    if q:
        named = sa.func.lower(scenes.c.name).like(sa.func.lower(sa.bindparam("part", type_=sa.Text())), escape="/")
        statement = statement.where(sa.or_(named, scenes.c.code == sa.bindparam("code")))
    if after:
        seen = sa.tuple_(sa.bindparam("after_at", type_=Instant()), sa.bindparam("after_id", type_=sa.Text()))
        statement = statement.where(sa.tuple_(scenes.c.created_at, scenes.c.id) < seen)
    return statement.order_by(scenes.c.created_at.desc(), scenes.c.id.desc()).limit(sa.bindparam("limit"))


def _escaped(q: str) -> str:
    return q.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _summary(row: Any) -> SceneSummary:
    """From a row that begins with ``_SUMMARY``: read by position, which is what a whole hall asks for at once."""
    (id_, code, kind, name, place_id, starts_on, ends_on, status, sample, note, certificates, mass_g, created_at) = row[
        : len(_SUMMARY)
    ]
    return SceneSummary(
        id_,
        code,
        _KINDS[kind],
        name,
        place_id,
        starts_on,
        ends_on,
        _STATUSES[status],
        sample,
        note,
        certificates,
        mass_g,
        created_at,
    )


@lru_cache(maxsize=256)
def _covers(stored: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(orjson.loads(stored))


@lru_cache(maxsize=256)
def _context(place_id: str, covers: tuple[str, ...], meter: str | None, include_rf: bool) -> SceneContext:
    readings = MeterReadings.from_json(orjson.loads(meter)) if meter else None
    return method.scene_context(place_id, organiser_covers=covers, meter=readings, include_rf=include_rf)
