"""Copies of a filled database, so that everything that is compared starts from the same rows; and the app on one."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.core.database import db
from app.core.settings import load_settings
from bench.wechat import KEYS, answer_here


@contextmanager
def copy_of(url: str) -> Iterator[str]:
    """The URL of a copy; gone afterwards. Nobody may be connected to the original."""
    parsed = sa.make_url(url)
    if parsed.drivername.startswith("sqlite"):
        with tempfile.TemporaryDirectory(prefix="diandian-bench-") as folder:
            path = Path(folder) / "copy.sqlite"
            shutil.copyfile(str(parsed.database), path)
            yield f"sqlite:///{path}"
        return
    name = f"diandian_bench_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(parsed.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {parsed.database}"))
    try:
        yield parsed.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def application(url: str) -> Iterator[Flask]:
    """Our application on a database, paying through WeChat Pay but for the socket (bench/wechat.py)."""
    with tempfile.TemporaryDirectory(prefix="diandian-bench-") as folder:
        env = {
            **KEYS.as_env("http://127.0.0.1:1"),
            "APP_ENV": "demo",
            "DATABASE_URL": url,
            "PUBLIC_URL": "http://127.0.0.1:1",
        }
        app = create_app(load_settings(env, Path(folder)))
        answer_here(app)
        yield app
        with app.app_context():
            db.engine.dispose()
