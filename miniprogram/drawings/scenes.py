# ruff: noqa: INP001  (a script folder inside the mini-program, not a package)
"""Landscapes for the kinds of scenes: paper sky, a sun of dots, hills of dots, and one building or thing in front.

Answers SVG text of 750 x 376; standard library only. Palette of the house; the sun carries the one warm accent.
"""

import math

KINDS = ("conference", "scenic_spot", "mall", "restaurant", "hotel", "other")
WIDTH, HEIGHT = 750, 376

PINE, LEAF, MOSS, PAPER, SUN, GOLD = "#0E3B2E", "#1F7A56", "#5E8C73", "#FBF8EF", "#F2785C", "#E3C27C"
#: Far to near: colour, height of the ridge, swing.
RIDGES = (("#CFE0D4", 214, 26), ("#A9C9B6", 244, 24), ("#74A88C", 276, 20), ("#2F7556", 312, 14))
#: x and y of the sun, seed of the hills.
SETTING = {
    "conference": (566, 116, 0.4),
    "scenic_spot": (208, 120, 2.1),
    "mall": (600, 110, 3.2),
    "restaurant": (150, 112, 4.6),
    "hotel": (586, 122, 5.9),
    "other": (560, 118, 7.3),
}


def landscape(kind: str) -> str:
    sun_x, sun_y, seed = SETTING[kind]
    parts = [_sky(), _sun(sun_x, sun_y)]
    for at, (colour, height, swing) in enumerate(RIDGES):
        parts.append(_hill(colour, height, swing, seed + 1.7 * at))
        parts.append(_crest(height, swing, seed + 1.7 * at, at))
    parts.append(_ground())
    parts.append(MOTIFS[kind]())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'preserveAspectRatio="xMidYMax slice">{"".join(parts)}</svg>\n'
    )


def _sky() -> str:
    return (
        '<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#F4EEDD"/>'
        '<stop offset=".45" stop-color="#F8F3E4"/><stop offset="1" stop-color="#DCE9DD"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#s)"/>'
    )


