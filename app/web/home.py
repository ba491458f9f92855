"""/: what this is in plain words, how it works, what is open now, and the sums of the platform; robots.txt."""

from collections.abc import Callable

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.domain.scenes import SceneStatus
from app.services import drawings, places, projects, samples, scenes, sums
from app.services.pictures import Drawing
from app.services.platform import platform
from app.services.sums import Sums
from app.web import preview
from app.web.languages import page_language
from app.web.pages import conditional, page, unchanged

blueprint = Blueprint("home", __name__)
_SCENES = 6
ROBOTS = "User-agent: *\nDisallow: /api/\nAllow: /api/docs\nDisallow: /console\n"


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """For somebody who has never heard of us; in the demo also for whoever runs it."""
    settings, language = platform().settings, page_language()
    shown = [each for each in scenes.newest(limit=4 * _SCENES) if each.status is SceneStatus.OPEN][:_SCENES]
    return page(
        "home.html",
        scenes=shown,
        place_of=lambda scene: places.name(scene.place_id, language),
        offers=projects.on_sale(),
        sums=_sums(),
        demo=settings.is_demo,
        simulator_url=settings.simulator_url if settings.is_demo else None,
        preview_url=preview.address(),
    )


def _sums() -> Sums:
    """What is real; where nothing real is yet (the demo), the samples, marked as such."""
    real = sums.platform_sums()
    return real if real.projects else sums.platform_sums(sample=True)


@blueprint.get("/sample-certificate.jpg")
def sample() -> ResponseReturnValue:
    """A sample certificate in the page's language."""
    return _sampled(samples.sample_picture)


@blueprint.get("/sample-card.jpg")
def sample_card() -> ResponseReturnValue:
    """The same as a share card, for whoever shares a page that has no certificate of its own."""
    return _sampled(samples.sample_card)


def _sampled(draw: Callable[[str], Drawing]) -> Response:
    language = page_language()
    etag = samples.sample_etag(language)
    if unchanged(etag):
        response = Response(status=304)
        response.set_etag(etag)
    else:
        drawing = drawings.with_pen(lambda: draw(language))
        response = conditional(Response(drawing.body, mimetype=drawing.media_type), etag)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Content-Language"] = language
    return response


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Certificates are not forbidden here: each says noindex itself, and that must be readable."""
    return Response(ROBOTS, mimetype="text/plain")
