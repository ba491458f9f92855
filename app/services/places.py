"""Finding places and naming them in a language. The tables and the search are app/methodology/places."""

from dataclasses import dataclass

from app.methodology import places


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place as a person chooses it. ``region``: province in mainland China, country elsewhere."""

    id: str
    name: str
    kind: str
    region: str


def search(q: str, *, limit: int, first: str | None, locale: str) -> list[FoundPlace]:
    """Places for a few characters or letters, best first. first: ``airport`` puts airports before cities."""
    found = places.search(q, limit=limit, first=first)
    return [FoundPlace(place.id, place.name_in(locale), str(place.kind), place.region_in(locale)) for place in found]


def name(place_id: str, locale: str) -> str:
    """The name of a place; the id itself where the tables no longer know it."""
    place = places.get(place_id)
    return place.name_in(locale) if place else place_id
