"""Who plays in bench/certificates.py: certificates that all differ, and the same words by Pillow and by a browser."""

import base64
import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import qrcode
from PIL import Image, ImageDraw, ImageFont

from app.certs.designs import DESIGNS
from app.certs.palette import Colour, Foil
from app.certs.raster import RasterCanvas
from app.certs.surface import Look, Surface, facts
from app.certs.template import ART, art
from app.certs.typeset import Line
from tests.certs.samples import RECORD, VARIANTS
from tests.support.browser import browsing

WIDTH, HEIGHT = 1080, 1620
_NAMES = ("林小满", "阿依努尔·库尔班江", "Zoë Kĩmani", "欧阳若兰", "陈思远", "Amina Juma", "પ્રિયા પટેલ")


def certificate(number: int, design: str = "classic", **look: Any) -> Surface:
    """One guest's certificate of a hall: name, grams, number, range and code are its own, the rest is the scene's."""
    grams = 30_000 + number * 1_237 % 900_000
    first = 16_700_000 + number * 1_000
    allocation = {**RECORD["allocations"][0], "first_g": first, "last_g": first + grams - 1, "mass_g": grams}
    own = {"number": f"DD-2026-{number:04d}9P", "mass_g": grams, "estimate_g": grams + 97, "allocations": [allocation]}
    return replace(
        VARIANTS["equivalents"],
        record={**RECORD, **own},
        # a character of its own each, so that no name has been shaped before
        name=_NAMES[number % len(_NAMES)] + chr(0x4E00 + number * 7),
        page_url=f"https://diandian.example/certificates/crtK3JxYd{number:05d}Qw7ZbT2mR5",
        look=Look(design, **look),
    )


@dataclass(frozen=True)
class Word:
    """What one face draws: where its baseline starts, in pixels."""

    text: str
    font: str
    size: float
    x: float
    baseline: float
    colour: Colour


class _Listening(RasterCanvas):
    """Notes every word while it is drawn."""

    def __init__(self, image: Image.Image, **more: Any) -> None:
        super().__init__(image, **more)
        self.words: list[Word] = []

    def ink(self, line: Line, x: float, baseline: float, fill: Colour | Foil) -> None:
        super().ink(line, x, baseline, fill)
        colour = fill.flat if isinstance(fill, Foil) else fill
        for run in line.runs:
            self.words.append(Word(run.text, str(run.face.path), line.style.size, x + run.x, baseline, colour))


def words_of(surface: Surface) -> list[Word]:
    """Every word of a picture, fixed ones included, with its place. Finding them is no part of what is timed."""
    shown, sheet = facts(surface), DESIGNS[surface.look.design].picture
    canvas = _Listening(art(sheet.template), language=shown.language)
    sheet.fixed(canvas, shown.dress)
    sheet.own(canvas, shown)
    return canvas.words


def naive(surface: Surface, words: list[Word]) -> bytes:
    """Pillow as its tutorial has it: template and fonts opened for each picture, flat words, default PNG.

    It is spared what ours does besides: shaping, line breaking, foils and shadows, the ring, the icons.
    """
    with Image.open(ART / f"{DESIGNS[surface.look.design].picture.template}.png") as stored:
        image = stored.convert("RGB")
    brush = ImageDraw.Draw(image)
    for word in words:
        font = ImageFont.truetype(word.font, word.size, layout_engine=ImageFont.Layout.BASIC)
        brush.text((word.x, word.baseline), word.text, word.colour, font, anchor="ls")
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=5)
    code.add_data(surface.page_url)
    image.paste(code.make_image().get_image().convert("RGB"), (768, 1292))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Page:
    """A page of the template in a warm browser; ``shoot`` sets another certificate's words and takes its picture."""

    browser: Any

    def shoot(self, words: list[Word]) -> bytes:
        self.browser.script(f"show({json.dumps([word.text for word in words])})")
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "scale": 1}
        shot = self.browser.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(shot["data"])


@contextmanager
def page(design: str, words: list[Word]) -> Iterator[Page]:
    """Chromium over its debugging pipe, fonts and template loaded. RuntimeError where there is no Chromium."""
    fonts = {font: f"f{number}" for number, font in enumerate(sorted({word.font for word in words}))}
    faces = "".join(
        f"@font-face{{font-family:{name};src:url('{Path(font).as_uri()}')}}" for font, name in fonts.items()
    )
    template = (ART / f"{DESIGNS[design].picture.template}.png").as_uri()
    spans = "".join(
        f"<span style='left:{word.x}px;top:{word.baseline - HEIGHT}px;color:rgb{word.colour};"
        f"font:{word.size}px {fonts[word.font]}'>{html.escape(word.text)}</span>"
        for word in words
    )
    style = f"body{{margin:0;width:{WIDTH}px;height:{HEIGHT}px;background:url('{template}');position:relative}}"
    # an inline block as high as the page puts the baseline where we want it
    style += (
        f"span{{position:absolute;white-space:pre}}span::before{{content:'';display:inline-block;height:{HEIGHT}px}}"
    )
    script = "const s=document.querySelectorAll('span');function show(w){s.forEach((e,i)=>{e.textContent=w[i]||''})}"
    with TemporaryDirectory() as folder, browsing() as browser:
        file = Path(folder) / "page.html"
        file.write_text(
            f"<!doctype html><meta charset=utf-8><style>{faces}{style}</style>{spans}<script>{script}</script>"
        )
        browser.open(file.as_uri(), width=WIDTH)
        browser.script("document.fonts.ready.then(() => 1)")
        yield Page(browser)


def children_cpu() -> float:
    """Seconds of CPU of all processes we started, so far."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total
