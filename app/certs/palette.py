"""The colours of the house (look.md) as RGB, and the foils: gradients that print draws plain."""

from dataclasses import dataclass

Colour = tuple[int, int, int]

PINE: Colour = (14, 59, 46)
PINE_DEEP: Colour = (9, 42, 33)
LEAF: Colour = (31, 122, 86)
MOSS: Colour = (94, 140, 115)
MIST: Colour = (233, 241, 236)
PAPER: Colour = (251, 248, 239)
GOLD: Colour = (178, 138, 62)
GOLD_DEEP: Colour = (138, 100, 36)
GOLD_PALE: Colour = (232, 208, 150)
CINNABAR: Colour = (184, 58, 43)
SUN: Colour = (242, 120, 92)
INK: Colour = (22, 33, 28)
INK_2: Colour = (85, 99, 92)
LINE: Colour = (220, 229, 223)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Foil:
    """A vertical gradient over the height of the ink; ``flat`` stands for it where there are no gradients.

    ``shadow`` is the strength of a soft shadow below; ``halo`` a colour that clears the ground round the letters.
    """

    flat: Colour
    stops: tuple[tuple[float, Colour], ...]
    shadow: float = 0.0
    halo: Colour | None = None


GOLD_FOIL = Foil(
    GOLD_DEEP,
    ((0, (196, 152, 72)), (0.28, (154, 108, 36)), (0.5, (214, 174, 96)), (0.62, (172, 126, 50)), (1, (116, 78, 24))),
    shadow=0.26,
)
PINE_FOIL = Foil(PINE, ((0, (30, 104, 78)), (0.5, (14, 66, 50)), (1, (9, 42, 33))), shadow=0.16)
CAPTION_FOIL = Foil(GOLD_DEEP, ((0, (150, 110, 42)), (1, (126, 88, 28))), halo=PAPER)
GREY_CAPTION_FOIL = Foil(INK_2, ((0, INK_2), (1, INK_2)), halo=(247, 247, 246))
GREY_FOIL = Foil((150, 152, 146), ((0, (176, 178, 170)), (1, (132, 136, 130))))


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``one`` with ``share`` (0..1) of ``other`` in it."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value] # three stay three
