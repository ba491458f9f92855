"""What every benchmark needs: a fresh migrated database, requests through the WSGI callable, and fair timing.

Machines are noisy and shared, so nothing here prints a throughput: what is compared takes turns within one run, and
what counts is the ratio of the smallest times.
"""

import gc
import logging
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from werkzeug.test import EnvironBuilder

from app import create_app
from app.core.database import db
from app.core.settings import load_settings

_POSTGRES = os.environ.get("BENCH_POSTGRES_URL", "postgresql+psycopg://root@127.0.0.1:5432/postgres")


@contextmanager
def fresh_database(kind: str) -> Iterator[str]:
    """The URL of an empty database with our schema, ``sqlite`` or ``postgresql``; gone afterwards.

    PostgreSQL: the server of ``BENCH_POSTGRES_URL``, whose role must be allowed to create databases.
    """
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="diandian-bench-") as folder:
            url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
            _migrate(url)
            yield url
        return
    name = f"diandian_bench_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(_POSTGRES, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        url = sa.make_url(_POSTGRES).set(database=name).render_as_string(hide_password=False)
        _migrate(url)
        yield url
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@contextmanager
def application(url: str) -> Iterator[Flask]:
    """Our application on a database, as the demo runs it (WeChat left out)."""
    with tempfile.TemporaryDirectory(prefix="diandian-bench-") as folder:
        env = {"APP_ENV": "demo", "DATABASE_URL": url, "PUBLIC_URL": "http://127.0.0.1:1"}
        app = create_app(load_settings(env, Path(folder)))
        yield app
        with app.app_context():
            db.engine.dispose()


def _migrate(url: str) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with application(url) as app, app.app_context():
        upgrade()


def request(app: Flask, path: str, token: str | None = None, expect: int = 200) -> Callable[[], bytes]:
    """A GET straight through the WSGI callable: no client, no socket. Anything but ``expect`` raises."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    environ = EnvironBuilder(path=path, headers=headers).get_environ()
    wsgi: Any = app.wsgi_app
    statuses: list[str] = []

    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> None:
        statuses[:] = [status]

    def call() -> bytes:
        body = wsgi(environ.copy(), start_response)
        try:
            answer = b"".join(body)
        finally:
            body.close()
        if not statuses[0].startswith(str(expect)):
            raise RuntimeError(f"{path} answered {statuses[0]}: {answer[:300]!r}")
        return answer

    return call


def turns(calls: list[Callable[[], Any]]) -> Callable[[], Any]:
    """One callable that makes the calls in turn, over and over."""
    state = [0]

    def call() -> Any:
        state[0] = (state[0] + 1) % len(calls)
        return calls[state[0]]()

    return call


@dataclass(frozen=True)
class Timing:
    """Microseconds a call: this process's CPU, and wall time, which includes a database server's."""

    cpu_min: float
    cpu_median: float
    wall_min: float
    wall_median: float
    #: CPU of every round, for ratios within a round
    cpu: tuple[float, ...] = ()


def measure(candidates: Mapping[str, Callable[[], Any]], rounds: int = 20, calls: int = 100) -> dict[str, Timing]:
    """Time every candidate ``calls`` times a round, taking turns, so that noise falls on all alike."""
    cpu: dict[str, list[float]] = {name: [] for name in candidates}
    wall: dict[str, list[float]] = {name: [] for name in candidates}
    for call in candidates.values():
        for _ in range(calls):  # prepared statements, caches, branches
            call()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, call in candidates.items():
                began, cpu_began = time.perf_counter(), time.process_time()
                for _ in range(calls):
                    call()
                cpu[name].append((time.process_time() - cpu_began) / calls * 1e6)
                wall[name].append((time.perf_counter() - began) / calls * 1e6)
            gc.collect()
    finally:
        gc.enable()
    return {
        name: Timing(
            min(cpu[name]),
            statistics.median(cpu[name]),
            min(wall[name]),
            statistics.median(wall[name]),
            tuple(cpu[name]),
        )
        for name in candidates
    }


def table(timings: Mapping[str, Timing], base: str) -> str:
    """The timings as text, each with its ratios to ``base``."""
    of = timings[base]
    lines = [f"{'':34}{'CPU µs min':>11}{'median':>9}{'ratio':>8}{'wall µs min':>13}{'median':>9}{'ratio':>8}"]
    for name, t in timings.items():
        lines.append(
            f"{name:34}{t.cpu_min:11.0f}{t.cpu_median:9.0f}{t.cpu_min / of.cpu_min:8.2f}"
            f"{t.wall_min:13.0f}{t.wall_median:9.0f}{t.wall_min / of.wall_min:8.2f}"
        )
    return "\n".join(lines)


def verdict(what: str, found: float, limit: float) -> str:
    """One line that says whether a limit holds."""
    return f"{'ok  ' if found <= limit else 'OVER'} {what}: {found:.2f} (limit {limit:.2f})"
