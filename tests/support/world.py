"""The cast of a test: people, scenes, projects and orders, made with plain defaults a test can override."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from simulator.server import Simulator


@dataclass
class Guest:
    """Somebody logged in. ``client`` sends the token with every request."""

    client: FlaskClient
    token: str
    user_id: str
    name: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class World:
    def __init__(self, app: Flask, simulator: Simulator) -> None:
        self.app = app
        self.simulator = simulator

    def guest(self, name: str = "guest") -> Guest:
        """Log somebody in through WeChat's (the simulator's) real door."""
        client = self.app.test_client()
        code = self.simulator.control.login_code(name)
        answer: Any = client.post("/api/v1/sessions", json={"code": code})
        assert answer.status_code == 201, answer.get_data(as_text=True)
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {answer.json['token']}"
        return Guest(client, answer.json["token"], answer.json["user"]["id"], name)
