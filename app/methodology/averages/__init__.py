"""What people of a country use at home on average, each figure with its sources; never part of a sum."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Average:
    """``amount`` a person and month, with as many digits as its sources carry. ``made_of``: the sum behind it.

    sources: [{"source", "source_url"}].
    """

    amount: Decimal
    made_of: Mapping[str, list[str]]
    year: int
    sources: tuple[Mapping[str, Any], ...]


@cache
def load(country: str) -> Mapping[str, Average]:
    """By the key of the life form's field. Empty for a country without sourced figures."""
    path = Path(__file__).with_name(f"{country}.json")
    if not path.is_file():
        return {}
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        key: Average(Decimal(one["amount"]), one["made_of"], one["year"], tuple(one["sources"]))
        for key, one in given.items()
    }
