"""What a sale or its undoing writes for boards and scene totals. Applying it to the lists is leaderboards.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import upsert
from app.core.prepared import Prepared
from app.domain.boards import Board
from app.domain.certificates import BeneficiaryKind, Payer
from app.domain.scenes import SceneStatus
from app.models import covered_journeys, scene_totals, standing_events

_APPEND = Prepared(sa.insert(standing_events))
_COVER = Prepared(
    upsert(covered_journeys)
    .on_conflict_do_nothing(index_elements=["user_id", "scene_id"])
    .returning(covered_journeys.c.certificate_id)
)
_t = scene_totals.c
_ADD = Prepared(
    sa.update(scene_totals)
    .where(_t.scene_id == sa.bindparam("s_id"))
    .values(
        certificates=_t.certificates + sa.bindparam("n"),
        mass_g=_t.mass_g + sa.bindparam("g"),
        covered_g=_t.covered_g + sa.bindparam("covered"),
    )
)
_EVENTS_OF = sa.select(standing_events).where(
    standing_events.c.certificate_id.in_(sa.bindparam("ids", expanding=True)), standing_events.c.sign == 1
)


@dataclass(frozen=True, slots=True)
class Counted:
    """One issued certificate, as the boards count it."""

    certificate_id: str
    kind: str
    organisation_id: str | None
    payer: Payer
    mass_g: int
    shown_name: str | None


@dataclass(frozen=True, slots=True)
class CountedScene:
    id: str
    code: str
    name: str
    status: str


def count_sale(
    tx: sa.Connection,
    user_id: str,
    scene: CountedScene | None,
    certificates: Sequence[Counted],
    *,
    covered_g: int,
    journey_covered: bool,
    at: datetime,
) -> None:
    """Append what a sale adds. ``covered_g``: grams of an estimate it covered; ``journey_covered``: all of it now.

    A rehearsal counts nowhere. A gift counts for its scene, not for the giver's place.
    """
    if scene is not None and scene.status == SceneStatus.REHEARSAL.value:
        return
    covered = 0
    if scene is not None and journey_covered:
        first = {"user_id": user_id, "scene_id": scene.id, "certificate_id": certificates[0].certificate_id}
        covered = 1 if _COVER.first(tx, first) else 0
    rows: list[dict[str, Any]] = []
    for index, each in enumerate(certificates):
        base = {
            "certificate_id": each.certificate_id,
            "sign": 1,
            "scene_code": scene.code if scene else None,
            "counted_on": clock.day_of(at),
            "reached_ms": int(at.timestamp() * 1000),
            "mass_g": each.mass_g,
            "covered": covered if index == 0 else 0,
            "name": each.shown_name,
        }
        if each.kind == BeneficiaryKind.PERSON.value and each.payer is Payer.SELF:
            rows.append(base | {"board": Board.PEOPLE.value, "subject": user_id})
        elif each.organisation_id is not None:
            rows.append(base | {"board": Board.ORGANISATIONS.value, "subject": each.organisation_id})
        if scene is not None:
            rows.append(base | {"board": Board.SCENES.value, "subject": scene.id, "name": scene.name})
    if rows:
        _APPEND.run(tx, *rows)
    if scene is not None:
        _add_to_totals(tx, scene.id, len(certificates), sum(c.mass_g for c in certificates), covered_g)


def undo_sale(tx: sa.Connection, scene_id: str | None, certificate_ids: Sequence[str], covered_g: int) -> None:
    """Append the opposite of what these certificates counted for. What never counted is not undone."""
    events = tx.execute(_EVENTS_OF, {"ids": list(certificate_ids)}).mappings().all()
    rows = [
        {key: value for key, value in event.items() if key not in ("id", "applied")}
        | {"sign": -1, "mass_g": -event["mass_g"], "covered": -event["covered"]}
        for event in events
    ]
    if not rows:
        return
    _APPEND.run(tx, *rows)
    tx.execute(sa.delete(covered_journeys).where(covered_journeys.c.certificate_id.in_(certificate_ids)))
    counted = {event["certificate_id"]: event["mass_g"] for event in events if event["board"] == Board.SCENES.value}
    if scene_id is not None and counted:
        _add_to_totals(tx, scene_id, -len(counted), -sum(counted.values()), -covered_g)


def _add_to_totals(tx: sa.Connection, scene_id: str, certificates: int, mass_g: int, covered_g: int) -> None:
    # the scene's row is as hot as its hall: every caller touches it last
    _ADD.run(tx, {"s_id": scene_id, "n": certificates, "g": mass_g, "covered": covered_g})
