"""Draws the simulator's mini-program code: a round-dotted QR that holds the scene, labelled as not WeChat's."""

import io

import qrcode
from PIL import Image, ImageDraw, ImageFont

_PINE, _LEAF, _PAPER = (14, 59, 46), (31, 122, 86), (255, 255, 255)
_FINDER = 7


def draw_code(scene: str, width_px: int, *, see_through: bool = False) -> bytes:
    """JPEG, or PNG with a clear ground when ``see_through``. Square; any QR reader gives ``scene``."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_H, border=0)
    code.add_data(scene)
    code.make(fit=True)
    matrix = code.get_matrix()
    # drawn four times too large and shrunk: round dots with smooth edges
    big = 4 * width_px
    image = Image.new("RGBA", (big, big), (*_PAPER, 0 if see_through else 255))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, big - 1, big - 1), big // 16, fill=(*_PAPER, 255))
    label_height = big // 9
    dot = (big - label_height - big // 6) // len(matrix)
    left = (big - dot * len(matrix)) // 2
    top = big // 14
    _draw_dots(draw, matrix, left, top, dot)
    _draw_label(draw, big, top + dot * len(matrix), f"SIMULATOR · {scene}")
    image = image.resize((width_px, width_px), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if see_through:
        image.save(out, "PNG")
    else:
        image.convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()


def _draw_dots(draw: ImageDraw.ImageDraw, matrix: list[list[bool]], left: int, top: int, dot: int) -> None:
    size, gap = len(matrix), dot // 12
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark and not _in_finder(row, column, size):
                x, y = left + column * dot, top + row * dot
                draw.ellipse((x + gap, y + gap, x + dot - gap, y + dot - gap), fill=_PINE)
    for row, column in ((0, 0), (0, size - _FINDER), (size - _FINDER, 0)):
        x, y = left + column * dot, top + row * dot
        draw.rounded_rectangle((x, y, x + 7 * dot, y + 7 * dot), 2 * dot, fill=_PINE)
        draw.rounded_rectangle((x + dot, y + dot, x + 6 * dot, y + 6 * dot), int(1.4 * dot), fill=_PAPER)
        draw.rounded_rectangle((x + 2 * dot, y + 2 * dot, x + 5 * dot, y + 5 * dot), dot, fill=_LEAF)


def _in_finder(row: int, column: int, size: int) -> bool:
    near_top, near_left = row < _FINDER, column < _FINDER
    return (near_top and (near_left or column >= size - _FINDER)) or (row >= size - _FINDER and near_left)


def _draw_label(draw: ImageDraw.ImageDraw, big: int, top: int, text: str) -> None:
    size = big // 18
    while size > 8 and draw.textlength(text, ImageFont.load_default(size)) > big * 0.86:
        size -= 4
    draw.text((big / 2, (top + big) / 2), text, font=ImageFont.load_default(size), fill=_PINE, anchor="mm")
