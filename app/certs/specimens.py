"""The README's picture: three certificates side by side, one of each design, all marked as samples.

python -m app.certs.specimens OUT.png   (part of make pictures).
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from app.certs.contact_cases import case
from app.certs.picture import picture
from app.certs.surface import Surface, tier_of

HEIGHT, GAP, COLOURS = 1200, 56, 256  # pixels of a certificate, between two and round all; colours of the whole
GROUND = (231, 240, 235)  # as behind the README's phones
_MEALS = ("137", "碳阻迹、南方科技大学 2023")  # of as many grams as all three show


def main() -> None:
    out = Path(sys.argv[1])
    specimens().save(out, optimize=True)
    sys.stdout.write(f"{out}: {out.stat().st_size // 1024} KB\n")


def specimens() -> Image.Image:
    """A guest's, a company's and a family's, side by side."""
    drawn = []
    for surface in surfaces():
        with Image.open(BytesIO(picture(surface))) as seen:
            size = (HEIGHT * seen.width // seen.height, HEIGHT)
            drawn.append(seen.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    step = drawn[0].width + GAP
    whole = Image.new("RGB", (len(drawn) * step + GAP, HEIGHT + 2 * GAP), GROUND)
    for place, each in enumerate(drawn):
        whole.paste(each, (GAP + place * step, GAP))
    return whole.quantize(palette=_palette(whole), dither=Image.Dither.FLOYDSTEINBERG)


def _palette(image: Image.Image) -> Image.Image:
    """256 colours in which a small sun counts beside a wide ground: a tone counts less than it is frequent."""
    tones, counts = np.unique(np.asarray(image).reshape(-1, 3), axis=0, return_counts=True)
    weighed = np.repeat(tones, (counts**0.6).astype(int), axis=0)
    return Image.fromarray(weighed[None]).quantize(COLOURS, Image.Quantize.MEDIANCUT)


def surfaces() -> Iterator[Surface]:
    """Of the same grams: promised to a guest and to a company, and cancelled for a family."""
    for design, name, role, journeys in (
        ("classic", "林小满", "guest", 4),
        ("company", "成都某会展有限公司", "company", None),
        ("festive", "小满一家 👨\u200d👩\u200d👧\u200d👦", "guest", 12),
    ):
        shown = case(0, design, "zh-Hans")
        kind = "organisation" if role == "company" else "person"
        beneficiary = {**shown.record["beneficiary"], "kind": kind}
        meals = (replace(each, number=_MEALS[0], source=_MEALS[1]) for each in shown.equivalents if each.key == "meal")
        others = {each.key: each for each in (*shown.equivalents, *meals)}
        cancelled = design == "festive"
        yield replace(
            shown,
            record={**shown.record, "role": role, "beneficiary": beneficiary, "sample": True},
            status="retired" if cancelled else "allocated",
            status_on=date(2026, 11, 2) if cancelled else None,
            name=name,
            tier=tier_of(journeys, "zh-Hans"),
            equivalents=tuple(others.values()),
        )


if __name__ == "__main__":
    main()
