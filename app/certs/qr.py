"""Verification and poster codes: the module matrix, drawn as squares on any canvas. Nothing is laid over a code."""

from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M

from app.certs.canvas import Canvas
from app.certs.palette import Colour
from app.certs.qr_frame import bits_of, frame
from app.certs.shapes import Box

QUIET = 4  # modules of nothing around a code (ISO/IEC 18004)
Correction = Literal["M", "H"]


@lru_cache(maxsize=64)
def matrix(text: str, correction: Correction) -> tuple[tuple[bool, ...], ...]:
    """The modules of a code without its quiet zone, True is dark. The same text gives the same matrix.

    M for screens (larger modules survive blur best), H for print that gets dirty (certificate.md 4).
    """
    level = {"M": ERROR_CORRECT_M, "H": ERROR_CORRECT_H}[correction]
    code = qrcode.QRCode(error_correction=level, border=0)
    code.add_data(text)
    version = code.best_fit()
    bits, shared = bits_of(code, version, level), frame(version, level)
    modules = shared.finish(bits, int(lost_points(shared.trial(bits)).argmin()))
    return tuple(map(tuple, modules.tolist()))


def lost_points(trials: npt.NDArray[np.bool_]) -> npt.NDArray[np.int_]:
    """The penalties of ISO/IEC 18004, 7.8.3 for codes, k x n x n: all at once, as qrcode's own takes 3 ms a code."""
    count, n, _ = trials.shape
    lines = np.concatenate([trials, trials.transpose(0, 2, 1)])
    same = lines[:, :, 1:] == lines[:, :, :-1]
    five = same[:, :, :-3] & same[:, :, 1:-2] & same[:, :, 2:-1] & same[:, :, 3:]
    starts = five.copy()
    starts[:, :, 1:] &= ~five[:, :, :-1]
    bits = lines.astype(np.int16)
    window = sum((bits[:, :, at : n - 10 + at] << (10 - at) for at in range(11)), np.zeros_like(bits[:, :, 10:]))
    finder = (window == 0b10111010000) | (window == 0b00001011101)
    # a run of five costs 3, each further module 1; what looks like a finder 40
    along = five.sum((1, 2)) + 2 * starts.sum((1, 2)) + 40 * finder.sum((1, 2))
    blocks = same[:count, 1:] & same[:count, :-1] & (trials[:, 1:, 1:] == trials[:, :-1, 1:])
    uneven = (np.abs(trials.mean((1, 2)) * 100 - 50) / 5).astype(int)
    points: npt.NDArray[np.int_] = along[:count] + along[count:] + 3 * blocks.sum((1, 2)) + 10 * uneven
    return points


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
    canvas.squares(modules, (left, top), side, dark)
    return Box(left, top, side * count, side * count)
