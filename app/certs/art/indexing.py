"""Developer script, called by build.py: the colours of a template and of what is drawn on it, and its dither.

python -m app.certs.art.indexing [NAME ...] does only this, for templates whose designs got new inks.
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import imagequant
import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.certs.designs import DESIGNS, Sheet
from app.certs.indexed import COLOURS
from app.certs.raster import RasterCanvas
from app.certs.surface import Equivalent, Look, Surface, Tier, facts
from app.certs.template import ART, art, digest
from app.domain.wording import Status

# Words only, to see which inks a design uses and where they meet its ground.
_RECORD: Mapping[str, Any] = {
    "number": "DD26-0000-0000",
    "role": "guest",
    "beneficiary": {"kind": "person"},
    "issuer": "点点碳中和",
    "issued_at": "2026-01-01T00:00:00Z",
    "mass_g": 405_412,
    "estimate_g": 612_900,
    "scene": {"code": "X", "name": "首届中国数字碳中和高峰论坛", "kind": "conference"},
    "project": {
        "name": "CDCER 其他项目",
        "registry": "成都“碳惠天府”登记平台",
        "registry_project_id": "CDCER-2023-0147",
    },
    "allocations": [
        {
            "vintage": 2024,
            "serial_first": "CDCER-2024-000000017",
            "serial_last": "CDCER-2024-000000018",
            "first_g": 16_700_000,
            "last_g": 17_105_411,
            "mass_g": 405_412,
        }
    ],
    "title": {"held_by": "四川联合环境交易所", "retire_by_on": "2027-06-30"},
    "wording": {"jurisdiction": "CN", "version": "1"},
}
_EQUIVALENT = Equivalent("car", "2,081", "公里", "驾驶汽油车", "约相当于驾驶汽油车 2,081 公里的排放", "DEFRA 2025")
_SEEN: tuple[tuple[Status, str], ...] = (("allocated", "zh-Hans"), ("retired", "en"))


def indexed(drawn: Image.Image, design: str, sheet: Sheet) -> Image.Image:
    """A template in at most ``COLOURS`` colours, dithered where there are gradients. ``drawn``: RGB."""
    inks = np.concatenate(list(_inks(drawn, design, sheet)))
    width = drawn.width
    # inks stand below the art as rows of their own; the dither runs downwards and does not come back
    rows = np.resize(inks, (-(-len(inks) // width), width, 3))
    both = Image.fromarray(np.concatenate([np.asarray(drawn), rows])).convert("RGBA")
    few = imagequant.quantize_pil_image(both, dithering_level=1.0, max_colors=COLOURS, max_quality=100)
    out = Image.fromarray(np.asarray(few)[: drawn.height])
    out.putpalette(few.getpalette("RGB")[: 3 * COLOURS])
    return out


def _inks(plain: Image.Image, name: str, sheet: Sheet) -> Iterator[np.ndarray[Any, Any]]:
    """The pixels, n x 3, that drawings change."""
    ground = np.asarray(plain)
    for status, locale in _SEEN:
        tier = Tier(2, 3, "同行者", "第 3 段行程")
        day = date(2026, 1, 1) if status != "allocated" else None
        given = (_EQUIVALENT,) * 3
        surface = Surface(
            _RECORD, status, day, "林小满", "https://example.org/c/x", locale, None, True, given, tier, Look(name)
        )
        shown = facts(surface)
        canvas = RasterCanvas(plain.copy(), language=shown.language)
        sheet.fixed(canvas, shown.dress)
        sheet.own(canvas, shown)
        drawn = np.asarray(canvas.image)
        yield drawn[(drawn != ground).any(-1)]


def write(name: str) -> Path:
    """Write ``<name>.indexed.png`` beside ``<name>.png``, which is there. KeyError if no design has that template."""
    sheets = {sheet.template: (each.name, sheet) for each in DESIGNS.values() for sheet in (each.picture, each.card)}
    drawn = art(name)
    notes = PngInfo()
    notes.add_text("art", digest(drawn))
    target = ART / f"{name}.indexed.png"
    indexed(drawn, *sheets[name]).save(target, optimize=True, pnginfo=notes)
    return target


def main() -> None:
    names = [sheet.template for each in DESIGNS.values() for sheet in (each.picture, each.card)]
    for name in sys.argv[1:] or names:
        target = write(name)
        print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
