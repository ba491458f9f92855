"""scenes poster: what is printed leads a phone to the scene, from paper and from the screen."""

import io
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from app.domain.scenes import SceneStatus
from app.services import catalogue
from tests.cli.conftest import Run
from tests.support.world import World


def _read(image: Image.Image) -> str:
    found = zxingcpp.read_barcodes(image)
    assert len(found) == 1
    return str(found[0].text)


@pytest.fixture
def entrance(world: World) -> str:
    world.scene("FORUM1")
    with world.app.app_context():
        return catalogue.add_entrance("FORUM1", "南门", "FORUM1S")


@pytest.mark.parametrize(("typed", "code"), [("FORUM1", "FORUM1"), ("forum1s", "FORUM1S")])
def test_both_files_lead_to_the_code_that_was_asked_for(
    run: Run, entrance: str, tmp_path: Path, typed: str, code: str
) -> None:
    out = tmp_path / "posters"
    done = run("scenes", "poster", typed, "--out", out)
    assert done.exit_code == 0, done.output
    url = f"http://127.0.0.1:1/s/{code}"
    assert url in done.output
    png = Image.open(io.BytesIO((out / f"{code}.png").read_bytes()))
    assert png.size == (2480, 3508)
    assert round(png.info["dpi"][0]) == 300
    assert _read(png) == url
    with pypdfium2.PdfDocument(out / f"{code}.pdf") as pdf:
        page = pdf[0]
        assert [round(side * 25.4 / 72) for side in page.get_size()] == [210, 297]
        assert _read(page.render(scale=2).to_pil()) == url
        text = page.get_textpage().get_text_range()
        page.close()
    assert code in text
    assert ("南门" in text) == (code == "FORUM1S")


def test_a_draft_gets_its_poster_before_anybody_can_see_it(world: World, run: Run, tmp_path: Path) -> None:
    world.scene("DRAFT1", status=SceneStatus.DRAFT)
    assert world.app.test_client().get("/api/v1/scenes/DRAFT1").status_code == 404
    assert run("scenes", "poster", "DRAFT1", "--out", tmp_path).exit_code == 0


def test_a_bleed_makes_the_page_larger_on_every_side(run: Run, entrance: str, tmp_path: Path) -> None:
    assert run("scenes", "poster", entrance, "--out", tmp_path, "--bleed", "3").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / f"{entrance}.pdf") as pdf:
        assert [round(side * 25.4 / 72) for side in pdf[0].get_size()] == [216, 303]


def test_an_unknown_code_is_refused(run: Run, tmp_path: Path) -> None:
    refused = run("scenes", "poster", "NOPE99", "--out", tmp_path)
    assert refused.exit_code == 1
    assert "没有找到" in refused.output
    assert list(tmp_path.iterdir()) == []
