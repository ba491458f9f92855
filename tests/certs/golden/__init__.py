"""Golden pictures: small copies of what certificates look like, and how far a drawing may differ from them.

The pictures lie beside this file; ``python -m tests.certs.golden [DESIGN ...]`` draws them anew, to be looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from app.certs.card import card
from app.certs.designs import DESIGNS
from app.certs.picture import picture
from app.certs.surface import Equivalent, Look, Surface, tier_of
from tests.certs.samples import surface

FOLDER = Path(__file__).parent
WIDTH = 300  # pixels of a golden picture
MEAN, WORST = 0.5, 5.0  # allowed colour differences (CIE 1976): of all pixels, of all but one in a thousand

_EQUIVALENTS: Mapping[str, tuple[Equivalent, ...]] = {
    "zh-Hans": (
        Equivalent("car", "2,081", "公里", "约相当于驾驶汽油车的排放", "", "DEFRA 2025"),
        Equivalent("meal", "138", "顿", "约相当于中餐堂食的排放", "", "CPCD 2022"),
        Equivalent("electricity", "711", "千瓦时", "约相当于全国电网用电的排放", "", "生态环境部 2023"),
    ),
    "gu": (
        Equivalent("car", "2,081", "કિમી", "પેટ્રોલ કાર ચલાવવાના ઉત્સર્જન જેટલું, લગભગ", "", "DEFRA 2025"),
        Equivalent("meal", "138", "ભોજન", "ચાઇનીઝ રેસ્ટોરન્ટના ભોજનના ઉત્સર્જન જેટલું", "", "CPCD 2022"),
        Equivalent("electricity", "711", "kWh", "ચીનની ગ્રીડની વીજળીના ઉત્સર્જન જેટલું", "", "MEE 2023"),
    ),
}
_NAMES = {"zh-Hans": "林小满", "gu": "ક્ષિતિજ પ્રજ્ઞેશ"}


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures are apart, as a person sees it; ``too_far`` if somebody has to look."""

    mean: float
    worst: float

    @property
    def too_far(self) -> bool:
        return self.mean > MEAN or self.worst > WORST


def cases() -> dict[str, tuple[str, Surface]]:
    """Every golden picture by its name: (``picture`` | ``card``, what it shows)."""
    out = {}
    for design in DESIGNS:
        for kind in ("picture", "card"):
            for language in _EQUIVALENTS:
                for status in ("allocated", "retired", "revoked"):
                    out[f"{design}-{kind}-{language}-{status}"] = (kind, _surface(design, language, status))
    return out


def _surface(design: str, language: str, status: str) -> Surface:
    """Promised: with tier and comparisons. Retired: a sample in a colour. Revoked: bare."""
    retired = status == "retired"
    return surface(
        status=status,
        status_on=None if status == "allocated" else date(2026, 11, 2),
        locale=language,
        name=_NAMES[language],
        sample=retired,
        equivalents=() if status == "revoked" else _EQUIVALENTS[language],
        tier=tier_of(4 if status == "allocated" else 104, language),
        look=Look(design, (40, 84, 160) if retired else None),
    )


def drawn(kind: str, shown: Surface) -> Image.Image:
    """What a person gets, as large as it is, RGB."""
    with Image.open(BytesIO((picture if kind == "picture" else card)(shown))) as image:
        return image.convert("RGB")


def small(image: Image.Image) -> Image.Image:
    """As a golden picture is kept."""
    return image.resize((WIDTH, round(WIDTH * image.height / image.width)), Image.Resampling.BOX)


def golden(name: str) -> Image.Image:
    """The golden picture of a name. FileNotFoundError if it was never drawn."""
    with Image.open(FOLDER / f"{name}.webp") as image:
        return image.convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """Of two small pictures of one size: colour distances in CIELAB after a blur that takes out what no eye sees."""
    apart = np.sqrt(((_lab(one) - _lab(other)) ** 2).sum(axis=2))
    return Difference(float(apart.mean()), float(np.quantile(apart, 0.999)))


def _lab(image: Image.Image) -> NDArray[np.float64]:
    """CIELAB (D65) of an sRGB image: IEC 61966-2-1, then CIE 15."""
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float64) / 255
    linear = np.where(blurred <= 0.04045, blurred / 12.92, ((blurred + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))
    ratio = linear @ to_xyz.T / np.array((0.9505, 1.0, 1.089))
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), ratio * 841 / 108 + 4 / 29)
    x, y, z = np.moveaxis(root, 2, 0)
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=2)
