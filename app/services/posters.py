"""What hangs at the door: the poster of any code, of a draft's too, since it is printed before the scene opens."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.core.database import read
from app.core.ids import code_spellings
from app.domain.errors import DomainError, NotFound
from app.methodology import places
from app.models import codes, organisations, scenes
from app.services import mini_program_codes
from app.services.platform import platform
from app.wechat.errors import WeChatError


@dataclass(frozen=True, slots=True)
class PrintedPoster:
    """A4. ``pdf``: vector; ``png``: 300 dpi. ``url`` is what the code says, unless it is a mini-program code."""

    code: str
    scene: str
    entrance: str | None
    url: str
    mini_program: bool
    pdf: bytes
    png: bytes


def draw_poster(code: str, *, bleed_mm: float = 0.0, locale: str = "zh-Hans") -> PrintedPoster:
    """The poster of a scene's or an entrance's code, in any spelling. Raises ``not_found``, ``wechat_unavailable``."""
    from app.certs.poster import Poster, poster_pdf, poster_png  # noqa: PLC0415  (fpdf2, as in pictures.py)

    spellings = code_spellings(code)
    with read() as connection:
        found = connection.execute(
            sa.select(
                codes.c.code,
                codes.c.entrance,
                scenes.c.name,
                scenes.c.place_id,
                scenes.c.sample,
                organisations.c.name.label("organiser"),
            )
            .join(scenes, scenes.c.id == codes.c.scene_id)
            .outerjoin(organisations, organisations.c.id == scenes.c.organiser_id)
            .where(codes.c.code.in_(spellings))
        ).all()
    row = min(found, key=lambda each: spellings.index(each.code), default=None)
    if row is None:
        raise NotFound("scene")
    url = f"{platform().settings.public_url}/s/{row.code}"
    mini_program_code = _mini_program_code(row.code)
    poster = Poster(
        scene_name=row.name,
        short_code=row.code,
        url=url,
        organiser=row.organiser or row.name,  # a shop or a restaurant is its own host
        place=row.entrance or _where(row.place_id, locale),
        locale=locale,
        sample=row.sample,
        mini_program_code=mini_program_code,
    )
    return PrintedPoster(
        row.code,
        row.name,
        row.entrance,
        url,
        mini_program_code is not None,
        poster_pdf(poster, bleed_mm),
        poster_png(poster),
    )


def _mini_program_code(printed: str) -> bytes | None:
    """What hangs for weeks is not quietly printed with the other kind of code: no answer of WeChat's, no poster."""
    try:
        return mini_program_codes.scene_code(printed)
    except WeChatError as error:
        raise DomainError("wechat_unavailable", reason=str(error)) from None


def _where(place_id: str, locale: str) -> str | None:
    place = places.get(place_id)
    return place.name_in(locale) if place else None
