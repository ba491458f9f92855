"""Frame, divider, rule, seal for any canvas; sizes are pixels of the 1080-wide sheet times ``unit``."""

import math
from collections.abc import Callable

import numpy as np
from PIL import Image

from app.certs.art import dots
from app.certs.art.cutout import cut_out
from app.certs.art.mark import mark, seal_ground
from app.certs.canvas import Canvas
from app.certs.faces import Voice
from app.certs.palette import CINNABAR, GOLD, LEAF, MOSS, PAPER, Colour, mixed
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, Disc, Hairline, Polygon, Shape, moved
from app.certs.typeset import Style, shape

SEAL_WORDS = "点点为证"
_GREY: Colour = (158, 160, 156)
_GREY_DEEP: Colour = (118, 120, 117)
RING_RADIUS = 1.09  # of the rosette inside it


def frame(canvas: Canvas, page: Box, unit: float = 1.0) -> None:
    """Gold hairlines with a braid of dots between them and a small rosette of dots in each corner."""
    shapes: list[Shape] = []
    for inset, width, opacity in ((30, 2.0, 1.0), (58, 1.3, 0.9), (65, 0.8, 0.45)):
        shapes.append(_outline(page.inset(inset * unit), width * unit, opacity))
    middle = page.inset(44 * unit)
    shapes += _braid(middle, 26 * unit, 22 * unit, unit)
    for x in (middle.left, middle.right):
        for y in (middle.top, middle.bottom):
            shapes += [moved(disc, x, y, unit) for disc in _corner()]
    canvas.draw(shapes)


def _outline(box: Box, width: float, opacity: float) -> Hairline:
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    return Hairline((*corners, corners[0], (box.left + width, box.top)), GOLD, width, opacity)


def _braid(box: Box, corner: float, pitch: float, unit: float) -> list[Disc]:
    """Two strands of dots that cross all along a box's sides, as engravers lay them, and a larger dot in every eye."""
    discs = []
    for length, vertical in ((box.width - 2 * corner, False), (box.height - 2 * corner, True)):
        eyes = round(length / pitch)
        places = [(step / 8, 5.6 * math.sin(math.pi * step / 8), 0.95) for step in range(8 * eyes + 1)]
        places += [(along, -aside, dot) for along, aside, dot in places if aside]
        places += [(number + 0.5, 0.0, 1.7) for number in range(eyes)]
        for along, aside, dot in places:
            down = corner + length * along / eyes
            for far in (0.0, box.width if vertical else box.height):
                x, y = (far + aside * unit, down) if vertical else (down, far + aside * unit)
                discs.append(Disc(box.left + x, box.top + y, dot * unit, GOLD, 0.9))
    return discs


def _corner() -> list[Disc]:
    discs = [Disc(0, 0, 3.2, GOLD)]
    for radius, count, dot in ((6.6, 10, 1.15), (10.8, 16, 1.25)):
        for step in range(count):
            angle = 2 * math.pi * step / count
            discs.append(Disc(radius * math.cos(angle), radius * math.sin(angle), dot, GOLD, 0.9))
    return discs


_FOIL = (
    *((0.0, (206, 170, 96)), (0.16, (172, 130, 56)), (0.30, (142, 103, 38)), (0.42, (200, 162, 88))),
    *((0.50, (226, 196, 128)), (0.60, (184, 142, 64)), (0.76, (148, 108, 42)), (0.88, (206, 168, 94))),
    (1.0, (160, 120, 50)),
)


def foiled(image: Image.Image, draw: Callable[[RasterCanvas], None]) -> None:
    """Lay a drawing onto an image in gold foil, which shines in bands across the sheet, whatever colours it has."""
    cover = cut_out(image.size, draw).getchannel("A")
    rows, columns = np.ogrid[0 : image.height, 0 : image.width]
    across = (columns / image.width + rows / image.height) / 2
    stops = [stop for stop, _ in _FOIL]
    tones = [np.interp(across, stops, [colour[c] for _, colour in _FOIL]) for c in range(3)]
    image.paste(Image.fromarray(np.dstack(tones).round().astype(np.uint8)), (0, 0), cover)


def divider(canvas: Canvas, x: float, y: float, half: float, unit: float = 1.0) -> None:
    """A lozenge between dots that grow smaller towards both sides."""
    shapes: list[Shape] = [_lozenge(x, y, 8 * unit, GOLD), _lozenge(x, y, 3.8 * unit, PAPER)]
    count = 22
    for step in range(count):
        share = step / count
        away = (20 + (half / unit - 20) * share) * unit
        dot = (2.3 - 1.6 * share) * unit
        shapes += [Disc(x + side * away, y, dot, GOLD, 1 - 0.75 * share) for side in (-1, 1)]
    canvas.draw(shapes)


def _lozenge(x: float, y: float, reach: float, colour: Colour) -> Polygon:
    return Polygon(((x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)), colour)


def rule(canvas: Canvas, x: float, y: float, half: float, unit: float = 1.0) -> None:
    """A gold hairline that fades out at both ends."""
    parts = 48
    shapes: list[Shape] = []
    for step in range(parts):
        start, end = (x - half + 2 * half * (step + shift) / parts for shift in (0, 1))
        opacity = math.sin(math.pi * (step + 0.5) / parts) ** 0.7
        shapes.append(Hairline(((start, y), (end, y)), GOLD, 1.5 * unit, opacity))
    canvas.draw(shapes)


def draw_mark(canvas: Canvas, x: float, y: float, radius: float, ring: Colour = GOLD, *, grey: bool = False) -> None:
    """The mark at a place; grey on what was revoked."""
    colours = (_GREY, _GREY_DEEP, _GREY) if grey else (ring, LEAF, MOSS)
    canvas.draw([moved(part, x, y, radius) for part in mark(*colours, PAPER)])


def seal(canvas: Canvas, x: float, y: float, half: float, colour: Colour = CINNABAR) -> None:
    """Our seal: four characters in a dotted square, read from the right column down, as seals are."""
    canvas.draw([moved(part, x, y, half) for part in seal_ground(colour, mixed(colour, PAPER, 0.9))])
    style = Style(Voice.TITLE, half * 0.74)
    for number, character in enumerate(SEAL_WORDS):
        line = shape(character, style)
        left, bottom, right, top = line.ink
        cx = x + half * (0.37 if number < 2 else -0.37)
        cy = y + half * (-0.37 if number % 2 == 0 else 0.37)
        at = (cx - (left + right) / 2, cy + (top + bottom) / 2)
        box = Box(cx - half * 0.42, cy - half * 0.42, half * 0.84, half * 0.84)
        canvas.put(f"seal-{number + 1}", line, at, PAPER, box)


def status_ring(canvas: Canvas, rosette: tuple[float, float, float], *, closed: bool) -> None:
    """The ring of dots round the number: filled when the reductions are cancelled, open while that is promised.

    Drawn last: it makes room for every word that was drawn before it.
    """
    x, y, radius = rosette
    room = 0.05 * radius
    ring = [moved(dot, x, y, radius) for dot in dots.ring(closed, GOLD, RING_RADIUS, dot=0.0155)]
    canvas.draw([dot for dot in ring if not any(_covers(run.ink.inset(-room), dot) for run in canvas.runs)])


def _covers(box: Box, dot: Shape) -> bool:
    return isinstance(dot, Disc) and box.left < dot.x < box.right and box.top < dot.y < box.bottom
