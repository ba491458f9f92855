"""Plain geometry that every canvas can draw: discs, dots, polygons, hairlines. What they depict is in art/."""

from dataclasses import dataclass, replace

from app.certs.palette import Colour


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x to the right, y down, in the canvas's unit."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.width / 2, self.top + self.height / 2)

    def inset(self, by: float) -> "Box":
        return Box(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled dot, or a ring when ``line`` is given."""

    x: float
    y: float
    radius: float
    colour: Colour
    opacity: float = 1.0
    line: float | None = None


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed outline, filled."""

    points: tuple[tuple[float, float], ...]
    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Hairline:
    """An open line of a width."""

    points: tuple[tuple[float, float], ...]
    colour: Colour
    width: float
    opacity: float = 1.0


Shape = Disc | Polygon | Hairline


def moved(shape: Shape, x: float, y: float, scale: float) -> Shape:
    """The shape scaled about the origin, then moved."""
    if isinstance(shape, Disc):
        line = None if shape.line is None else shape.line * scale
        return replace(shape, x=shape.x * scale + x, y=shape.y * scale + y, radius=shape.radius * scale, line=line)
    points = tuple((px * scale + x, py * scale + y) for px, py in shape.points)
    if isinstance(shape, Hairline):
        return replace(shape, points=points, width=shape.width * scale)
    return replace(shape, points=points)


def bounds(shapes: "list[Shape]") -> tuple[float, float, float, float]:
    """left, top, right, bottom around all of them, strokes included."""
    boxes = []
    for shape in shapes:
        if isinstance(shape, Disc):
            reach = shape.radius + (shape.line or 0) / 2
            boxes.append((shape.x - reach, shape.y - reach, shape.x + reach, shape.y + reach))
        else:
            reach = shape.width / 2 if isinstance(shape, Hairline) else 0.0
            xs, ys = zip(*shape.points, strict=True)
            boxes.append((min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
