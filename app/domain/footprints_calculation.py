"""From inputs to a footprint: which fields count, in which order, and the sums. The tables come in as arguments."""

from typing import Any

from app.domain.calculators import Calculator, Field, FieldType, Role
from app.domain.calculators_inputs import Errors, Values, read_inputs
from app.domain.errors import InputRefused
from app.domain.factors import SPREAD_PERCENT, FactorSet
from app.domain.footprints import Footprint, uncertainty_g
from app.domain.footprints_activities import add_amount, add_counted, add_stay, add_visits
from app.domain.footprints_context import SceneContext
from app.domain.footprints_legs import add_leg
from app.domain.footprints_setting import Setting
from app.domain.places import PlaceTable

_NOT_COUNTED = (Role.PEOPLE, Role.HOUSEHOLD, Role.HOME)


def _set_the_scene(setting: Setting, values: Values) -> None:
    """Where the activities happen: the scene, or the home given in the form where there is no scene."""
    scene = setting.scene
    setting.province, setting.city, setting.country = scene.province, scene.city, scene.country
    if scene.place_id is not None:
        setting.destination = setting.places.get(scene.place_id)
    for key, field in setting.calculator.fields.items():
        if field.role is Role.PEOPLE:
            setting.people = values.get(key, field.default)
        elif field.role is Role.HOUSEHOLD:
            setting.household = values.get(key, field.default)
        elif field.role is Role.HOME and key in values:
            home = setting.place(values[key], f"/inputs/{key}")
            if home is not None and scene.place_id is None:
                setting.destination, setting.province, setting.city, setting.country = (
                    home,
                    home.province,
                    home.city,
                    home.country,
                )


def _check_places(field: Field, entry: Values, pointer: str, setting: Setting) -> None:
    """What can still be said about an entry that has an error already."""
    for key, part in field.fields.items():
        if part.type is FieldType.PLACE and key in entry:
            setting.place(entry[key], f"{pointer}/{key}")


def _add(field: Field, value: Any, setting: Setting) -> None:
    """The lines of one field. A group is a list of entries, anything else a number."""
    if field.role is Role.VISITS:
        add_visits(field, value, setting)
    elif field.role is Role.SCALAR:
        add_amount(field, value, setting)
    else:
        for index, entry in enumerate(value):
            pointer = f"/inputs/{field.key}/{index}"
            if pointer in setting.errors.broken:
                _check_places(field, entry, pointer, setting)
            elif field.role is Role.LEGS:
                add_leg(entry, pointer, field.category, setting)
            elif field.role is Role.STAYS:
                add_stay(field, entry, pointer, setting)
            else:
                add_counted(field, entry, setting)


def calculate(
    calculator: Calculator, inputs: object, scene: SceneContext, factors: FactorSet, places: PlaceTable
) -> Footprint:
    """The footprint of `inputs` (parsed JSON, whatever it is).

    Lines follow the order of the form and of the entries. Every line is one person's share times people, computed
    exactly and rounded once. What the organiser covers is not counted but named in left_out. Same arguments, same
    result. InputRefused names every error, with pointers from /inputs.
    """
    errors = Errors()
    setting = Setting(calculator, factors, places, scene, errors)
    values = read_inputs(calculator, inputs, errors)
    _set_the_scene(setting, values)
    for key, field in calculator.fields.items():
        if field.role in _NOT_COUNTED:
            continue
        if setting.covered(field.category):
            setting.leave_out(field.category, "organiser_covers")
            continue
        value = values.get(key, field.default)
        if value is not None:
            _add(field, value, setting)
    if errors.found:
        raise InputRefused(errors.found)
    for what, why in calculator.left_out:
        setting.leave_out(what, "organiser_covers" if setting.covered(what) else why)
    return _summed(setting)


def _summed(setting: Setting) -> Footprint:
    lines = tuple(setting.lines)
    setting.assume("use_phase")
    setting.assume("some_co2_only")
    total_g = sum(line.mass_g for line in lines)
    spread_g = uncertainty_g((line.factor.key, line.mass_g, SPREAD_PERCENT[line.factor.confidence]) for line in lines)
    return Footprint(
        calculator=setting.calculator.key,
        calculator_version=setting.calculator.version,
        factor_set=setting.factors.version,
        lines=lines,
        total_g=total_g,
        low_g=total_g - spread_g,
        high_g=total_g + spread_g,
        left_out=tuple(setting.left_out),
        assumptions=tuple(setting.assumed),
    )
