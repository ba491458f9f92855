"""A canvas of PDF pages: embedded subset fonts, glyphs placed exactly as typeset.py set them, shapes as paths."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from unicodedata import bidirectional

from fpdf import FPDF
from fpdf.enums import PDFResourceType

from app.certs import emoji
from app.certs.canvas import Canvas
from app.certs.embedding import Embedded
from app.certs.faces import Face, face
from app.certs.palette import WHITE, Colour, Foil, mixed
from app.certs.shapes import Box, Disc, Hairline, Shape
from app.certs.typeset import Glyph, Line
from app.domain.display import language_of

POINTS = 72 / 25.4  # per millimetre
EMOJI_DPI = 400
UNSEEN = ("NotoSans-Regular.ttf", "—")  # carries the text of an emoji; as wide as one, and readers skip blanks


class PdfCanvas(Canvas):
    """Draws on A4 or any page; unit millimetre. Opacity is mixed into the colour (white paper), so nothing overprints.

    It writes text operators itself through fpdf2's content stream, because fpdf2 has no call that takes glyphs.
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        title: str,
        author: str,
        language: str,
        at: datetime,
        bleed: float = 0.0,
    ) -> None:
        super().__init__(language_of(language))
        self.width, self.height, self.bleed = width, height, bleed
        self.document = FPDF(unit="mm", format=(width + 2 * bleed, height + 2 * bleed))
        self.document.set_auto_page_break(False)
        self.document.set_margin(0)
        self.document.set_title(title)
        self.document.set_author(author)
        self.document.set_creator(author)
        self.document.set_producer("fpdf2")
        self.document.set_lang(language)
        self.document.set_creation_date(at)
        self._embedded: dict[str, Embedded] = {}
        self.new_page()

    def new_page(self) -> None:
        """Go on on a fresh page of the same size; with bleed, its boxes say where the sheet is cut."""
        self.document.add_page()
        if self.bleed:
            edge = self.bleed * POINTS
            right, top = self.width * POINTS + edge, self.height * POINTS + edge
            whole = f"[0 0 {right + edge:.3f} {top + edge:.3f}]"
            # fpdf2 writes this text as it stands and knows of no other box
            page = self.document.pages[self.document.page]
            page.media_box = f"{whole}\n/BleedBox {whole}\n/TrimBox [{edge:.3f} {edge:.3f} {right:.3f} {top:.3f}]"

    def output(self) -> bytes:
        """The finished file. Nothing can be drawn after it."""
        for each in self._embedded.values():
            each.embed(self.document)
        return bytes(self.document.output())

    def ink(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        colour = fill.flat if isinstance(fill, Foil) else fill
        for drawn, glyphs in groupby(line.glyphs, key=lambda glyph: glyph.face):
            size = line.style.size * drawn.fitting.scale
            if drawn.colour:
                self._emoji(list(glyphs), (x, baseline), size)
            else:
                self._show(drawn, list(glyphs), (x, baseline), size, colour=colour)

    def _emoji(self, glyphs: Sequence[Glyph], at: tuple[float, float], size: float) -> None:
        """Pictures of emoji, and over each an unseen dash that is copied out as the emoji."""
        dot = 25.4 / EMOJI_DPI
        for glyph in glyphs:
            drawn = emoji.tile(glyph.face, glyph.index, round(size / dot))
            if drawn is None:
                continue
            x, y = at[0] + glyph.x, at[1] - glyph.y
            left, top = x + drawn.left * dot + self.bleed, y + drawn.top * dot + self.bleed
            self.document.image(drawn.image, left, top, drawn.image.width * dot, drawn.image.height * dot)
            dash = face(UNSEEN[0])
            index = dash.font.get_nominal_glyph(ord(UNSEEN[1]))
            if glyph.text and index is not None:
                unseen = Glyph(dash, index, 0, 0, glyph.text)
                self._show(dash, [unseen], (x, y), size / glyph.face.fitting.scale, colour=WHITE, unseen=True)

    def _show(
        self,
        face: Face,
        glyphs: Sequence[Glyph],
        at: tuple[float, float],
        size: float,
        *,
        colour: Colour,
        unseen: bool = False,
    ) -> None:
        embedded = self._embedded.setdefault(face.file, Embedded(face, len(self._embedded) + 1))
        parts: list[str] = []
        expected = glyphs[0].x
        for glyph in glyphs:
            shift = round((expected - glyph.x) / size * 1000, 1)
            if shift:
                parts.append(f"{shift:g}")
            if glyph.y:
                parts.append(f"] TJ {glyph.y * POINTS:.3f} Ts [")
            parts.append(f"<{embedded.code(glyph.index, glyph.text):04X}>")
            if glyph.y:
                parts.append("] TJ 0 Ts [")
            expected = glyph.x + embedded.advance(glyph.index) * size / 1000
        start = self._point(at[0] + glyphs[0].x, at[1])
        self.document._resource_catalog.add(PDFResourceType.FONT, embedded.number, self.document.page)
        named = f"/F{embedded.number} {size * POINTS:.2f} Tf"
        shown = f"[{' '.join(parts)}] TJ"
        spoken = _spoken(glyphs)
        if spoken:
            shown = f"/Span <</ActualText <FEFF{spoken}>>> BDC {shown} EMC"
        mode = "3 Tr " if unseen else ""
        self._write(f"q {_rgb(colour)} rg BT {mode}{named} {start} Td {shown} ET Q")

    def draw(self, shapes: Sequence[Shape]) -> None:
        for (kind, colour, width), group in groupby(shapes, key=_pen):
            if kind == "dot":
                path = " ".join(f"{self._point(s.x, s.y)} m {self._point(s.x, s.y)} l" for s in group)  # type: ignore[union-attr] # dots are discs
                self._write(f"q {_rgb(colour)} RG 1 J {width * POINTS:.3f} w {path} S Q")
            elif kind == "ring":
                for shape in group:
                    self._ring(shape, colour, width)  # type: ignore[arg-type] # rings are discs
            else:
                self._paths(list(group), colour, width)

    def _ring(self, disc: Disc, colour: Colour, width: float) -> None:
        bend, r = 0.5522847498 * disc.radius, disc.radius
        path = f"{self._point(disc.x + r, disc.y)} m"
        for (ax, ay), (bx, by), (cx, cy) in (
            ((r, bend), (bend, r), (0, r)),
            ((-bend, r), (-r, bend), (-r, 0)),
            ((-r, -bend), (-bend, -r), (0, -r)),
            ((bend, -r), (r, -bend), (r, 0)),
        ):
            points = ((disc.x + ax, disc.y + ay), (disc.x + bx, disc.y + by), (disc.x + cx, disc.y + cy))
            path += " " + " ".join(self._point(*point) for point in points) + " c"
        self._write(f"q {_rgb(colour)} RG {width * POINTS:.3f} w {path} s Q")

    def _paths(self, shapes: Sequence[Shape], colour: Colour, width: float) -> None:
        for shape in shapes:
            if isinstance(shape, Disc):
                continue
            first, *rest = shape.points
            path = f"{self._point(*first)} m " + " ".join(f"{self._point(*point)} l" for point in rest)
            if isinstance(shape, Hairline):
                self._write(f"q {_rgb(colour)} RG 1 j {width * POINTS:.3f} w {path} S Q")
            else:
                self._write(f"q {_rgb(colour)} rg {path} h f Q")

    def rectangle(
        self, box: Box, fill: Colour | None = None, line: Colour | None = None, width: float = 0, radius: float = 0
    ) -> None:
        if not radius:
            corner = self._point(box.left, box.bottom)
            path = f"{corner} {box.width * POINTS:.3f} {box.height * POINTS:.3f} re"
        else:
            path = self._rounded(box, radius)
        if fill is not None:
            self._write(f"q {_rgb(fill)} rg {path} f Q")
        if line is not None:
            self._write(f"q {_rgb(line)} RG {width * POINTS:.3f} w {path} s Q")

    def _rounded(self, box: Box, radius: float) -> str:
        keep = radius * (1 - 0.5522847498)
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        sides = (
            ((right - radius, top), (right - keep, top), (right, top + keep), (right, top + radius)),
            ((right, bottom - radius), (right, bottom - keep), (right - keep, bottom), (right - radius, bottom)),
            ((left + radius, bottom), (left + keep, bottom), (left, bottom - keep), (left, bottom - radius)),
            ((left, top + radius), (left, top + keep), (left + keep, top), (left + radius, top)),
        )
        path = f"{self._point(left + radius, top)} m"
        for start, one, other, end in sides:
            path += f" {self._point(*start)} l " + " ".join(self._point(*p) for p in (one, other, end)) + " c"
        return path + " h"

    def picture(self, data: bytes, box: Box) -> None:
        self.document.image(BytesIO(data), box.left + self.bleed, box.top + self.bleed, box.width, box.height)

    def _point(self, x: float, y: float) -> str:
        return f"{(x + self.bleed) * POINTS:.3f} {(self.height + self.bleed - y) * POINTS:.3f}"

    def _write(self, operators: str) -> None:
        self.document._out(operators)


def _spoken(glyphs: Sequence[Glyph]) -> str:
    """UTF-16 hex of what is copied out or read aloud: the text, not spread letters (ISO 32000-1, 14.9.4).

    Empty where there are characters beyond the basic plane: PDFium drops those from such a text, but reads them from
    the font's own table. Empty too where every letter from right to left speaks for itself: readers turn such letters
    round, and would turn the text given here a second time. Letters with points need it.
    """
    text = "".join(glyph.text for glyph in glyphs)
    if bidirectional(text[:1] or " ") in ("R", "AL"):
        if all(glyph.text for glyph in glyphs):
            return ""
        text = "".join(glyph.text for glyph in reversed(glyphs))
    if any(character > "\uffff" for character in text):
        return ""
    return text.encode("utf-16-be", "replace").hex().upper()


def _rgb(colour: Colour) -> str:
    return " ".join(f"{channel / 255:.4f}" for channel in colour)


@lru_cache(maxsize=256)
def _on_paper(colour: Colour, opacity: float) -> Colour:
    return mixed(WHITE, colour, opacity)


def _pen(shape: Shape) -> tuple[str, Colour, float]:
    """What neighbouring shapes must share to be drawn in one stroke."""
    colour = _on_paper(shape.colour, round(shape.opacity, 2))
    if isinstance(shape, Disc):
        return ("dot", colour, shape.radius * 2) if shape.line is None else ("ring", colour, shape.line)
    return ("line", colour, shape.width) if isinstance(shape, Hairline) else ("fill", colour, 0.0)
