"""256 colours look like all of them: close to the drawing, true to logos, in any design, language and colour."""

from io import BytesIO

import numpy as np
import png
import pytest
from PIL import Image, ImageDraw

from app.certs.card import card
from app.certs.contact_cases import case
from app.certs.designs import DESIGNS
from app.certs.indexed import COLOURS, FIXED_STRAYS, FREE, OWN_STRAYS
from app.certs.palette import CINNABAR
from app.certs.picture import draw_picture, picture
from app.certs.shapes import Box
from app.certs.surface import Look, Surface, facts
from app.certs.template import ART, art, draw
from app.certs.tint import oklab, tinted_all
from tests.certs.reading import opened
from tests.certs.samples import RETIRED_ON, REVOKED_ON, surface

BLUE, RED = (30, 80, 200), (190, 40, 50)
STATUSES = {
    "allocated": {},
    "retired": {"status": "retired", "status_on": RETIRED_ON},
    "revoked": {"status": "revoked", "status_on": REVOKED_ON},
    "sample": {"sample": True},
}


def shown(design: str, status: str = "allocated", locale: str = "zh-Hans", **look: object) -> Surface:
    return surface(locale=locale, look=Look(design, **look), **STATUSES[status])  # type: ignore[arg-type] # colour, logo


def difference(one: Image.Image, other: Image.Image) -> np.ndarray:
    """OKLab distance of two pictures, four pixels at a time (the eye averages a dither), every second one each way."""
    first, second = (np.asarray(each.convert("RGB").reduce(2))[::2, ::2] for each in (one, other))
    apart = oklab(first.reshape(-1, 3)) - oklab(second.reshape(-1, 3))
    return np.sqrt((apart**2).sum(-1))


