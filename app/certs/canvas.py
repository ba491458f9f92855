"""What picture, PDF and poster have in common: text laid into boxes, with a list of every run that was drawn."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import Literal

from PIL import Image

from app.certs.faces import WESTERN
from app.certs.itemise import has_wide
from app.certs.palette import Colour, Foil
from app.certs.shapes import Box, Shape
from app.certs.typeset import ASCENT, Line, Style, fit
from app.domain.display import Language


@dataclass(frozen=True, slots=True)
class DrawnRun:
    """One line that was drawn: in which slot, with which text, into which box, and where its ink lies."""

    slot: str
    text: str
    box: Box
    ink: Box
    size: float


class Canvas(ABC):
    """A surface to draw on. Units are its own (pixels, millimetres); x to the right, y down."""

    def __init__(self, language: Language = "zh-Hans") -> None:
        self.language: Language = language
        self.runs: list[DrawnRun] = []
        self.missing: list[str] = []

    @abstractmethod
    def ink(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        """Draw a shaped line with its baseline starting at (x, baseline)."""

    @abstractmethod
    def draw(self, shapes: Sequence[Shape]) -> None:
        """Draw shapes, in order."""

    @abstractmethod
    def rectangle(
        self, box: Box, fill: Colour | None = None, line: Colour | None = None, width: float = 0, radius: float = 0
    ) -> None:
        """A rectangle, filled or outlined, with round corners if asked."""

    def squares(self, rows: Sequence[Sequence[bool]], at: tuple[float, float], side: float, fill: Colour) -> None:
        """Squares of one size on a grid whose top left corner is ``at``, where ``rows`` say True: the runs of a row."""
        for y, row in enumerate(rows):
            x = 0
            for dark, run in groupby(row):
                length = len(list(run))
                if dark:
                    self.rectangle(Box(at[0] + x * side, at[1] + y * side, length * side, side), fill=fill)
                x += length

    @abstractmethod
    def picture(self, data: bytes, box: Box) -> None:
        """A given PNG or JPEG, stretched into a box."""

    def fitted(self, data: bytes, box: Box, align: Literal["left", "centre", "right"] = "centre") -> None:
        """A given PNG or JPEG in its own proportions, as large as a box allows, upright in its middle."""
        with Image.open(BytesIO(data)) as given:
            width, height = given.size
        scale = min(box.width / width, box.height / height)
        slack = box.width - width * scale
        left = box.left + {"left": 0.0, "centre": slack / 2, "right": slack}[align]
        self.picture(data, Box(left, box.top + (box.height - height * scale) / 2, width * scale, height * scale))

    def put(self, slot: str, line: Line, at: tuple[float, float], fill: Colour | Foil, box: Box) -> None:
        """Draw one line from ``at`` (x, baseline) on and note it in ``runs`` and ``missing``."""
        x, baseline = at
        self.ink(line, x, baseline, fill)
        left, bottom, right, top = line.ink
        ink = Box(x + left, baseline - top, right - left, top - bottom)
        self.runs.append(DrawnRun(slot, line.text, box, ink, line.style.size))
        self.missing.extend(line.missing)

    def spoken(self, text: str, style: Style) -> Style:
        """The style as the canvas's language needs it: Western faces first, and letters less spread than characters."""
        voice = WESTERN.get(style.voice, style.voice) if self.language != "zh-Hans" else style.voice
        track = style.track if style.features or has_wide(text) else style.track * 0.3
        return replace(style, voice=voice, track=track)

    def lay(
        self,
        slot: str,
        text: str,
        style: Style,
        box: Box,
        fill: Colour | Foil,
        *,
        align: Literal["left", "centre", "right"] = "centre",
        upright: Literal["top", "middle", "bottom"] = "middle",
    ) -> float:
        """Set a text into a box (typeset.fit). Returns the y below the last line."""
        lines = fit(text, self.spoken(text, style), box.width, box.height)
        step = lines[0].style.size * lines[0].style.leading  # which stacked scripts may have widened
        slack = box.height - step * len(lines)
        top = box.top + {"top": 0.0, "middle": slack / 2, "bottom": slack}[upright]
        for number, line in enumerate(lines):
            # centred by its ink, so that a comma at the end does not pull the line to the left
            middle = box.width / 2 - (line.ink[0] + line.ink[2]) / 2
            x = box.left + {"left": -min(0.0, line.ink[0]), "centre": middle, "right": box.width - line.reach}[align]
            baseline = top + number * step + (step - line.style.size) / 2 + ASCENT * line.style.size
            self.put(slot, line, (x, baseline), fill, box)
        return top + step * len(lines)
