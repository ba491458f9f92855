"""Subscribe messages: who accepted which template how often, and what was sent. One acceptance is one message."""

import json
from typing import Any

from flask import Blueprint, Response

from simulator.credentials import MiniProgramError
from simulator.message_templates import TEMPLATES, fault_in
from simulator.miniprogram import answer, authorised
from simulator.store import Row
from simulator.world import World

_LISTED = 40


def add_subscriptions(api: Blueprint, world: World) -> None:
    """Registers the route on the mini-program blueprint."""

    @api.post("/cgi-bin/message/subscribe/send")
    def subscribe_send() -> Response:
        body = authorised(world)
        openid, template = body.get("touser"), body.get("template_id")
        if not isinstance(openid, str) or not world.keys.owns_openid(openid):
            raise MiniProgramError(40003, "invalid openid")
        if not isinstance(template, str) or template not in TEMPLATES:
            raise MiniProgramError(40037, "invalid template_id")
        page = body.get("page", "")
        published = world.switches.get("published_pages")
        if not isinstance(page, str) or (page and published is not None and page.partition("?")[0] not in published):
            raise MiniProgramError(41030, "invalid page")
        if fault := fault_in(template, body.get("data")):
            raise MiniProgramError(47003, fault)
        _send(world, openid, template, body)
        return answer({"errcode": 0, "errmsg": "ok"})


def accept(world: World, user: str, templates: list[str]) -> None:
    """The person tapped "allow" for these: one more message of each may be sent. KeyError: no such template."""
    for template in templates:
        TEMPLATES[template]
    with world.store.transaction() as store:
        for template in templates:
            store.run(
                "INSERT INTO subscriptions (openid, template_id, left_over) VALUES (?, ?, 1) "
                "ON CONFLICT (openid, template_id) DO UPDATE SET left_over = left_over + 1",
                world.keys.openid(user), template,
            )  # fmt: skip


def sent(world: World, user: str | None = None) -> list[dict[str, Any]]:
    """What arrived on phones, newest last; of one person, or the latest of all."""
    newest = "SELECT * FROM subscribe_messages ORDER BY rowid DESC LIMIT ?"
    rows = world.store.all(newest, _LISTED)[::-1]
    if user is not None:
        of_one = "SELECT * FROM subscribe_messages WHERE openid = ? ORDER BY rowid"
        rows = world.store.all(of_one, world.keys.openid(user))
    return [_shown(row) for row in rows]


def _send(world: World, openid: str, template: str, body: dict[str, Any]) -> None:
    with world.store.transaction() as store:
        taken = store.run(
            "UPDATE subscriptions SET left_over = left_over - 1 WHERE openid = ? AND template_id = ? AND left_over > 0",
            openid, template,
        )  # fmt: skip
        if not taken:
            raise MiniProgramError(43101, "user refuse to accept the msg")
        values = {name: field["value"] for name, field in body["data"].items()}
        store.insert(
            "subscribe_messages", openid=openid, template_id=template, page=body.get("page", ""),
            data=json.dumps(values, ensure_ascii=False), at=world.clock.now(),
        )  # fmt: skip


def _shown(row: Row) -> dict[str, Any]:
    return {
        "openid": row["openid"],
        "template_id": row["template_id"],
        "page": row["page"],
        "data": json.loads(row["data"]),
        "at": row["at"],
    }
