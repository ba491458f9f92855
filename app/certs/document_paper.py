"""The paper a certificate's PDF is drawn on: A4 with the frame, in the scene's colour; rows and paragraphs on it."""

from collections.abc import Sequence
from dataclasses import replace

from app.certs.art import ornaments
from app.certs.faces import Voice
from app.certs.palette import CINNABAR, GOLD, INK, INK_2, LEAF, LINE, MOSS, PINE, Colour, Foil
from app.certs.shapes import Box, Hairline, Shape
from app.certs.surface import Allocation, Facts
from app.certs.tint import tinted
from app.certs.typeset import Line, Style
from app.certs.vector import PdfCanvas

WIDTH, HEIGHT = 210.0, 297.0
UNIT = WIDTH / 1080  # the picture's pixels in millimetres
LEFT, RIGHT = 27.0, 183.0
_ORNAMENT, _FADED = frozenset({GOLD, LEAF, MOSS}), (150, 152, 149)
_CELL = Style(Voice.DETAIL, 3.4, 2.2)


class Paper(PdfCanvas):
    """A PDF whose greens are the scene's; gold, cinnabar and greys stay (tint.py). Revoked, its ornament is grey."""

    def __init__(self, shown: Facts, *, tint: Colour | None) -> None:
        self._tint = tint
        self._faded = shown.dress.revoked
        super().__init__(
            WIDTH,
            HEIGHT,
            title=f"{shown.words.title} {shown.number}",
            author=shown.issuer,
            language=shown.language,
            at=shown.issued_at,
        )

    def sheet(self, shown: Facts, *, first: bool = False) -> None:
        """The frame of a fresh sheet; from the second on with the certificate's number at its head."""
        if not first:
            self.new_page()
        ornaments.frame(self, Box(0, 0, WIDTH, HEIGHT), UNIT)
        if first:
            return
        self.lay("number", shown.number, Style(Voice.NAME, 7), Box(24, 20, 162, 12), PINE)
        note = shown.words.revoked if shown.dress.revoked else shown.words.sample_note if shown.sample else ""
        if note:
            self.lay("note", note, Style(Voice.DETAIL, 3.4, 2.4), Box(24, 31, 162, 6), CINNABAR)

    def ink(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        flat = fill.flat if isinstance(fill, Foil) else fill
        super().ink(line, x, baseline, tinted(flat, self._tint))

    def draw(self, shapes: Sequence[Shape]) -> None:
        if self._faded:
            shapes = [replace(shape, colour=_FADED if shape.colour in _ORNAMENT else shape.colour) for shape in shapes]
        if self._tint is not None:
            shapes = [replace(shape, colour=tinted(shape.colour, self._tint)) for shape in shapes]
        super().draw(shapes)

    def rectangle(
        self, box: Box, fill: Colour | None = None, line: Colour | None = None, width: float = 0, radius: float = 0
    ) -> None:
        inside = None if fill is None else tinted(fill, self._tint)
        super().rectangle(box, inside, None if line is None else tinted(line, self._tint), width, radius)


def table(paper: Paper, rows: Sequence[tuple[str, str, str]], top: float, step: float) -> float:
    """(slot, label, text) on hairlines, ``step`` from one to the next; returns the y below the last row."""
    for number, (slot, label, text) in enumerate(rows):
        y = top + number * step
        paper.lay(f"{slot}-label", label, Style(Voice.DETAIL, 3.1, 2.2), Box(LEFT, y, 27, step), INK_2, align="left")
        paper.lay(slot, text, _CELL, Box(56, y, RIGHT - 56, step), INK, align="left")
        _hairline(paper, y + step)
    return top + step * len(rows)


def ranges(paper: Paper, shown: Facts, listed: Sequence[Allocation], top: float) -> None:
    """Serials, grams and mass of each range, in full."""
    labels, step = shown.words.facts, 5.0
    places = (Box(LEFT, 0, 80, step), Box(110, 0, 48, step), Box(159, 0, 24, step))
    heads = (_joined(shown, labels["serials"], labels["vintage"]), labels["grams"], labels["mass"])
    for place, head in zip(places, heads, strict=True):
        _cell(paper, "range-label", head, replace(place, top=top), INK_2)
    for number, item in enumerate(listed, start=1):
        y = top + number * step
        cells = {"serials": _joined(shown, item.serials, item.vintage), "grams": item.grams, "range-mass": item.mass}
        for place, (slot, text) in zip(places, cells.items(), strict=True):
            _cell(paper, slot, text, replace(place, top=y), INK)
        _hairline(paper, y + step)


def _cell(paper: Paper, slot: str, text: str, box: Box, colour: Colour) -> None:
    """The last column is figures and stands to the right."""
    style = Style(Voice.DETAIL, 3.1, 1.8)
    paper.lay(slot, text, style, box, colour, align="right" if box.right == RIGHT else "left")


def _hairline(paper: Paper, y: float) -> None:
    paper.draw([Hairline(((LEFT, y), (RIGHT, y)), LINE, 0.15)])


def _joined(shown: Facts, *parts: str) -> str:
    """A dot between facts: the Chinese one brings its own space."""
    return ("·" if shown.language == "zh-Hans" else " · ").join(parts)


def paragraph(paper: Paper, slot: str, text: str, top: float, style: Style) -> float:
    """A text over as many lines as it needs, up to the style's; returns the y below it."""
    room = style.size * style.leading * style.lines
    return paper.lay(slot, text, style, Box(LEFT + 6, top, RIGHT - LEFT - 6, room), INK, align="left", upright="top")
