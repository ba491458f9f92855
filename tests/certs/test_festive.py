"""The festive design: every word has its place on the night, and can be read there."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.certs.canvas import DrawnRun
from app.certs.card import draw_card
from app.certs.designs import DESIGNS, Sheet
from app.certs.designs import festive_sheet as boxes
from app.certs.palette import Colour, Foil
from app.certs.picture import draw_picture, picture
from app.certs.raster import RasterCanvas
from app.certs.surface import Equivalent, Look, Surface, facts, tier_of
from app.certs.template import art
from app.certs.typeset import Line
from tests.certs.reading import codes, opened, outside, slots
from tests.certs.samples import PAGE_URL, RETIRED_ON, REVOKED_ON, VARIANTS, surface

DESIGN = DESIGNS["festive"]
SMALL = 24  # type below this many pixels needs 4.5:1, larger 3:1 (look.md)
STAMPS = ("revoked", "sample")  # they lie on purpose where they lie


def _logo() -> bytes:
    drawn, out = Image.new("RGBA", (400, 120), (0, 0, 0, 0)), BytesIO()
    ImageDraw.Draw(drawn).ellipse((0, 0, 119, 119), fill=(20, 60, 200, 255))
    drawn.save(out, "PNG")
    return out.getvalue()


LOGO = _logo()
LONG_EQUIVALENTS = (
    Equivalent(
        "car", "5,135,802", "kilometres", "About the emissions of driving an average petrol car", "", "DEFRA 2025"
    ),
    Equivalent("meal", "340,136", "meals", "About the emissions of eating Chinese meals in a restaurant", "", "CPCD"),
    Equivalent("electricity", "1,753,770", "kWh", "About the emissions of power from the national grid", "", "MEE"),
)


def festive(given: Surface, **changes: object) -> Surface:
    look = Look("festive", logo=LOGO if changes.pop("logo", False) else None)
    return replace(given, look=look, **changes)  # type: ignore[arg-type] # fields of a Surface, by name


def _dressed(locale: str, status: str, journeys: int | None) -> Surface:
    on = {"allocated": None, "retired": RETIRED_ON, "revoked": REVOKED_ON}[status]
    equivalents = VARIANTS["equivalents"].equivalents if locale == "zh-Hans" else LONG_EQUIVALENTS
    shown = surface(locale=locale, status=status, status_on=on, equivalents=equivalents)
    return festive(shown, tier=tier_of(journeys, locale), logo=True)


SHOWN = {name: festive(each) for name, each in VARIANTS.items()} | {
    f"{locale} {status} after {journeys}": _dressed(locale, status, journeys)
    for locale, status, journeys in (
        ("zh-Hans", "allocated", 1),
        ("zh-Hans", "retired", 30),
        ("zh-Hans", "revoked", None),
        ("en", "allocated", 3),
        ("en", "retired", 10),
        ("sw", "allocated", 30),
        ("sw", "retired", 3),
        ("sw", "revoked", None),
        ("gu", "allocated", 10),
        ("gu", "retired", 1),
        ("gu", "revoked", None),
    )
}


@cache
def drawn(name: str, which: str) -> RasterCanvas:
    """Drawn once, asked by many; nobody draws on it."""
    return (draw_picture if which == "picture" else draw_card)(SHOWN[name])


@pytest.mark.parametrize("name", SHOWN)
def test_no_line_leaves_its_box_and_no_glyph_is_missing(name: str) -> None:
    for canvas in (drawn(name, "picture"), drawn(name, "card")):
        assert outside(canvas) == []
        assert canvas.missing == []


@pytest.mark.parametrize("name", SHOWN)
def test_no_line_runs_into_another(name: str) -> None:
    for canvas in (drawn(name, "picture"), drawn(name, "card")):
        runs = [run for run in canvas.runs if run.slot not in STAMPS]
        for number, one in enumerate(runs):
            assert [(one.text, other.text) for other in runs[number + 1 :] if _meet(one, other)] == []


def _meet(one: DrawnRun, other: DrawnRun) -> bool:
    across = min(one.ink.right, other.ink.right) - max(one.ink.left, other.ink.left)
    down = min(one.ink.bottom, other.ink.bottom) - max(one.ink.top, other.ink.top)
    return across > 0.5 and down > 0.5


def test_it_shows_every_fact_the_default_design_shows() -> None:
    for name in ("allocated", "retired", "revoked", "sample", "english", "zh-Hans allocated after 1"):
        both = (draw_picture(replace(SHOWN[name], look=Look(design))) for design in ("classic", "festive"))
        plain, shown = map(slots, both)
        missing = plain.keys() - shown.keys()
        # name and words of the tier stand on one line here
        assert missing - {"tier-text"} == set()
        for slot in ("number", "project", "registry", "serials", "grams", "issued", "status", "name", "mass", "unit"):
            assert plain[slot] == shown[slot]


class _Wordless(RasterCanvas):
    """Everything but the words, to see what they stand on."""

    def ink(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        pass


@pytest.mark.parametrize("which", ["picture", "card"])
@pytest.mark.parametrize("name", SHOWN)
def test_words_stand_out_from_the_very_pixels_they_stand_on(which: str, name: str) -> None:
    shown = facts(SHOWN[name])
    sheet: Sheet = getattr(DESIGN, which)
    ground = _Wordless(art(sheet.template), language=shown.language)
    sheet.fixed(ground, shown.dress)
    sheet.own(ground, shown)
    canvas = drawn(name, which)
    beneath = ground.image
    if shown.dress.revoked:  # its ground is greyer than the art, and as light
        beneath = beneath.convert("L").convert("RGB")
    low = {
        run.text: round(told, 2)
        for run in canvas.runs
        if not run.slot.startswith("seal-")
        and not (shown.dress.revoked and run.slot in ("mass", "unit"))  # struck through
        and (told := _contrast(beneath, canvas.image, run)) < (4.5 if run.size < SMALL else 3.0)
    }
    assert low == {}


def _luminance(image: Image.Image) -> NDArray[np.float64]:
    """Relative luminance of every pixel (WCAG 2.2)."""
    part = np.asarray(image.convert("RGB"), dtype=np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    light: NDArray[np.float64] = linear @ np.array((0.2126, 0.7152, 0.0722))
    return light


def _contrast(below: Image.Image, above: Image.Image, run: DrawnRun) -> float:
    """Of a run's full ink to the ground nearest to it in lightness, leaving out the odd spark."""
    box = run.ink
    place = (int(box.left), int(box.top), int(box.right) + 1, int(box.bottom) + 1)
    ground, ink = _luminance(below.crop(place)), _luminance(above.crop(place))
    lighter = ink.max() - ground.max() > ground.min() - ink.min()
    inked, nearest = (np.percentile(ink, 99.5), np.percentile(ground, 98)) if lighter else (ink.min(), ground.min())
    high, low = max(inked, nearest), min(inked, nearest)
    return float((high + 0.05) / (low + 0.05))


