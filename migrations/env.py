"""How Alembic reaches our tables: the app's own engine and metadata, through Flask-Migrate."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from app.core.database import Instant, db, is_postgresql, write_engine


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | bool:
    """Migrations must run years from now, whatever becomes of our own column types."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations_online() -> None:
    with write_engine().connect() as connection:
        if not is_postgresql(connection):
            # SQLite alters a table by copying it, which must not look like deleting the rows others refer to
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
        if not is_postgresql(connection):
            broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"a migration left rows that refer to nothing: {broken[:5]}")
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


run_migrations_online()
