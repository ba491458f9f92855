"""Certificates look as they did when somebody last looked: another font or design fails, another processor does not."""

import numpy as np
import pytest
from PIL import Image, ImageChops

from app.certs.canvas import DrawnRun
from app.certs.faces import Voice
from app.certs.palette import PINE
from app.certs.picture import draw_picture
from app.certs.raster import RasterCanvas
from app.certs.typeset import Style
from tests.certs.golden import FOLDER, cases, difference, drawn, golden, small
from tests.certs.samples import surface

CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_it_looks_as_it_did(name: str) -> None:
    found = difference(small(drawn(*CASES[name])), golden(name))
    assert not found.too_far, f"{found}; if that is meant: python -m tests.certs.golden, and look at {name}.webp"


def test_no_golden_picture_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.webp")} == set(CASES)


@pytest.fixture(scope="module")
def certificate() -> RasterCanvas:
    return draw_picture(surface())


def test_rounding_by_one_level_passes(certificate: RasterCanvas) -> None:
    random = np.random.default_rng(1)
    pixels = np.asarray(certificate.image, dtype=int)
    noisy = Image.fromarray(np.clip(pixels + random.integers(-1, 2, pixels.shape), 0, 255).astype(np.uint8))
    assert not difference(small(certificate.image), small(noisy)).too_far


def test_edges_smoothed_another_way_pass(certificate: RasterCanvas) -> None:
    size = certificate.image.size
    # an eighth of a pixel aside, as another rasteriser might round
    other = certificate.image.transform(size, Image.Transform.AFFINE, (1, 0, 0.125, 0, 1, 0), Image.Resampling.BILINEAR)
    assert not difference(small(certificate.image), small(other)).too_far


@pytest.mark.parametrize("slot", ["title", "name", "sentence", "mass", "serials"])
def test_words_that_moved_by_two_pixels_fail(certificate: RasterCanvas, slot: str) -> None:
    moved = certificate.image.copy()
    for run in (run for run in certificate.runs if run.slot == slot):
        edges = _around(run)
        moved.paste(ImageChops.offset(certificate.image.crop(edges), 2, 0), edges[:2])
    assert difference(small(certificate.image), small(moved)).too_far


def test_a_name_in_another_face_fails(certificate: RasterCanvas) -> None:
    run = next(run for run in certificate.runs if run.slot == "name")
    other = RasterCanvas(certificate.image.copy())
    left, top, right, bottom = _around(run)
    paper = certificate.image.getpixel((left - 30, top + 20))
    other.image.paste(paper, (left, top, right, bottom))  # type: ignore[arg-type] # the three numbers of RGB
    same = RasterCanvas(other.image.copy())
    same.lay("name", run.text, Style(Voice.NAME, run.size, track=4), run.box, PINE)
    other.lay("name", run.text, Style(Voice.TEXT, run.size, track=4), run.box, PINE)
    assert not difference(small(certificate.image), small(same.image)).too_far
    assert difference(small(certificate.image), small(other.image)).too_far


def test_another_design_fails() -> None:
    assert difference(golden("classic-picture-zh-Hans-allocated"), golden("classic-picture-zh-Hans-retired")).too_far


def _around(run: DrawnRun) -> tuple[int, int, int, int]:
    return (int(run.ink.left) - 6, int(run.ink.top) - 6, int(run.ink.right) + 6, int(run.ink.bottom) + 6)
