"""The finished art, opened once per process and copied for each picture. How it is drawn is art/build.py."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageEnhance

ART = Path(__file__).parent / "art"


@cache
def _opened(name: str, muted: bool) -> Image.Image:
    with Image.open(ART / name) as stored:
        art = stored.convert("RGB")
    return ImageEnhance.Color(art).enhance(0.12) if muted else art


def fresh(name: str, *, muted: bool = False) -> Image.Image:
    """A copy of a template to draw on, RGB; ``muted`` nearly grey. FileNotFoundError if it was never built."""
    return _opened(name, muted).copy()
