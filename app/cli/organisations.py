"""`flask organisations join`: who may act in a company's name. Beyond the contract; the console does the same."""

import click
from flask.cli import AppGroup

from app.cli.answers import REFUSALS, rows, say
from app.services import catalogue

group = AppGroup("organisations", help="机构 · Organisations")


@group.command("join")
@click.argument("name")
@click.argument("user_id")
@REFUSALS
def join(name: str, user_id: str) -> None:
    """加入机构 · Make user USER_ID (GET /api/v1/me) a member of organisation NAME, made if missing. May be repeated."""
    organisation_id, written = catalogue.join(name, user_id)
    say("已加入", "joined")
    rows([("机构 organisation", f"{organisation_id}  {written}"), ("用户 user", user_id)])
