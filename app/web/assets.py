"""Style sheets, scripts and drawings of the pages, served under a name that holds their content's hash, so for ever."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("assets", __name__)
_HERE = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_A_DAY = "public, max-age=86400"
#: What one script imports from another beside it: ``from "./canonical.js"``, ``import("./noble.js")``.
_NEIGHBOUR = re.compile(rb'((?:from |import\()")\./([\w.-]+\.js)(")')


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    media_type: str
    digest: str


@cache
def _asset(name: str) -> Asset:
    """A file of static/, read once per process. KeyError for a file that is not there.

    Scripts name each other by their hashed addresses, so a changed one is never mixed with an old one; they must not
    import each other in a circle.
    """
    path = _HERE / name
    if path.parent != _HERE or not path.is_file():
        raise KeyError(name)
    body = path.read_bytes()
    media_type = "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(name)[0]
    if path.suffix == ".js":
        body = _NEIGHBOUR.sub(lambda found: found[1] + asset_url(found[2].decode()).encode() + found[3], body)
    return Asset(body, media_type or "application/octet-stream", hashlib.sha256(body).hexdigest()[:16])


@cache
def _assets() -> Mapping[str, Asset]:
    return {path.name: _asset(path.name) for path in sorted(_HERE.iterdir()) if path.is_file()}


def asset_url(name: str) -> str:
    """The address of a file of static/. KeyError for a file that is not there."""
    return f"/assets/{_asset(name).digest}/{name}"


@blueprint.get("/assets/<digest>/<name>")
def asset(digest: str, name: str) -> ResponseReturnValue:
    """A file by its hashed name. Another hash is another file: 404, never a wrong file kept for a year."""
    kept = _assets().get(name)
    if kept is None or kept.digest != digest:
        abort(404)
    return _answer(kept, _FOR_EVER)


@blueprint.get("/favicon.ico")
def icon() -> ResponseReturnValue:
    """The mark. Browsers ask for it by this name beside what names no icon itself: pictures, documents, JSON."""
    return _answer(_asset("mark.svg"), _FOR_A_DAY)


def _answer(kept: Asset, kept_for: str) -> Response:
    response = Response(kept.body, mimetype=kept.media_type)
    response.headers["Cache-Control"] = kept_for
    response.set_etag(kept.digest)
    response.make_conditional(request)
    return response