def logo(size: tuple[int, int] = (300, 120)) -> bytes:
    """Green and purple, a soft edge, transparent corners."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    brush = ImageDraw.Draw(image)
    brush.ellipse((4, 4, size[1] - 4, size[1] - 4), fill=(20, 160, 70, 255))
    brush.rectangle((size[1], 20, size[0] - 8, size[1] - 20), fill=(120, 30, 180, 255))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("status", "locale"), list(zip(STATUSES, ["zh-Hans", "en", "gu", "sw"], strict=True)))
@pytest.mark.parametrize("design", DESIGNS)
def test_the_picture_looks_as_it_was_drawn(design: str, status: str, locale: str) -> None:
    given = shown(design, status, locale)
    drawn = draw_picture(given).image
    if given.tint is not None:
        drawn = Image.fromarray(tinted_all(np.asarray(drawn).reshape(-1, 3), given.tint).reshape(1620, 1080, 3))
    apart = difference(opened(picture(given)), drawn)
    assert apart.mean() < 0.005
    assert np.percentile(apart, 99) < 0.02


@pytest.mark.parametrize("design", DESIGNS)
def test_the_picture_is_light(design: str) -> None:
    assert len(picture(shown(design))) <= 500_000


@pytest.mark.parametrize(("status", "colour"), [("allocated", BLUE), ("revoked", None)])
@pytest.mark.parametrize("design", DESIGNS)
def test_another_decoder_reads_the_same_pixels(design: str, status: str, colour: tuple[int, int, int] | None) -> None:
    data = picture(shown(design, status, colour=colour))
    width, height, rows, _ = png.Reader(bytes=data).asRGB8()
    read = np.vstack([np.frombuffer(bytes(row), np.uint8) for row in rows]).reshape(height, width, 3)
    assert (read == np.asarray(opened(data))).all()


@pytest.mark.parametrize("design", DESIGNS)
def test_a_scenes_colour_changes_the_colours_and_not_the_pixels(design: str) -> None:
    plain, blue = (Image.open(BytesIO(picture(shown(design, colour=colour)))) for colour in (None, BLUE))
    assert plain.mode == "P"
    assert (np.asarray(plain) == np.asarray(blue)).all()
    own, turned = (np.asarray(image.convert("RGB"), dtype=int) for image in (plain, blue))
    assert (own != turned).any(-1).mean() > 0.02


@pytest.mark.parametrize("design", DESIGNS)
def test_a_card_in_a_scenes_colour_is_its_drawing_with_greens_turned(design: str) -> None:
    given = shown(design, colour=RED)
    _, canvas = draw(DESIGNS[design].card, facts(given))
    pixels = np.asarray(canvas.image).reshape(-1, 3)
    wanted = Image.fromarray(tinted_all(pixels, RED).reshape(*reversed(canvas.image.size), 3))
    made = opened(card(given))
    assert len(card(given)) < 128 * 1024
    # a JPEG of quality 60 to 90 blurs edges of colour
    assert difference(made, wanted).mean() < 0.012


@pytest.mark.parametrize("colour", [None, RED])
def test_a_given_picture_keeps_its_colours_in_any_scene(colour: tuple[int, int, int] | None) -> None:
    code = BytesIO()
    brush = Image.new("RGB", (430, 430), (20, 160, 70))
    ImageDraw.Draw(brush).rectangle((215, 0, 430, 430), fill=(200, 30, 120))
    brush.save(code, "PNG")
    given = surface(mini_program_code=code.getvalue(), look=Look(colour=colour))
    canvas = draw_picture(given)
    made = opened(picture(given))
    left, top, right, bottom = canvas.free[0]
    middle = (top + bottom) // 2
    for x, wanted in ((left + 12, (20, 160, 70)), (right - 12, (200, 30, 120))):
        found = made.getpixel((x, middle))
        assert all(abs(a - b) <= 3 for a, b in zip(found, wanted, strict=True)), (found, wanted)  # type: ignore[arg-type] # RGB


def test_a_photograph_in_a_free_box_is_dithered_and_nothing_else_changes() -> None:
    ramp = np.linspace(0, 255, 430).astype(np.uint8)
    photo = np.stack([np.tile(ramp, (430, 1)), np.tile(ramp[:, None], (1, 430)), np.full((430, 430), 90, np.uint8)], -1)
    code = BytesIO()
    Image.fromarray(photo).save(code, "PNG")
    with_photo, without = surface(mini_program_code=code.getvalue()), surface()
    canvas = draw_picture(with_photo)
    made, other = (opened(picture(each)) for each in (with_photo, without))
    left, top, right, bottom = canvas.free[0]
    box = (left + 4, top + 4, right - 4, bottom - 4)
    assert difference(made.crop(box), canvas.image.crop(box)).mean() < 0.03
    apart = np.asarray(made, dtype=int) != np.asarray(other, dtype=int)
    apart[top:bottom, left:right] = False
    assert not apart.any()


def test_an_ink_the_palette_lacks_is_drawn_in_its_own_colour() -> None:
    ground, canvas = draw(DESIGNS["classic"].picture, facts(shown("classic")))
    canvas.rectangle(Box(400, 30, 90, 60), fill=(255, 0, 255))
    made = ground.drawn(canvas, None).rgb()
    assert made.getpixel((440, 60)) == (255, 0, 255)


def test_drawing_on_a_sheet_leaves_the_next_one_clean() -> None:
    given = shown("classic")
    before = picture(given)
    canvas = draw_picture(given)
    canvas.image.paste((0, 0, 0), (0, 0, 1080, 1620))
    assert picture(given) == before


@pytest.mark.parametrize("kind", ["picture", "card"])
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("number", [3, 7, 14])
def test_nothing_is_drawn_outside_what_counts_as_touched(design: str, kind: str, number: int) -> None:
    ground, canvas = draw(getattr(DESIGNS[design], kind), facts(case(number, design, "gu")))
    touched, whole = np.zeros(canvas.size[::-1], bool), (0, 0, *canvas.size)
    assert whole not in canvas.touched
    for left, top, right, bottom in canvas.touched:
        touched[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = True
    assert not (np.asarray(canvas.image) != np.asarray(ground.image)).any(-1)[~touched].any()


def test_what_a_design_draws_by_itself_is_not_overlooked() -> None:
    ground, canvas = draw(DESIGNS["classic"].picture, facts(shown("classic")))
    canvas.image.paste((255, 0, 255), (2, 2, 40, 40))
    assert ground.drawn(canvas, None).rgb().getpixel((20, 20)) == (255, 0, 255)


def test_all_colours_of_a_picture_have_room() -> None:
    assert COLOURS + FIXED_STRAYS + OWN_STRAYS + FREE <= 256


@pytest.mark.parametrize("name", [s.template for each in DESIGNS.values() for s in (each.picture, each.card)])
def test_the_committed_indices_are_the_templates(name: str) -> None:
    with Image.open(ART / f"{name}.indexed.png") as indexed:
        apart = difference(indexed, art(name))
        assert len(indexed.getpalette("RGB") or ()) // 3 <= 256
        assert int(np.asarray(indexed).max()) < COLOURS
    assert apart.mean() < 0.004
    assert np.percentile(apart, 99.9) < 0.02


def test_the_soft_edge_of_a_given_picture_blends_with_the_tinted_ground() -> None:
    image = Image.new("RGBA", (100, 60), (255, 255, 255, 128))
    soft = BytesIO()
    image.save(soft, "PNG")
    ground, canvas = draw(DESIGNS["festive"].picture, facts(shown("festive")))
    canvas.picture(soft.getvalue(), Box(40, 1400, 100, 60))
    red, green, _ = ground.drawn(canvas, RED).rgb().getpixel((90, 1430))  # type: ignore[misc] # RGB
    assert red > green
    red, green, _ = ground.drawn(canvas, None).rgb().getpixel((90, 1430))  # type: ignore[misc] # RGB
    assert green > red


@pytest.mark.parametrize("colour", [None, BLUE])
def test_what_is_drawn_over_a_given_picture_stays_over_it(colour: tuple[int, int, int] | None) -> None:
    ground, canvas = draw(DESIGNS["classic"].picture, facts(shown("classic")))
    canvas.picture(logo((240, 120)), Box(80, 60, 240, 120))
    canvas.rectangle(Box(120, 100, 30, 30), fill=CINNABAR)
    found = ground.drawn(canvas, colour).rgb().getpixel((135, 115))
    assert all(abs(a - b) <= 4 for a, b in zip(found, CINNABAR, strict=True)), found  # type: ignore[arg-type] # RGB
