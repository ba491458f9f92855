"""What a month of life could be changed in, and how: a table of single changes. What they save: services/tips.py."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Inputs = dict[str, Any]
_CARS = ("car_petrol", "car_diesel", "car_hybrid", "car_electric", "taxi")
_RICH_MEALS = ("beef", "hotpot", "restaurant", "takeaway", "home", "pork")
_MIXED_WASTE = ("incineration", "landfill")
_CITY_ID_LENGTH = 4  # trains go between cities, not airports


@dataclass(frozen=True, slots=True)
class Change:
    """One tip: its word, the category it belongs to, the inputs as they would be, and the number its sentence names."""

    key: str
    category: str
    inputs: Inputs
    n: int


def changes(inputs: Mapping[str, Any]) -> Iterator[Change]:
    """Every change of the table that fits these inputs (valid ones of the life form), in no order that matters."""
    for key, category, change in _TABLE:
        changed = deepcopy(dict(inputs))
        if n := change(changed):
            yield Change(key, category, changed, n)


def _less(field: str, percent: int) -> Callable[[Inputs], int]:
    """A field by so many percent less; its number is the percentage."""

    def change(inputs: Inputs) -> int:
        amount = Decimal(str(inputs.get(field) or 0))
        inputs[field] = _text(amount * (100 - percent) / 100)
        return percent if amount else 0

    return change


def _entries(inputs: Inputs, group: str) -> list[Inputs]:
    return [entry for entry in inputs.get(group) or () if isinstance(entry, dict)]


def _one_in_five(count: int) -> int:
    return max(1, count // 5) if count > 0 else 0


def _car_to_metro(inputs: Inputs) -> int:
    """One in five trips of the first car in town goes by metro."""
    for leg in _entries(inputs, "legs"):
        if leg.get("mode") in _CARS and ("distance_km" in leg or "band" in leg):
            times = int(leg.get("times") or 1)
            moved = _one_in_five(times)
            kept = ("distance_km", "band", "round_trip")
            metro = {"mode": "metro", "times": moved, **{name: leg[name] for name in kept if name in leg}}
            inputs["legs"].append(metro)
            if moved < times:
                leg["times"] = times - moved
            else:
                inputs["legs"].remove(leg)
            return moved
    return 0


def _plane_to_rail(inputs: Inputs) -> int:
    """A flight between two cities goes by high-speed train."""
    for leg in _entries(inputs, "legs"):
        ends = (leg.get("from"), leg.get("to"))
        if leg.get("mode") == "plane" and all(isinstance(end, str) and len(end) == _CITY_ID_LENGTH for end in ends):
            leg["mode"] = "high_speed_rail"
            leg.pop("cabin", None)
            return int(leg.get("times") or 1)
    return 0


def _vegetarian(inputs: Inputs) -> int:
    """One in five of the meals of the heaviest kind there is."""
    for kind in _RICH_MEALS:
        for meal in _entries(inputs, "meals"):
            if meal.get("kind") == kind and (moved := _one_in_five(int(meal.get("count") or 0))):
                meal["count"] -= moved
                inputs["meals"].append({"kind": "vegetarian", "count": moved})
                return moved
    return 0


def _recycled(inputs: Inputs) -> int:
    """A fifth of mixed waste is sorted out; its number is the percentage."""
    for entry in _entries(inputs, "waste"):
        kg = Decimal(str(entry.get("kg") or 0))
        if entry.get("kind") in _MIXED_WASTE and kg:
            sorted_out = Decimal(_text(kg / 5))
            entry["kg"] = _text(kg - sorted_out)
            inputs["waste"].append({"kind": "recycling", "kg": _text(sorted_out)})
            return 20
    return 0


def _composted(inputs: Inputs) -> int:
    """Kitchen waste is composted instead of tipped; its number is the percentage."""
    for entry in _entries(inputs, "waste"):
        if entry.get("kind") == "food_landfill" and Decimal(str(entry.get("kg") or 0)):
            entry["kind"] = "food_compost"
            return 100
    return 0


def _text(amount: Decimal) -> str:
    """As the form takes it: at most three decimals."""
    return format(amount.quantize(Decimal("0.001")).normalize(), "f")


_TABLE: tuple[tuple[str, str, Callable[[Inputs], int]], ...] = (
    ("electricity_less", "energy", _less("electricity_kwh", 10)),
    ("gas_less", "energy", _less("gas_m3", 10)),
    ("heat_less", "energy", _less("heat_gj", 10)),
    ("car_to_metro", "travel", _car_to_metro),
    ("plane_to_rail", "travel", _plane_to_rail),
    ("vegetarian", "food", _vegetarian),
    ("clothing_less", "goods", _less("clothing_kg", 50)),
    ("waste_recycled", "waste", _recycled),
    ("waste_composted", "waste", _composted),
)
