"""/s/{code}: a scene or an entrance opened outside WeChat: what it is, how far it has come, how to take part."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.core.texts import Texts
from app.domain.boards import Board, Period
from app.domain.boards_wording import unnamed
from app.domain.display import mass
from app.domain.scenes import SceneStatus
from app.services import calculators, leaderboards, places, scenes, sums
from app.services.scenes import Scene
from app.web import preview
from app.web.languages import page_language
from app.web.pages import days, page
from app.web.rings import DOTS, ring

blueprint = Blueprint("scene_pages", __name__)
_BOARD_LINES, _NAMES = 5, 12


@blueprint.get("/s/<string:code>")
def show(code: str) -> ResponseReturnValue:
    """The scene of any code printed for it. A draft and an unknown code look the same: 404 with what to do."""
    scene = scenes.by_code(code)
    language = page_language()
    t, summary = Texts(language), scene.summary
    drawn = ring(summary.mass_g)
    board = leaderboards.leaderboard(Board.PEOPLE, summary.code, Period.ALL, limit=_BOARD_LINES)
    place = places.name(summary.place_id, language)
    return page(
        "scene.html",
        noindex=summary.status is SceneStatus.REHEARSAL,
        path=f"/s/{summary.code}",  # of whichever door the code is
        scene=scene,
        code=code.strip().upper(),
        place=place,
        on=days(summary.starts_on, summary.ends_on, language),
        covers=_covers(scene, t),
        ring=drawn,
        ring_alt=t("scene.ring_alt", dots=DOTS, lit=drawn.lit, step=mass(drawn.step_g), mass=mass(summary.mass_g)),
        board=board.items,
        unnamed=unnamed(language),
        latest=sums.latest_names(summary.id, _NAMES),
        preview_url=preview.address(summary.code),
    )


def _covers(scene: Scene, t: Texts) -> list[str]:
    """What the organiser takes care of: in Chinese the organiser's own words."""
    own = t.language == "zh-Hans"
    return [
        str((own and each.get("label")) or calculators.category_label(each["category"], t.language))
        for each in scene.organiser_covers
    ]
