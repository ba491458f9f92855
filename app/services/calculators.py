"""The form of a calculator, as a scene's guest sees it. What a calculator is: app/methodology/calculators."""

from functools import lru_cache
from typing import Any

import orjson

from app.domain.errors import FieldError, InputRefused, NotFound
from app.domain.footprints_context import SceneContext
from app.methodology import calculators, labels
from app.services import scenes

KEYS = calculators.KEYS


def form(key: str, scene_code: str | None, locale: str) -> bytes:
    """The form as JSON bytes: everything needed to draw it, without what the scene's organiser covers.

    Raises NotFound for an unknown calculator; InputRefused (``?scene``) for an unknown scene or one of another kind.
    """
    if key not in calculators.KEYS:
        raise NotFound("calculator")
    if scene_code is None:
        return _form(key, None, locale)
    try:
        scene = scenes.by_code(scene_code)
    except NotFound:
        raise InputRefused([FieldError("?scene", "unknown_scene")]) from None
    if key != scene.summary.kind:
        facts = {"calculator": str(scene.summary.kind)}
        raise InputRefused([FieldError("?scene", "calculator_does_not_fit", facts)])
    return _form(key, scene.context(), locale)


def example(key: str) -> dict[str, Any]:
    """Inputs the calculator accepts, for the API's document."""
    return calculators.example(key)


def category_label(category: str, locale: str) -> str:
    """A category word in a language; the word itself where there is none for it."""
    try:
        return labels.category_label(category, locale)
    except KeyError:
        return category


@lru_cache(maxsize=512)
def _form(key: str, scene: SceneContext | None, locale: str) -> bytes:
    return orjson.dumps(calculators.form(key, scene=scene, locale=locale))
