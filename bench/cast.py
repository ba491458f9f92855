"""Who is measured: a scene, a project with plenty of grams, guests with tokens, and what they send."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Flask

from app.core import clock, ids
from app.core.database import write
from app.domain.scenes import SceneKind, SceneStatus
from app.models import sessions, users
from app.services import batches, catalogue
from app.services.catalogue import NewProject, NewScene
from app.services.sessions import token_hash
from bench.wsgi import Request, sender

SCENE, PROJECT, NAME = "FORUM1", "CDCER-BENCH", "林小满"
INPUTS = {
    "people": 1,
    "legs": [
        {"mode": "plane", "cabin": "economy", "from": "1101", "to": "5101", "round_trip": True},
        {"mode": "metro", "distance_km": "12"},
        {"mode": "taxi", "band": "city"},
    ],
    "stays": [{"kind": "hotel", "nights": 2, "guests": 1}],
    "meals": [{"kind": "restaurant", "count": 3}],
}


@dataclass(frozen=True)
class Guest:
    id: str
    openid: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def set_the_stage(app: Flask) -> None:
    """A conference and a project on sale."""
    today = clock.today()
    with app.app_context():
        catalogue.make_scene(
            NewScene(
                code=SCENE,
                kind=SceneKind.CONFERENCE,
                name="首届中国数字碳中和高峰论坛",
                place_id="5101",
                starts_on=today,
                ends_on=today + timedelta(days=3),
                status=SceneStatus.OPEN,
                organiser="论坛组委会",
                covers=({"category": "venue", "label": "会场用电由主办方承担"},),
            )
        )
        catalogue.make_project(
            NewProject(
                code=PROJECT,
                name="CDCER 公共自行车出行",
                credit_type="CDCER",
                standard="成都市“碳惠天府”机制",
                registry="成都碳普惠登记",
                registry_project_id="CD-0001",
                methodology="CDCER-01-001",
                owner="成都减排有限公司",
                held_by="四川联合环境交易所",
                price_fen_per_tonne=4300,
                service_bps=500,
            )
        )
        batches.import_batches(_batch(2024, "CDCER-2024-01-", 2000))


def _batch(vintage: int, prefix: str, tonnes: int) -> str:
    row = (
        f"{PROJECT},成都碳普惠登记,CD-0001,CDCER-01-001,{date(vintage, 1, 1)},{date(vintage, 12, 31)},{vintage},"
        f"{prefix}000001,{prefix}{tonnes:06d},{tonnes}"
    )
    return ",".join(batches.COLUMNS) + "\n" + row + "\n"


def log_in(app: Flask, count: int) -> list[Guest]:
    """Guests with a nickname that has passed WeChat's look, each with a token."""
    now = clock.now()
    guests = [Guest(ids.new_id("usr"), "o" + ids.new_code(27), ids.new_token()) for _ in range(count)]
    with app.app_context(), write("log in") as tx:
        tx.execute(
            sa.insert(users),
            [
                {"id": g.id, "openid": g.openid, "nickname": NAME, "nickname_passed": True, "created_at": now}
                for g in guests
            ],
        )
        tx.execute(
            sa.insert(sessions),
            [
                {
                    "token_sha256": token_hash(g.token),
                    "user_id": g.id,
                    "created_at": now,
                    "expires_at": now + timedelta(days=30),
                }
                for g in guests
            ],
        )
    return guests


def footprint_request(guest: Guest) -> Request:
    body = orjson.dumps({"scene": SCENE, "calculator": "conference", "inputs": INPUTS})
    return Request("POST", "/api/v1/footprints", body, guest.headers, 201)


def order_request(guest: Guest, footprint: dict[str, Any]) -> Request:
    """All of the footprint, in the guest's own name, publicly."""
    body = {
        "footprint_id": footprint["id"],
        "project": PROJECT,
        "beneficiary": {"kind": "person", "name": NAME},
        "public": True,
        "method": "jsapi",
    }
    headers = guest.headers | {"Idempotency-Key": ids.new_code(24)}
    return Request("POST", "/api/v1/orders", orjson.dumps(body), headers, 201)


def sent(app: Flask, request: Request) -> Any:
    """Send one request now; the JSON of its answer."""
    return orjson.loads(sender(app, request)())