@pytest.mark.parametrize("name", SHOWN)
def test_the_code_is_read_after_a_chat_halved_and_recompressed_the_picture(name: str) -> None:
    image = opened(picture(SHOWN[name])).convert("RGB")
    sent = BytesIO()
    image.resize((540, 810), Image.Resampling.BILINEAR).save(sent, "JPEG", quality=60)
    assert codes(opened(sent.getvalue())) == [PAGE_URL]


def test_a_promise_is_a_ring_of_open_dots_and_a_cancellation_one_of_filled_dots() -> None:
    x, y, radius = boxes.RING
    top = (round(x), round(y - 1.08 * radius))
    promised = draw_picture(SHOWN["allocated"]).image.getpixel(top)
    done = draw_picture(SHOWN["retired"]).image.getpixel(top)
    assert sum(promised) < 200 < 500 < sum(done)  # type: ignore[arg-type] # RGB


@pytest.mark.parametrize("journeys", [1, 3, 10, 30])
def test_each_tier_is_a_medal_of_its_own(journeys: int) -> None:
    def medal(count: int | None) -> Image.Image:
        canvas = draw_picture(festive(surface(), tier=tier_of(count, "zh-Hans")))
        assert ("tier" in slots(canvas)) == (count is not None)
        x, y, radius = boxes.MEDAL
        return canvas.image.crop((round(x - radius), round(y - radius), round(x + radius), round(y + radius)))

    shown = medal(journeys).tobytes()
    assert all(shown != medal(other).tobytes() for other in (None, 1, 3, 10, 30) if other != journeys)


def test_a_revoked_certificate_is_grey_stamped_and_compares_nothing() -> None:
    canvas = draw_picture(SHOWN["zh-Hans revoked after None"])
    drawn = slots(canvas)
    assert drawn["revoked"] == "已撤销"
    assert not any(slot.startswith(("equivalent", "tier")) for slot in drawn)
    for place in ((540, 300), (540, 900), (120, 210), (300, 1200), (540, 1600)):
        red, green, blue = canvas.image.getpixel(place)  # type: ignore[misc] # RGB
        assert max(red, green, blue) - min(red, green, blue) < 24


def test_a_logo_keeps_its_colours_on_a_light_ground() -> None:
    canvas = draw_picture(festive(surface(), logo=True))
    left, top, right, bottom = canvas.free[0]
    assert boxes.LOGO.left < left < right < boxes.LOGO.right
    assert boxes.LOGO.top < top < bottom < boxes.LOGO.bottom
    near = [run.slot for run in canvas.runs if run.ink.left < boxes.LOGO.right and run.ink.top < boxes.LOGO.bottom + 8]
    assert near == []
    assert canvas.image.getpixel((left + (bottom - top) // 2, (top + bottom) // 2)) == (20, 60, 200)
    assert min(canvas.image.getpixel((right - 4, bottom - 4))) > 230  # type: ignore[arg-type] # RGB


def test_the_number_and_the_name_of_the_card_can_be_read_on_a_thumbnail() -> None:
    tall = {run.slot: run.ink.height for run in draw_card(SHOWN["allocated"]).runs}
    assert tall["mass"] / 4 > 24  # 250 pixels wide
    assert tall["name"] / 4 > 12
