"""What a calculator is: its fields, and which factor each choice takes.

Made from data files (app/methodology/calculators); reading a person's inputs is calculators_inputs.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class FieldType(StrEnum):
    """How a client draws a field and which JSON it sends."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    PLACE = "place"
    GROUP = "group"


class Role(StrEnum):
    """What the calculation does with a field of the top level."""

    PEOPLE = "people"  # multiplies every line
    HOUSEHOLD = "household"  # divides what a household shares
    HOME = "home"  # a place whose grid and metro apply where there is no scene
    LEGS = "legs"
    STAYS = "stays"
    TALLY = "tally"  # a list of kind and amount, each kind with its factor
    SCALAR = "scalar"  # one amount with one factor
    VISITS = "visits"  # the operator's meters, shared by visits


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, at the top level or inside a group.

    minimum, maximum: bounds of the number (thousandths for decimals), or how many entries a group takes.
    default: what a missing value means. suggested: what a client may fill in beforehand.
    when: the modes this field belongs to, empty for all.
    factors: option -> reference of its factor ("" is the field itself).
    """

    key: str
    type: FieldType
    role: Role | None = None
    category: str = ""
    activity: str = ""
    required: bool = False
    minimum: int = 0
    maximum: int = 0
    default: Any = None
    suggested: Any = None
    unit: str = ""
    options: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    folded: bool = False
    shared: bool = False
    amount: str = ""
    factors: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, "Field"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of travelling: how its distance may be told, what stretches it, which factor it takes.

    detour: factor on the great circle, None where only a distance or a band makes sense.
    factor: a reference, "" for flights.
    divides: passengers share the vehicle. local: in town, left out where the organiser covers local_travel.
    """

    key: str
    factor: str
    detour: Decimal | None
    band: bool
    divides: bool
    local: bool
    city_factors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Method:
    """What all calculators of one version share.

    flights: table (domestic, domestic_rf, international, international_rf) -> cabin -> factor key.
    bands: word -> km. hotel_by_country: ISO code -> factor key. meters: reading -> factor reference.
    """

    version: str
    modes: Mapping[str, Mode]
    bands: Mapping[str, int]
    flights: Mapping[str, Mapping[str, str]]
    hotel_by_country: Mapping[str, str]
    meters: Mapping[str, str]
    maximum_km: int


@dataclass(frozen=True, slots=True)
class Calculator:
    """One form in one version, bound to the factor set it computes with.

    left_out: (what, why) that no guest of this calculator is ever asked for. example: inputs that are accepted.
    """

    key: str
    version: str
    factor_set: str
    fields: Mapping[str, Field]
    method: Method
    left_out: tuple[tuple[str, str], ...]
    example: Mapping[str, Any]


def _thousandths(value: str | int) -> int:
    return int(Decimal(value).scaleb(3))


def field_from(data: Mapping[str, Any], modes: Mapping[str, Mode]) -> Field:
    """A field from its data; KeyError or ValueError when the file is wrong (a test loads every file)."""
    kind = FieldType(data["type"])
    bound = _thousandths if kind is FieldType.DECIMAL else int
    groups = {
        "places": tuple(mode.key for mode in modes.values() if mode.detour is not None),
        "band": tuple(mode.key for mode in modes.values() if mode.band),
        "divides": tuple(mode.key for mode in modes.values() if mode.divides),
        "plane": ("plane",),
    }
    factors: Mapping[str, str] = (
        data["factors"] if "factors" in data else {"": data["factor"]} if "factor" in data else {}
    )
    options = tuple(modes) if data.get("options") == "modes" else tuple(data.get("options", ()))
    return Field(
        key=data["key"],
        type=kind,
        role=Role(data["role"]) if "role" in data else None,
        category=data.get("category", ""),
        activity=data.get("activity", data["key"]),
        required=data.get("required", False),
        minimum=bound(data.get("minimum", 0)),
        maximum=bound(data.get("maximum", 0)),
        default=data.get("default"),
        suggested=data.get("suggested"),
        unit=data.get("unit", ""),
        options=options,
        when=groups[data["when"]] if "when" in data else (),
        folded=data.get("folded", False),
        shared=data.get("shared", False),
        amount=data.get("amount", ""),
        factors=MappingProxyType(dict(factors)),
        fields=MappingProxyType({part["key"]: field_from(part, modes) for part in data.get("fields", ())}),
    )


def method_from(data: Mapping[str, Any]) -> Method:
    """The shared part of one calculator version from its data; errors as for field_from."""
    modes = {
        key: Mode(
            key=key,
            factor=mode.get("factor", ""),
            detour=Decimal(mode["detour"]) if "detour" in mode else None,
            band=mode.get("band", False),
            divides=mode.get("divides", False),
            local=mode.get("local", False),
            city_factors=MappingProxyType(dict(mode.get("city_factors", {}))),
        )
        for key, mode in data["modes"].items()
    }
    return Method(
        version=data["version"],
        modes=MappingProxyType(modes),
        bands=MappingProxyType({word: int(km) for word, km in data["bands"].items()}),
        flights=MappingProxyType({table: MappingProxyType(dict(cabins)) for table, cabins in data["flights"].items()}),
        hotel_by_country=MappingProxyType(dict(data["hotel_by_country"])),
        meters=MappingProxyType(dict(data["meters"])),
        maximum_km=int(data["maximum_km"]),
    )


def calculator_from(data: Mapping[str, Any], parts: Mapping[str, Mapping[str, Any]], method: Method) -> Calculator:
    """A calculator from its data; a field is the name of a shared part, or a part with some members replaced."""
    fields: dict[str, Field] = {}
    for entry in data["fields"]:
        part = parts[entry] if isinstance(entry, str) else {**parts[entry["part"]], **entry.get("with", {})}
        made = field_from(part, method.modes)
        fields[made.key] = made
    return Calculator(
        key=data["key"],
        version=method.version,
        factor_set=data["factor_set"],
        fields=MappingProxyType(fields),
        method=method,
        left_out=tuple((entry["what"], entry["why"]) for entry in data["left_out"]),
        example=MappingProxyType(dict(data["example"])),
    )
