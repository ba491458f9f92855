"""Getting a certificate's picture to a reader: from storage, or drawn once for all who ask. Rows are renderings.py.

Neither storage nor a database in trouble stops a picture: then it is drawn for whoever asks, and not kept.
"""

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
import structlog

from app.core.database import forbid_transaction
from app.core.storage import StorageUnavailable
from app.domain.display import LANGUAGES
from app.domain.errors import NotFound
from app.domain.renderings import RenderingKind, RenderingState
from app.services import certificates, looks, mini_program_codes, pictures, renderings
from app.services.certificates import CertificateView
from app.services.pictures import Drawing, Enclosed
from app.services.platform import platform
from app.services.renderings import LEASE_S, PUT_NEEDS_S, NotYours, Seen, Wanted

#: Drawing holds the interpreter: pages and payments come between.
AT_ONCE = 2
#: Somebody else's drawing is waited for so long; then everybody draws for themselves.
PATIENCE_S = LEASE_S + 5
_LOOK_AGAIN_S = (0.03, 0.05, 0.1, 0.2)
_HASH = re.compile(r"[0-9a-f]{64}")
_pens = threading.BoundedSemaphore(AT_ONCE)
_lock = threading.Lock()
_flights: dict[str, "Future[Rendering | None]"] = {}
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A picture for a reader. whole: nothing is missing on it; else it may be shown now but not kept by anybody."""

    body: bytes
    media_type: str
    content_hash: str
    language: str
    whole: bool


def rendering(view: CertificateView, kind: RenderingKind, language: str, *, named: bool) -> Rendering:
    """The picture of a certificate as it is now: of ``view``, or of what it has become meanwhile."""
    for _ in range(3):
        wanted = pictures.wanted(view, kind, language, named=named)
        found = _together(wanted.content_hash, partial(_obtain, view, wanted, named=named))
        if found is not None:
            return found
        view, named = _as_it_is_now(view, named=named)
    return _drawn(view, pictures.wanted(view, kind, language, named=named), named=named)


def _as_it_is_now(view: CertificateView, *, named: bool) -> tuple[CertificateView, bool]:
    """The certificate, and whether the reader may see its name still: they were let see that one, not another's."""
    now = certificates.find_certificate(view.id)
    return now, named and now.name_commitment == view.name_commitment


def by_hash(certificate_id: str, content_hash: str, kind: RenderingKind) -> tuple[CertificateView, Rendering]:
    """What anybody may see, by its content's hash. Raises NotFound for a hash that is not (any more) this one's."""
    if not _HASH.fullmatch(content_hash):
        raise NotFound("rendering")
    view = certificates.find_certificate(certificate_id)
    for language in LANGUAGES:
        if pictures.content_hash(view, kind, language, named=False) == content_hash:
            found = rendering(view, kind, language, named=False)
            if found.content_hash == content_hash:
                return view, found
    kept = _of_another_version(view, content_hash, kind)
    if kept is None:
        raise NotFound("rendering")
    return view, kept


def _of_another_version(view: CertificateView, content_hash: str, kind: RenderingKind) -> Rendering | None:
    """Drawn by other code of ours, before or during an update, of facts that still hold: else it were stale."""
    seen = renderings.look(content_hash)
    if seen is None or seen.named or seen.kind is not kind:
        return None
    try:
        body = _kept(renderings.storage_key(content_hash, kind), seen)
    except StorageUnavailable:
        return None
    if body is None or seen.certificate_id != view.id:
        return None
    return Rendering(body, pictures.media_type(kind), content_hash, seen.language, whole=True)


def with_pen(draw: Callable[[], Drawing]) -> Drawing:
    """Draw when one of this process's pens is free. Never inside a transaction."""
    forbid_transaction("drawing")
    with _pens:
        return draw()


def _together(content_hash: str, make: Callable[[], Rendering | None]) -> Rendering | None:
    """One thread of this process asks, the others who want the same at this moment get its answer."""
    with _lock:
        flight = _flights.get(content_hash)
        if flight is None:
            own = _flights[content_hash] = Future()
    if flight is not None:
        return flight.result(2 * PATIENCE_S)
    try:
        found = make()
    except BaseException as error:
        _landed(content_hash)
        own.set_exception(error)
        raise
    _landed(content_hash)
    own.set_result(found)
    return found


def _landed(content_hash: str) -> None:
    with _lock:
        del _flights[content_hash]


