"""The poster of a scene's or an entrance's code, A4: few large words, the code, the code to type, who organises."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from PIL import Image

from app.certs.art import landscape, ornaments
from app.certs.canvas import Canvas
from app.certs.faces import Voice
from app.certs.palette import CINNABAR, INK, INK_2, PAPER, PINE, WHITE, Colour
from app.certs.qr import QUIET, draw_code, matrix
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box, moved
from app.certs.typeset import Style
from app.certs.vector import PdfCanvas
from app.certs.words import certificate_texts
from app.domain.display import language_of

WIDTH, HEIGHT = 210.0, 297.0
CODE_SIDE = WIDTH / 3  # the modules; the quiet zone lies outside
CENTRE = (WIDTH / 2, 141.0)
DOTS_PER_INCH = 300
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # a poster has no date of its own, and a file must have one
# Far to near; dark enough apart to stay layers in black and white.
_TONES: tuple[Colour, ...] = ((202, 221, 209), (160, 193, 174), (104, 153, 128), (48, 104, 80), PINE)


@dataclass(frozen=True, slots=True)
class Poster:
    """What hangs at the door. ``url`` is what the code says, ``short_code`` what a person types, e.g. ``FORUM1``.

    place: a line below the scene's name (city, day, or the entrance: 「南门」). mini_program_code: PNG or JPEG bytes,
    drawn in the code's place; it is a picture, so take it large (1,280 px from WeChat).
    """

    scene_name: str
    short_code: str
    url: str
    organiser: str
    place: str | None = None
    locale: str = "zh-Hans"
    sample: bool = False
    mini_program_code: bytes | None = None


def poster_pdf(poster: Poster, bleed_mm: float = 0.0) -> bytes:
    """A4 as PDF, all vector (but a given mini-program code), code of correction H with four modules of quiet zone.

    With ``bleed_mm`` (printers ask for 3) the page is that much larger on every side and the ground runs out to it;
    the TrimBox says where to cut. The same poster gives the same bytes; may be repeated.
    """
    return draw_poster_pdf(poster, bleed_mm).output()


def poster_png(poster: Poster) -> bytes:
    """A4 as PNG at 300 dpi (2480 x 3508, pHYs set), without bleed. The same poster gives the same bytes."""
    out = BytesIO()
    draw_poster_png(poster).image.save(out, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), compress_level=6)
    return out.getvalue()


def draw_poster_pdf(poster: Poster, bleed_mm: float = 0.0) -> PdfCanvas:
    """The page with the list of its runs."""
    canvas = PdfCanvas(
        WIDTH, HEIGHT, title=f"{poster.scene_name} {poster.short_code}", author=poster.organiser,
        language=poster.locale, at=UNDATED, bleed=bleed_mm,
    )  # fmt: skip
    _draw(canvas, poster, bleed_mm)
    return canvas


def draw_poster_png(poster: Poster) -> RasterCanvas:
    """The picture with the list of its runs."""
    scale = DOTS_PER_INCH / 25.4
    canvas = RasterCanvas(
        Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), WHITE), scale, language_of(poster.locale)
    )
    _draw(canvas, poster, 0.0)
    return canvas


def _draw(canvas: Canvas, poster: Poster, bleed: float) -> None:
    t = certificate_texts(poster.locale)
    _ground(canvas, bleed)
    ornaments.draw_mark(canvas, WIDTH / 2, 27, 11, PINE)
    _call(canvas, t("poster.call"), poster)
    _code(canvas, poster)
    canvas.lay("scan", t("poster.scan"), Style(Voice.NAME, 8.5, 6, track=1.4), Box(20, 186.5, 170, 13), INK)
    canvas.lay("type-it", t("poster.type_it"), Style(Voice.TEXT, 5, 4), Box(20, 199, 170, 8), INK_2)
    code = Style(Voice.LABEL_LATIN, 16, 5, leading=1.2, track=7)  # small rather than cut: it has to be typed
    canvas.lay("short-code", poster.short_code, code, Box(54, 206.5, 102, 22), PINE)
    organiser = f"{t('poster.organised_by')}  {poster.organiser}"
    canvas.lay(
        "organiser", organiser, Style(Voice.NAME, 6.5, 4, lines=2, leading=1.3, track=0.4), Box(25, 274, 160, 17), PAPER
    )
    if poster.sample:
        box = Box(158, 16, 34, 12)
        canvas.rectangle(box, fill=WHITE, line=CINNABAR, width=0.5, radius=1.6)
        canvas.lay("sample", t("poster.sample"), Style(Voice.NAME, 7, 4.5, track=1.4), box.inset(1), CINNABAR)


def _ground(canvas: Canvas, bleed: float) -> None:
    width, bottom = WIDTH + 2 * bleed, HEIGHT + bleed
    hills = landscape.outlines(width, 236, bottom, seed=589, tones=_TONES)
    canvas.draw([moved(shape, -bleed, 0, 1) for shape in hills])


def _call(canvas: Canvas, words: str, poster: Poster) -> None:
    call = Style(Voice.TITLE, 31, 16, leading=1.15, track=1.5)
    canvas.lay("call", words, call, Box(15, 40, 180, 37), PINE)
    name = Style(Voice.NAME, 9, 5.5, lines=2, leading=1.3, track=0.3)
    canvas.lay("scene", poster.scene_name, name, Box(20, 77, 170, 13 if poster.place else 18), INK)
    if poster.place:
        canvas.lay("place", poster.place, Style(Voice.TEXT, 5.2, 4), Box(20, 90.5, 170, 8), INK_2)


def _code(canvas: Canvas, poster: Poster) -> None:
    x, y = CENTRE
    if poster.mini_program_code is not None:
        side = CODE_SIDE * 1.15
        canvas.picture(poster.mini_program_code, Box(x - side / 2, y - side / 2, side, side))
    else:
        count = len(matrix(poster.url, "H"))
        side = CODE_SIDE * (count + 2 * QUIET) / count
        draw_code(canvas, poster.url, Box(x - side / 2, y - side / 2, side, side), "H", dark=INK)
