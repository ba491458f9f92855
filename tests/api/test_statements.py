"""What a call costs the database: as many statements as are needed, however large a scene has grown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.database import db
from app.core.prepared import Prepared
from tests.support.catalogue import make_batch, make_project, make_scene
from tests.support.world import World

BODY = {"scene": "FORUM1", "calculator": "conference", "inputs": {"legs": [{"mode": "metro", "distance_km": "1"}]}}


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement of the block, without BEGIN."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    execute = Prepared._execute

    def noted(cursor: Any, compiled: Any, *rest: Any) -> Any:
        seen.append(compiled.sql)
        return execute(cursor, compiled, *rest)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        # statements compiled once go to the driver's cursor directly, past SQLAlchemy's events
        with mock.patch.object(Prepared, "_execute", staticmethod(noted)):
            yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/v1/scenes/FORUM1", 1),
        ("/api/v1/scenes/f0rum1", 1),
        ("/api/v1/scenes?q=x&kind=hotel", 1),
        ("/api/v1/projects?mass_g=1000", 1),
        ("/api/v1/calculators/conference?scene=FORUM1", 1),
        ("/api/v1/calculators/life", 0),
        ("/api/v1/places?q=cd", 0),
        ("/api/v1/scenes/not-a-code", 0),
    ],
)
def test_a_public_call_asks_once(app: Flask, client: FlaskClient, path: str, expected: int) -> None:
    for number in range(5):
        make_scene(app, "FORUM1" if number == 0 else f"SCENE{number}", entrances={f"DOOR7{number}": "门"})
    for number in range(3):
        make_batch(app, make_project(app, f"P{number}"))
    client.get(path)
    with statements(app) as seen:
        client.get(path)
    assert len(seen) == expected, seen


def test_a_footprint_is_one_look_and_one_insert(app: Flask, client: FlaskClient, world: World) -> None:
    make_scene(app)
    guest = world.guest()
    guest.client.post("/api/v1/footprints", json=BODY)
    with statements(app) as seen:
        made = client.post("/api/v1/footprints", json=BODY)
    assert [statement.split()[0] for statement in seen] == ["SELECT", "INSERT"]
    with statements(app) as seen:
        guest.client.post("/api/v1/footprints", json=BODY)
    verbs = [statement.split()[0] for statement in seen]
    assert verbs == ["SELECT", "SELECT", "SELECT", "INSERT"], "the token is one more, and that its account stays"
    with statements(app) as seen:
        client.get(f"/api/v1/footprints/{made.json['id']}")
    assert len(seen) == 1
