"""Where a test's pictures are kept, what is there, and what goes wrong on the way. Fixtures to import."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.database import read
from app.core.storage import DiskStorage, Storage, StorageUnavailable, storage_for
from app.models import renderings
from app.services import jobs, pictures
from app.services.pictures import Drawing
from app.services.platform import EXTENSION
from tests.support.s3 import CREDENTIALS, S3Server, s3_server
from tests.web.conftest import Sold

KINDS = (".png", ".pdf", "/card.jpg")
Kept = Callable[[], set[str]]


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as started:
        yield started


def keep_in(app: Flask, store: Storage) -> None:
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], storage=store)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Pictures are kept in this folder."""
    before = app.extensions[EXTENSION]
    keep_in(app, DiskStorage(tmp_path / "pictures"))
    yield tmp_path / "pictures"
    app.extensions[EXTENSION] = before


@pytest.fixture(params=["disk", "s3"])
def kept(request: pytest.FixtureRequest, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """The names of what is kept, on disk and in an S3 server."""
    before = app.extensions[EXTENSION]
    if request.param == "disk":
        keep_in(app, DiskStorage(tmp_path / "pictures"))
        yield lambda: files(tmp_path / "pictures")
    else:
        server: S3Server = request.getfixturevalue("server")
        server.empty()
        for name, value in CREDENTIALS.items():
            monkeypatch.setenv(name, value)
        keep_in(app, storage_for(server.storage_url, tmp_path))
        yield lambda: {key.rpartition("/")[2] for key in server.held()}
    app.extensions[EXTENSION] = before


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every drawing made, by its kind; quick ones that show what they say."""
    made: list[str] = []

    def draw(view: Any, kind: Any, locale: str, *, named: bool, enclosed: Any) -> Drawing:
        made.append(kind.value)
        return Drawing(f"{kind.value} {locale} {view.status} {view.name if named else view.shown_name}".encode(), "x/y")

    monkeypatch.setattr(pictures, "draw", draw)
    return made


def table(app: Flask) -> list[Any]:
    with app.app_context(), read() as connection:
        return list(connection.execute(sa.select(renderings).order_by(renderings.c.content_hash)).all())


def run_job(app: Flask, name: str = "delete-pictures", *, after_s: float = 0) -> Any:
    (job,) = [job for job in jobs.JOBS if job.name == name]
    with time_machine.travel(clock.now() + timedelta(seconds=after_s)), app.app_context():
        return jobs.run_job(job)


def hashed(client: FlaskClient, sold: Sold) -> dict[str, str]:
    """The paths that hold a hash, in Chinese."""
    given: Any = client.get(f"/api/v1{sold.url}").json["renderings"]
    return {name: url.partition(":1/")[2] for name, url in given.items()}


def open_all(client: FlaskClient, sold: Sold) -> None:
    for kind in KINDS:
        assert client.get(sold.url + kind).status_code == 200
    named = sold.guest.client.get(f"/api/v1{sold.url}").json["named_image_url"].partition(":1/")[2]
    assert client.get(named).status_code == 200


def during(monkeypatch: pytest.MonkeyPatch, what: Any, name: str, act: Callable[[], object]) -> None:
    """Let ``act`` happen once, when ``name`` of ``what`` is called, before it does its own."""
    real, waiting = getattr(what, name), [act]

    def wrapped(*given: Any, **named: Any) -> Any:
        while waiting:
            waiting.pop()()
        return real(*given, **named)

    monkeypatch.setattr(what, name, wrapped)


def in_a_thread(act: Callable[[], object]) -> None:
    """As another request does it: with nothing of this thread's."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert (thread.is_alive(), failed) == (False, [])


class Crash(BaseException):
    """The power goes: nothing after this happens."""


class Down:
    """A store that answers nothing."""

    def _fails(self, *_given: object) -> Any:
        raise StorageUnavailable("down")

    put = get = delete = exists = _fails
