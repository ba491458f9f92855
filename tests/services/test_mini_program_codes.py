"""Mini-program codes through WeChat's door (the simulator's): fetched after issue, kept, drawn; or not, and told."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.core import clock
from app.core.database import read
from app.core.storage import DiskStorage
from app.models import alerts, certificates
from app.services import jobs
from app.services.platform import EXTENSION
from tests.support.world import World

JOB = next(job for job in jobs.JOBS if job.name == "codes")


@pytest.fixture
def published(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The mini-program's pages are out: codes are wanted. Where they are kept."""
    before = app.extensions[EXTENSION]
    settings = replace(before.settings, mini_program_codes=True)
    app.extensions[EXTENSION] = replace(before, settings=settings, storage=DiskStorage(tmp_path / "pictures"))
    yield tmp_path / "pictures"
    app.extensions[EXTENSION] = before


def run(app: Flask, after_s: float = 0) -> int | None:
    with time_machine.travel(clock.now() + timedelta(seconds=after_s)), app.app_context():
        ran = jobs.run_job(JOB)
    assert ran.failed is None
    return ran.done


def row_of(app: Flask, certificate_id: str) -> Any:
    with app.app_context(), read() as connection:
        return connection.execute(sa.select(certificates).where(certificates.c.id == certificate_id)).one()


def told(app: Flask) -> list[str]:
    with app.app_context(), read() as connection:
        return list(connection.execute(sa.select(alerts.c.kind)).scalars())


def codes_on(body: bytes) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(body)).convert("RGB"))]


def sold(world: World) -> str:
    guest = world.standard()
    return str(world.paid(guest, mass_g=5_000)["certificate_id"])


def test_the_picture_carries_the_code_once_it_is_there_and_the_pdf_its_link(
    app: Flask, world: World, client: FlaskClient, published: Path
) -> None:
    certificate_id = sold(world)
    url = f"/certificates/{certificate_id}"
    before, document = client.get(f"{url}.png"), client.get(f"{url}.pdf")
    assert codes_on(before.data) == [f"http://127.0.0.1:1{url}"]
    assert run(app) == 1
    after = client.get(f"{url}.png", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert codes_on(after.data) == [certificate_id]
    assert client.get(f"{url}.pdf").headers["ETag"] == document.headers["ETag"]
    row = row_of(app, certificate_id)
    assert (published / "codes" / row.code_sha256).is_file()
    assert row.code_try_at is None
    assert run(app, after_s=3600) == 0


def test_nothing_is_asked_of_wechat_where_codes_are_not_wanted(app: Flask, world: World) -> None:
    certificate_id = sold(world)
    assert row_of(app, certificate_id).code_try_at is None
    assert run(app) == 0


def test_a_wechat_that_does_not_answer_is_asked_again_later_and_told_of(
    app: Flask, world: World, client: FlaskClient, published: Path
) -> None:
    certificate_id = sold(world)
    world.simulator.control.fault("getwxacodeunlimit", "errcode", times=None, errcode=-1, errmsg="system error")
    for tries, after_s in ((1, 0), (2, 31), (3, 120)):
        assert run(app, after_s) == 0
        assert row_of(app, certificate_id).code_tries == tries
        assert run(app, after_s) == 0  # not again at once
        assert row_of(app, certificate_id).code_tries == tries
    assert told(app) == ["mini_program_code"]
    assert codes_on(client.get(f"/certificates/{certificate_id}.png").data) != []
    world.simulator.control.clear_faults()
    assert run(app, after_s=1800) == 1


def test_a_page_that_is_not_published_leaves_the_qr_code(
    app: Flask, world: World, client: FlaskClient, published: Path
) -> None:
    certificate_id = sold(world)
    world.simulator.control.settings(published_pages=["pages/index/index"])
    try:
        assert run(app) == 0
        assert row_of(app, certificate_id).code_tries == 1
        assert codes_on(client.get(f"/certificates/{certificate_id}.png").data) == [
            f"http://127.0.0.1:1/certificates/{certificate_id}"
        ]
    finally:
        world.simulator.control.settings(published_pages=None)


def test_a_lost_code_does_not_stop_the_picture_and_is_for_now_only(
    app: Flask, world: World, client: FlaskClient, published: Path
) -> None:
    certificate_id = sold(world)
    run(app)
    for path in (published / "codes").iterdir():
        path.unlink()
    answer = client.get(f"/certificates/{certificate_id}.png")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert codes_on(answer.data) == [f"http://127.0.0.1:1/certificates/{certificate_id}"]


def test_a_poster_carries_the_scenes_code_or_is_not_printed(
    app: Flask, world: World, published: Path, tmp_path: Path
) -> None:
    world.scene("FORUM1")
    run_command = app.test_cli_runner().invoke
    done = run_command(args=["scenes", "poster", "FORUM1", "--out", str(tmp_path)])
    assert (done.exit_code, "小程序码" in done.output) == (0, True), done.output
    assert codes_on((tmp_path / "FORUM1.png").read_bytes()) == ["FORUM1"]
    world.simulator.control.fault("getwxacodeunlimit", "errcode", errcode=-1, errmsg="system error")
    refused = run_command(args=["scenes", "poster", "FORUM1", "--out", str(tmp_path / "none")])
    assert (refused.exit_code, "联系不上微信" in refused.output) == (1, True)
    assert not (tmp_path / "none").exists()
