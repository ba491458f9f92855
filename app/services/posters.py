"""What hangs at the door: the poster of any code, of a draft's too, since it is printed before the scene opens."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.certs.poster import Poster, poster_pdf, poster_png
from app.core.database import read
from app.core.ids import code_spellings
from app.domain.errors import NotFound
from app.methodology import places
from app.models import codes, organisations, scenes
from app.services.platform import platform


@dataclass(frozen=True, slots=True)
class PrintedPoster:
    """A4. ``pdf``: vector; ``png``: 300 dpi. ``url`` is what the code says."""

    code: str
    scene: str
    entrance: str | None
    url: str
    pdf: bytes
    png: bytes


def draw_poster(code: str, *, bleed_mm: float = 0.0, locale: str = "zh-Hans") -> PrintedPoster:
    """The poster of a scene's or an entrance's code, in any spelling. Raises ``not_found``."""
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
    poster = Poster(
        scene_name=row.name,
        short_code=row.code,
        url=url,
        organiser=row.organiser or row.name,  # a shop or a restaurant is its own host
        place=row.entrance or _where(row.place_id, locale),
        locale=locale,
        sample=row.sample,
    )
    return PrintedPoster(row.code, row.name, row.entrance, url, poster_pdf(poster, bleed_mm), poster_png(poster))


def _where(place_id: str, locale: str) -> str | None:
    place = places.get(place_id)
    return place.name_in(locale) if place else None
