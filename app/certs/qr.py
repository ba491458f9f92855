"""Verification and poster codes: the module matrix, drawn as squares on any canvas. Nothing is laid over a code."""

from functools import lru_cache
from typing import Literal

import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M

from app.certs.canvas import Canvas
from app.certs.palette import Colour
from app.certs.shapes import Box

QUIET = 4  # modules of nothing around a code (ISO/IEC 18004)
Correction = Literal["M", "H"]


@lru_cache(maxsize=64)
def matrix(text: str, correction: Correction) -> tuple[tuple[bool, ...], ...]:
    """The modules of a code without its quiet zone, True is dark. The same text gives the same matrix.

    M for screens (larger modules survive blur best), H for print that gets dirty (certificate.md 4).
    """
    code = qrcode.QRCode(error_correction={"M": ERROR_CORRECT_M, "H": ERROR_CORRECT_H}[correction], border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def bars(modules: tuple[tuple[bool, ...], ...]) -> list[tuple[int, int, int]]:
    """Runs of dark modules as (row, first column, length): fewer rectangles than one for each module."""
    out = []
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                out.append((y, x, end - x))
            x = max(end, x + 1)
    return out


def draw_code(
    canvas: Canvas, text: str, box: Box, correction: Correction, *, dark: Colour, unit: float | None = None
) -> Box:
    """Draw a code with its quiet zone inside a square box (the ground must be light already).

    ``unit`` is the grid the modules snap to (1 pixel on screens; None for vector). Returns the box of the modules.
    """
    modules = matrix(text, correction)
    count = len(modules)
    side = box.width / (count + 2 * QUIET)
    if unit is not None:
        side = max(unit, side // unit * unit)
    left = box.left + (box.width - side * count) / 2
    top = box.top + (box.height - side * count) / 2
    if unit is not None:
        left, top = round(left / unit) * unit, round(top / unit) * unit
    for y, x, length in bars(modules):
        canvas.rectangle(Box(left + x * side, top + y * side, length * side, side), fill=dark)
    return Box(left, top, side * count, side * count)
