"""From parsed JSON to values a calculation can use, with every error found. What they add up to is footprints_*.py."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.calculators import Calculator, Field, FieldType
from app.domain.errors import FieldError

ALL_PROBLEMS: Mapping[str, tuple[str, ...]] = {
    "ambiguous_distance": (),  # more than one of distance_km, from/to and band
    "not_a_list": (),
    "not_a_number": (),  # neither a JSON integer nor a string of at most 5 digits and 3 decimals
    "not_a_whole_number": (),
    "not_allowed_here": ("mode",),  # this field does not belong to that mode
    "not_an_object": (),
    "not_text": (),
    "not_true_or_false": (),
    "out_of_bounds": ("minimum", "maximum"),
    "required": (),
    "same_place": (),  # both ends are one place, or less than 50 m apart
    "too_many": ("maximum",),
    "unknown_choice": ("choices",),
    "unknown_field": (),
    "unknown_mode": ("choices",),
    "unknown_place": (),
}
"""Every `problem` a calculation may answer, with the names of its facts."""

_DECIMAL = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?")
_MAX_ERRORS = 100

Values = dict[str, Any]


class Errors:
    """Collects errors of one body; stops keeping them after a hundred, a client cannot show more."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []
        self.broken: set[str] = set()  # pointers of entries that cannot be read as they are meant

    def add(self, pointer: str, problem: str, **facts: str | int) -> None:
        """One more; `problem` is a key of ALL_PROBLEMS and `facts` are exactly the ones it names."""
        if len(self.found) < _MAX_ERRORS:
            self.found.append(FieldError(pointer, problem, facts))


def escaped(member: str) -> str:
    """A member name as a token of an RFC 6901 pointer."""
    return member.replace("~", "~0").replace("/", "~1")


def plain(thousandths: int) -> str:
    """Thousandths as a decimal string without trailing zeros: 12500 -> "12.5"."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def _integer(field: Field, raw: object, pointer: str, errors: Errors) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int):
        errors.add(pointer, "not_a_whole_number")
        return None
    if not field.minimum <= raw <= field.maximum:
        errors.add(pointer, "out_of_bounds", minimum=str(field.minimum), maximum=str(field.maximum))
        return None
    return raw


def _decimal(field: Field, raw: object, pointer: str, errors: Errors) -> int | None:
    """Thousandths of what was written. A JSON fraction is refused: its digits are not what the person typed."""
    if isinstance(raw, str) and _DECIMAL.fullmatch(raw):
        whole, _, rest = raw.partition(".")
        thousandths = int(whole) * 1000 + int(rest.ljust(3, "0"))
    elif isinstance(raw, int) and not isinstance(raw, bool):
        thousandths = raw * 1000
    else:
        errors.add(pointer, "not_a_number")
        return None
    if not field.minimum <= thousandths <= field.maximum:
        errors.add(pointer, "out_of_bounds", minimum=plain(field.minimum), maximum=plain(field.maximum))
        return None
    return thousandths


def _choice(field: Field, raw: object, pointer: str, errors: Errors) -> str | None:
    if isinstance(raw, str) and raw in field.options:
        return raw
    problem = "unknown_mode" if field.key == "mode" else "unknown_choice"
    errors.add(
        pointer,
        problem if isinstance(raw, str) else "not_text",
        **({"choices": ", ".join(field.options)} if isinstance(raw, str) else {}),
    )
    return None


def _boolean(_field: Field, raw: object, pointer: str, errors: Errors) -> bool | None:
    if isinstance(raw, bool):
        return raw
    errors.add(pointer, "not_true_or_false")
    return None


def _place(_field: Field, raw: object, pointer: str, errors: Errors) -> str | None:
    """The id as written; whether there is such a place is asked by the calculation, which has the table."""
    if isinstance(raw, str):
        return raw
    errors.add(pointer, "not_text")
    return None


def _group(field: Field, raw: object, pointer: str, errors: Errors) -> list[Values] | None:
    if not isinstance(raw, list):
        errors.add(pointer, "not_a_list")
        return None
    if len(raw) > field.maximum:
        errors.add(pointer, "too_many", maximum=field.maximum)
        return None
    entries: list[Values] = []
    for index, entry in enumerate(raw):
        before = len(errors.found)
        entries.append(read_object(field.fields, entry, f"{pointer}/{index}", errors))
        if len(errors.found) > before:
            errors.broken.add(f"{pointer}/{index}")
    return entries


_READERS: Mapping[FieldType, Callable[[Field, object, str, Errors], Any]] = {
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.CHOICE: _choice,
    FieldType.BOOLEAN: _boolean,
    FieldType.PLACE: _place,
    FieldType.GROUP: _group,
}


def read_object(fields: Mapping[str, Field], raw: object, pointer: str, errors: Errors) -> Values:
    """The values that were given and can be used; JSON null means "not given". Adds every error found to `errors`."""
    values: Values = {}
    if not isinstance(raw, dict):
        errors.add(pointer, "not_an_object")
        return values
    for key, given in raw.items():
        field = fields.get(key)
        if field is None:
            errors.add(f"{pointer}/{escaped(str(key))}", "unknown_field")
        elif given is not None:
            value = _READERS[field.type](field, given, f"{pointer}/{key}", errors)
            if value is not None:
                values[key] = value
    for key, field in fields.items():
        if field.required and raw.get(key) is None:
            errors.add(f"{pointer}/{key}", "required")
    return values


def read_inputs(calculator: Calculator, inputs: object, errors: Errors) -> Values:
    """The inputs of a footprint: numbers and thousandths as int, choices and place ids as str, groups as lists."""
    return read_object(calculator.fields, inputs, "/inputs", errors)
