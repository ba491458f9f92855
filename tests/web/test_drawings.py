"""Pictures under a crowd: one drawing for all who ask for the same, few at a time, none kept long."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from app.services.pictures import Drawing
from app.web import drawings


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    drawings.forget_all()
    yield
    drawings.forget_all()


class Pen:
    """Draws slowly, and notes how many draw at once."""

    def __init__(self) -> None:
        self.lock, self.now, self.most, self.drawn = threading.Lock(), 0, 0, 0

    def draw(self) -> Drawing:
        with self.lock:
            self.now, self.drawn = self.now + 1, self.drawn + 1
            self.most = max(self.most, self.now)
        time.sleep(0.05)
        with self.lock:
            self.now -= 1
        return Drawing(b"picture", "image/png")


def together(number: int, each: Callable[[int], object]) -> None:
    threads = [threading.Thread(target=each, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)


def test_a_crowd_before_one_certificate_has_it_drawn_once() -> None:
    pen = Pen()
    together(16, lambda _: drawings.shared("same", pen.draw))
    assert pen.drawn == 1


def test_a_crowd_before_many_certificates_is_drawn_for_two_at_a_time() -> None:
    pen = Pen()
    together(8, lambda n: drawings.shared(f"etag-{n}", pen.draw))
    assert (pen.drawn, pen.most) == (8, drawings.AT_ONCE)


def test_a_drawing_that_fails_stops_nobody() -> None:
    def broken() -> Drawing:
        raise ValueError("no ink")

    for _ in range(3):
        with pytest.raises(ValueError, match="no ink"):
            drawings.shared("etag", broken)
    assert drawings.shared("etag", Pen().draw).body == b"picture"


def test_what_is_kept_stays_within_its_bounds() -> None:
    for number in range(40):
        drawings.shared(f"etag-{number}", lambda: Drawing(bytes(2 * 1024 * 1024), "image/png"))
    assert 0 < drawings.kept_bytes() <= drawings.KEEP_BYTES


def test_what_is_kept_is_gone_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    pen = Pen()
    drawings.shared("etag", pen.draw)
    later_s = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: later_s)
    drawings.shared("another", pen.draw)
    assert drawings.kept_bytes() == len(b"picture")
