"""Places by id and by a few letters. The newest table is searched; a factor set names the one it measures with."""

from functools import cache
from pathlib import Path

from app.domain.errors import NotFound
from app.domain.places import Place
from app.methodology.places.index import PlaceIndex

CURRENT = "2026.1"
VERSIONS: tuple[str, ...] = ("2026.1",)
"""Every table ever published, oldest first. A table is never changed, so that a distance stays what it was."""


@cache
def load(version: str = CURRENT) -> PlaceIndex:
    """One table, read once. NotFound for a version that was never published."""
    if version not in VERSIONS:
        raise NotFound("place_table")
    here = Path(__file__).parent
    lines = (here / "well_known_airports.txt").read_text(encoding="ascii").splitlines()
    well_known = [code for line in lines if not line.startswith("#") for code in line.split()]
    return PlaceIndex.read(here / f"{version}.json", well_known)


def get(place_id: str) -> Place | None:
    """The place with that id in the newest table, or None."""
    return load().get(place_id)


def search(query: str, limit: int = 20, first: str | None = None) -> list[Place]:
    """Places for a few letters or characters, best first (see PlaceIndex.search); [] for an empty query."""
    return load().search(query, limit, first)
