"""scenes poster leads a phone to the scene, from paper and from the screen; scenes look dresses its certificates."""

import io
import struct
import zlib
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


def _resized(png: bytes, side: int) -> bytes:
    """The same file with another width and height in its header (PNG 11.2.1), and nothing behind it that fits."""
    header = b"IHDR" + struct.pack(">II", side, side) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


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
    assert "没有这个场景" in refused.output
    assert list(tmp_path.iterdir()) == []


def picture_file(path: Path, size: tuple[int, int] = (300, 200), kind: str = "PNG") -> Path:
    Image.new("RGB", size, (20, 90, 120)).save(path, kind)
    return path


def test_a_look_is_chosen_step_by_step_and_kept_in_versions(world: World, run: Run, tmp_path: Path) -> None:
    world.scene("FORUM1")
    assert "classic" in run("scenes", "look", "FORUM1").output
    chosen = run("scenes", "look", "forum1", "--design", "festive", "--colour", "#1f7a56")
    assert chosen.exit_code == 0, chosen.output
    assert "新外观" in chosen.output
    with_logo = run("scenes", "look", "FORUM1", "--logo", picture_file(tmp_path / "logo.png"))
    assert all(word in with_logo.output for word in ("festive", "#1F7A56", "SHA-256"))
    again = run("scenes", "look", "FORUM1", "--logo", tmp_path / "logo.png")
    assert "没有改动" in again.output
    assert "version  2" in again.output
    plain = run("scenes", "look", "FORUM1", "--no-logo", "--no-colour")
    assert "SHA-256" not in plain.output
    look = world.app.test_client().get("/api/v1/scenes/FORUM1").json["look"]
    assert look == {"design": "festive", "colour": None}


def test_a_look_chosen_at_an_entrance_is_its_scenes(entrance: str, world: World, run: Run) -> None:
    assert run("scenes", "look", entrance, "--colour", "#112233").exit_code == 0
    assert world.app.test_client().get("/api/v1/scenes/FORUM1").json["look"]["colour"] == "#112233"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--design", "baroque"), "classic, company, festive"),
        (("--colour", "green"), "#RRGGBB"),
        (("--colour", "#12345"), "#RRGGBB"),
        (("--logo", "nowhere.png"), "读不了"),
    ],
)
def test_a_look_that_cannot_be_is_refused_and_nothing_changes(
    world: World, run: Run, options: tuple[str, str], told: str
) -> None:
    world.scene("FORUM1")
    refused = run("scenes", "look", "FORUM1", *options)
    assert (refused.exit_code, told in refused.output) == (1, True), refused.output
    assert "version  0" in run("scenes", "look", "FORUM1").output


def test_a_logo_is_checked_before_it_is_kept(world: World, run: Run, tmp_path: Path) -> None:
    world.scene("FORUM1")
    large = tmp_path / "large.png"
    large.write_bytes(picture_file(tmp_path / "small.png").read_bytes() + bytes(512 * 1024))
    broken = tmp_path / "broken.png"
    broken.write_bytes((tmp_path / "small.png").read_bytes()[:80])
    text = tmp_path / "text.png"
    text.write_text("<svg/>")
    vast = tmp_path / "vast.png"  # says it has 400 million pixels, in a hundred bytes
    vast.write_bytes(_resized((tmp_path / "small.png").read_bytes(), 20_000))
    wide, moving = picture_file(tmp_path / "wide.png", (2001, 10)), picture_file(tmp_path / "moving.gif", kind="GIF")
    empty = tmp_path / "empty.png"
    Image.new("RGBA", (64, 64)).save(empty)  # nothing in it but transparency
    for path in (large, broken, text, vast, wide, moving, empty):
        refused = run("scenes", "look", "FORUM1", "--logo", path)
        assert (refused.exit_code, "标志不能使用" in refused.output) == (1, True), path.name
    assert run("scenes", "look", "FORUM1", "--logo", picture_file(tmp_path / "photo.jpg", kind="JPEG")).exit_code == 0


def test_the_look_of_an_unknown_scene_is_refused(run: Run) -> None:
    assert run("scenes", "look", "NOPE99").exit_code == 1
    assert run("scenes", "look", "NOPE99", "--design", "festive").exit_code == 1
