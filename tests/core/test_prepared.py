"""Prepared statements give what SQLAlchemy gives: rows, types, errors, transactions."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock, ids
from app.core.database import pooled_engine, read, write
from app.core.prepared import Prepared
from app.models import scenes, sessions, users

INSERT = Prepared(sa.insert(users))
BY_OPENID = Prepared(sa.select(users).where(users.c.openid == sa.bindparam("openid")))
RENAME = Prepared(
    sa.update(users)
    .where(users.c.openid == sa.bindparam("who"), users.c.locale.in_(["zh-Hans", "en"]))
    .values(nickname=sa.bindparam("to"))
    .returning(users.c.id, users.c.created_at, users.c.nickname_passed)
)


def person(openid: str) -> dict[str, object]:
    return {"id": ids.new_id("usr"), "openid": openid, "nickname_passed": True, "created_at": clock.now()}


def test_a_row_is_what_sqlalchemy_reads(app: Flask) -> None:
    with app.app_context():
        with write("a test") as tx:
            INSERT.run(tx, person("o1"))
        with read() as connection:
            ours = BY_OPENID.first(connection, {"openid": "o1"})
            theirs = connection.execute(sa.select(users).where(users.c.openid == "o1")).one()
        assert tuple(ours) == tuple(theirs)
        assert ours._fields == theirs._fields
        assert [type(value) for value in ours] == [type(value) for value in theirs]
        assert BY_OPENID.look({"openid": "o1"}) == [ours]


def test_returning_gives_rows_and_a_fixed_list_is_part_of_the_statement(app: Flask) -> None:
    one = person("o1")
    with app.app_context(), write("a test") as tx:
        INSERT.run(tx, one, person("o2"))
        row = RENAME.first(tx, {"who": "o1", "to": "小满"})
        assert (row.id, row.created_at, row.nickname_passed) == (one["id"], one["created_at"], True)
        assert RENAME.first(tx, {"who": "nobody", "to": "x"}) is None
        assert [BY_OPENID.first(tx, {"openid": each}).nickname for each in ("o1", "o2")] == ["小满", None]


def _insert(*rows: dict[str, object], at_once: bool = False) -> None:
    """In one transaction: in one go, or one by one."""
    with write("a test") as tx:
        for some in [rows] if at_once else [(one,) for one in rows]:
            INSERT.run(tx, *some)


def test_what_is_written_is_rolled_back_with_the_block(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(KeyError):
            _insert(person("o1"), {})
        assert BY_OPENID.look({"openid": "o1"}) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_errors_are_sqlalchemys_and_undo_the_block(app: Flask, at_once: bool) -> None:
    with app.app_context():
        with pytest.raises(sa.exc.IntegrityError):
            _insert(person("o1"), person("o1"), at_once=at_once)
        assert BY_OPENID.look({"openid": "o1"}) == []


@pytest.mark.parametrize("given", [{}, {"openid": "o1", "more": 1}, {"other": "o1"}])
def test_other_parameters_than_the_statements_are_an_error(app: Flask, given: dict[str, object]) -> None:
    with app.app_context():
        BY_OPENID.look({"openid": "o1"})
        with pytest.raises(KeyError):
            BY_OPENID.look(given)
        assert BY_OPENID.look({"openid": "o1"}) == []  # the connection it met is not spoilt


def test_a_look_leaves_its_connection_as_it_found_it(app: Flask) -> None:
    broken = Prepared(sa.select(sa.text("nothing FROM nowhere")).where(scenes.c.id == sa.bindparam("id")))
    with app.app_context():
        with pytest.raises(sa.exc.DBAPIError):
            broken.look({"id": "x"})
        for _ in range(3):
            BY_OPENID.look({"openid": "o1"})
        with write("a test") as tx:
            INSERT.run(tx, person("o1"))
        held = pooled_engine().raw_connection()
        if pooled_engine().dialect.name == "postgresql":
            assert held.dbapi_connection.autocommit is False  # type: ignore[union-attr]
        held.close()
        assert len(BY_OPENID.look({"openid": "o1"})) == 1


def test_reads_of_one_block_see_one_moment_on_sqlite(app: Flask) -> None:
    join = Prepared(
        sa.select(sa.func.count().label("n"))
        .select_from(sessions)
        .where(sessions.c.expires_at > sa.bindparam("now", type_=sessions.c.expires_at.type))
    )
    with app.app_context(), read() as connection:
        before = join.first(connection, {"now": clock.now() - timedelta(days=1)})
        assert before.n == 0
        if connection.dialect.name == "sqlite":
            assert connection.in_transaction()
