"""Reads the calculators' data files and draws their forms. What they compute is app/domain/footprints_*.py."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.calculators import Calculator, Field, FieldType, Role, calculator_from, method_from
from app.domain.calculators_inputs import plain
from app.domain.errors import NotFound
from app.domain.footprints_context import SceneContext
from app.domain.places import Place
from app.methodology import labels, places

KEYS: tuple[str, ...] = ("conference", "scenic_spot", "mall", "restaurant", "hotel", "other", "life")
CURRENT = "1"
VERSIONS: tuple[str, ...] = ("1",)
"""Every version ever served, oldest first. A version is never changed once a footprint was stored with it."""

_HERE = Path(__file__).parent


def _read(version: str, name: str) -> Any:
    return json.loads((_HERE / version / f"{name}.json").read_text(encoding="utf-8"))


@cache
def load(key: str, version: str = CURRENT) -> Calculator:
    """One calculator in one version, read once and immutable. NotFound when there is no such calculator or version."""
    if key not in KEYS or version not in VERSIONS:
        raise NotFound("calculator")
    return calculator_from(_read(version, key), _read(version, "parts"), method_from(_read(version, "method")))


def example(key: str) -> dict[str, Any]:
    """Inputs that the calculator accepts with a scene in Chengdu, for documents and tests."""
    return dict(load(key).example)


def _left_out(calculator: Calculator, scene: SceneContext | None) -> tuple[list[Field], dict[tuple[str, str], None]]:
    """The fields a guest is asked, and what is not asked with the reason."""
    covers = scene.organiser_covers if scene else ()
    asked: list[Field] = []
    gone: dict[tuple[str, str], None] = {}
    for field in calculator.fields.values():
        if field.category in covers:
            gone[field.category, "organiser_covers"] = None
        elif field.role is Role.VISITS and (scene is None or scene.meter is None):
            gone[field.key, "no_meter"] = None
        else:
            asked.append(field)
    if "local_travel" in covers and "travel" not in covers and Role.LEGS in {field.role for field in asked}:
        gone["local_travel", "organiser_covers"] = None
    for what, why in calculator.left_out:
        gone[what, "organiser_covers" if what in covers else why] = None
    return asked, gone


@dataclass(frozen=True, slots=True)
class _Drawing:
    """For whom a form is drawn: the language, the scene's place, and the modes and fields that are not offered."""

    locale: str
    place: Place | None
    hidden_modes: frozenset[str]
    hidden_fields: frozenset[str]

    def offers(self, leg: Mapping[str, Any]) -> bool:
        """Whether a suggested leg can be filled in with what is offered."""
        return leg["mode"] not in self.hidden_modes and self.hidden_fields.isdisjoint(leg)


def _bound(field: Field, value: int) -> int | str:
    return plain(value) if field.type is FieldType.DECIMAL else value


def _place_name(place_id: str, locale: str) -> str:
    place = places.get(place_id)
    return place.name_in(locale) if place else place_id


def _drawn(field: Field, path: str, drawing: _Drawing) -> dict[str, Any]:
    """One field as a client draws it; members that say nothing are left out."""
    locale = drawing.locale
    told = {
        "help": labels.field_help(path, locale),
        "unit": labels.unit_label(field.unit, locale) if field.unit else "",
        "category": field.category,
        "default": field.default,
        "suggested": field.suggested,
    }
    if path == "legs" and field.suggested:
        told["suggested"] = [leg for leg in field.suggested if drawing.offers(leg)] or None
    if path == "legs.to" and drawing.place is not None:
        told |= {"default": drawing.place.id, "default_label": _place_name(drawing.place.id, locale)}
    if field.type is FieldType.PLACE and field.suggested is not None:
        told["suggested_label"] = _place_name(field.suggested, locale)
    drawn: dict[str, Any] = {"key": field.key, "type": field.type.value, "label": labels.field_label(path, locale)}
    drawn |= {name: value for name, value in told.items() if value is not None and value != ""}
    drawn["required"] = field.required
    if field.type in {FieldType.INTEGER, FieldType.DECIMAL, FieldType.GROUP}:
        drawn |= {"minimum": _bound(field, field.minimum), "maximum": _bound(field, field.maximum)}
    if field.folded:
        drawn["folded"] = True
    if field.when:
        drawn["when"] = {"mode": [mode for mode in field.when if mode not in drawing.hidden_modes]}
    if field.type is FieldType.CHOICE:
        offered = [option for option in field.options if option not in drawing.hidden_modes]
        drawn["options"] = [{"value": one, "label": labels.option_label(path, one, locale)} for one in offered]
    if field.type is FieldType.GROUP:
        inner = [part for key, part in field.fields.items() if key not in drawing.hidden_fields]
        drawn["fields"] = [_drawn(part, f"{path}.{part.key}", drawing) for part in inner]
    return drawn


def form(key: str, scene: SceneContext | None = None, locale: str = "zh-Hans") -> dict[str, Any]:
    """The form of a calculator: enough to draw it without knowing the key.

    Field: key, type (integer, decimal, choice, boolean, place, group), label, required, and where they apply help,
    unit, category, default (what a missing value means), suggested (what to fill in beforehand; for a group its first
    entries), default_label and suggested_label (of a place), minimum, maximum (of a number; entries of a group),
    options [{value, label}], when {"mode": [...]} (show only for those modes), folded (show on demand), fields (of a
    group).
    With a scene, what its organiser covers is not in `fields` but in `left_out` [{what, why}], as is the visit
    without meter readings. The labels are in `locale`; an unknown one is answered in Chinese.
    """
    calculator = load(key)
    asked, gone = _left_out(calculator, scene)
    locals_gone = ("local_travel", "organiser_covers") in gone
    drawing = _Drawing(
        locale=locale,
        place=places.get(scene.place_id) if scene and scene.place_id else None,
        hidden_modes=frozenset(mode.key for mode in calculator.method.modes.values() if locals_gone and mode.local),
        hidden_fields=frozenset({"band"} if locals_gone else ()),
    )
    return {
        "key": calculator.key,
        "version": calculator.version,
        "factor_set": calculator.factor_set,
        "title": labels.text(f"calculator.{key}", locale),
        "period": "month" if key == "life" else "visit",
        "fields": [_drawn(field, field.key, drawing) for field in asked],
        "left_out": [labels.left_out_words(what, why, locale) for what, why in gone],
        "example": example(key),
    }
