"""A logo is seen on every design, whichever ground it was made for."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from app.certs.card import draw_card
from app.certs.designs import DESIGNS
from app.certs.designs.logo import made_for_dark
from app.certs.picture import draw_picture
from app.certs.raster import RasterCanvas
from app.certs.surface import Look
from tests.certs.samples import surface

WHITE, CREAM, NAVY = (255, 255, 255), (250, 240, 200), (20, 40, 90)


def logo(colour: tuple[int, int, int], size: tuple[int, int] = (300, 100), *, clear: bool = True) -> bytes:
    """A ring of one colour, on a clear ground or on white."""
    image = Image.new("RGBA", size, (255, 255, 255, 0 if clear else 255))
    width = max(4, min(size) // 4)
    ImageDraw.Draw(image).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 8, outline=(*colour, 255), width=width)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _contrast(canvas: RasterCanvas) -> float:
    """Of the lightest to the darkest grey where the logo stands and close round it."""
    left, top, right, bottom = canvas.free[-1]
    dark, light = canvas.image.crop((left - 4, top - 4, right + 4, bottom + 4)).convert("L").getextrema()
    return (light + 12.75) / (dark + 12.75)  # type: ignore[operator] # one band


@pytest.mark.parametrize("size", [(900, 60), (300, 100), (80, 400)])
@pytest.mark.parametrize("colour", [WHITE, CREAM, NAVY])
@pytest.mark.parametrize("design", DESIGNS)
def test_it_stands_out_from_what_it_stands_on(design: str, colour: tuple[int, int, int], size: tuple[int, int]) -> None:
    canvas = draw_picture(surface(look=Look(design, logo=logo(colour, size))))
    assert _contrast(canvas) > 3


@pytest.mark.parametrize("design", ["classic", "company"])
def test_a_pale_one_stands_out_on_the_card_too(design: str) -> None:
    assert _contrast(draw_card(surface(look=Look(design, logo=logo(WHITE))))) > 3


def test_only_what_white_paper_would_swallow_is_made_for_the_dark() -> None:
    assert made_for_dark(logo(WHITE))
    assert made_for_dark(logo(CREAM))
    assert not made_for_dark(logo(NAVY))
    assert not made_for_dark(logo(WHITE, clear=False))  # it brings its own ground
