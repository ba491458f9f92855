"""/leaderboards: people, organisations, scenes; by period and order, the rule printed. Ranks are the service's."""

from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.domain.boards import Board, By, Period
from app.domain.boards_wording import rule, unnamed
from app.domain.errors import InputRefused, NotFound
from app.services import leaderboards, scenes
from app.web.languages import page_language
from app.web.pages import page

blueprint = Blueprint("board_pages", __name__)
LINES = 100
Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get("/leaderboards")
def show() -> ResponseReturnValue:
    """``?board=&period=&by=&scene=``; a word that is none of ours shows the first choice. An unknown scene: 404."""
    board, period, by = _chosen(Board.PEOPLE, "board"), _chosen(Period.ALL, "period"), _chosen(By.MASS, "by")
    scene = request.args.get("scene", "")[:12] or None
    try:
        found = leaderboards.leaderboard(board, scene, period, by, LINES)
    except InputRefused:
        raise NotFound("scene") from None
    language = page_language()
    return page(
        "leaderboards.html",
        query=_own(board=board, period=period, by=by, scene=found.scene),
        found=found,
        scene_name=_name(found.scene),
        rule=rule(by, language, scenes=board is Board.SCENES),
        unnamed=unnamed(language, organisation=board is Board.ORGANISATIONS),
        choices={"board": list(Board), "period": list(Period), "by": list(By)},
        chosen={"board": board, "period": period, "by": by},
        link=_link,
    )


def _name(code: str | None) -> str | None:
    """What a scene is called; nothing for one that is not open to the public."""
    try:
        return None if code is None else scenes.by_code(code).summary.name
    except NotFound:
        return None


def _chosen(default: Choice, name: str) -> Choice:
    try:
        return type(default)(request.args.get(name, default.value))
    except ValueError:
        return default


def _own(board: Board, period: Period, by: By, scene: str | None) -> dict[str, str]:
    """What of the address makes this another list than the first one."""
    first = {"board": Board.PEOPLE, "period": Period.ALL, "by": By.MASS}
    chosen = {"board": board, "period": period, "by": by}
    own = {name: each.value for name, each in chosen.items() if each is not first[name]}
    return own | ({"scene": scene} if scene else {})


def _link(**changes: str | None) -> str:
    """This page with other choices; None leaves one out."""
    wanted = {name: request.args.get(name) for name in ("board", "period", "by", "scene", "lang")} | changes
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"/leaderboards?{query}" if query else "/leaderboards"
