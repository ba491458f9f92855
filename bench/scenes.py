"""Opening a scene and calculating a footprint, against a bare Flask route with raw SQL, and against a scene's size.

.venv/bin/python -m bench.scenes [sqlite|postgresql]
"""

import sqlite3
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import orjson
import psycopg
import sqlalchemy as sa
from flask import Flask, Response
from werkzeug.test import EnvironBuilder

from app.core import clock, ids
from app.core.database import write
from app.models import codes, footprints, organisations, scene_totals, scenes
from bench.harness import application, fresh_database, measure, request, table, verdict

SCENE_LIMIT = 1.5
GROWTH_LIMIT = 1.2
BODY = {
    "scene": "FORUM1",
    "calculator": "conference",
    "inputs": {
        "people": 1,
        "legs": [
            {"mode": "plane", "cabin": "economy", "from": "1101", "to": "5101", "round_trip": True},
            {"mode": "metro", "distance_km": "12"},
            {"mode": "taxi", "band": "city"},
        ],
        "stays": [{"kind": "hotel", "nights": 2, "guests": 1}],
        "meals": [{"kind": "restaurant", "count": 3}],
    },
}
_RAW = """
SELECT c.code AS used, c.entrance, s.code, s.kind, s.name, s.place_id, s.starts_on, s.ends_on, s.neutralise_until_on,
       s.status, s.sample, s.note, s.organiser_covers, o.name, t.certificates, t.mass_g
FROM codes c JOIN scenes s ON s.id = c.scene_id LEFT JOIN scene_totals t ON t.scene_id = s.id
LEFT JOIN organisations o ON o.id = s.organiser_id WHERE c.code = {mark} OR c.code = {mark}
"""


def fill(code: str, guests: int) -> None:
    """A scene, and so many guests who calculated there."""
    now, scene_id = clock.now(), ids.new_id("scn")
    day = now.date()
    with write("bench scene") as tx:
        organiser = ids.new_id("org")
        tx.execute(sa.insert(organisations).values(id=organiser, name=f"organiser of {code}", created_at=now))
        tx.execute(
            sa.insert(scenes).values(
                id=scene_id, code=code, kind="conference", name="首届中国数字碳中和高峰论坛", place_id="5101",
                starts_on=day, ends_on=day, neutralise_until_on=day, status="open", sample=True,
                organiser_id=organiser, organiser_covers='[{"category":"food","label":"午餐"}]', created_at=now,
            )
        )  # fmt: skip
        tx.execute(sa.insert(codes).values(code=code, scene_id=scene_id, created_at=now))
        tx.execute(sa.insert(scene_totals).values(scene_id=scene_id, certificates=guests, mass_g=guests * 400_000))
        if guests:
            tx.execute(
                sa.insert(footprints),
                [
                    {
                        "id": ids.new_id("ftp"), "scene_id": scene_id, "scene_code": code, "calculator": "conference",
                        "calculator_version": "1", "factor_set": "2026.1", "inputs": "{}", "context": "{}",
                        "lines": "[]", "category_sums": "{}", "left_out": "{}", "total_g": 1, "low_g": 1, "high_g": 1,
                        "created_at": now,
                    }
                    for _ in range(guests)
                ],
            )  # fmt: skip


def add_floor(app: Flask, url: str) -> None:
    """The least a route can do for the same answer: one raw statement on a kept connection, one dict."""
    parsed = sa.make_url(url)
    if parsed.drivername == "sqlite":
        connection: Any = sqlite3.connect(parsed.database or "", check_same_thread=False, isolation_level=None)
        statement = _RAW.format(mark="?")
    else:
        connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        statement = _RAW.format(mark="%s")

    @app.get("/floor/<code>")
    def scene(code: str) -> Response:
        row = connection.execute(statement, (code, code)).fetchone()
        answer = {
            "code": row[2], "kind": row[3], "name": row[4], "place": "成都", "place_id": row[5], "starts_on": row[6],
            "ends_on": row[7], "status": row[9], "sample": bool(row[10]), "note": row[11],
            "totals": {"certificates": row[14], "mass_g": row[15]}, "calculator": row[3], "entrance": row[1],
            "organiser": row[13], "organiser_covers": orjson.loads(row[12]), "neutralise_until_on": row[8],
        }  # fmt: skip
        return Response(orjson.dumps(answer), mimetype="application/json")


def post(app: Flask, path: str, body: object, token: str | None = None) -> Callable[[], bytes]:
    """A POST straight through the WSGI callable."""
    data = orjson.dumps(body)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    environ = EnvironBuilder(path=path, method="POST", data=data, content_type="application/json", headers=headers)
    base = environ.get_environ()
    wsgi: Any = app.wsgi_app
    statuses: list[str] = []

    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> None:
        statuses[:] = [status]

    def call() -> bytes:
        found = wsgi({**base, "wsgi.input": BytesIO(data)}, start_response)
        try:
            answer = b"".join(found)
        finally:
            found.close()
        if not statuses[0].startswith("201"):
            raise RuntimeError(f"{path} answered {statuses[0]}: {answer[:300]!r}")
        return answer

    return call


def main(kind: str) -> bool:
    with fresh_database(kind) as url, application(url) as app:
        with app.app_context():
            fill("FORUM1", 0)
            fill("CR0WD2", 20_000)
        bare = Flask("floor")
        add_floor(bare, url)
        add_floor(app, url)
        opened = measure(
            {
                "raw SQL, route of our app": request(app, "/floor/FORUM1"),
                "raw SQL, bare Flask": request(bare, "/floor/FORUM1"),
                "GET /scenes/{code}, empty": request(app, "/api/v1/scenes/FORUM1"),
                "GET /scenes/{code}, 20,000 guests": request(app, "/api/v1/scenes/CR0WD2"),
            }
        )
        print(f"{kind}\n{table(opened, 'raw SQL, route of our app')}")
        base, _, empty, crowd = opened.values()
        made = measure({"POST /footprints": post(app, "/api/v1/footprints", BODY)}, rounds=8, calls=50)
        print(table(made, "POST /footprints"))
        growth = crowd.cpu_min / empty.cpu_min
        print(verdict("CPU of opening a scene over the floor", empty.cpu_min / base.cpu_min, SCENE_LIMIT))
        print(verdict("growth with 20,000 guests", growth, GROWTH_LIMIT))
        return empty.cpu_min / base.cpu_min <= SCENE_LIMIT and growth <= GROWTH_LIMIT


if __name__ == "__main__":
    kinds = sys.argv[1:] or ["sqlite", "postgresql"]
    results = [main(kind) for kind in kinds]  # every database is measured, also after a failure
    sys.exit(0 if all(results) else 1)
