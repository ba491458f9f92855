"""How a scene wants its certificates: design, colour, logo. Choosing adds a version; what was issued keeps its own."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import sqlalchemy as sa
from PIL import Image, UnidentifiedImageError

from app.certs import designs
from app.core import clock, ids
from app.core.database import read, write
from app.core.ids import code_spellings
from app.core.storage import StorageUnavailable
from app.domain.errors import DomainError
from app.models import codes, scene_looks, scenes
from app.services.platform import platform

GUESTS_DESIGN = designs.DEFAULT
COMPANYS_DESIGN = "company"
#: What can be chosen.
DESIGNS = tuple(designs.DESIGNS)
LOGO_BYTES = 512 * 1024
LOGO_SIDE = 2000
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True)
class SceneLook:
    """What is chosen. colour: ``#RRGGBB``, None for the design's own. version 0: nothing was ever chosen."""

    scene_id: str
    code: str
    design: str
    colour: str | None
    logo_sha256: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What to change; None leaves it as it is. ``no_colour`` and ``no_logo`` take it away."""

    design: str | None = None
    colour: str | None = None
    logo: bytes | None = None
    no_colour: bool = False
    no_logo: bool = False


_CURRENT = (
    sa.select(
        scenes.c.id,
        scenes.c.code,
        codes.c.code.label("used_code"),
        scene_looks.c.version,
        scene_looks.c.design,
        scene_looks.c.colour,
        scene_looks.c.logo_sha256,
    )
    .select_from(
        codes.join(scenes, scenes.c.id == codes.c.scene_id).outerjoin(scene_looks, scene_looks.c.id == scenes.c.look_id)
    )
    .where(codes.c.code.in_(sa.bindparam("spellings", expanding=True)))
)


def look_of(code: str) -> SceneLook:
    """The present look of the scene a code opens. Raises ``unknown_scene``."""
    with read() as connection:
        return _current(connection, code)


def choose(code: str, choice: Choice) -> tuple[SceneLook, bool]:
    """Choose for certificates issued from now on; the look, and whether anything is new. May be repeated.

    Raises ``unknown_scene``, ``unknown_design``, ``colour_refused``, ``logo_refused``,
    ``storage_unavailable``.
    """
    if choice.design is not None and choice.design not in DESIGNS:
        raise DomainError("unknown_design", design=choice.design, known=", ".join(DESIGNS))
    if choice.colour is not None and not _COLOUR.fullmatch(choice.colour):
        raise DomainError("colour_refused", colour=choice.colour)
    look_of(code)
    logo_sha256 = _keep_logo(choice.logo) if choice.logo is not None else None
    with write("choose a look") as tx:
        before = _current(tx, code)
        # one after the other, so that each adds to what the last one chose
        locked = sa.select(scenes.c.id).where(scenes.c.id == before.scene_id).with_for_update(key_share=True)
        tx.execute(locked).all()
        before = _current(tx, code)
        after = _after(before, choice, logo_sha256)
        if before.version and after == before:
            return before, False
        look_id = ids.new_id("lok")
        tx.execute(
            sa.insert(scene_looks).values(
                id=look_id,
                scene_id=after.scene_id,
                version=before.version + 1,
                design=after.design,
                colour=after.colour,
                logo_sha256=after.logo_sha256,
                since_at=clock.now(),
            )
        )
        tx.execute(sa.update(scenes).where(scenes.c.id == after.scene_id).values(look_id=look_id))
    return look_of(code), True


def _after(before: SceneLook, choice: Choice, logo_sha256: str | None) -> SceneLook:
    colour = choice.colour.upper() if choice.colour else before.colour
    return SceneLook(
        scene_id=before.scene_id,
        code=before.code,
        design=choice.design or before.design,
        colour=None if choice.no_colour else colour,
        logo_sha256=None if choice.no_logo else logo_sha256 or before.logo_sha256,
        version=before.version,
    )


def _current(connection: sa.Connection, code: str) -> SceneLook:
    spellings = code_spellings(code)
    rows = connection.execute(_CURRENT, {"spellings": list(spellings)}).all()
    row = min(rows, key=lambda each: spellings.index(each.used_code), default=None)
    if row is None:
        raise DomainError("unknown_scene", scene=code)
    return SceneLook(row.id, row.code, row.design or GUESTS_DESIGN, row.colour, row.logo_sha256, row.version or 0)


def _keep_logo(body: bytes) -> str:
    """Check and store it, once, under its hash."""
    _check_logo(body)
    sha256 = hashlib.sha256(body).hexdigest()
    try:
        platform().storage.put(_logo_key(sha256), body)
    except StorageUnavailable as error:
        raise DomainError("storage_unavailable", reason=str(error)) from None
    return sha256


def _check_logo(body: bytes) -> None:
    if len(body) > LOGO_BYTES:
        raise DomainError("logo_refused", bytes=len(body), limit=LOGO_BYTES)
    try:
        with Image.open(BytesIO(body), formats=_FORMATS) as image:
            if max(image.size) > LOGO_SIDE:  # known before anything is decoded
                raise DomainError("logo_refused", size=f"{image.width} x {image.height}", limit=LOGO_SIDE)
            image.load()
            if image.has_transparency_data and image.convert("RGBA").getchannel("A").getextrema()[1] == 0:
                raise DomainError("logo_refused", reason="nothing of it can be seen: every pixel is transparent")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise DomainError("logo_refused", reason="not a PNG or JPEG that can be read") from None


def _logo_key(sha256: str) -> str:
    return f"logos/{sha256}"


def logo(sha256: str) -> bytes:
    """A stored logo. Raises StorageUnavailable, also when it is lost: a picture without it would be another one."""
    return _logo(platform().settings.storage_url or str(platform().settings.instance_path), sha256)


@lru_cache(maxsize=32)
def _logo(_where: str, sha256: str) -> bytes:
    body = platform().storage.get(_logo_key(sha256))
    if body is None:
        raise StorageUnavailable("a logo is not there")
    return body


def rgb(colour: str | None) -> tuple[int, int, int] | None:
    """``#RRGGBB`` as a drawing takes it."""
    return None if colour is None else (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))
