"""Style sheets and drawings of the pages, served under a name that holds their content's hash, so for ever."""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("assets", __name__)
_HERE = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    media_type: str
    digest: str


@cache
def _assets() -> Mapping[str, Asset]:
    """Every file of static/, read once per process."""
    found = {}
    for path in sorted(_HERE.iterdir()):
        if path.is_file():
            body = path.read_bytes()
            media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            found[path.name] = Asset(body, media_type, hashlib.sha256(body).hexdigest()[:16])
    return found


def asset_url(name: str) -> str:
    """The address of a file of static/. KeyError for a file that is not there."""
    return f"/assets/{_assets()[name].digest}/{name}"


@blueprint.get("/assets/<digest>/<name>")
def asset(digest: str, name: str) -> ResponseReturnValue:
    """A file by its hashed name. Another hash is another file: 404, never a wrong file kept for a year."""
    kept = _assets().get(name)
    if kept is None or kept.digest != digest:
        abort(404)
    response = Response(kept.body, mimetype=kept.media_type)
    response.headers["Cache-Control"] = _FOR_EVER
    response.set_etag(kept.digest)
    return response.make_conditional(request)
