"""The life of a stored picture, and the kinds there are."""

from enum import StrEnum


class RenderingKind(StrEnum):
    """By the end of its address."""

    PICTURE = "png"  #: 1080 x 1620
    DOCUMENT = "pdf"  #: A4
    CARD = "jpg"  #: 5:4, for a chat


class RenderingState(StrEnum):
    DRAWING = "drawing"  #: somebody draws it, until its lease ends
    READY = "ready"  #: it lies in storage
    STALE = "stale"  #: what it shows holds no longer: to be deleted, with whatever is still being drawn


RENDERING_TRANSITIONS: dict[RenderingState, frozenset[RenderingState]] = {
    RenderingState.DRAWING: frozenset({RenderingState.READY, RenderingState.STALE}),
    # drawn again when its object is lost
    RenderingState.READY: frozenset({RenderingState.DRAWING, RenderingState.STALE}),
    RenderingState.STALE: frozenset(),  # its row goes, after its object
}
