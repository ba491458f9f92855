"""The committed art is what the code draws, and the committed fonts carry their licence."""

import json

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from app.certs.art import build
from app.certs.faces import CHAINS, FONTS
from app.certs.fonts import build as fonts
from app.certs.template import ART


@pytest.mark.slow
@pytest.mark.parametrize("name", build.TEMPLATES)
def test_the_committed_art_is_what_the_code_draws(name: str) -> None:
    drawn = np.asarray(build.TEMPLATES[name](), dtype=int)
    with Image.open(ART / f"{name}.png") as stored:
        committed = np.asarray(stored.convert("RGB"), dtype=int)
    assert drawn.shape == committed.shape
    # processors round differently in the last place
    assert np.abs(drawn - committed).mean() < 0.05


def test_fonts_are_open_licensed_subsets_of_modest_size() -> None:
    files = {recipe.made for recipe in (*fonts.HANDS, *fonts.SCRIPTS)} | {fonts.EMOJI}
    assert {file for chain in CHAINS.values() for file in chain} <= files
    assert {path.name for path in FONTS.glob("*.[ot]tf")} == files
    assert sum((FONTS / file).stat().st_size for file in files) < 42_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()
    for file in files:
        with TTFont(FONTS / file, lazy=True) as font:
            assert "SIL Open Font License" in font["name"].getDebugName(13)
            assert "Source" not in font["name"].getDebugName(4)


def test_the_list_of_what_further_fonts_cover_is_what_they_cover() -> None:
    assert json.loads(fonts.COVERAGE.read_text()) == fonts.covered()


def test_the_font_for_names_has_gbk_big5_and_extension_a() -> None:
    with TTFont(FONTS / "NotoSerifSC-Bold.otf", lazy=True) as font:
        has = set(font.getBestCmap())
    for codec in ("gbk", "big5"):
        wanted = {point for point in range(0x4E00, 0xA000) if _encodes(point, codec)}
        assert wanted <= has
    assert set(range(0x3400, 0x4DB6)) <= has


def _encodes(point: int, codec: str) -> bool:
    try:
        chr(point).encode(codec)
    except UnicodeEncodeError:
        return False
    return True
