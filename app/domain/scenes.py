"""What can be neutralised: kinds, and the life of a scene as a table."""

from enum import StrEnum


class SceneKind(StrEnum):
    CONFERENCE = "conference"
    SCENIC_SPOT = "scenic_spot"
    MALL = "mall"
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    OTHER = "other"


class SceneStatus(StrEnum):
    DRAFT = "draft"  #: seen by its staff only
    REHEARSAL = "rehearsal"  #: everything works, marked as a sample, counts nowhere
    OPEN = "open"
    CLOSED = "closed"  #: to be read, no longer to be joined


SCENE_TRANSITIONS: dict[SceneStatus, frozenset[SceneStatus]] = {
    SceneStatus.DRAFT: frozenset({SceneStatus.REHEARSAL, SceneStatus.OPEN}),
    SceneStatus.REHEARSAL: frozenset({SceneStatus.DRAFT, SceneStatus.OPEN}),
    SceneStatus.OPEN: frozenset({SceneStatus.CLOSED}),
    SceneStatus.CLOSED: frozenset({SceneStatus.OPEN}),
}

#: What the public may see.
SHOWN = (SceneStatus.REHEARSAL, SceneStatus.OPEN, SceneStatus.CLOSED)
