"""Contact sheets: every design in every language with awkward names, to be looked at, and checked while drawn.

python -m app.certs.contact OUT [DESIGN ...]   (make certificates). Exit 1 and a list if a certificate has a flaw.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from io import BytesIO
from itertools import combinations
from pathlib import Path

from PIL import Image

from app.certs.canvas import DrawnRun
from app.certs.card import card, draw_card
from app.certs.contact_cases import NAMES, case
from app.certs.designs import DESIGNS
from app.certs.faces import Voice
from app.certs.itemise import clean
from app.certs.palette import INK_2
from app.certs.picture import draw_picture, picture
from app.certs.raster import RasterCanvas
from app.certs.shapes import Box
from app.certs.surface import Surface
from app.certs.typeset import ELLIPSIS, OVERHANG, Style
from app.domain.display import LANGUAGES, Language

COLUMNS, GAP, LABEL = 6, 16, 34
WIDTH = {"picture": 400, "card": 400}  # of one thumbnail, pixels
SLACK = 0.5  # pixels by which ink may touch
STAMPS = frozenset({"revoked"})  # laid over other words on purpose


@dataclass(frozen=True, slots=True)
class Drawn:
    """One certificate of a sheet: what it looks like and what is wrong with it."""

    label: str
    image: Image.Image
    flaws: tuple[str, ...]


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    flaws: list[str] = []
    pages: list[tuple[str, int]] = []
    for design in sys.argv[2:] or DESIGNS:
        for language in LANGUAGES:
            for kind in ("picture", "card"):
                drawn = list(drawings(design, language, kind))
                name = f"{design}-{language}-{kind}.png"
                sheet(drawn, f"{design} · {language} · {kind}").save(out / name)
                found = [f"{name}: {each.label}: {flaw}" for each in drawn for flaw in each.flaws]
                pages.append((name, len(found)))
                flaws += found
                print(f"{name}: {len(drawn)} certificates, {len(found)} flaws")
    (out / "index.html").write_text(_index(pages), "utf-8")
    print("\n".join(flaws) or f"{len(pages)} sheets in {out}: no box, nothing cut, nothing overlapping")
    sys.exit(1 if flaws else 0)


def drawings(design: str, language: Language, kind: str) -> Iterator[Drawn]:
    """Every name of ``NAMES`` on one design; status, tier, colour, logo and sample rotate, so that all occur."""
    for number, label in enumerate(NAMES):
        surface = case(number, design, language)
        with Image.open(BytesIO((picture if kind == "picture" else card)(surface))) as seen:
            image = seen.convert("RGB")
        width = WIDTH[kind]
        image = image.resize((width, round(width * image.height / image.width)), Image.Resampling.LANCZOS)
        yield Drawn(label, image, tuple(flaws_of(surface, kind)))


def flaws_of(surface: Surface, kind: str) -> list[str]:
    """What is wrong with a drawing, in words: characters without a face, ink outside, cut words, words on words."""
    canvas = (draw_picture if kind == "picture" else draw_card)(surface)
    page = Box(0, 0, *canvas.size)
    flaws = [f"no face has {character!r} (U+{ord(character[0]):04X})" for character in canvas.missing]
    for run in canvas.runs:
        if not _within(run.ink, run.box, run.size * OVERHANG) or not _within(run.ink, page, 0.0):
            flaws.append(f"{run.slot} leaves its box: {run.text}")
        if run.text.endswith(ELLIPSIS) and not _given_cut(surface):
            flaws.append(f"{run.slot} is cut: {run.text}")
    flaws += [f"{one.slot} lies on {other.slot}: {one.text} / {other.text}" for one, other in collisions(canvas.runs)]
    flaws += [f"{run.slot} lies on a picture: {run.text}" for run in _on_pictures(canvas)]
    return flaws


def _on_pictures(canvas: RasterCanvas) -> list[DrawnRun]:
    """Runs that touch a logo or a given code; an emoji is a picture too, but stands in the box of its own run."""
    given = [Box(left, top, right - left, bottom - top) for left, top, right, bottom in canvas.free]
    return [
        run
        for run in canvas.runs
        for box in given
        if run.slot not in STAMPS and _overlap(run.ink, box) and not _letter(box, run)
    ]


def _letter(box: Box, run: DrawnRun) -> bool:
    return box.width < 1.6 * run.size and _within(box, run.box, 0.3 * run.size)


def collisions(runs: Sequence[DrawnRun]) -> list[tuple[DrawnRun, DrawnRun]]:
    """Pairs of runs whose ink overlaps, stamps apart."""
    plain = [run for run in runs if run.slot not in STAMPS]
    return [(one, other) for one, other in combinations(plain, 2) if _overlap(one.ink, other.ink)]


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > SLACK and down > SLACK


def _within(ink: Box, box: Box, overhang: float) -> bool:
    """Is ink inside a box? Marks may stand out of it above and below, as ``typeset.fit`` lets them."""
    across = box.left - SLACK <= ink.left and ink.right <= box.right + SLACK
    return across and box.top - overhang - SLACK <= ink.top and ink.bottom <= box.bottom + overhang + SLACK


def _given_cut(surface: Surface) -> bool:
    return surface.name is not None and ELLIPSIS in clean(surface.name)


def sheet(drawn: Sequence[Drawn], title: str) -> Image.Image:
    """Thumbnails in rows under a title, each with its label."""
    width, height = drawn[0].image.size
    rows = -(-len(drawn) // COLUMNS)
    across, down = width + GAP, height + LABEL + GAP
    size = (COLUMNS * across + GAP, rows * down + GAP + LABEL)
    canvas = RasterCanvas(Image.new("RGB", size, (240, 240, 238)))
    canvas.lay("title", title, Style(Voice.DETAIL, 22), Box(GAP, 4, size[0], LABEL), INK_2, align="left")
    for number, each in enumerate(drawn):
        left, top = GAP + number % COLUMNS * across, GAP + LABEL + number // COLUMNS * down
        canvas.paste(each.image, (left, top))
        label = f"{number + 1} {each.label}" + ("  ×" if each.flaws else "")
        at = Box(left, top + height, width, LABEL)
        canvas.lay("label", label, Style(Voice.DETAIL, 17, 10), at, INK_2, align="left")
    return canvas.image


def _index(pages: Sequence[tuple[str, int]]) -> str:
    items = "".join(
        f'<h2>{escape(name)}</h2><p>{flaws} flaws</p><a href="{escape(name)}"><img src="{escape(name)}" '
        f'alt="{escape(name)}" width="1200" loading="lazy"></a>'
        for name, flaws in pages
    )
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheets</title>'
    return f"{head}<h1>Contact sheets, {date.today():%Y-%m-%d}</h1>{items}</html>"  # noqa: DTZ011 (a label for people)


if __name__ == "__main__":
    main()
