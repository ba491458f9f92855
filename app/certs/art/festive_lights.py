"""Lights of the festive design, all of them dots: stars, shells, the willow, torches on a ridge; and how they shine."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageFilter

from app.certs.art.landscape import Light, Ridge
from app.certs.palette import GOLD, GOLD_PALE, MIST, Colour, mixed
from app.certs.shapes import Box

_GOLDEN = math.pi * (3 - math.sqrt(5))  # angle from one seed of a sunflower to the next
_AMBER: Colour = (240, 196, 120)


@dataclass(frozen=True, slots=True)
class Spark:
    """A dot of light; ``glow`` is how much of it spills round it."""

    x: float
    y: float
    radius: float
    colour: Colour
    opacity: float
    glow: float = 1.0


def stars(width: float, bottom: float, seed: int, count: int) -> list[Spark]:
    """Fine dots over the sky, fewer towards the dawn."""
    random = np.random.default_rng(seed)
    out = []
    for _ in range(count):
        x, y = random.uniform(0, width), bottom * random.uniform(0, 1) ** 1.35
        out.append(Spark(x, y, random.uniform(0.45, 1.15), MIST, random.uniform(0.12, 0.55) * (1 - y / bottom), 0.3))
    return out


def shell(x: float, y: float, reach: float, rays: int, seed: int, tip: Colour, heart: Colour) -> list[Spark]:
    """A round firework, which is also a dandelion: rays evenly over a ball, seen from the front."""
    random = np.random.default_rng(seed)
    out = []
    for number in range(rays):
        z = 1 - 2 * (number + 0.5) / rays
        turn = number * _GOLDEN
        across = math.sqrt(1 - z * z)
        dx, dy = across * math.cos(turn), across * math.sin(turn)
        long = reach * random.uniform(0.93, 1.03)
        near = 0.62 + 0.38 * (z + 1) / 2  # rays that point at us are brighter
        steps = 9
        for step in range(steps):
            t = 0.22 + 0.78 * (1 - (1 - step / (steps - 1)) ** 1.5)
            px, py = x + dx * long * t, y + dy * long * t + 0.10 * reach * t * t
            last = step == steps - 1
            radius = max(0.62, reach / 100) * (1.75 if last else 0.42 + 0.55 * t)
            opacity = near * (0.95 if last else 0.10 + 0.42 * t * t)
            out.append(Spark(px, py, radius, mixed(heart, tip, t**1.5), opacity))
    return out


def willow(x: float, y: float, start: float, *, reach: float, fall: float, seed: int) -> list[Spark]:
    """The great shell round the number: rays leave its ring, slow down in the air and sink as curtains at both sides.

    ``reach`` is how far to the side the last ones come, ``fall`` how far below the centre the longest sink.
    """
    random = np.random.default_rng(seed)
    out = []
    rays = 72
    for number in range(rays):
        angle = 2 * math.pi * number / rays - math.pi / 2
        aside = abs(math.cos(angle))
        chief = number % 6 == 0
        out_by = (reach - start) * (0.30 + 0.70 * aside**1.2) * (1.0 if chief else random.uniform(0.62, 0.97))
        sinks = fall * aside**1.6 * (1.0 if chief else random.uniform(0.35, 0.95))
        path = _falling(angle, start, out_by, sinks)
        out += _along(x, y, path, chief=chief)
    return out


def _falling(angle: float, start: float, out_by: float, sinks: float) -> list[tuple[float, float]]:
    """The path of one ray in fine steps: outwards against the air, then down ever more steadily."""
    path = []
    for step in range(400):
        t = 6.0 * step / 399
        away = start + out_by * (1 - math.exp(-1.5 * t))
        down = sinks * (t / 6.0 - (1 - math.exp(-0.9 * t)) / 5.4 * 0.9) if sinks else 0.0
        path.append((away * math.cos(angle), away * math.sin(angle) + down))
    return path


def _along(x: float, y: float, path: Sequence[tuple[float, float]], *, chief: bool) -> list[Spark]:
    """Dots at equal distances along a path: bright where the ray is young, finer and dimmer as it sinks."""
    lengths = np.concatenate([[0.0], np.cumsum([math.dist(a, b) for a, b in pairwise(path)])])
    whole = float(lengths[-1])
    pitch = 8.6 if chief else 7.4
    out = []
    for step in range(int(whole / pitch) + 1):
        at = step * pitch
        px = float(np.interp(at, lengths, [p[0] for p in path]))
        py = float(np.interp(at, lengths, [p[1] for p in path]))
        age = at / max(whole, 240.0)
        radius = (2.5 if chief else 1.7) * (1 - 0.62 * age)
        opacity = (0.95 if chief else 0.62) * (1 - age) ** 1.15 * min(1.0, 0.35 + at / 60)
        colour = mixed(mixed(GOLD_PALE, (255, 246, 224), 0.5), GOLD, min(1.0, age * 1.2))
        out.append(Spark(x + px, y + py, radius, colour, opacity))
    return out


def procession(line: Ridge, left: float, right: float, seed: int, *, size: float) -> list[Spark]:
    """Lights carried along a hillside a little below its ridge ``line`` (one entry per pixel)."""
    random = np.random.default_rng(seed)
    out = []
    x = left
    while x < right:
        down = 7 + 5 * math.sin(x / 37) + random.uniform(-1.5, 1.5)
        ends = min(1.0, (x - left) / 60, (right - x) / 60)
        out.append(Spark(x, float(line[int(x)]) + down, size * random.uniform(0.7, 1.2), _AMBER, 0.9 * max(0.15, ends)))
        x += random.uniform(5, 13)
    return out


def shine(light: Light, sparks: Sequence[Spark], quiet: Sequence[tuple[Box, float]] = ()) -> None:
    """Lay sparks and the glow round them into ``light``; near the ``quiet`` boxes, where words stand, they dim."""
    height, width = light.shape[:2]
    spill = np.zeros_like(light)
    for spark in sparks:
        share = spark.opacity * _loudness(spark, quiet)
        reach = math.ceil(spark.radius) + 1
        left, right = max(0, int(spark.x) - reach), min(width, int(spark.x) + reach + 2)
        top, bottom = max(0, int(spark.y) - reach), min(height, int(spark.y) + reach + 2)
        if share < 0.01 or left >= right or top >= bottom:
            continue
        rows, columns = np.mgrid[top:bottom, left:right]
        # pixels are areas: their centres lie half a pixel in
        distance = np.hypot(columns + 0.5 - spark.x, rows + 0.5 - spark.y)
        cover = (np.clip(spark.radius - distance + 0.5, 0, 1) * share)[..., None]
        colour = np.array(spark.colour)
        patch = light[top:bottom, left:right]
        patch += (colour - patch) * cover
        spill[top:bottom, left:right] += colour * cover * spark.glow
    _bloom(light, spill)


_FADED = 90  # pixels from a dot to where nothing of its glow is left


def _bloom(light: Light, spill: Light) -> None:
    """What a bright dot spills into the air round it: a close and a wide glow, added as light adds."""
    lit = np.flatnonzero(spill.any(axis=(1, 2)))
    if not lit.size:
        return
    seen = slice(max(0, int(lit[0]) - _FADED), int(lit[-1]) + _FADED)
    image = Image.fromarray(np.clip(spill[seen], 0, 255).astype(np.uint8))
    light = light[seen]
    for reach, strength in ((3.0, 0.42), (14.0, 0.55)):
        soft = np.asarray(image.filter(ImageFilter.GaussianBlur(reach)), np.float64) * strength
        light += soft * (1 - light / 255)


def _loudness(spark: Spark, quiet: Sequence[tuple[Box, float]]) -> float:
    """1 far from all words, 0.06 among them; the change takes as long as a box says."""
    loud = 1.0
    for box, soft in quiet:
        aside = max(box.left - spark.x, spark.x - box.right, 0.0)
        over = max(box.top - spark.y, spark.y - box.bottom, 0.0)
        loud *= 0.06 + 0.94 * min(1.0, math.hypot(aside, over) / soft)
    return loud
