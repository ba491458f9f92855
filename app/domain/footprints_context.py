"""What of a scene enters a calculation, as it is stored with the footprint so that it can be recomputed for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

METERED: tuple[str, ...] = ("electricity_kwh", "gas_m3", "diesel_l", "petrol_l", "lpg_kg", "heat_gj")
"""What an operator can read on its meters and invoices, in the order the lines appear."""

MAX_READING_DIGITS = 12


def _reading(value: object) -> Decimal:
    """A meter reading from a Decimal, a string or an integer: 0 or more, at most three decimals. Else ValueError."""
    wrong = ValueError(f"not a reading: {value!r}")
    if isinstance(value, bool) or not isinstance(value, Decimal | str | int):
        raise wrong
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite() or number < 0 or number.adjusted() >= MAX_READING_DIGITS or number != round(number, 3):
        raise wrong
    return number


@dataclass(frozen=True, slots=True)
class MeterReadings:
    """What a site used and how many visits it had, in the same period (days, Asia/Shanghai, both inclusive).

    visits: 1 or more. Readings are exact decimals with at most three places. ValueError for anything else.
    """

    visits: int
    electricity_kwh: Decimal = Decimal(0)
    gas_m3: Decimal = Decimal(0)
    diesel_l: Decimal = Decimal(0)
    petrol_l: Decimal = Decimal(0)
    lpg_kg: Decimal = Decimal(0)
    heat_gj: Decimal = Decimal(0)
    from_on: str = ""
    to_on: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.visits, bool) or not isinstance(self.visits, int) or self.visits < 1:
            raise ValueError(f"not a number of visits: {self.visits!r}")
        for name in METERED:
            object.__setattr__(self, name, _reading(getattr(self, name)))

    def thousandths(self) -> tuple[tuple[str, int], ...]:
        """(word, thousandths of its unit) of everything the site used, zero readings left out."""
        read = ((name, int(getattr(self, name).scaleb(3))) for name in METERED)
        return tuple((name, amount) for name, amount in read if amount)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; decimals as strings, zero readings left out."""
        used = {name: format(getattr(self, name), "f") for name in METERED if getattr(self, name)}
        return {"visits": self.visits, **used, "from_on": self.from_on, "to_on": self.to_on}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "MeterReadings":
        """The inverse of to_json. ValueError or TypeError if it was not written by it."""
        return cls(**{**stored, **{name: _reading(stored[name]) for name in METERED if name in stored}})


@dataclass(frozen=True, slots=True)
class SceneContext:
    """Where and under which rules a footprint is counted. The empty context is "no scene".

    place_id: the scene's place, the end of every leg without `to`; country, province, city: as in Place.
    organiser_covers: category words (travel, local_travel, lodging, food, venue, goods), sorted; left out for guests.
    meter: the operator's readings, None where it gave none. include_rf: count the non-CO2 effects of flying (x 1.7).
    """

    place_id: str | None = None
    country: str | None = None
    province: str | None = None
    city: str | None = None
    organiser_covers: tuple[str, ...] = ()
    meter: MeterReadings | None = None
    include_rf: bool = False

    @staticmethod
    def covering(words: Iterable[str]) -> tuple[str, ...]:
        """Category words as they are kept: each once, sorted."""
        return tuple(sorted(set(words)))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON to store with the footprint."""
        return {
            "place": self.place_id,
            "country": self.country,
            "province": self.province,
            "city": self.city,
            "organiser_covers": list(self.organiser_covers),
            "meter": self.meter.to_json() if self.meter else None,
            "include_rf": self.include_rf,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SceneContext":
        """The inverse of to_json."""
        return cls(
            place_id=stored["place"],
            country=stored["country"],
            province=stored["province"],
            city=stored["city"],
            organiser_covers=tuple(stored["organiser_covers"]),
            meter=MeterReadings.from_json(stored["meter"]) if stored["meter"] else None,
            include_rf=stored["include_rf"],
        )
