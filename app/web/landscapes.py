"""Draws the landscapes and the rosette of static/, all of dots. For developers: python -m app.web.landscapes."""

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

_HERE = Path(__file__).parent / "static"
WIDTH, HEIGHT, STEP = 1080, 360, 18
Ridge = Callable[[float], float]
Spot = tuple[float, float]

_STYLE = (
    "<style>path{fill:none;stroke-linecap:round}.far{stroke:#B5CDBF}.mid{stroke:#7FA891}.near{stroke:#1F7A56}"
    ".front{stroke:#0E3B2E}.sun{fill:#F2785C}.gold{stroke:#B28A3E}"
    "@media(prefers-color-scheme:dark){.far{stroke:#2F4438}.mid{stroke:#44695A}.near{stroke:#4BB489}"
    ".front{stroke:#8FD3B5}.gold{stroke:#C9A45C}}</style>"
)


def hills(height: float, waves: Iterable[tuple[float, float, float]]) -> Ridge:
    """A ridge from waves (height, length, shift), in pixels; y down."""
    kept = tuple(waves)
    return lambda x: HEIGHT - height - sum(a * math.sin(2 * math.pi * x / length + p) for a, length, p in kept)


def peaks(height: float, summits: Iterable[tuple[float, float, float]]) -> Ridge:
    """Mountains (where, height, half width) over a low ground."""
    kept = tuple(summits)
    return lambda x: HEIGHT - height - max(max(0.0, h * (1 - abs(x - at) / half)) for at, h, half in kept)


def blocks(height: float, houses: Iterable[tuple[float, float, float]], roof: float = 0) -> Ridge:
    """Buildings (left, width, height), flat or with a pitched roof of that height."""
    kept = tuple(houses)

    def ridge(x: float) -> float:
        tops = [
            h + roof * (1 - abs(2 * (x - left) / width - 1)) for left, width, h in kept if left <= x <= left + width
        ]
        return HEIGHT - height - max(tops, default=0)

    return ridge


_GROUND = hills(46, [(18, 760, 0.4), (6, 210, 1.0)])
_NEAR = hills(84, [(26, 900, 2.2), (8, 260, 0.3)])
_MID = hills(120, [(34, 720, 5.0), (10, 300, 2.0)])
_FAR: dict[str, Ridge] = {
    "conference": blocks(
        96,
        [(90, 90, 90), (195, 60, 150), (270, 105, 60), (420, 240, 96), (690, 60, 170), (765, 120, 110), (915, 75, 70)],
    ),
    "scenic_spot": peaks(90, [(180, 120, 190), (430, 200, 230), (620, 130, 170), (840, 180, 220), (1020, 110, 160)]),
    "mall": blocks(96, [(120, 210, 70), (345, 390, 120), (750, 225, 84)]),
    "restaurant": blocks(90, [(150, 240, 60), (420, 300, 84), (750, 210, 56)], roof=54),
    "hotel": blocks(96, [(150, 150, 60), (390, 120, 180), (525, 90, 120), (705, 180, 76)]),
    "other": hills(150, [(46, 640, 1.2), (14, 240, 0.0)]),
}


def _under(ridge: Ridge, before: Sequence[Ridge]) -> dict[float, list[Spot]]:
    """Dots of a grid under a ridge and over all ridges before it, by radius: small at the edge, full below."""
    dots: dict[float, list[Spot]] = {}
    for row in range(HEIGHT // STEP + 1):
        for column in range(WIDTH // STEP + 1):
            x, y = column * STEP + (STEP / 2 if row % 2 else 0), row * STEP + STEP / 2
            depth = y - ridge(x)
            if depth < 0 or any(y >= front(x) for front in before):
                continue
            radius = 2.6 if depth < STEP else 4.2 if depth < 2 * STEP else 5.6
            dots.setdefault(radius, []).append((x, y))
    return dots


def _paths(dots: dict[float, list[Spot]], name: str) -> str:
    """Round dots are strokes of no length: the shortest way to write many."""
    return "".join(
        f'<path class="{name}" stroke-width="{2 * radius:g}" d="{"".join(f"M{x:g} {y:g}h0" for x, y in spots)}"/>'
        for radius, spots in sorted(dots.items())
    )


def landscape(kind: str) -> str:
    """SVG, 1080 x 360, of a kind of scene: what stands behind, three rows of hills, one small sun."""
    layers = [("far", _FAR[kind]), ("mid", _MID), ("near", _NEAR), ("front", _GROUND)]
    drawn = [_paths(_under(ridge, [r for _, r in layers[n + 1 :]]), name) for n, (name, ridge) in enumerate(layers)]
    lights = _paths({3.0: _lights(kind)}, "gold") if kind in ("hotel", "mall") else ""
    steam = _paths({2.4: _steam()}, "gold") if kind == "restaurant" else ""
    body = '<circle class="sun" cx="930" cy="78" r="26"/>' + "".join(drawn[:1]) + lights + steam + "".join(drawn[1:])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{_STYLE}{body}</svg>\n'


def _lights(kind: str) -> list[Spot]:
    """Lit windows, some dark: the same ones in every build."""
    ridge = _FAR[kind]
    spots = _under(ridge, [_MID, _NEAR]).get(5.6, [])
    return [(x, y) for x, y in spots if int(x * 7 + y * 3) % 4 == 0 and y < HEIGHT - 130]


def _steam() -> list[Spot]:
    return [(x + 9 * math.sin(n / 1.6), 128 - 13 * n) for x in (525.0, 570.0, 615.0) for n in range(6)]


def rosette() -> str:
    """SVG of rings of dots, each a little further turned: what lies behind the sample certificate."""
    dots: dict[float, list[Spot]] = {}
    for ring in range(9):
        radius, count = 150 + 19 * ring, 48 + 6 * ring
        for number in range(count):
            angle = 2 * math.pi * number / count + 0.11 * ring
            size = round(1.2 + 2.6 * (0.5 + 0.5 * math.sin(3 * angle + ring / 1.4)), 1)
            spot = (round(320 + radius * math.cos(angle), 1), round(320 + radius * math.sin(angle), 1))
            dots.setdefault(size, []).append(spot)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 640">{_STYLE}{_paths(dots, "gold")}</svg>\n'


def build(folder: Path = _HERE) -> None:
    """Write every drawing. The same code writes the same bytes; may be repeated."""
    for kind in _FAR:
        (folder / f"scene-{kind}.svg").write_text(landscape(kind), encoding="utf-8")
    (folder / "rosette.svg").write_text(rosette(), encoding="utf-8")


if __name__ == "__main__":
    build()
