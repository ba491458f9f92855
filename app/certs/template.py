"""The finished art, opened and dressed with its fixed words once per process. How it is drawn is art/build.py.

What is kept is bounded: a dressed picture takes 16 MB, a card 4.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image

from app.certs.canvas import DrawnRun
from app.certs.designs.design import Sheet
from app.certs.indexed import COLOURS, Ground, ground_of
from app.certs.raster import RasterCanvas
from app.certs.surface import Dress, Facts

ART = Path(__file__).parent / "art"

_TEMPLATES, _DRESSES = 2, 8  # kept at a time


@dataclass(frozen=True, slots=True, eq=False)
class _Dressed:
    """A template with the fixed words of one dress on it."""

    ground: Ground
    runs: tuple[DrawnRun, ...]
    missing: tuple[str, ...]


def draw(sheet: Sheet, shown: Facts) -> tuple[Ground, RasterCanvas]:
    """One certificate drawn on one sheet, in the design's own colours, and the ground it was drawn on.

    The canvas lists the fixed runs, then the certificate's own. FileNotFoundError if the template was never built.
    """
    dressed = _dressed(sheet, shown.dress)
    canvas = RasterCanvas(dressed.ground.image.copy(), language=shown.language)
    canvas.runs.extend(dressed.runs)
    canvas.missing.extend(dressed.missing)
    sheet.own(canvas, shown)
    return (dressed.ground, canvas)


def art(name: str) -> Image.Image:
    """A template without a word on it, RGB."""
    with Image.open(ART / f"{name}.png") as stored:
        return stored.convert("RGB")


def digest(image: Image.Image) -> str:
    """By this a template and its indexed form know that they belong together."""
    return f"{zlib.crc32(image.tobytes()):08x}"


@lru_cache(maxsize=_TEMPLATES)
def _ground(name: str, muted: bool) -> Ground:
    image = art(name)
    with Image.open(ART / f"{name}.indexed.png") as indexed:
        indexed.load()
    if indexed.info.get("art") != digest(image):
        raise ValueError(f"{name}.png was drawn anew and not indexed: python -m app.certs.art.indexing {name}")
    if muted:
        image = _without_colour(image)
        colours = indexed.getpalette("RGB") or []
        few = Image.frombytes("RGB", (len(colours) // 3, 1), bytes(colours)).crop((0, 0, COLOURS, 1))
        indexed.putpalette(_without_colour(few).tobytes())
    return ground_of(image, indexed)


def _without_colour(image: Image.Image) -> Image.Image:
    return image.convert("L").convert("RGB")


@lru_cache(maxsize=_DRESSES)
def _dressed(sheet: Sheet, dress: Dress) -> _Dressed:
    ground = _ground(sheet.template, dress.revoked)
    canvas = RasterCanvas(ground.image.copy(), language=dress.language)
    sheet.fixed(canvas, dress)
    return _Dressed(ground.dressed(canvas), tuple(canvas.runs), tuple(canvas.missing))
