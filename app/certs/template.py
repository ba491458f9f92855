"""The finished art, opened once per process and copied for each picture. How it is drawn is art/build.py."""

from functools import cache
from pathlib import Path

from PIL import Image

ART = Path(__file__).parent / "art"


@cache
def _opened(name: str) -> Image.Image:
    with Image.open(ART / name) as stored:
        return stored.convert("RGB")


def fresh(name: str) -> Image.Image:
    """A copy of a template to draw on, RGB. FileNotFoundError if it was never built."""
    return _opened(name).copy()
