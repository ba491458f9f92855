"""A whole hall opens one certificate at the same moment: several processes, one drawing."""

import threading
from pathlib import Path

import pytest

from tests.support.server import LiveServer, gunicorn
from tests.web.conftest import Sell

CROWD = 100
PUBLIC_URL = "http://127.0.0.1:1"
Answer = tuple[int, str, bytes]


def crowd(server: LiveServer, path: str) -> list[Answer]:
    """What each of a hundred was answered who asked at the same moment."""
    gate, seen = threading.Barrier(CROWD), []

    def ask() -> None:
        with server.session() as session:
            gate.wait(60)
            answer = session.get(f"{server.url}{path}", timeout=60)
            seen.append((answer.status_code, answer.headers.get("ETag", ""), answer.content))

    threads = [threading.Thread(target=ask) for _ in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return seen


@pytest.mark.slow
def test_a_hundred_at_once_before_two_processes_have_it_drawn_once(
    database_url: str, sell: Sell, tmp_path: Path
) -> None:
    first, second = sell(), sell(who="chen", name="陈一")
    with gunicorn({"DATABASE_URL": database_url, "PUBLIC_URL": PUBLIC_URL}, tmp_path) as (server, log):
        with server.session() as session:
            told = session.get(f"{server.url}/api/v1{second.url}", timeout=60).json()
        hashed = told["renderings"]["card_url"].removeprefix(PUBLIC_URL)
        bodies = set()
        for path in (f"{first.url}.png", hashed):
            seen = crowd(server, path)
            assert (len(seen), len(set(seen))) == (CROWD, 1), log.read_text(encoding="utf-8")
            status, etag, body = seen[0]
            assert (status, bool(etag)) == (200, True)
            bodies.add(body)
    said = log.read_text(encoding="utf-8")
    assert said.count("drawn ") == 2, said
    assert {each.read_bytes() for each in (tmp_path / "pictures").rglob("*") if each.is_file()} == bodies
