"""The cast of a test: people, scenes, projects and orders, made with plain defaults a test can override."""

import itertools
import secrets
import time
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import providers_for
from app.core import clock
from app.core.database import read, write
from app.domain.ledger import TransactionKind
from app.domain.scenes import SceneKind, SceneStatus
from app.models import orders, refunds
from app.services import batches, catalogue, jobs, ledger, reservations
from app.services import payments as attempts
from app.services.catalogue import NewProject, NewScene
from app.services.platform import EXTENSION
from simulator.server import Simulator

INPUTS = {
    "people": 1,
    "legs": [
        {"mode": "plane", "cabin": "economy", "from": "1101", "to": "5101", "round_trip": True},
        {"mode": "metro", "distance_km": "12"},
    ],
    "stays": [{"kind": "hotel", "nights": 2, "guests": 1}],
}
_serials = itertools.count(1)


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


def key() -> dict[str, str]:
    """A fresh idempotency key's header."""
    return {"Idempotency-Key": secrets.token_hex(12)}


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

    def project(self, code: str = "CDCER-TEST", *, tonnes: int = 50, price_fen: int = 4300, **fields: Any) -> str:
        """A project on sale with one batch. Its code."""
        given = {
            "name": "测试项目",
            "credit_type": "CDCER",
            "standard": "成都市碳普惠机制",
            "registry": "成都碳普惠登记",
            "registry_project_id": "CD-0001",
            "methodology": "CDCER-01-001",
            "owner": "成都减排有限公司",
            "held_by": "四川联合环境交易所",
            "service_bps": 500,
        } | fields
        with self.app.app_context():
            catalogue.make_project(NewProject(code=code, price_fen_per_tonne=price_fen, **given))
            if tonnes:
                self.batch(code, tonnes)
        return code

    def batch(self, project: str, tonnes: int, *, vintage: int = 2024, **options: Any) -> str:
        """Another batch of a project, its serials not used before. Its id."""
        prefix = f"CDCER-{vintage}-{next(_serials):04d}-"
        row = (
            f"{project},成都碳普惠登记,CD-0001,CDCER-01-001,{vintage}-01-01,{vintage}-12-31,{vintage},"
            f"{prefix}000001,{prefix}{tonnes:06d},{tonnes}"
        )
        with self.app.app_context():
            return batches.import_batches(",".join(batches.COLUMNS) + "\n" + row + "\n", **options)[0].batch_id

    def scene(self, code: str = "FORUM1", **fields: Any) -> str:
        given: dict[str, Any] = {
            "kind": SceneKind.CONFERENCE,
            "name": "首届中国数字碳中和高峰论坛",
            "place_id": "5101",
            "starts_on": date(2026, 11, 1),
            "ends_on": date(2026, 12, 31),
            "status": SceneStatus.OPEN,
        } | fields
        with self.app.app_context():
            return catalogue.make_scene(NewScene(code=code, **given))

    def footprint(self, guest: Guest, scene: str | None = "FORUM1", inputs: dict[str, Any] | None = None) -> Any:
        body = {"scene": scene, "calculator": "conference", "inputs": inputs or INPUTS}
        answer = guest.client.post("/api/v1/footprints", json=body)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return answer.json

    def order(self, guest: Guest, *, headers: dict[str, str] | None = None, expect: int = 201, **body: Any) -> Any:
        """Place an order over HTTP. The answer's JSON."""
        given: dict[str, Any] = {
            "project": "CDCER-TEST",
            "beneficiary": {"kind": "person", "name": "林小满"},
            "method": "jsapi",
        } | body
        answer = guest.client.post("/api/v1/orders", json=given, headers=headers or key())
        assert answer.status_code == expect, (answer.status_code, answer.get_data(as_text=True))
        return answer.json

    def paid(self, guest: Guest, **body: Any) -> Any:
        """An order, paid at WeChat and found paid by the guest's own look (no notification needed)."""
        order = self.order(guest, **body)
        self.simulator.control.pay(order["payment"]["id"])
        found = guest.client.get(f"/api/v1/orders/{order['id']}").json
        assert found["status"] == "paid", found
        return found

    def standard(self) -> Guest:
        """A scene, a project with 50 t, and a guest."""
        self.project()
        self.scene()
        return self.guest()

    def run_jobs(self) -> None:
        """Every background job once, as `flask jobs run --once` does. A failed job fails the test."""
        with self.app.app_context():
            ran = jobs.run_all()
        assert [each for each in ran if each.failed] == []

    def ask(self, payment_id: str) -> None:
        """Ask the provider about a payment, as a job does."""
        with self.app.app_context():
            attempts.ask(payment_id, attempts.provider_named())

    def finish_refunds(self, expect: str | None = "succeeded") -> None:
        """Let the jobs go on, their back-off cut short, until every refund is at its end."""
        states: set[str] = set()
        for _ in range(20):
            time.sleep(0.1)  # the simulator's own waits, a thousand times shorter
            with self.app.app_context():
                with write("a test's hurry") as tx:
                    tx.execute(sa.update(refunds).values(try_next_at=clock.now()))
                jobs.send_refunds()
                with read() as connection:
                    states = set(connection.execute(sa.select(refunds.c.status)).scalars())
            if states <= {"succeeded", "stuck"}:
                break
        if expect is not None:
            assert states == {expect}

    def force_cancelled(self, order_id: str) -> None:
        """The order as a cancellation leaves it, with WeChat's close overtaken by a payment."""
        with self.app.app_context(), write("a test's cancellation") as tx:
            tx.execute(sa.update(orders).where(orders.c.id == order_id).values(status="cancelled"))
            ledger.post(tx, TransactionKind.RELEASE, order_id, reservations.release(tx, order_id))

    def serve_at(self, url: str) -> None:
        """From now on the app believes that this is its public address (and so the one WeChat calls)."""
        before = self.app.extensions[EXTENSION]
        settings = replace(before.settings, public_url=url)
        self.app.extensions[EXTENSION] = replace(before, settings=settings, providers=providers_for(settings))
