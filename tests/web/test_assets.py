"""Style sheets, scripts and drawings: for ever under their hash, never under another; drawn by the code beside them."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.web import assets, landscapes
from app.web.assets import asset_url

STATIC = Path(assets.__file__).parent / "static"
NAMES = sorted(path.name for path in STATIC.iterdir())
#: Not ours: kept as their makers published them; their comments cite where formulas are from.
BORROWED = {path.name.replace(".LICENSE.txt", ".js") for path in STATIC.glob("*.LICENSE.txt")}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_for_ever_under_its_hash(client: FlaskClient, name: str) -> None:
    answer = client.get(asset_url(name))
    body = re.sub(r'(?<=")\./([\w.-]+\.js)(?=")', lambda found: asset_url(found[1]), (STATIC / name).read_text("utf-8"))
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, body)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".js") and name not in BORROWED])
def test_a_script_is_a_script_and_names_its_neighbours_by_their_hashes(client: FlaskClient, name: str) -> None:
    answer = client.get(asset_url(name))
    assert answer.mimetype == "text/javascript"
    for path in re.findall(r'(?:from |import\()"([^"]+)"', answer.get_data(as_text=True)):
        assert client.get(path).status_code == 200, path


def test_another_hash_is_not_found(client: FlaskClient) -> None:
    assert client.get("/assets/0000000000000000/site.css").status_code == 404
    assert client.get(asset_url("site.css").replace("site.css", "../pages.py")).status_code == 404


def test_a_browser_that_looks_at_json_or_a_picture_finds_the_icon_it_asks_for_unbidden(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.get_data() == (STATIC / "mark.svg").read_bytes()
    assert client.get("/favicon.ico", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name.endswith((".css", ".svg", ".js")) and name not in BORROWED]
)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    body = (STATIC / name).read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "://" not in body
    assert "@import" not in body
    assert "<script" not in body


def test_the_drawings_are_those_the_code_draws(tmp_path: Path) -> None:
    landscapes.build(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (STATIC / path.name).read_bytes(), path.name
