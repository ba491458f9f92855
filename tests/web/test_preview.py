"""/preview/: a built site is served in the demo and may load what it needs, no more; without one nobody links to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services.platform import EXTENSION
from tests.support.html import read
from tests.support.world import World


@pytest.fixture
def site(app: Flask) -> Iterator[Path]:
    folder: Path = app.extensions[EXTENSION].settings.instance_path / "preview"
    (folder / "images").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    (folder / "preview.js").write_text("run()", "utf-8")
    (folder / "images" / "a.png").write_bytes(b"\x89PNG")
    (folder / "host.json").write_text("{}", "utf-8")
    yield folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def test_without_a_built_site_there_is_nothing_and_nobody_links_to_it(client: FlaskClient, world: World) -> None:
    world.scene("OPENED")
    for path in ("/preview/", "/preview/preview.js", "/preview/host.json"):
        assert client.get(path).status_code == 404
    assert "/preview/" not in client.get("/").get_data(as_text=True)
    assert "/preview/" not in client.get("/s/OPENED").get_data(as_text=True)


@pytest.mark.usefixtures("site")
def test_its_files_are_served_and_asked_for_again_cheaply(client: FlaskClient) -> None:
    page = client.get("/preview/")
    assert page.mimetype == "text/html"
    assert client.get("/preview").status_code == 308
    script = client.get("/preview/preview.js")
    assert (script.mimetype, script.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    again = client.get("/preview/preview.js", headers={"If-None-Match": script.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/preview/images/a.png").mimetype == "image/png"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("path", ["nothing.js", "images", "../secret-key", "%2e%2e/demo-secrets/secret-key", "..%2fx"])
def test_nothing_outside_the_site_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/preview/{path}").status_code in (404, 308)


@pytest.mark.usefixtures("site")
def test_it_may_reach_the_simulator_and_run_no_script_of_others(client: FlaskClient, app: Flask) -> None:
    policy = client.get("/preview/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"
    assert app.extensions[EXTENSION].settings.simulator_url in rules["connect-src"]
    assert "blob:" in rules["img-src"]


@pytest.mark.usefixtures("site")
def test_the_phone_learns_where_it_is_and_where_to_come_in(client: FlaskClient, app: Flask, world: World) -> None:
    world.scene("OPENED", name="开着的场景")
    settings = app.extensions[EXTENSION].settings
    host = client.get("/preview/host.json", base_url="http://localhost:8123").json
    assert host["simulator"] == settings.simulator_url
    assert host["appid"] == settings.wechat.appid
    assert host["ext"] == {"address": "http://localhost:8123"}
    (entrance,) = host["entrances"]
    assert (entrance["title"], entrance["open"]) == ("开着的场景", "/pages/scene/scene?scene=OPENED")
    assert set(host["templates"]) == {each.id for each in settings.message_templates.values()}


@pytest.mark.usefixtures("site")
def test_home_and_scenes_link_to_the_phone(client: FlaskClient, world: World) -> None:
    world.scene("OPENED")
    for page, link in (("/", "/preview/"), ("/s/OPENED", "/preview/?scene=OPENED#/pages/scene/scene")):
        shown = read(client.get(page).get_data(as_text=True))
        assert link in [each["href"] for each in shown.all("a")]
        assert shown.faults == []
