"""Footprints: calculated, kept to be computed again for ever, read, and the bytes a record commits to.

In words they are footprints_wording.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from app.core import clock, ids
from app.core.canonical import canonical_bytes
from app.core.database import read, write
from app.core.prepared import Prepared
from app.domain.errors import DomainError, FieldError, InputRefused, NotFound
from app.domain.footprints import Footprint
from app.domain.footprints_context import SceneContext
from app.methodology import calculators
from app.methodology import footprints as method
from app.models import footprints
from app.services import scenes, users
from app.services.scenes import Scene

_ID = re.compile(r"ftp[0-9A-HJKMNP-TV-Z]{26}")
_NO_SCENE = SceneContext()


@dataclass(frozen=True, slots=True)
class StoredFootprint:
    """A footprint as it is kept. Mass in grams.

    inputs, lines, assumptions: None or empty once erased; ``category_sums`` (grams by category) remain.
    ``context``: SceneContext.to_json of the scene as it was. ``scene_code``: the scene's own code, whichever was used.
    ``lines`` have no labels: those are made for the reader's language.
    """

    id: str
    user_id: str | None
    scene_id: str | None
    scene_code: str | None
    calculator: str
    calculator_version: str
    factor_set: str
    inputs: Mapping[str, Any] | None
    context: Mapping[str, Any] | None
    lines: tuple[Mapping[str, Any], ...] | None
    category_sums: Mapping[str, int]
    left_out: tuple[Mapping[str, str], ...]
    assumptions: tuple[Mapping[str, Any], ...]
    total_g: int
    low_g: int
    high_g: int
    covered_g: int
    created_at: datetime
    erased_at: datetime | None

    @property
    def erased(self) -> bool:
        return self.inputs is None

    @property
    def include_rf(self) -> bool:
        """Whether the non-CO2 effects of flying were counted."""
        return bool(self.context and self.context["include_rf"])

    @property
    def open_g(self) -> int:
        """What is still to be covered, grams."""
        return self.total_g - self.covered_g


_INSERT = Prepared(sa.insert(footprints))
_SELECT = sa.select(footprints).where(footprints.c.id == sa.bindparam("id"))
_BY_ID = Prepared(_SELECT)
_LOCKED = Prepared(_SELECT.with_for_update())


def create(scene_code: str | None, calculator: str, inputs: object, user_id: str | None) -> StoredFootprint:
    """Calculate and keep a footprint; anonymous without a user. Repeating it makes another.

    Raises InputRefused (pointers ``/scene``, ``/calculator``, ``/inputs/...``), ``scene_not_open``, ``token_invalid``.
    """
    made = calculated(scene_code, calculator, inputs, user_id)
    with write("keep a footprint") as tx:
        if user_id is not None:
            users.keep(tx, user_id)
        keep_in(tx, made)
    return made


def calculated(scene_code: str | None, calculator: str, inputs: object, user_id: str | None) -> StoredFootprint:
    """What :func:`create` keeps, not kept yet. Raises as it does."""
    scene = _scene(scene_code) if scene_code is not None else None
    _fits(calculator, scene)
    context = scene.context() if scene else _NO_SCENE
    result = method.calculate(calculator, inputs, scene=context)
    if scene is not None and not scene.joinable:  # what is wrong with the inputs is said first
        raise DomainError("scene_not_open")
    return _kept(result, inputs, context, scene, user_id)


def keep_in(tx: sa.Connection, made: StoredFootprint) -> None:
    """Keep what was calculated, inside the caller's transaction."""
    _INSERT.run(tx, _row(made))


def readable(footprint_id: str, reader_id: str | None) -> StoredFootprint:
    """A footprint its reader may see: an anonymous one, or the reader's own. NotFound for every other."""
    if not _ID.fullmatch(footprint_id):
        raise NotFound("footprint")
    with read() as connection:
        found = stored(connection, footprint_id)
    if found is None or (found.user_id is not None and found.user_id != reader_id):
        raise NotFound("footprint")
    return found


def stored(connection: sa.Connection, footprint_id: str, *, locking: bool = False) -> StoredFootprint | None:
    """A footprint whoever's it is, inside the caller's read or transaction. locking: until it ends."""
    row = (_LOCKED if locking else _BY_ID).first(connection, {"id": footprint_id})
    return from_row(row) if row is not None else None


