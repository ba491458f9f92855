"""kill -9 of every worker amid 200 notifications: after a restart and re-sending, each order has one certificate."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests
import sqlalchemy as sa
from flask import Flask

from app.core.database import read
from app.models import certificates, orders
from app.services import proofs
from simulator.server import Simulator
from tests.support.world import World, key

ROOT = Path(__file__).parents[2]
ORDERS = 200


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn(app: Flask, simulator: Simulator, port: int) -> Iterator[psutil.Process]:
    """The product as it is deployed: gunicorn with two workers, on the test's database."""
    settings = app.extensions["diandian"].settings
    env = {
        **os.environ,
        **simulator.env,
        "APP_ENV": "demo",
        "DATABASE_URL": settings.database_url,
        "INSTANCE_PATH": str(settings.instance_path),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "error", "wsgi:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_alive(port)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def wait_until_alive(port: int) -> None:
    for _ in range(200):
        try:
            if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("the app did not start")


@pytest.mark.slow
def test_killing_every_worker_amid_200_notifications_loses_nothing_and_doubles_nothing(
    world: World, app: Flask, simulator: Simulator
) -> None:
    port = free_port()
    world.serve_at(f"http://127.0.0.1:{port}")
    guests = [world.guest(f"payer{n}") for n in range(4)]
    world.project()
    simulator.control.fault("notification.payment", "lost", times=ORDERS)
    placed = [world.order(guests[n % 4], headers=key(), mass_g=1_000 + n) for n in range(ORDERS)]
    for order in placed:
        simulator.control.pay(order["payment"]["id"])
    messages = [simulator.control.notifications(order["payment"]["id"])[0]["id"] for order in placed]

    with gunicorn(app, simulator, port) as master:
        sender = threading.Thread(target=send_all, args=(simulator, messages), daemon=True)
        sender.start()
        killed = 0
        for _ in range(2):
            time.sleep(0.8)
            for worker in master.children():
                os.kill(worker.pid, signal.SIGKILL)
                killed += 1
        sender.join(120)
        assert not sender.is_alive()
    assert killed >= 4

    with gunicorn(app, simulator, port):
        send_all(simulator, messages)

    with world.app.app_context():
        with read() as connection:
            states = connection.execute(sa.select(orders.c.status, sa.func.count()).group_by(orders.c.status)).all()
            per_order = sa.select(sa.func.count()).select_from(certificates).group_by(certificates.c.order_id)
            counts = connection.execute(per_order).scalars().all()
        assert [tuple(each) for each in states] == [("paid", ORDERS)]
        assert counts == [1] * ORDERS
        assert proofs.prove() == []


def send_all(simulator: Simulator, messages: list[str]) -> None:
    """Every message, eight at a time, whatever is answered: a dead worker answers nothing."""

    def send(part: list[str]) -> None:
        for message in part:
            simulator.control.resend(message)

    threads = [threading.Thread(target=send, args=(messages[n::8],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(110)
