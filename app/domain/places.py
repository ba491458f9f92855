"""What a place is: a city, an airport or a spot with coordinates. Tables and search: app/methodology/places."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MAINLAND = "CN"


class PlaceKind(StrEnum):
    """What a place is to the traveller; airports are offered first for a flight."""

    CITY = "city"
    AIRPORT = "airport"
    SPOT = "spot"


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    id: first four digits of GB/T 2260 (Hong Kong 8100, Macau 8200), an IATA code, ``gn<geonameid>`` or ``spot:<name>``.
    name, region: by language, zh-Hans and en always; region is the province in mainland China, the country elsewhere.
    country: ISO 3166-1 alpha-2; mainland China is ``CN``, Hong Kong, Macau and Taiwan have codes of their own.
    province: English name as the grid table writes it (``Sichuan``), None outside the mainland.
    city: the prefecture a mainland place belongs to (four digits), None where it is not known.
    latitude, longitude: degrees, for distance only.
    """

    id: str
    kind: PlaceKind
    name: Mapping[str, str]
    region: Mapping[str, str]
    country: str
    province: str | None
    city: str | None
    latitude: float
    longitude: float
    population: int = 0

    @property
    def is_mainland(self) -> bool:
        """In mainland China: decides between the domestic and the international flight factors."""
        return self.country == MAINLAND

    def name_in(self, locale: str) -> str:
        """Name in that language; Chinese for zh-Hans, else English where there is no translation."""
        return self.name.get(locale) or self.name["en"]

    def region_in(self, locale: str) -> str:
        """Province or country in that language, with the same fallback as the name."""
        return self.region.get(locale) or self.region["en"]


class PlaceTable(Protocol):
    """Places by id. One version of the table answers the same for ever."""

    def get(self, place_id: str) -> Place | None:
        """The place, or None."""
        ...
