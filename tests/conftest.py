"""Real parts for every test: both databases, the simulator over HTTP, the app, a live server.

A test that asks for ``app`` (or anything built on it) runs once on SQLite and once on PostgreSQL.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings

from app import create_app
from app.api.limits import forget
from app.core.database import db, write_engine
from app.core.settings import load_settings
from app.services.platform import EXTENSION
from simulator.server import Simulator, running
from tests.support.postgres import postgres_url
from tests.support.server import LiveServer, serve
from tests.support.world import World

DATABASES = ("sqlite", "postgresql")
# a machine with other work is no reason to fail: what a test proves, it proves late too
settings.register_profile("diandian", deadline=None)
settings.load_profile("diandian")
#: Files in memory where the machine has such a place: the same code, without waiting for a disk at every commit.
MEMORY = Path("/dev/shm")
#: Modules that keep a core busy longest, longest first: they start first, so that both cores work to the end.
LONG = (
    "tests/test_preview.py",
    "tests/test_walks.py",
    "tests/journeys/test_crash.py",
    "tests/journeys/test_races.py",
    "tests/api/test_contract.py",
    "tests/services/test_renderings_ended.py",
    "tests/certs/test_document.py",
    "tests/web/test_renderings.py",
    "tests/certs/test_art.py",
    "tests/test_run.py",
    "tests/journeys/test_provider_faults.py",
    "tests/certs/test_contact.py",
    "tests/journeys/test_one_record.py",
    "tests/web/test_certificate_look.py",
    "tests/web/test_certificate_check.py",
    "tests/certs/test_festive.py",
    "tests/certs/test_picture.py",
)


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    """WeChat, over real HTTP, its waits a thousand times shorter."""
    with running(time_scale=0.001) as started:
        yield started


@contextmanager
def _database(kind: str) -> Iterator[str | None]:
    """The address of an empty database of this process's own; None where there can be none."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            yield f"sqlite:///{folder}/test.sqlite"
        return
    server = postgres_url()
    if server is None:
        yield None
        return
    name = f"diandian_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
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


@contextmanager
def _application(url: str, simulator: Simulator, instance: Path) -> Iterator[Flask]:
    env = {**simulator.env, "APP_ENV": "demo", "DATABASE_URL": url, "PUBLIC_URL": "http://127.0.0.1:1"}
    app = create_app(load_settings(env, instance))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def databases() -> Iterator[Callable[[str], str | None]]:
    """Each database is made once per process: a session's fixture with parameters is made anew at every change of
    them, and one module after the other, as xdist's workers go, they change twice in each."""
    with ExitStack() as stack:
        yield cache(lambda kind: stack.enter_context(_database(kind)))


@pytest.fixture(scope="session")
def applications(
    databases: Callable[[str], str | None], simulator: Simulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Flask]]:
    """One application per database and process."""
    with ExitStack() as stack:
        instance = tmp_path_factory.mktemp
        yield cache(lambda url: stack.enter_context(_application(url, simulator, instance("instance"))))


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, databases: Callable[[str], str | None]) -> str:
    """A database of the test process's own, migrated once somebody asks for the application."""
    url = databases(request.param)
    if url is None:
        pytest.skip("PostgreSQL was left out: none answers and none could be started")
    return url


@pytest.fixture(scope="session")
def prepared_app(database_url: str, applications: Callable[[str], Flask]) -> Flask:
    """The application on a migrated database, for the whole session. Tests take ``app``, which is emptied first."""
    return applications(database_url)


@pytest.fixture
def app(prepared_app: Flask, simulator: Simulator) -> Iterator[Flask]:
    """The application with empty tables, a simulator without faults, and whatever a test gives it taken back."""
    platform = prepared_app.extensions[EXTENSION]
    simulator.control.clear_faults()
    forget(prepared_app)
    with prepared_app.app_context(), write_engine().begin() as connection:
        # deleting from empty tables is far cheaper than truncating them; foreign keys are obeyed by the order
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(sa.delete(table))
    yield prepared_app
    prepared_app.extensions[EXTENSION] = platform


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first. xdist keeps this order (pyproject.toml); its own puts few and long tests last."""
    rank = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(LONG)))


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
