"""Scenes and projects for a test, written straight into the tables: what the console will make by itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Flask

from app.core import clock, ids
from app.core.database import write
from app.models import codes, credit_batches, organisations, projects, scene_totals, scenes

LONG_AGO = datetime(2026, 1, 1, 8, 0, 0, 123456, UTC)


def make_organisation(app: Flask, name: str = "成都会展中心") -> str:
    """An organisation of that name, made once. Answers its id."""
    with app.app_context(), write("test organisation") as tx:
        known = tx.execute(sa.select(organisations.c.id).where(organisations.c.name == name)).scalar()
        if known:
            return str(known)
        made = ids.new_id("org")
        tx.execute(sa.insert(organisations).values(id=made, name=name, created_at=clock.now()))
        return made


def make_scene(
    app: Flask,
    code: str = "FORUM1",
    *,
    entrances: dict[str, str] | None = None,
    covers: list[dict[str, str]] | None = None,
    meter: dict[str, Any] | None = None,
    totals: tuple[int, int] | None = None,
    **values: Any,
) -> str:
    """An open conference in Chengdu, unless told otherwise. entrances: code -> name. totals: (certificates, grams)."""
    made = ids.new_id("scn")
    row = {
        "id": made,
        "code": code,
        "kind": "conference",
        "name": "首届中国数字碳中和高峰论坛",
        "place_id": "5101",
        "starts_on": date(2021, 9, 7),
        "ends_on": date(2021, 9, 7),
        "neutralise_until_on": date(2031, 9, 7),
        "status": "open",
        "sample": True,
        "note": "历史活动示例",
        "organiser_covers": orjson.dumps(covers or []).decode(),
        "meter": orjson.dumps(meter).decode() if meter else None,
        "created_at": clock.now(),
    }
    with app.app_context(), write("test scene") as tx:
        tx.execute(sa.insert(scenes).values(**(row | values)))
        tx.execute(sa.insert(codes).values(code=code, scene_id=made, created_at=clock.now()))
        for entrance, name in (entrances or {}).items():
            tx.execute(sa.insert(codes).values(code=entrance, scene_id=made, entrance=name, created_at=clock.now()))
        if totals:
            tx.execute(sa.insert(scene_totals).values(scene_id=made, certificates=totals[0], mass_g=totals[1]))
    return made


def make_project(app: Flask, code: str = "CDCER-OTHER", *, owner: str = "成都某减排企业", **values: Any) -> str:
    """A project on sale at 43 CNY/t with no service share, unless told otherwise. Answers its id."""
    made = ids.new_id("prj")
    row = {
        "id": made,
        "code": code,
        "kind": "credit",
        "name": "CDCER 其他项目",
        "credit_type": "CDCER",
        "standard": "碳惠天府",
        "registry": "CDCER",
        "registry_project_id": "CDCER-1",
        "methodology": "CDCER-M-1",
        "owner_id": make_organisation(app, owner),
        "held_by": "四川联合环境交易所",
        "price_fen_per_tonne": 4300,
        "service_bps": 0,
        "on_sale": True,
        "sample": True,
        "created_at": clock.now(),
    }
    with app.app_context(), write("test project") as tx:
        tx.execute(sa.insert(projects).values(**(row | values)))
    return made


def make_batch(app: Flask, project_id: str, *, tonnes: int = 50, vintage: int = 2024, **values: Any) -> str:
    """A batch of a project with nothing sold, unless told otherwise. Counts only: no serials. Answers its id."""
    made = ids.new_id("bat")
    grams = tonnes * 1_000_000
    row = {
        "id": made,
        "project_id": project_id,
        "registry": "CDCER",
        "registry_project_id": "CDCER-1",
        "methodology": "CDCER-M-1",
        "monitoring_from_on": date(vintage, 1, 1),
        "monitoring_to_on": date(vintage, 12, 31),
        "vintage": vintage,
        "serial_prefix": f"CDCER-{vintage}-",
        "serial_first": 1,
        "serial_width": 6,
        "serial_suffix": "",
        "tonnes": tonnes,
        "issued_g": grams,
        "available_g": grams,
        "created_at": clock.now(),
    }
    with app.app_context(), write("test batch") as tx:
        tx.execute(sa.insert(credit_batches).values(**(row | values)))
    return made


def minutes_later(minutes: int) -> datetime:
    """Instants in a known order, microseconds and all."""
    return LONG_AGO + timedelta(minutes=minutes)
