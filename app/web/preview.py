"""/preview/: the mini-program in an ordinary browser, once `make run` has built it into the instance folder; demo only.

What it runs is preview/'s business; here are its files, what it may load, and what it is told of this installation.
"""

import mimetypes
from pathlib import Path

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

from app.domain.subscriptions import TITLES
from app.services import places, scenes
from app.services.mini_program_codes import SCENE_PAGE
from app.services.platform import platform
from app.web.languages import page_language
from app.web.pages import conditional, content_etag

blueprint = Blueprint("preview", __name__)
_ENTRANCES = 6
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html"}
#: Pictures drawn or chosen in the browser are blobs; the simulated WeChat is paid; no script and no style of others.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; "
    "img-src 'self' data: blob: {public}; media-src 'self' blob:; connect-src 'self' blob: {public} {simulator}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def address(code: str | None = None) -> str | None:
    """Where the preview opens, with a scene as if its code had been scanned; None where there is none to open."""
    if not platform().settings.is_demo or not (_site() / "index.html").is_file():
        return None
    return f"/preview/?scene={code}#/{SCENE_PAGE}" if code else "/preview/"


def _site() -> Path:
    return platform().settings.instance_path / "preview"


@blueprint.get("/preview/")
@blueprint.get("/preview/<path:name>")
def site(name: str = "index.html") -> ResponseReturnValue:
    """A file of the built site. Built anew by every `make run`, so nothing is kept without asking."""
    if address() is None:
        abort(404)
    path = safe_join(str(_site().absolute()), name)
    if path is None or not Path(path).is_file():
        abort(404)
    media_type = _TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    body = Path(path).read_bytes()
    response = Response(body, mimetype=media_type)
    if media_type == "text/html":
        settings = platform().settings
        policy = _POLICY.format(public=settings.public_url, simulator=settings.simulator_url or "")
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Robots-Tag"] = "noindex"
    return conditional(response, content_etag(body))


@blueprint.get("/preview/host.json")
def host() -> ResponseReturnValue:
    """What the phone in the browser knows of this installation: its simulated WeChat, its doors, our address."""
    if address() is None:
        abort(404)
    settings, language = platform().settings, page_language()
    response = jsonify(
        simulator=settings.simulator_url,
        appid=settings.wechat.appid if settings.wechat else None,
        language=language,
        # the address it was opened with: 127.0.0.1, localhost and a forwarded port are one server
        ext={"address": request.host_url.rstrip("/")},
        public_url=settings.public_url,
        templates={each.id: TITLES[purpose] for purpose, each in settings.message_templates.items()},
        entrances=[
            {
                "title": scene.name,
                "detail": places.name(scene.place_id, language),
                "code": scene.code,
                "link": f"{settings.public_url}/s/{scene.code}",
                "open": f"/{SCENE_PAGE}?scene={scene.code}",
            }
            for scene in scenes.newest(limit=_ENTRANCES)
        ],
    )
    response.headers["Vary"] = "Accept-Language"
    return response
