"""Emoji keep their colours on pictures, and on paper copy out as what was typed."""

from datetime import UTC, datetime

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from app.certs.faces import Voice
from app.certs.itemise import clean
from app.certs.palette import GOLD_FOIL, INK, PAPER, PINE, PINE_FOIL, Colour, Foil
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box
from app.certs.typeset import Style
from app.certs.vector import PdfCanvas
from tests.certs.names import NAMES, Name

NAME = Style(Voice.NAME, 76, 34, lines=2, leading=1.25, track=4, whole_parts=True)


def drawn(text: str, fill: Colour | Foil, scale: float = 1.0) -> tuple[np.ndarray, RasterCanvas]:
    canvas = RasterCanvas(Image.new("RGB", (round(400 * scale), round(120 * scale)), PAPER), scale)
    canvas.lay("name", text, NAME, Box(0, 0, 400, 120), fill)
    return np.asarray(canvas.image).astype(int), canvas


@pytest.mark.parametrize("fill", [INK, PINE_FOIL, GOLD_FOIL])
def test_a_red_heart_is_red_whatever_ink_the_name_is_set_in(fill: Colour | Foil) -> None:
    pixels, _ = drawn("❤️", fill)
    red = (pixels[..., 0] > 200) & (pixels[..., 1] < 90) & (pixels[..., 2] < 110)
    assert 0.2 < red.sum() / 76**2 < 0.8


def test_an_emoji_is_as_large_as_a_character_and_stands_on_its_middle() -> None:
    han, _ = drawn("国", INK)
    heart, _ = drawn("🟥", INK)
    for axis, tolerance in ((1, 9), (0, 9)):
        edges = [_edges(pixels, axis) for pixels in (han, heart)]
        assert abs(sum(edges[0]) - sum(edges[1])) / 2 <= tolerance
        assert edges[1][1] - edges[1][0] == pytest.approx(edges[0][1] - edges[0][0], rel=0.2)


def _edges(pixels: np.ndarray, axis: int) -> tuple[int, int]:
    marked = np.flatnonzero((np.abs(pixels - PAPER).sum(-1) > 60).any(axis=axis))
    return int(marked[0]), int(marked[-1])


def test_the_pixels_of_an_emoji_are_named_so_that_no_tint_reaches_them() -> None:
    pixels, canvas = drawn("林🟥", PINE)
    [(left, top, right, bottom)] = canvas.free
    red = np.argwhere((pixels[..., 0] > 180) & (pixels[..., 1] < 90))
    assert len(red) > 1000
    assert red[:, 1].min() >= left
    assert red[:, 1].max() < right
    assert red[:, 0].min() >= top
    assert red[:, 0].max() < bottom


def test_an_emoji_has_soft_edges_without_a_dark_rim() -> None:
    canvas = RasterCanvas(Image.new("RGB", (200, 120), (255, 255, 255)))
    canvas.lay("name", "🟡", NAME, Box(0, 0, 200, 120), INK)
    pixels = np.asarray(canvas.image).astype(int)
    assert pixels[..., :2].min() > 120  # a yellow disc on white is nowhere dark in red or green


def paper(text: str) -> PdfCanvas:
    at = datetime(2026, 8, 16, tzinfo=UTC)
    canvas = PdfCanvas(210, 60, title="t", author="a", language="zh-Hans", at=at)
    canvas.lay("name", text, Style(Voice.NAME, 8, 3, lines=2, leading=1.25), Box(10, 5, 190, 20), PINE)
    return canvas


def text_of(canvas: PdfCanvas) -> str:
    with pypdfium2.PdfDocument(canvas.output()) as document:
        return str(document[0].get_textpage().get_text_range())


@pytest.mark.parametrize("text", ["小熊🐻‍❄️好", "a😀b", "🇨🇳", "❤️", "家👨‍👩‍👧‍👦", "1️⃣ 👍🏽"])
def test_an_emoji_on_paper_is_copied_out_as_it_was_typed(text: str) -> None:
    assert text_of(paper(text)).strip() == text


#: What PDFium cannot put in order itself: points, joiners and digits among letters from right to left.
UNREAD = {
    "Persian with a non-joiner",
    "a superscript letter on another",
    "digits from left to right",
    "points",
    "vowels above and below",
    "right to left beyond the basic plane",
}


@pytest.mark.parametrize("name", [n for n in NAMES if n.awkward not in UNREAD], ids=lambda name: name.awkward)
def test_a_name_on_paper_is_copied_out_as_it_was_typed(name: Name) -> None:
    assert clean(text_of(paper(name.text))) == clean(name.text)
