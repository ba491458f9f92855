"""Drawn pictures, shared for a minute: a hall that opens one certificate draws it once. Not a store: nothing to erase.

An erased name changes the ETag, so it is unreachable at once and gone from memory within the minute.
"""

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.services.pictures import Drawing

KEEP_S = 50
KEEP_BYTES = 48 * 1024 * 1024
#: Drawing holds the interpreter for half a second: pages and payments come between.
AT_ONCE = 2


@dataclass(slots=True)
class _Kept:
    drawing: Drawing
    until_s: float


@dataclass(slots=True)
class _Turn:
    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: int = 0


_turns: dict[str, _Turn] = {}
_kept: OrderedDict[str, _Kept] = OrderedDict()
_lock = threading.Lock()
_pens = threading.BoundedSemaphore(AT_ONCE)


def shared(etag: str, draw: Callable[[], Drawing]) -> Drawing:
    """The drawing of this ETag, made now or within the last minute. For what anybody may see only."""
    found = _find(etag)
    if found is not None:
        return found
    with _turn(etag):
        found = _find(etag)  # whoever was before us may have drawn it
        if found is None:
            found = alone(draw)
            _keep(etag, found)
    return found


def alone(draw: Callable[[], Drawing]) -> Drawing:
    """A drawing for one reader, kept nowhere."""
    with _pens:
        return draw()


@contextlib.contextmanager
def _turn(etag: str) -> Iterator[None]:
    """One at a time per ETag; the others wait without a pen."""
    with _lock:
        turn = _turns.setdefault(etag, _Turn())
        turn.waiting += 1
    try:
        with turn.lock:
            yield
    finally:
        with _lock:
            turn.waiting -= 1
            if not turn.waiting:
                del _turns[etag]


def kept_bytes() -> int:
    """How much is kept now."""
    with _lock:
        return sum(len(each.drawing.body) for each in _kept.values())


def forget_all() -> None:
    """Keep nothing any more."""
    with _lock:
        _kept.clear()


def _find(etag: str) -> Drawing | None:
    with _lock:
        _forget()
        kept = _kept.get(etag)
        return kept.drawing if kept else None


def _keep(etag: str, drawing: Drawing) -> None:
    with _lock:
        _kept[etag] = _Kept(drawing, time.monotonic() + KEEP_S)
        _forget()


def _forget() -> None:
    """Oldest first: what is past its minute, and what is too much."""
    now = time.monotonic()
    held = sum(len(each.drawing.body) for each in _kept.values())
    while _kept:
        eldest = next(iter(_kept.values()))
        if eldest.until_s > now and held <= KEEP_BYTES:
            return
        held -= len(eldest.drawing.body)
        _kept.popitem(last=False)