def _obtain(view: CertificateView, wanted: Wanted, *, named: bool) -> Rendering | None:
    """From storage, or drawn by us, or by somebody else while we wait; None if the certificate has changed."""
    until = time.monotonic() + PATIENCE_S
    looks_taken = 0
    try:
        while time.monotonic() < until:
            seen = renderings.look(wanted.content_hash)
            if seen is not None and seen.state is RenderingState.STALE:
                break
            body = _kept(wanted.key, seen)
            if seen is not None and body is not None:
                renderings.asked(wanted.content_hash, seen)
                return _whole(wanted, body)
            if seen is None or seen.free or seen.state is RenderingState.READY:
                done = _draw_first(view, wanted, seen, named=named)
                if done is not NotYours.TAKEN:
                    return done if isinstance(done, Rendering) else None
            time.sleep(_LOOK_AGAIN_S[min(looks_taken, len(_LOOK_AGAIN_S) - 1)])
            looks_taken += 1
    except (StorageUnavailable, sa.exc.SQLAlchemyError) as error:
        log.warning("picture drawn and not kept", reason=f"{type(error).__name__}: {error}"[:120])
    return _drawn(view, wanted, named=named)


def _kept(key: str, seen: Seen | None) -> bytes | None:
    """What lies in storage, None unless it is whole: a machine that lost its power may have kept half a file."""
    if seen is None or seen.state is not RenderingState.READY:
        return None
    body = platform().storage.get(key)
    return body if body is not None and len(body) == seen.size_bytes else None


def _draw_first(view: CertificateView, wanted: Wanted, seen: Seen | None, *, named: bool) -> Rendering | NotYours:
    """Draw as the only one, and keep it. The pen comes before the claim: whoever holds a claim draws at once."""
    enclosed = _enclosed(view, wanted.kind)
    if enclosed is None:
        return _drawn(view, wanted, named=named)
    with _pens:
        began = time.monotonic()
        fence = renderings.claim(wanted, seen)
        if isinstance(fence, NotYours):
            return fence
        try:
            made = _draw(view, wanted, enclosed, named=named)
        except BaseException:
            renderings.give_up(wanted, fence)
            raise
    if time.monotonic() - began < LEASE_S - PUT_NEEDS_S:
        _keep(wanted, fence, made.body)
    else:
        log.warning("picture drawn too slowly to be kept", took_s=round(time.monotonic() - began, 1))
        _suppressed(lambda: renderings.give_up(wanted, fence))
    return made


def _keep(wanted: Wanted, fence: int, body: bytes) -> None:
    """Store what was drawn, unless it holds no longer. Nothing that goes wrong here is the reader's business."""
    try:
        platform().storage.put(wanted.key, body)
    except StorageUnavailable as error:
        log.warning("picture not kept", reason=str(error))
        _suppressed(lambda: renderings.give_up(wanted, fence))
        return
    _suppressed(lambda: _finish(wanted, fence, len(body)))


def _finish(wanted: Wanted, fence: int, size_bytes: int) -> None:
    if renderings.finish(wanted, fence, size_bytes):
        return
    seen = renderings.look(wanted.content_hash)
    if seen is None or seen.state is RenderingState.STALE:
        platform().storage.delete(wanted.key)


def _suppressed(act: Callable[[], None]) -> None:
    """The row and its lease stay behind: the next reader or the job takes it from there."""
    try:
        act()
    except (StorageUnavailable, sa.exc.SQLAlchemyError) as error:
        log.warning("picture's row not brought to its end", reason=type(error).__name__)


def _drawn(view: CertificateView, wanted: Wanted, *, named: bool) -> Rendering:
    """For this reader alone; without logo and code if storage does not give them."""
    enclosed = _enclosed(view, wanted.kind)
    with _pens:
        return _draw(view, wanted, enclosed or Enclosed(), named=named, whole=enclosed is not None)


def _draw(view: CertificateView, wanted: Wanted, enclosed: Enclosed, *, named: bool, whole: bool = True) -> Rendering:
    forbid_transaction("drawing")
    began = time.perf_counter()
    made = pictures.draw(view, wanted.kind, wanted.language, named=named, enclosed=enclosed)
    took_ms = round((time.perf_counter() - began) * 1000)
    log.info("drawn", kind=wanted.kind.value, language=wanted.language, took_ms=took_ms)
    return Rendering(made.body, made.media_type, wanted.content_hash, wanted.language, whole)


def _enclosed(view: CertificateView, kind: RenderingKind) -> Enclosed | None:
    """What else is drawn, from storage; None if it cannot be had."""
    picture = kind is RenderingKind.PICTURE
    try:
        return Enclosed(
            logo=looks.logo(view.logo_sha256) if view.logo_sha256 else None,
            code=mini_program_codes.code(view.code_sha256) if picture and view.code_sha256 else None,
        )
    except StorageUnavailable as error:
        log.warning("picture drawn without its logo or code", reason=str(error))
        return None


def _whole(wanted: Wanted, body: bytes) -> Rendering:
    return Rendering(body, pictures.media_type(wanted.kind), wanted.content_hash, wanted.language, whole=True)
