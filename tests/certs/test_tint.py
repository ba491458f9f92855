"""A scene's colour turns greens and only greens, and no word becomes harder to read, whatever the colour."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certs import palette
from app.certs.palette import Colour
from app.certs.tint import oklab, tinted, tinted_all

CHANNEL = st.integers(0, 255)
COLOURS = st.tuples(CHANNEL, CHANNEL, CHANNEL)

STAY = ("PAPER", "GOLD", "GOLD_DEEP", "GOLD_PALE", "CINNABAR", "SUN", "WHITE")
TURN = ("PINE", "PINE_DEEP", "LEAF", "MOSS")
#: Inks and the grounds they stand on.
PAIRS = [
    (ink, ground)
    for ink in ("PINE", "PINE_DEEP", "LEAF", "INK", "INK_2", "CINNABAR", "GOLD_DEEP")
    for ground in ("PAPER", "WHITE", "MIST")
] + [(ink, ground) for ink in ("PAPER", "MIST", "WHITE", "GOLD_PALE") for ground in ("PINE", "PINE_DEEP")]


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def chroma(colour: Colour) -> float:
    _, a, b = oklab(np.array([colour], np.uint8))[0]
    return float(np.hypot(a, b))


def hue(colour: Colour) -> float:
    _, a, b = oklab(np.array([colour], np.uint8))[0]
    return float(np.degrees(np.arctan2(b, a)))


@given(COLOURS, COLOURS)
def test_luminance_is_kept_to_the_last_step_of_a_channel(colour: Colour, scene: Colour) -> None:
    made = tinted(colour, scene)
    # half a step of each channel, where that weighs most: at the light end
    assert abs(luminance(made) - luminance(colour)) <= 0.0045


@given(scene=COLOURS)
def test_every_word_stays_as_legible_as_it_was(scene: Colour) -> None:
    colours = {name: getattr(palette, name) for pair in PAIRS for name in pair}
    turned = {name: tinted(colour, scene) for name, colour in colours.items()}
    for ink, ground in PAIRS:
        before, after = contrast(colours[ink], colours[ground]), contrast(turned[ink], turned[ground])
        assert after >= before * 0.97, (ink, ground)
        assert (after >= 4.5) == (before >= 4.5), (ink, ground)


@given(scene=COLOURS)
def test_gold_sun_cinnabar_and_paper_stay(scene: Colour) -> None:
    for name in STAY:
        assert tinted(getattr(palette, name), scene) == getattr(palette, name), name


@given(st.integers(0, 255), COLOURS)
def test_greys_stay(value: int, scene: Colour) -> None:
    made = tinted((value, value, value), scene)
    assert max(abs(channel - value) for channel in made) <= 1


@pytest.mark.parametrize("name", TURN)
@pytest.mark.parametrize("scene", [(30, 80, 200), (190, 40, 50), (120, 40, 160), (210, 120, 10), (0, 120, 140)])
def test_greens_take_the_hue_of_the_scene(name: str, scene: Colour) -> None:
    made = tinted(getattr(palette, name), scene)
    away = (hue(made) - hue(scene) + 180) % 360 - 180
    assert abs(away) < 16


@given(COLOURS)
def test_nothing_glares(scene: Colour) -> None:
    for name in TURN:
        assert chroma(tinted(getattr(palette, name), scene)) <= chroma(getattr(palette, name)) * 1.1 + 0.012


def test_our_own_leaf_changes_next_to_nothing() -> None:
    for name in (*TURN, *STAY, "MIST", "INK", "INK_2", "LINE"):
        before = getattr(palette, name)
        made = tinted(before, palette.LEAF)
        assert max(abs(one - other) for one, other in zip(made, before, strict=True)) <= 1


def test_a_grey_scene_takes_the_colour_out() -> None:
    assert chroma(tinted(palette.LEAF, (128, 128, 128))) < 0.006


@pytest.mark.parametrize("ends", [("GOLD", "PINE"), ("PAPER", "LEAF"), ("SUN", "MOSS"), ("WHITE", "PINE_DEEP")])
@given(scene=COLOURS)
def test_a_gradient_stays_smooth(ends: tuple[str, str], scene: Colour) -> None:
    one, other = (np.array(getattr(palette, name), float) for name in ends)
    steps = np.linspace(one, other, 256).round().astype(np.uint8)
    before, after = oklab(steps), oklab(tinted_all(steps, scene))
    before_step, after_step = (np.sqrt((np.diff(lab, axis=0) ** 2).sum(1)).max() for lab in (before, after))
    assert after_step <= max(4 * before_step, 0.03)


def test_without_a_scenes_colour_nothing_happens() -> None:
    assert tinted(palette.LEAF, None) == palette.LEAF
