"""Mini-program codes of certificates and scenes: asked of WeChat by a job or a command, kept in storage.

Without them, and until they are there, everything carries an ordinary QR code to its page.
"""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import sqlalchemy as sa
import structlog
from PIL import Image, UnidentifiedImageError

from app.core import clock
from app.core.database import read, write
from app.core.storage import StorageUnavailable
from app.domain.renderings import RenderingKind
from app.models import certificates
from app.services import renderings_ended
from app.services.alerts import alert
from app.services.platform import platform
from app.wechat.errors import WeChatError, WeChatUnavailable
from app.wechat.miniprogram import MiniProgram

CERTIFICATE_PAGE = "pages/certificate/certificate"
SCENE_PAGE = "pages/scene/scene"
_CERTIFICATE_WIDTH, _POSTER_WIDTH = 430, 1280
_WAIT_S = (30, 60, 300, 900, 3600)
ALERT_AFTER = 3
log = structlog.get_logger(__name__)
_c = certificates.c


class _NoCode(Exception):
    """Whatever WeChat answered, it is no picture of a code."""


def wanted() -> bool:
    """Whether this installation's certificates and posters carry mini-program codes."""
    return platform().settings.mini_program_codes and platform().miniprogram is not None


def fetch_waiting(limit: int = 50) -> int:
    """Fetch codes of new certificates; pictures drawn afterwards carry them. May be repeated. How many there are now.

    What fails is tried again ever later, and told after ALERT_AFTER times; while WeChat does not answer, no other is
    asked for.
    """
    miniprogram = platform().miniprogram
    if miniprogram is None or not wanted():
        return 0
    due = sa.select(_c.id, _c.code_tries).where(_c.code_try_at <= clock.now()).order_by(_c.code_try_at).limit(limit)
    with read() as connection:
        rows = connection.execute(due).all()
    done = 0
    for row in rows:
        try:
            sha256 = _keep(_fetch(miniprogram, row.id, CERTIFICATE_PAGE, _CERTIFICATE_WIDTH))
        except (WeChatError, StorageUnavailable, _NoCode) as error:
            _note_failure(row, error)
            if isinstance(error, WeChatUnavailable | StorageUnavailable):
                break
            continue
        with write("note a certificate's code") as tx:
            tx.execute(sa.update(certificates).where(_c.id == row.id).values(code_sha256=sha256, code_try_at=None))
            renderings_ended.outdate(tx, [row.id], RenderingKind.PICTURE)  # the other kinds have no code in it
        done += 1
    return done


def _note_failure(row: Any, error: Exception) -> None:
    reason = f"{type(error).__name__}: {error}"[:200]
    wait = timedelta(seconds=_WAIT_S[min(row.code_tries, len(_WAIT_S) - 1)])
    with write("note a code that was not fetched") as tx:
        tx.execute(
            sa.update(certificates)
            .where(_c.id == row.id)
            .values(code_tries=_c.code_tries + 1, code_try_at=clock.now() + wait)
        )
        if row.code_tries + 1 >= ALERT_AFTER:
            alert("mini_program_code", row.id, reason, tx)
    log.warning("mini-program code not fetched", tries=row.code_tries + 1, reason=reason)


def _fetch(miniprogram: MiniProgram, scene: str, page: str, width: int) -> bytes:
    body = miniprogram.mini_program_code(scene, page, width=width)
    try:
        with Image.open(BytesIO(body), formats=("PNG", "JPEG")) as image:
            if image.width != image.height or image.width > 2 * _POSTER_WIDTH:
                raise _NoCode(f"a picture of {image.width} x {image.height}")
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _NoCode("a picture that cannot be read") from None
    return body


def _keep(body: bytes) -> str:
    sha256 = hashlib.sha256(body).hexdigest()
    platform().storage.put(f"codes/{sha256}", body)
    return sha256


def code(sha256: str) -> bytes:
    """A stored code. Raises StorageUnavailable, also when it is lost."""
    body = platform().storage.get(f"codes/{sha256}")
    if body is None:
        raise StorageUnavailable("a mini-program code is not there")
    return body


def scene_code(printed: str) -> bytes | None:
    """The code for a poster of a scene's or an entrance's printed code, large; None where there are none.

    Raises WeChatError: what hangs at a door for weeks is not quietly printed with the other code.
    """
    miniprogram = platform().miniprogram
    if miniprogram is None or not wanted():
        return None
    try:
        return _fetch(miniprogram, printed, SCENE_PAGE, _POSTER_WIDTH)
    except _NoCode as answered:
        raise WeChatUnavailable(str(answered)) from None
