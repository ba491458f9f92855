"""A footprint in a reader's language: labels of lines and categories, what was left out and assumed as sentences."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from app.core import clock
from app.methodology import footprints as method
from app.methodology import labels
from app.services.footprints import StoredFootprint


def in_words(footprint: StoredFootprint, locale: str) -> dict[str, Any]:
    """The footprint as an answer in a language: lines with labels, what was left out and assumed as sentences."""
    lines = [{**line, "label": labels.line_label(line, locale)} for line in footprint.lines or ()]
    return {
        "id": footprint.id,
        "total_g": footprint.total_g,
        "low_g": footprint.low_g,
        "high_g": footprint.high_g,
        "covered_g": footprint.covered_g,
        "calculator": footprint.calculator,
        "calculator_version": footprint.calculator_version,
        "factor_set": footprint.factor_set,
        "scene": footprint.scene_code,
        "self_reported": True,
        "created_at": clock.rfc3339(footprint.created_at),
        "inputs_erased": footprint.erased,
        "lines": lines,
        "categories": [
            {"category": category, "label": labels.category_label(category, locale), "mass_g": mass_g}
            for category, mass_g in footprint.category_sums.items()
        ],
        "left_out": [_left_out(entry["what"], entry["why"], locale) for entry in footprint.left_out],
        "assumptions": [
            _assumption(entry["word"], tuple(entry["facts"].items()), locale) for entry in footprint.assumptions
        ],
        "equivalents": method.equivalents(footprint.total_g, locale, footprint.factor_set),
    }


# a fixed vocabulary, said in nearly every answer
@lru_cache(maxsize=512)
def _left_out(what: str, why: str, locale: str) -> Mapping[str, str]:
    return labels.left_out_words(what, why, locale)


@lru_cache(maxsize=512)
def _assumption(word: str, facts: tuple[tuple[str, str], ...], locale: str) -> str:
    return labels.assumption_text({"word": word, "facts": dict(facts)}, locale)
