# ruff: noqa: INP001  (a script folder inside the mini-program, not a package)
"""Draws images/: the tab bar's icons (PNG, as WeChat wants them) and the SVG pictures. Deterministic; needs Pillow.

Run from anywhere: ``.venv/bin/python miniprogram/drawings/draw.py``. The scenes' landscapes are scenes.py beside it.
"""

import math
from pathlib import Path

from PIL import Image, ImageDraw
from scenes import KINDS, landscape

OUT = Path(__file__).parent.parent / "images"
SIDE, FINER = 81, 8  #: WeChat's size for a tab icon; drawn this many times finer

GREY, LEAF, GREY_DARK, LEAF_DARK = "#55635C", "#1F7A56", "#9DB0A6", "#4BB489"
GOLD, GOLD_PALE, PINE, MOSS, LINE = "#B28A3E", "#D9BE85", "#0E3B2E", "#5E8C73", "#C9D8CF"


class Icon:
    """A square of 81 units in one colour."""

    def __init__(self, colour: str) -> None:
        self.colour = colour
        self.image = Image.new("RGBA", (SIDE * FINER, SIDE * FINER), (0, 0, 0, 0))
        self.pen = ImageDraw.Draw(self.image)

    def dot(self, x: float, y: float, radius: float) -> None:
        self.pen.ellipse([(v * FINER) for v in (x - radius, y - radius, x + radius, y + radius)], fill=self.colour)

    def shape(self, points: list[tuple[float, float]]) -> None:
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=self.colour)

    def save(self, name: str) -> None:
        small = self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        # every pixel has the icon's colour and only its own opacity: no dark fringe on any ground
        flat = Image.new("RGBA", small.size, self.colour)
        flat.putalpha(small.getchannel("A"))
        flat.quantize(64, method=Image.Quantize.FASTOCTREE).save(OUT / name, optimize=True)


def scenes(icon: Icon) -> None:
    """Hills of dots under a sun."""
    icon.dot(58, 23, 8.5)
    for count, left, y, radius in ((1, 34, 29, 4.4), (3, 24, 41, 4.4), (5, 16.5, 53, 4.4), (6, 11.5, 65, 4.4)):
        for step in range(count):
            icon.dot(left + step * 11.6, y, radius)


def life(icon: Icon) -> None:
    """The two-leaf sprout."""
    icon.shape(leaf((41, 47), -52, 34, 12))
    icon.shape(leaf((39, 55), -142, 26, 9.5))
    for step in range(5):
        icon.dot(40 + 0.4 * step, 44 + 6.4 * step, 2.6)
    for step in range(-2, 3):
        icon.dot(41.5 + step * 9, 71.5, 2.6)


def mine(icon: Icon) -> None:
    """A person: a head, and shoulders of dots."""
    icon.dot(40.5, 26, 12.5)
    for radius, count in ((30, 9), (20.5, 6)):
        for step in range(count):
            angle = math.pi * (1 + (step + 0.5) / count)
            icon.dot(40.5 + radius * math.cos(angle), 73 + radius * math.sin(angle), 4.2)


def leaf(foot: tuple[float, float], degrees: float, length: float, half: float) -> list[tuple[float, float]]:
    """A leaf's outline from its foot towards an angle; 0 is right, negative is up."""
    turn = math.radians(degrees)
    sides = [[], []]  # type: list[list[tuple[float, float]]]
    for step in range(25):
        along = step / 24
        wide = half * math.sin(math.pi * along**0.85) ** 0.9 if 0 < along < 1 else 0.0
        for side, sign in zip(sides, (1, -1), strict=True):
            u, v = along * length, sign * wide
            ahead, aside = math.cos(turn) * u - math.sin(turn) * v, math.sin(turn) * u + math.cos(turn) * v
            side.append((foot[0] + ahead, foot[1] + aside))
    return sides[0] + sides[1][::-1]


def circle(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"/>'


def polygon(points: list[tuple[float, float]], fill: str) -> str:
    return f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}Z" fill="{fill}"/>'


def svg(name: str, parts: list[str]) -> None:
    (OUT / name).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">{"".join(parts)}</svg>\n', encoding="utf-8"
    )


def ring(radius: float, count: int, dot: float, fill: str) -> list[str]:
    turns = [2 * math.pi * step / count for step in range(count)]
    return [circle(48 + radius * math.sin(turn), 48 - radius * math.cos(turn), dot, fill) for turn in turns]


def tiers() -> None:
    """A dot, a ring, a leaf, a mountain: in gold, which is for honour only."""
    svg("tier-1.svg", [circle(48, 48, 13, GOLD), *ring(34, 20, 1.8, GOLD_PALE)])
    svg("tier-2.svg", ring(34, 16, 5.4, GOLD))
    veins = [circle(30 + 7.6 * step, 66 - 7.6 * step, 2.2, GOLD_PALE) for step in range(6)]
    svg("tier-3.svg", [polygon(leaf((20, 76), -45, 76, 21), GOLD), *veins])
    rows = [
        circle(48 + (column - row / 2) * 13.2, 24 + row * 11.6, 5.4, GOLD if (row + column) % 3 else GOLD_PALE)
        for row in range(6)
        for column in range(row + 1)
    ]
    svg("tier-4.svg", rows)


def sprout() -> None:
    """For an empty page: a ring of pale dots around the sprout."""
    stem = [circle(48 + 0.3 * step, 50 + 6 * step, 1.9, MOSS) for step in range(6)]
    leaves = [polygon(leaf((48, 52), -56, 30, 10), LEAF_DARK), polygon(leaf((47, 62), -140, 22, 8), MOSS)]
    svg("sprout.svg", [*ring(43, 32, 1.9, "#9DB8A8"), *leaves, *stem])


def main() -> None:
    OUT.mkdir(exist_ok=True)
    for name, draw in (("scenes", scenes), ("life", life), ("mine", mine)):
        for state, colour in (("", GREY), ("-on", LEAF), ("-dark", GREY_DARK), ("-dark-on", LEAF_DARK)):
            icon = Icon(colour)
            draw(icon)
            icon.save(f"tab-{name}{state}.png")
    tiers()
    sprout()
    for kind in KINDS:
        (OUT / f"scene-{kind}.svg").write_text(landscape(kind), encoding="utf-8")


if __name__ == "__main__":
    main()