def _sun(x: float, y: float) -> str:
    """Rings of dots that thin out: a dot is a gram."""
    parts = [_dot(x, y, 22, SUN)]
    for ring, (radius, count, size, opacity) in enumerate(
        ((34, 20, 3.4, 0.75), (45, 28, 2.8, 0.55), (56, 36, 2.2, 0.38), (67, 44, 1.7, 0.26), (78, 52, 1.3, 0.18))
    ):
        turns = [2 * math.pi * (step + 0.5 * (ring % 2)) / count for step in range(count)]
        parts.append(_dots([(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns], size, SUN, opacity))
    return "".join(parts)


def _ridge(x: float, height: float, swing: float, seed: float) -> float:
    far = math.sin(x / 118 + seed * 2.3) + 0.55 * math.sin(x / 61 + seed * 4.1) + 0.22 * math.sin(x / 27 + seed)
    return height - swing * far


def _hill(colour: str, height: float, swing: float, seed: float) -> str:
    points = [(x, _ridge(x, height, swing, seed)) for x in range(0, WIDTH + 15, 15)]
    line = "L".join(f"{x} {y:.0f}" for x, y in points)
    return f'<path d="M0 {HEIGHT}L{line}L{WIDTH} {HEIGHT}Z" fill="{colour}"/>'


def _crest(height: float, swing: float, seed: float, layer: int) -> str:
    """Rows of dots below the crest, smaller with every row: light that falls along the hill."""
    rows = []
    step = (13, 14, 16, 18)[layer]
    for row in range(3):
        xs = [at * step + (step / 2 if row % 2 else 0) for at in range(WIDTH // step + 1)]
        points = [(x, _ridge(x, height, swing, seed) + 9 + row * step * 0.8) for x in xs]
        rows.append(_dots(points, (2.3 - 0.6 * row) * (0.8 + 0.14 * layer), PAPER, (0.5, 0.42, 0.3, 0.2)[layer]))
    return "".join(rows)


def _ground() -> str:
    return f'<path d="M0 {HEIGHT}V346Q375 326 {WIDTH} 346V{HEIGHT}Z" fill="{PINE}"/>'


def _conference() -> str:
    """A hall under a wide roof, its front a row of columns; people as dots before it."""
    columns = "".join(f'<rect x="{176 + 36 * at}" y="246" width="9" height="86" fill="{PINE}"/>' for at in range(9))
    roof = f'<path d="M132 246Q320 158 508 246Z" fill="{PINE}"/>' + _block(152, 244, 336, 9)
    light = "".join(_dot(200 + 24 * at, 226 - 18 * math.sin(math.pi * (at + 0.5) / 11), 3, GOLD) for at in range(11))
    inside = f'<rect x="180" y="262" width="290" height="72" fill="{GOLD}" opacity=".35"/>'
    steps = f'<path d="M140 332H500L516 346H124Z" fill="{PINE}"/>'
    people = "".join(_dot(96 + 31.5 * at, 356 + 5 * math.sin(at * 2.2), 4.4, PAPER) for at in range(19))
    return inside + columns + roof + light + steps + people


def _scenic_spot() -> str:
    """A pagoda over a lake, its light in the water."""
    storeys = []
    for at in range(5):
        half, y = 62 - 9.5 * at, 318 - 38 * at
        storeys.append(
            f'<path d="M{530 - half - 15} {y - 22}Q{530 - half} {y - 24} {530 - half + 6} {y - 34}H{530 + half - 6}'
            f'Q{530 + half} {y - 24} {530 + half + 15} {y - 22}Z" fill="{PINE}"/>'
            f'<rect x="{530 - half + 14}" y="{y - 23}" width="{2 * half - 28}" height="26" fill="{PINE}"/>'
        )
        storeys += [_dot(530 + (window - 1) * (half * 0.42), y - 10, 3.2, GOLD) for window in range(3)]
    tip = f'<path d="M526 132H534L532 96H528Z" fill="{PINE}"/>' + _dot(530, 94, 5, PINE)
    terrace = f'<rect x="452" y="320" width="156" height="16" fill="{PINE}"/>'
    water = "".join(
        _dots([(60 + 26 * at + 13 * (row % 2), 350 + 9 * row) for at in range(25)], 2.2 - 0.4 * row, "#9CC7B0")
        for row in range(3)
    )
    return "".join(storeys) + tip + terrace + water


def _mall() -> str:
    """Three shops under awnings."""
    parts = []
    for at, (x, y, width) in enumerate(((120, 218, 150), (276, 184, 180), (462, 230, 138))):
        parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{346 - y}" rx="6" fill="{PINE}"/>')
        scallops = width // 15
        for step in range(scallops):
            cx = x + (step + 0.5) * width / scallops
            fill = PAPER if step % 2 else ("#4BB489", SUN, "#4BB489")[at]
            parts.append(f'<path d="M{cx - 7.5:.1f} 272h15v14a7.5 7.5 0 0 1-15 0Z" fill="{fill}"/>')
        parts.append(f'<rect x="{x + 16}" y="300" width="{width - 32}" height="46" fill="{GOLD}" opacity=".85"/>')
        rows, columns = (262 - y) // 20, int(width - 30) // 20 + 1
        lights = [(x + 18 + 20 * column, y + 16 + 20 * row) for row in range(rows) for column in range(columns)]
        parts.append(_dots(lights, 2.6, GOLD))
    return "".join(parts)


def _restaurant() -> str:
    """A bowl on the table, steam rising in dots."""
    bowl = (
        f'<path d="M300 236H560C560 304 510 336 430 336S300 304 300 236Z" fill="{PINE}"/>'
        f'<ellipse cx="430" cy="236" rx="130" ry="20" fill="{LEAF}"/>'
        f'<ellipse cx="430" cy="237" rx="112" ry="14" fill="{GOLD}"/>'
        f'<path d="M392 334H468L476 350H384Z" fill="{PINE}"/>'
    )
    rim = "".join(_dot(330 + 20 * at, 268 + 9 * math.sin(math.pi * (at + 0.5) / 11), 3, GOLD) for at in range(11))
    chopsticks = f'<path d="M520 230L640 158M536 234L652 172" stroke="{PINE}" stroke-width="7" stroke-linecap="round"/>'
    steam = []
    for strand, x in enumerate((376, 430, 484)):
        for step in range(9):
            sway = 11 * math.sin(step * 0.85 + strand * 1.6)
            steam.append(_dot(x + sway, 206 - 16 * step, 5.2 - 0.45 * step, MOSS))
    return chopsticks + bowl + rim + f'<g opacity=".7">{"".join(steam)}</g>'


def _hotel() -> str:
    """Two houses in the evening; some windows are lit."""
    parts = [
        f'<rect x="196" y="132" width="150" height="214" rx="8" fill="{PINE}"/>',
        '<rect x="352" y="196" width="120" height="150" rx="8" fill="#174B3A"/>',
    ]
    for left, top, columns, rows, seed in ((216, 154, 5, 7, 3), (370, 218, 4, 4, 5)):
        for row in range(rows):
            for column in range(columns):
                lit = (row * 7 + column * 5 + seed) % 3
                parts.append(_dot(left + 27.5 * column, top + 26 * row, 6, GOLD if lit else "#2F7556"))
    door = f'<path d="M256 346V322a15 15 0 0 1 30 0V346Z" fill="{GOLD}"/>'
    moonlit_trees = "".join(_tree(x, y, size) for x, y, size in ((150, 340, 22), (516, 342, 27), (560, 346, 18)))
    return "".join(parts) + door + moonlit_trees


def _other() -> str:
    """Three trees whose leaves are dots."""
    return "".join(_tree(x, y, size) for x, y, size in ((216, 342, 46), (330, 346, 70), (430, 344, 38)))


def _tree(x: float, y: float, size: float) -> str:
    """Rings of dots for a crown, a stem below."""
    top = y - 2.35 * size
    parts = [_block(x - size * 0.05, top, size * 0.1, y - top)]
    parts.append(_dot(x, top, size * 0.3, PINE))
    for ring in range(1, 5):
        radius = size * (0.3 + 0.19 * ring)
        count = round(2 * math.pi * radius / (size * 0.2))
        turns = [2 * math.pi * (step + 0.5 * (ring % 2)) / count for step in range(count)]
        points = [(x + radius * math.cos(turn), top + radius * math.sin(turn)) for turn in turns]
        parts.append(_dots(points, size * 0.085, (PINE, "#174B3A", LEAF, "#3F9A74")[ring - 1]))
    return "".join(parts)


MOTIFS = {
    "conference": _conference,
    "scenic_spot": _scenic_spot,
    "mall": _mall,
    "restaurant": _restaurant,
    "hotel": _hotel,
    "other": _other,
}


def _dot(x: float, y: float, radius: float, fill: str = "") -> str:
    colour = f' fill="{fill}"' if fill else ""
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}"{colour}/>'


def _dots(points: list[tuple[float, float]], radius: float, fill: str, opacity: float = 1.0) -> str:
    """Many dots of one size as round ends of strokes without length: a third of the bytes of circles."""
    ends = "".join(f"M{x:.0f} {y:.0f}h.1" for x, y in points)
    faint = f' opacity="{opacity}"' if opacity < 1 else ""
    return f'<path d="{ends}" stroke="{fill}" stroke-width="{2 * radius:.1f}" stroke-linecap="round"{faint}/>'


def _block(x: float, y: float, width: float, height: float) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{PINE}"/>'
