"""Kept pictures: drawn once, whoever asks, and served by their hash."""

import hashlib
import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.database import TransactionOpen, write
from app.services import drawings, pictures
from app.services import renderings as rows
from app.services.certificates import find_certificate
from app.services.pictures import Drawing
from tests.support.kept import KINDS, Kept, drawn, during, folder, hashed, kept, open_all, server, table
from tests.web.conftest import Sell, sell

__all__ = ["drawn", "folder", "kept", "sell", "server"]  # fixtures


def test_what_was_drawn_is_kept_and_not_drawn_again(
    app: Flask, client: FlaskClient, sell: Sell, kept: Kept, drawn: list[str]
) -> None:
    sold = sell()
    bodies = {kind: {client.get(sold.url + kind).data for _ in range(3)} for kind in KINDS}
    assert all(len(each) == 1 for each in bodies.values())
    assert sorted(drawn) == ["jpg", "pdf", "png"]
    assert len(kept()) == 3
    assert {(row.state, row.size_bytes > 0, row.lease_until_at) for row in table(app)} == {("ready", True, None)}


def test_a_hashed_address_answers_for_ever_and_the_others_are_asked_again(
    client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    sold = sell(public=False)
    for name, path in hashed(client, sold).items():
        answer = client.get(path)
        assert answer.status_code == 200, name
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{sold.url}.png").headers["Cache-Control"] == "no-cache"
    assert len(drawn) == 3  # the address with its hash and the one without are one picture


def test_a_name_that_is_shown_is_for_no_shared_cache(
    client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    sold = sell(public=True)
    answer = client.get(hashed(client, sold)["image_url"])
    assert "林小满" in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_no_hash_leads_to_a_name_that_is_its_owners(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    sold = sell(public=False)
    open_all(client, sold)
    (named,) = [row for row in table(app) if row.named]
    assert "林小满" in (folder / rows.storage_key(named.content_hash, rows.RenderingKind.PICTURE)).read_text()
    assert client.get(f"/renderings/{sold.id}/{named.content_hash}.png").status_code == 404


def test_a_hash_of_nothing_or_of_another_certificate_is_not_found(
    client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    mine, other = sell(), sell(who="chen")
    path = hashed(client, mine)["image_url"]
    assert client.get(path).status_code == 200
    assert client.get(path.replace(mine.id, other.id)).status_code == 404
    assert client.get(f"/renderings/{mine.id}/{'0' * 64}.png").status_code == 404
    assert client.get(path.replace(".png", ".pdf")).status_code == 404
    assert client.get(path.replace(".png", ".gif")).status_code == 404
    for junk in ("x", "%00", "0" * 63, "%F0%9F%8C%B1" * 16, "..%2F..%2Fetc"):
        assert client.get(f"/renderings/{mine.id}/{junk}.png").status_code == 404


def test_what_older_code_drew_is_served_at_its_own_address_while_it_is_true(
    client: FlaskClient, sell: Sell, folder: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell()
    before = hashed(client, sold)["image_url"]
    body = client.get(before).data
    monkeypatch.setattr(pictures, "drawing_version", lambda: "newer")
    after = hashed(client, sold)["image_url"]
    assert before != after
    assert client.get(before).data == body
    client.get(f"{sold.url}.png")
    assert len(drawn) == 2  # the new code drew its own
    sold.erase()
    assert (client.get(before).status_code, client.get(after).status_code) == (404, 404)


def test_every_language_and_both_names_are_pictures_of_their_own(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    sold = sell(public=False)
    open_all(client, sold)
    client.get(f"{sold.url}.png?lang=en")
    assert len({row.content_hash for row in table(app)}) == 5


def test_nobody_draws_or_stores_inside_a_transaction(app: Flask, sell: Sell, folder: Path) -> None:
    sold = sell()
    with app.test_request_context():
        view = find_certificate(sold.id)
        with write("a test") as _tx, pytest.raises(TransactionOpen):
            drawings.rendering(view, rows.RenderingKind.CARD, "zh-Hans", named=False)
        with write("a test") as _tx, pytest.raises(TransactionOpen):
            drawings.with_pen(lambda: Drawing(b"", "x/y"))


def test_a_hundred_who_ask_one_process_at_once_have_it_drawn_once(
    app: Flask, sell: Sell, folder: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell()
    during(monkeypatch, pictures, "draw", lambda: time.sleep(0.2))
    gate, seen = threading.Barrier(100), []

    def ask() -> None:
        client = app.test_client()
        gate.wait(30)
        seen.append(hashlib.sha256(client.get(f"{sold.url}.png").data).hexdigest())

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(seen), len(set(seen)), drawn) == (100, 1, ["png"])


def test_as_many_are_drawn_at_once_as_there_are_pens(monkeypatch: pytest.MonkeyPatch) -> None:
    lock, now, most = threading.Lock(), [0], [0]

    def draw() -> Drawing:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.03)
        with lock:
            now[0] -= 1
        return Drawing(b"", "x/y")

    threads = [threading.Thread(target=drawings.with_pen, args=(draw,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most[0] == drawings.AT_ONCE
