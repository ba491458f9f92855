"""How often one may call: a busy phone is slowed down by itself, a hall behind one address is not."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.database import db, read
from app.core.settings import load_settings
from app.models import users
from simulator.server import Simulator
from tests.support.world import World

WINDOW = 120
ON_FOOT = {"calculator": "life", "inputs": {"electricity_kwh": "1"}}


def until_refused(client: FlaskClient, method: str, path: str, body: dict[str, Any], most: int) -> tuple[int, Any]:
    """(how many were served, the refusal or None), within two windows at most: a minute may turn in between."""
    for served in range(most):
        answer = client.open(path, method=method, json=body)
        if answer.status_code == 429:
            return served, answer
        assert answer.status_code < 300, answer.get_data(as_text=True)
    return most, None


def test_one_token_is_slowed_down_and_told_when_to_come_back(world: World) -> None:
    busy, calm = world.guest("alice"), world.guest("bob")
    served, refusal = until_refused(busy.client, "PATCH", "/api/v1/me", {}, 2 * WINDOW + 1)
    assert refusal is not None
    assert WINDOW <= served <= 2 * WINDOW
    assert (refusal.json["code"], refusal.mimetype) == ("too_many_requests", "application/problem+json")
    assert 0 <= int(refusal.headers["Retry-After"]) <= 60
    assert calm.client.patch("/api/v1/me", json={}).status_code == 200, "nobody else waits for it"


def test_a_hall_behind_one_address_calculates_without_tokens(client: FlaskClient) -> None:
    served, refusal = until_refused(client, "POST", "/api/v1/footprints", ON_FOOT, WINDOW + 30)
    assert (served, refusal) == (WINDOW + 30, None)


@pytest.fixture(params=["refuses", "is silent"])
def away(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a Redis that is not there, or that takes a connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        if request.param == "is silent":
            yield f"redis://127.0.0.1:{port}/0"
            return
    yield f"redis://127.0.0.1:{port}/0"


def test_without_its_redis_the_product_goes_on_and_each_process_keeps_the_limits(
    app: Flask, away: str, database_url: str, simulator: Simulator, tmp_path: Path
) -> None:
    env = {**simulator.env, "APP_ENV": "demo", "DATABASE_URL": database_url, "PUBLIC_URL": "http://127.0.0.1:1"}
    alone = create_app(load_settings(env | {"REDIS_URL": away}, tmp_path))
    try:
        guest = World(alone, simulator).guest("alice")
        # a name is checked with WeChat's access token, which lies in Redis too
        assert guest.client.patch("/api/v1/me", json={"nickname": "林小满"}).status_code == 200
        with alone.app_context(), read() as connection:
            assert connection.execute(sa.select(users.c.nickname_passed)).scalars().all() == [True]
        assert guest.client.post("/api/v1/footprints", json=ON_FOOT).status_code == 201
        assert guest.client.get("/api/v1/certificates/nobodys").status_code == 404
        served, refusal = until_refused(guest.client, "PATCH", "/api/v1/me", {}, 2 * WINDOW + 1)
        assert refusal is not None
        assert served <= 2 * WINDOW
    finally:
        with alone.app_context():
            db.engine.dispose()
