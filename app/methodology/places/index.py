"""The place table of one version: look-up by id and search. The file it reads is made by build.py."""

import json
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Any

from app.domain.places import Place, PlaceKind

MAX_QUERY_LENGTH = 40
_KINDS = tuple(PlaceKind)
_DEEP = 200  # how many to look at when airports are to come first


def folded(text: str) -> str:
    """Text as it is compared: NFKC, no accents, no case, letters and digits of any script only."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(character for character in bare if character.isalnum())


class PlaceIndex:
    """Places in rank order (kind, then population), their keys in alphabetical order. Read-only after it is made.

    A key is a name, its pinyin, the initials of its pinyin, or a code; keys[i] belongs to the place with rank ranks[i].
    ``well_known``: airports that are meant before others, the first of them first.
    """

    def __init__(self, data: dict[str, Any], well_known: Sequence[str] = ()) -> None:
        self.version: str = data["version"]
        self._rows: list[list[Any]] = data["places"]
        self._regions: list[list[str]] = data["regions"]
        self._keys: list[str] = data["keys"].split("\n")
        self._ranks: list[int] = data["ranks"]
        self._rank_of: dict[str, int] = {row[0]: rank for rank, row in enumerate(self._rows)}
        self._made: dict[int, Place] = {}
        self._names: str = data["names"]
        self._starts: list[int] = data["starts"]
        self._first_airport: int = data["first_airport"]
        known = (self._rank_of[code] for code in well_known if code in self._rank_of)
        self._well_known: dict[int, int] = {rank: place for place, rank in enumerate(known)}

    @classmethod
    def read(cls, path: Path, well_known: Sequence[str] = ()) -> "PlaceIndex":
        """The index from its data file."""
        return cls(json.loads(path.read_bytes()), well_known)

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, place_id: str) -> Place | None:
        """The place with that id, or None."""
        rank = self._rank_of.get(place_id)
        return None if rank is None else self._place(rank)

    def ids(self) -> list[str]:
        """Every id, best known first within its kind."""
        return list(self._rank_of)

    def _place(self, rank: int) -> Place:
        place = self._made.get(rank)
        if place is None:
            place_id, kind, chinese, english, region, country, province, city, latitude, longitude, population = (
                self._rows[rank]
            )
            region_zh, region_en = self._regions[region]
            place = self._made[rank] = Place(
                id=place_id,
                kind=_KINDS[kind],
                name={"zh-Hans": chinese, "en": english},
                region={"zh-Hans": region_zh, "en": region_en},
                country=country,
                province=province,
                city=city,
                latitude=latitude,
                longitude=longitude,
                population=population,
            )
        return place

    def _containing(self, query: str) -> Iterable[int]:
        """Ranks of the places with the query inside a name, best first: the names stand in rank order in one text."""
        at = self._names.find(query)
        while at >= 0:
            rank = bisect_right(self._starts, at) - 1
            yield rank
            at = self._names.find(query, self._starts[rank + 1]) if rank + 1 < len(self._starts) else -1

    def _best(self, low: int, high: int, limit: int) -> list[int]:
        """The ranks of a run of keys, best first, each once."""
        return nsmallest(limit, set(self._ranks[low:high]), key=self._standing)

    def _standing(self, rank: int) -> tuple[int, int, int]:
        """What comes first is smaller. Airports have no population of their own: the list says which is meant, and one
        with a Chinese name is better known than one without.
        """
        if rank < self._first_airport:
            return (0, rank, 0)
        if rank in self._well_known:
            return (1, self._well_known[rank], 0)
        _, _, chinese, english, *_ = self._rows[rank]
        return (2, int(chinese == english), rank)

    def search(self, query: str, limit: int = 20, first: str | None = None) -> list[Place]:
        """Places for a few letters or characters, best first; the same query has the same answer.

        Exact before prefix before inside; then cities, spots, airports; then by population, airports by how well known
        they are. `first="airport"`: airports before everything else, otherwise in the same order.
        """
        wanted = folded(query[:MAX_QUERY_LENGTH])
        if not wanted or limit < 1:
            return []
        airports_first = first == PlaceKind.AIRPORT
        depth = max(limit, _DEEP) if airports_first else limit
        low = bisect_left(self._keys, wanted)
        exact_end = bisect_right(self._keys, wanted, lo=low)
        found = dict.fromkeys(self._best(low, exact_end, depth))
        if len(found) < depth:
            prefix_end = bisect_left(self._keys, wanted + "\U0010ffff", lo=exact_end)
            found |= dict.fromkeys(self._best(exact_end, prefix_end, depth + len(found)))
        if len(found) < depth and (len(wanted) > 1 or not wanted.isascii()):
            for rank in self._containing(wanted):
                found.setdefault(rank)
                if len(found) >= depth:
                    break
        ranks = list(found)
        if airports_first:
            ranks.sort(key=lambda rank: rank < self._first_airport)
        return [self._place(rank) for rank in ranks[:limit]]
