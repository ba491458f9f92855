"""The migrations make exactly the tables the code knows, CHECKs included, and can be walked up and down."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import ROOT, create_app
from app.core.database import db, write_engine
from app.core.settings import load_settings
from simulator.server import Simulator
from tests.support.postgres import postgres_url
from tests.support.shop import Shop

#: SQLite takes either spelling of a default for the same value.
_WORDS = {"false": "0", "true": "1"}
MIGRATIONS = ROOT / "migrations"
REVISIONS = [each.revision for each in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, simulator: Simulator) -> Iterator[Flask]:
    """The application on a database of its own without any table."""
    name = f"diandian_migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    server = postgres_url() if request.param == "postgresql" else None
    if request.param == "postgresql" and server is None:
        pytest.skip("PostgreSQL was left out: none answers and none could be started")
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if server is not None:
        _administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        url = sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    app = create_app(load_settings({**simulator.env, "APP_ENV": "demo", "DATABASE_URL": url}, tmp_path))
    with app.app_context():
        yield app
        db.engine.dispose()
    if server is not None:
        _administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(server: str, *statements: str) -> None:
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def _schema() -> dict[str, Any]:
    """Everything a database says of its tables, in a form that can be compared."""
    inspector = sa.inspect(write_engine())
    return {table: _table(inspector, table) for table in inspector.get_table_names() if table != "alembic_version"}


def _table(inspector: sa.Inspector, table: str) -> dict[str, Any]:
    return {
        "columns": {
            column["name"]: (
                repr(column["type"]),
                column["nullable"],
                _WORDS.get(column["default"], column["default"]),
                column.get("autoincrement"),
            )
            for column in inspector.get_columns(table)
        },
        "primary key": inspector.get_pk_constraint(table),
        "foreign keys": _sorted(inspector.get_foreign_keys(table)),
        "unique": _sorted(inspector.get_unique_constraints(table)),
        "checks": {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table)},
        "indexes": _sorted(inspector.get_indexes(table)),
    }


def _sorted(found: list[Any]) -> list[str]:
    return sorted(repr(_plain(each)) for each in found)


def _plain(value: Any) -> Any:
    """Nested facts without objects: the condition of a partial index is a clause, and two clauses are never equal."""
    if isinstance(value, dict):
        return sorted((name, _plain(each)) for name, each in value.items())
    return str(value) if isinstance(value, sa.TextClause) else value


def test_migrating_and_creating_make_the_same_tables_to_the_last_check(empty: Flask) -> None:
    upgrade()
    migrated = _schema()
    downgrade(revision="base")
    db.metadata.create_all(write_engine())
    created = _schema()
    assert migrated.keys() == created.keys() == set(db.metadata.tables)
    for table, shape in created.items():
        assert migrated[table] == shape, table


def test_the_rules_that_must_hold_stand_in_the_database_itself(empty: Flask) -> None:
    upgrade()
    schema = _schema()
    for table, check in (
        ("credit_batches", "ck_credit_batches_every_gram_is_somewhere"),
        ("credit_batches", "ck_credit_batches_never_oversold"),
        ("orders", "ck_orders_split_adds_up"),
        ("orders", "ck_orders_status_known"),
        ("ledger_postings", "ck_ledger_postings_amount_positive"),
    ):
        assert check in schema[table]["checks"]
    one_live = [index for index in schema["payments"]["indexes"] if "uq_payments_one_live" in index]
    assert len(one_live) == 1
    assert "status" in one_live[0]
    with write_engine().connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(
            sa.text(
                "INSERT INTO ledger_postings (transaction_id, debit, credit, asset, amount) VALUES ('x','a','a','g',0)"
            )
        )


def test_every_step_goes_up_down_and_up_again(empty: Flask) -> None:
    for at, revision in enumerate(REVISIONS):
        upgrade(revision=revision)
        before = _schema()
        downgrade(revision=REVISIONS[at - 1] if at else "base")
        upgrade(revision=revision)
        assert _schema() == before
    downgrade(revision="base")
    assert _schema() == {}


def test_what_was_sold_before_a_step_is_whole_after_it(empty: Flask) -> None:
    upgrade()
    shop = Shop(empty)
    shop.batch(1, 3)
    shop.sold(1_500_000, people=2)
    before = _rows()
    assert len(before["certificates"]) == 2
    downgrade(revision="0001")
    upgrade()
    assert _rows() == before
    shop.sold(700_000)
    shop.prove()


def _rows() -> dict[str, list[str]]:
    with write_engine().connect() as connection:
        return {
            table.name: sorted(repr(row._mapping) for row in connection.execute(sa.select(table)))
            for table in db.metadata.sorted_tables
        }


def test_migrating_twice_changes_nothing(empty: Flask) -> None:
    upgrade()
    before = _schema()
    upgrade()
    assert _schema() == before


def test_there_is_one_line_of_history() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1
