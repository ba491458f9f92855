"""/api/docs: the OpenAPI document as a page a person can read. What is in the document is the API's business."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from app.services.platform import platform
from app.web.assets import asset_url
from app.web.docs_reading import groups
from app.web.pages import conditional, content_etag

_TEXTS: dict[str, Any] = json.loads((Path(__file__).parent / "docs_texts.json").read_text("utf-8"))
_CACHED = "diandian_docs_page"

blueprint = Blueprint("docs", __name__)


@blueprint.get("/api/docs")
def page() -> ResponseReturnValue:
    """The whole document on one page, drawn once per process: it cannot change while the process lives."""
    body: bytes | None = current_app.extensions.get(_CACHED)
    if body is None:
        body = current_app.extensions[_CACHED] = _drawn().encode()
    return conditional(Response(body, mimetype="text/html"), content_etag(body))


def _drawn() -> str:
    document = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return render_template(
        "docs/page.html",
        asset=asset_url,
        public_url=platform().settings.public_url,
        info=document["info"],
        groups=groups(document, _TEXTS["operations"]),
        conventions=_TEXTS["conventions"],
        problems=document["x-problems"],
    )