def committed_bytes(footprint: StoredFootprint) -> bytes:
    """RFC 8785 of ``{id, calculator, calculator_version, factor_set, scene, inputs, lines without label, total_g}``.

    What a certificate commits to (salted, SHA-256). The same for ever, until the inputs are erased: then
    ``inputs_erased`` is raised, for the bytes are gone.
    """
    if footprint.inputs is None or footprint.lines is None:
        raise DomainError("inputs_erased")
    return canonical_bytes(
        {
            "id": footprint.id,
            "calculator": footprint.calculator,
            "calculator_version": footprint.calculator_version,
            "factor_set": footprint.factor_set,
            "scene": footprint.scene_code,
            "inputs": footprint.inputs,
            "lines": list(footprint.lines),
            "total_g": footprint.total_g,
        }
    )


def recomputed_g(footprint: StoredFootprint) -> int | None:
    """The total computed again from what was kept, by the calculator and factors of its day. None once erased."""
    if footprint.inputs is None or footprint.context is None:
        return None
    again = method.recompute(
        footprint.inputs,
        footprint.calculator,
        footprint.calculator_version,
        footprint.factor_set,
        footprint.context,
    )
    return again.total_g


def from_row(row: Any) -> StoredFootprint:
    """From a whole row of ``footprints``."""
    notes = orjson.loads(row.left_out)
    return StoredFootprint(
        id=row.id,
        user_id=row.user_id,
        scene_id=row.scene_id,
        scene_code=row.scene_code,
        calculator=row.calculator,
        calculator_version=row.calculator_version,
        factor_set=row.factor_set,
        inputs=orjson.loads(row.inputs) if row.inputs is not None else None,
        context=orjson.loads(row.context) if row.context is not None else None,
        lines=tuple(orjson.loads(row.lines)) if row.lines is not None else None,
        category_sums=orjson.loads(row.category_sums),
        left_out=tuple(notes["left_out"]),
        assumptions=tuple(notes["assumptions"]),
        total_g=row.total_g,
        low_g=row.low_g,
        high_g=row.high_g,
        covered_g=row.covered_g,
        created_at=row.created_at,
        erased_at=row.erased_at,
    )


def _scene(code: str) -> Scene:
    try:
        return scenes.by_code(code)
    except NotFound:
        raise InputRefused([FieldError("/scene", "unknown_scene")]) from None


def _fits(calculator: str, scene: Scene | None) -> None:
    """A scene is counted by the form of its kind; without a scene any form may be used."""
    if calculator not in calculators.KEYS:
        raise InputRefused([FieldError("/calculator", "unknown_calculator", {"choices": ", ".join(calculators.KEYS)})])
    if scene is not None and calculator != scene.summary.kind:
        facts = {"calculator": str(scene.summary.kind)}
        raise InputRefused([FieldError("/calculator", "calculator_does_not_fit", facts)])


def _kept(
    result: Footprint, inputs: object, context: SceneContext, scene: Scene | None, user_id: str | None
) -> StoredFootprint:
    if not isinstance(inputs, Mapping):  # the calculation has refused everything else
        raise TypeError("inputs are an object")
    return StoredFootprint(
        id=ids.new_id("ftp"),
        user_id=user_id,
        scene_id=scene.summary.id if scene else None,
        scene_code=scene.summary.code if scene else None,
        calculator=result.calculator,
        calculator_version=result.calculator_version,
        factor_set=result.factor_set,
        inputs=inputs,
        context=context.to_json(),
        lines=tuple(line.to_json() for line in result.lines),
        category_sums=result.categories(),
        left_out=tuple(entry.to_json() for entry in result.left_out),
        assumptions=tuple(entry.to_json() for entry in result.assumptions),
        total_g=result.total_g,
        low_g=result.low_g,
        high_g=result.high_g,
        covered_g=0,
        created_at=clock.now(),
        erased_at=None,
    )


def _row(kept: StoredFootprint) -> dict[str, Any]:
    return {
        "id": kept.id,
        "user_id": kept.user_id,
        "scene_id": kept.scene_id,
        "scene_code": kept.scene_code,
        "calculator": kept.calculator,
        "calculator_version": kept.calculator_version,
        "factor_set": kept.factor_set,
        "inputs": _json(kept.inputs),
        "context": _json(kept.context),
        "lines": _json(kept.lines),
        "category_sums": _json(kept.category_sums),
        "left_out": _json({"left_out": kept.left_out, "assumptions": kept.assumptions}),
        "total_g": kept.total_g,
        "low_g": kept.low_g,
        "high_g": kept.high_g,
        "created_at": kept.created_at,
    }


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
