"""A scene's colour on a design: greens turn to its hue and keep their luminance, all other colours stay.

Hues and chroma are those of OKLab (Bjorn Ottosson, 2020), luminance that of WCAG, so every contrast stays what it was.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.certs.palette import LEAF, Colour

Colours = npt.NDArray[np.uint8]
_Floats = npt.NDArray[np.float64]

# Hues in degrees of OKLab. Gold (82) and paper (92) lie before the first, moss, mist and leaf (160) between the two in
# the middle, which turn. What lies between two hues is taken for a blend of both, and stays one of what they become.
_HUES, _TURNS = (95.0, 150.0, 195.0, 225.0), (False, True, True, False)
_BOLDEST = 1.1  # a scene's colour may raise the chroma of the greens by so much and no more; a grey one takes it all

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LMS, _FROM_LAB = np.linalg.inv(_TO_LMS), np.linalg.inv(_TO_LAB)
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


@lru_cache(maxsize=4096)
def tinted(colour: Colour, scene: Colour | None) -> Colour:
    """One colour of a design as a scene's colour makes it; the same colour without one. May not be repeated."""
    if scene is None:
        return colour
    red, green, blue = tinted_all(np.array([colour], np.uint8), scene)[0]
    return (int(red), int(green), int(blue))


def tinted_all(colours: Colours, scene: Colour | None) -> Colours:
    """Many colours at once: n x 3, sRGB of 8 bits, in and out. What is no green is returned as it is."""
    if scene is None:
        return colours
    lab = oklab(colours)
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    turned = lab.copy()
    for first, last, change in _blends(scene):
        between = (first < hue) & (hue <= last)
        turned[between, 1:] = lab[between, 1:] @ change
    out = np.clip((turned @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T, 0.0, 1.0)
    out = _of_luminance(out, _linear(colours) @ _LUMINANCE)
    green = (_HUES[0] < hue) & (hue <= _HUES[-1])
    return np.where(green[:, None], _encoded(out), colours).astype(np.uint8)


def oklab(colours: Colours) -> _Floats:
    """OKLab of sRGB of 8 bits, n x 3: lightness 0 to 1, then green to red, blue to yellow."""
    lab: _Floats = np.cbrt(_linear(colours) @ _TO_LMS.T) @ _TO_LAB.T
    return lab


@lru_cache(maxsize=256)
def _blends(scene: Colour) -> list[tuple[float, float, _Floats]]:
    """For each pair of neighbouring hues the linear change of a and b (row vectors) that takes both where they go."""
    ours, theirs = oklab(np.array([LEAF, scene], np.uint8))[:, 1:]
    angle = np.arctan2(theirs[1], theirs[0]) - np.arctan2(ours[1], ours[0])
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]]) * min(_BOLDEST, float(np.hypot(*theirs) / np.hypot(*ours)))
    axes = [np.array([np.cos(at), np.sin(at)]) for at in np.radians(_HUES)]
    become = [axis @ turn if turns else axis for axis, turns in zip(axes, _TURNS, strict=True)]
    pairs = zip(pairwise(_HUES), pairwise(axes), pairwise(become), strict=True)
    return [(*hues, np.linalg.inv(np.stack(before)) @ np.stack(after)) for hues, before, after in pairs]


def _of_luminance(linear: _Floats, wanted: _Floats) -> _Floats:
    """Colours made as light as wanted: darker ones scaled, lighter ones mixed with white. Both stay within 0 to 1."""
    found = linear @ _LUMINANCE
    darker = (wanted / np.maximum(found, 1e-9))[:, None]
    white = np.clip((wanted - found) / np.maximum(1 - found, 1e-9), 0.0, 1.0)[:, None]
    made: _Floats = np.where(darker <= 1, linear * darker, linear + (1 - linear) * white)
    return made


def _linear(colours: Colours) -> _Floats:
    linear: _Floats = _LINEAR[colours]
    return linear


def _encoded(linear: _Floats) -> _Floats:
    out = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)
    whole: _Floats = np.rint(out * 255)
    return whole


_STEPS = np.arange(256) / 255
_LINEAR: _Floats = np.where(_STEPS <= 0.04045, _STEPS / 12.92, ((_STEPS + 0.055) / 1.055) ** 2.4)
