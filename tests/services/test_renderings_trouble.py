"""Kept pictures when a process dies, storage is down or a drawing fails: nobody waits, nothing is left behind."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from app.core import clock
from app.core.database import read
from app.core.storage import DiskStorage
from app.models import alerts
from app.services import drawings, pictures
from app.services import renderings as rows
from tests.support.kept import (
    Crash,
    Down,
    Kept,
    drawn,
    during,
    files,
    folder,
    hashed,
    keep_in,
    kept,
    open_all,
    run_job,
    server,
    table,
)
from tests.web.conftest import Sell, sell

__all__ = ["drawn", "folder", "kept", "sell", "server"]  # fixtures


def test_what_a_crash_left_between_put_and_row_is_known_and_goes_with_the_name(
    app: Flask, client: FlaskClient, sell: Sell, kept: Kept, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell(public=True)

    def crash() -> None:
        raise Crash

    with monkeypatch.context() as patch:
        during(patch, rows, "finish", crash)
        with pytest.raises(Crash):
            client.get(f"{sold.url}.png")
    (row,) = table(app)
    assert (row.state, len(kept())) == ("drawing", 1)
    sold.erase()
    assert kept() == set()
    assert [row.state for row in table(app)] == ["stale"]  # until nobody can still be putting it
    run_job(app, after_s=rows.LEASE_S + 1)
    assert table(app) == []


def test_a_drawing_whose_drawer_died_is_taken_over_when_its_lease_ends(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell()

    def crash() -> None:
        raise Crash

    with monkeypatch.context() as patch:
        during(patch, DiskStorage, "put", crash)
        with pytest.raises(Crash):
            client.get(f"{sold.url}.png")
    with time_machine.travel(clock.now() + timedelta(seconds=rows.LEASE_S - 1)), monkeypatch.context() as patch:
        patch.setattr(drawings, "PATIENCE_S", 0.3)
        client.get(f"{sold.url}.png")  # waited, then drew for itself
        assert files(folder) == set()
    with time_machine.travel(clock.now() + timedelta(seconds=rows.LEASE_S + 1)):
        client.get(f"{sold.url}.png")
        assert len(files(folder)) == 1
    assert [(row.state, row.fence) for row in table(app)] == [("ready", 2)]


def test_storage_that_is_down_stops_no_picture_and_is_used_again_when_it_is_back(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    sold = sell()
    path = hashed(client, sold)["image_url"]
    keep_in(app, Down())
    with capture_logs() as logged:
        answers = [client.get(f"{sold.url}.png"), client.get(f"{sold.url}.png"), client.get(path)]
    assert {(answer.status_code, answer.data) for answer in answers} == {(200, answers[0].data)}
    assert len(drawn) == 3
    assert "picture not kept" in {each["event"] for each in logged}
    keep_in(app, DiskStorage(folder))
    run_job(app, after_s=rows.LEASE_S + 1)
    client.get(f"{sold.url}.png")
    client.get(f"{sold.url}.png")
    assert (len(drawn), len(files(folder))) == (4, 1)


def test_an_erasure_while_storage_is_down_is_tried_until_it_succeeds_and_told(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    sold = sell(public=True)
    open_all(client, sold)
    address = hashed(client, sold)["image_url"]
    keep_in(app, Down())
    sold.erase()  # answered all the same
    assert client.get(address).status_code == 404
    assert len(files(folder)) == 3
    for seconds in (11, 22, 45):
        run_job(app, after_s=seconds)
    with app.app_context(), read() as connection:
        told = connection.execute(sa.select(alerts.c.kind)).scalars().all()
    assert set(told) == {"pictures_not_deleted"}
    keep_in(app, DiskStorage(folder))
    run_job(app, after_s=120)
    assert (files(folder), table(app)) == (set(), [])


def test_a_database_in_trouble_stops_no_picture(
    client: FlaskClient, sell: Sell, folder: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell()

    def fails(*_given: object) -> Any:
        raise sa.exc.OperationalError("SELECT", {}, Exception("locked"))

    for trouble in ("look", "claim", "finish"):
        with monkeypatch.context() as patch:
            patch.setattr(rows, trouble, fails)
            assert client.get(f"{sold.url}.pdf").status_code == 200, trouble


@pytest.mark.parametrize("half", [None, b"", b"png"])
def test_an_object_that_was_lost_or_cut_short_is_drawn_again(
    client: FlaskClient, sell: Sell, folder: Path, drawn: list[str], half: bytes | None
) -> None:
    """A machine that loses its power may keep the name of a file without its bytes."""
    sold = sell()
    first = client.get(f"{sold.url}.png").data
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        path.unlink()
        if half is not None:
            path.write_bytes(half)
    assert client.get(f"{sold.url}.png").data == first
    assert (len(drawn), len(files(folder))) == (2, 1)


def test_a_drawing_that_fails_stops_nobody_else(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell()

    def no_ink() -> None:
        raise ValueError("no ink")

    with monkeypatch.context() as patch:
        during(patch, pictures, "draw", no_ink)
        assert client.get(f"{sold.url}.png").status_code == 500
    assert client.get(f"{sold.url}.png").status_code == 200
    run_job(app, after_s=rows.LEASE_S + 1)
    client.get(f"{sold.url}.png")
    assert len(files(folder)) == 1
