"""Calculate with the newest method, recompute with the one a footprint names. The sums: app/domain/footprints_*.py."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain import equivalents as comparisons
from app.domain.errors import NotFound
from app.domain.footprints import Footprint
from app.domain.footprints_calculation import calculate as calculate_with
from app.domain.footprints_context import MeterReadings, SceneContext
from app.domain.footprints_savings import avoided_g as avoided_with
from app.methodology import calculators, factor_sets, labels, places

COVERABLE: tuple[str, ...] = ("travel", "local_travel", "lodging", "food", "venue", "goods")
"""Category words an organiser can cover for its guests."""


def scene_context(
    place_id: str | None,
    organiser_covers: Iterable[str] = (),
    meter: MeterReadings | None = None,
    include_rf: bool = False,
) -> SceneContext:
    """What of a scene enters its footprints; province, city and country come from the place.

    NotFound for a place that is not in the newest table; ValueError for a category that nobody can cover.
    """
    covers = SceneContext.covering(organiser_covers)
    unknown = [word for word in covers if word not in COVERABLE]
    if unknown:
        raise ValueError(f"not a category to cover: {unknown[0]}")
    if place_id is None:
        return SceneContext(organiser_covers=covers, meter=meter, include_rf=include_rf)
    place = places.get(place_id)
    if place is None:
        raise NotFound("place")
    return SceneContext(place.id, place.country, place.province, place.city, covers, meter, include_rf)


def calculate(key: str, inputs: object, scene: SceneContext | None = None) -> Footprint:
    """The footprint of parsed JSON by the newest version of a calculator.

    InputRefused with every error, NotFound for an unknown calculator. May be repeated: it keeps nothing.
    """
    calculator = calculators.load(key)
    factors = factor_sets.load(calculator.factor_set)
    return calculate_with(calculator, inputs, scene or SceneContext(), factors, places.load(factors.places))


def recompute(
    inputs: object, calculator: str, calculator_version: str, factor_set: str, scene: Mapping[str, Any] | SceneContext
) -> Footprint:
    """The same footprint again, to the gram, from what was stored with it: inputs, versions and the scene's snapshot.

    NotFound for a version that was never published.
    """
    context = scene if isinstance(scene, SceneContext) else SceneContext.from_json(scene)
    factors = factor_sets.load(factor_set)
    return calculate_with(
        calculators.load(calculator, calculator_version), inputs, context, factors, places.load(factors.places)
    )


def avoided_g(footprint: Footprint) -> int:
    """Grams that green travel avoided against a petrol car, to be shown, never subtracted (footprints_savings.py)."""
    return avoided_with(footprint.lines, factor_sets.load(footprint.factor_set))


def equivalents(mass_g: int, locale: str = "zh-Hans", factor_set: str = factor_sets.CURRENT) -> list[dict[str, Any]]:
    """Three comparisons in words, quantity as a decimal string.

    {"key", "factor", "quantity", "unit", "text"} for programs; for drawings the same in parts: "number" (thousands
    grouped), "unit_label", "caption" below them, and "source_label": publisher and year of the factor.
    """
    return [_worded(one, locale) for one in comparisons.equivalents(mass_g, factor_sets.load(factor_set))]


def _worded(one: comparisons.Equivalent, locale: str) -> dict[str, Any]:
    number = format(one.quantity, ",f")
    return {
        "key": one.key,
        "factor": one.factor.key,
        "quantity": format(one.quantity, "f"),
        "unit": one.unit,
        "text": labels.text(f"equivalent.{one.key}", locale).format(n=number),
        "number": number,
        "unit_label": labels.text(f"equivalent.{one.key}.unit", locale),
        "caption": labels.text(f"equivalent.{one.key}.caption", locale),
        "source_label": labels.text(f"source.{one.factor.key}", locale).format(year=one.factor.year),
    }
