"""Reading back what was drawn: codes, PDF text and pages, and where the ink of every run lies."""

from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image

from app.certs.canvas import Canvas
from app.certs.designs.company_field import Field
from app.certs.palette import PAPER, PINE, Colour


def codes(image: Image.Image) -> list[str]:
    """The texts of all QR codes in a picture."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def opened(data: bytes) -> Image.Image:
    """A picture; one of 256 colours as those who look at it see it, in RGB."""
    image = Image.open(BytesIO(data))
    image.load()
    if image.mode != "P":
        return image
    seen = image.convert("RGB")
    seen.format = image.format
    return seen


def pdf_pages(data: bytes, dots_per_inch: int) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=dots_per_inch / 72).to_pil() for page in document]


def first_page(data: bytes, dots_per_inch: int) -> Image.Image:
    """The first sheet alone."""
    with pypdfium2.PdfDocument(data) as document:
        return document[0].render(scale=dots_per_inch / 72).to_pil()


def pdf_text(data: bytes) -> str:
    """The text of all pages with white space folded, as someone who copies it out gets it."""
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def outside(canvas: Canvas) -> list[str]:
    """Runs whose ink leaves their box by more than half a hundredth of the type size."""
    out = []
    for run in canvas.runs:
        slack = run.size * 0.005
        if (
            run.ink.left < run.box.left - slack
            or run.ink.right > run.box.right + slack
            or run.ink.top < run.box.top - slack
            or run.ink.bottom > run.box.bottom + slack
        ):
            out.append(f"{run.slot}: {run.text}")
    return out


def slots(canvas: Canvas) -> dict[str, str]:
    """What was drawn in each slot; the lines of one slot joined."""
    told: dict[str, str] = {}
    for run in canvas.runs:
        told[run.slot] = told.get(run.slot, "") + run.text
    return told


def ink_of_dots(image: Image.Image, field: Field, ink: Colour = PINE, ground: Colour = PAPER) -> list[float]:
    """For each dot the share of its cell that is inked."""
    red = np.asarray(image.convert("RGB"), dtype=float)[..., 0]
    covered = (ground[0] - red) / (ground[0] - ink[0])
    lefts, tops = np.array([field.cell_of(dot) for dot in range(field.dots)]).T
    within = np.arange(field.cell)
    cells = covered[tops[:, None, None] + within[:, None], lefts[:, None, None] + within]
    shares: list[float] = cells.mean(axis=(1, 2)).tolist()
    return shares
