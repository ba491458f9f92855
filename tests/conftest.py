"""Real parts for every test: both databases, the simulator over HTTP, the app, a live server.

A test that asks for ``app`` (or anything built on it) runs once on SQLite and once on PostgreSQL.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import create_app
from app.api.limits import forget
from app.core.database import db, write_engine
from app.core.settings import load_settings
from simulator.server import Simulator, running
from tests.support.postgres import postgres_url
from tests.support.server import LiveServer, serve
from tests.support.world import World

DATABASES = ("sqlite", "postgresql")
#: Files in memory where the machine has such a place: the same code, without waiting for a disk at every commit.
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    """WeChat, over real HTTP, its waits a thousand times shorter."""
    with running(time_scale=0.001) as started:
        yield started


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of the test process's own, made by the migrations."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            yield f"sqlite:///{folder}/test.sqlite"
        return
    server = postgres_url()
    if server is None:
        pytest.skip("PostgreSQL was left out: none answers and none could be started")
    name = f"diandian_test_{worker}_{os.getpid()}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        # no test pulls the plug on the server, so nothing is lost by not waiting for its disk
        connection.execute(sa.text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def prepared_app(database_url: str, simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a migrated database, for the whole session. Tests take ``app``, which is emptied first."""
    env = {**simulator.env, "APP_ENV": "demo", "DATABASE_URL": database_url, "PUBLIC_URL": "http://127.0.0.1:1"}
    app = create_app(load_settings(env, tmp_path_factory.mktemp("instance")))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(prepared_app: Flask, simulator: Simulator) -> Flask:
    """The application with empty tables and a simulator without faults."""
    simulator.control.clear_faults()
    forget(prepared_app)
    with prepared_app.app_context(), write_engine().begin() as connection:
        # deleting from empty tables is far cheaper than truncating them; foreign keys are obeyed by the order
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(sa.delete(table))
    return prepared_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def world(app: Flask, simulator: Simulator) -> World:
    """The cast of a test: users, scenes, projects, orders, made through services and over HTTP."""
    return World(app, simulator)


@pytest.fixture
def live(app: Flask, simulator: Simulator) -> Iterator[LiveServer]:
    """The app served over HTTP by threads of this process, so that notifications reach it."""
    with serve(app) as server:
        yield server


@pytest.hookimpl(hookwrapper=True)
def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """Say how many tests ran on each database; a run that left PostgreSQL out says so loudly."""
    yield
    stats = terminalreporter.stats
    for name in DATABASES:
        marks = (f"[{name}]", f"[{name}-", f"-{name}]", f"-{name}-")
        counted = {
            outcome: sum(any(m in r.nodeid for m in marks) for r in stats.get(outcome, []) if hasattr(r, "nodeid"))
            for outcome in ("passed", "failed", "error", "skipped")
        }
        line = ", ".join(f"{number} {outcome}" for outcome, number in counted.items() if number)
        terminalreporter.write_line(f"on {name}: {line or 'nothing'}", bold=True)
        if name == "postgresql" and counted["skipped"] and not counted["passed"]:
            terminalreporter.write_line("POSTGRESQL WAS LEFT OUT: none answers and none could be started", red=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI, a run without PostgreSQL has failed."""
    if os.environ.get("CI") and os.environ.get("PYTEST_XDIST_WORKER") is None and postgres_url() is None:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
