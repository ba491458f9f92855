"""GET /leaderboards/{board}: the first of a list, the caller's own place, and the rule."""

from datetime import date
from typing import Any

import marshmallow as ma
import orjson
from flask.typing import ResponseReturnValue

from app.api.access import OPTIONAL, access, json_response, maybe_caller
from app.api.blueprint import Blueprint
from app.api.locale import request_locale
from app.api.parsing import Identifier, Schema
from app.domain.boards import Board, By, Period
from app.domain.boards_wording import rule, unnamed
from app.domain.errors import NotFound
from app.services import leaderboards
from app.services.leaderboards import Item

blueprint = Blueprint("leaderboards", __name__, description="排行榜 · Leaderboards")

MAX_LIMIT = 100
_BOARDS = {board.value: board for board in Board}


class Month(ma.fields.String):
    """``YYYY-MM``, as the first day of that month."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=ma.validate.Regexp(r"^2[0-9]{3}-(0[1-9]|1[0-2])\Z"), **kwargs)


class LeaderboardQuery(Schema):
    scene = Identifier(max=12, metadata={"description": "a scene's or entrance's code; everywhere without it"})
    period = ma.fields.Enum(Period, by_value=True, load_default=Period.ALL)
    by = ma.fields.Enum(By, by_value=True, load_default=By.MASS)
    limit = ma.fields.Integer(load_default=20, validate=ma.validate.Range(1, MAX_LIMIT))
    on = Month(metadata={"description": "YYYY-MM: which month or year; the present one in Beijing without it"})


class ItemSchema(Schema):
    rank = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True, metadata={"description": "一位来宾 where nobody agreed to a name"})
    anonymous = ma.fields.Boolean(required=True)
    mass_g = ma.fields.Integer(required=True)
    covered = ma.fields.Integer(required=True, metadata={"description": "scenes fully covered"})
    certificates = ma.fields.Integer(required=True)
    tier = ma.fields.Integer(required=True, metadata={"description": "0 to 4, at 1, 3, 10 and 30 scenes covered"})


class OwnSchema(Schema):
    rank = ma.fields.Integer(required=True)
    name = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "of the caller's organisation; null for a person"}
    )
    mass_g = ma.fields.Integer(required=True)
    covered = ma.fields.Integer(required=True)
    certificates = ma.fields.Integer(required=True)
    tier = ma.fields.Integer(required=True)


class LeaderboardSchema(Schema):
    items = ma.fields.List(ma.fields.Nested(ItemSchema), required=True)
    me = ma.fields.Nested(OwnSchema, required=True, allow_none=True)
    rule = ma.fields.String(required=True)


@blueprint.route("/leaderboards/<board>", methods=["GET"])
@access("not_found", token=OPTIONAL)
@blueprint.arguments(LeaderboardQuery(), location="query")  # made once, not at every request
@blueprint.response(200, LeaderboardSchema)
def show(query: dict[str, Any], board: str) -> ResponseReturnValue:
    """A leaderboard: people, organisations or scenes.

    Own sums are exact at once; a rank may lag a payment by two seconds.
    """
    known = _BOARDS.get(board)
    if known is None:
        raise NotFound("board")
    caller = maybe_caller()
    month = query.get("on")
    found = leaderboards.leaderboard(
        known,
        query.get("scene"),
        query["period"],
        query["by"],
        query["limit"],
        on=date.fromisoformat(f"{month}-01") if month else None,
        user_id=caller.user_id if caller else None,
    )
    locale = request_locale()
    nameless = unnamed(locale, organisation=known is Board.ORGANISATIONS)
    # the schema says what this is, and a test holds it to that; dumping through it would cost more than the database
    return json_response(
        orjson.dumps(
            {
                "items": [_line(item, nameless) for item in found.items],
                "me": found.me,
                "rule": rule(found.by, locale, scenes=known is Board.SCENES),
            }
        )
    )


def _line(item: Item, nameless: str) -> dict[str, Any]:
    return {
        "rank": item.rank,
        "name": item.name or nameless,
        "anonymous": item.name is None,
        "mass_g": item.mass_g,
        "covered": item.covered,
        "certificates": item.certificates,
        "tier": item.tier,
    }
