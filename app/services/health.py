"""Whether this process can serve."""

from dataclasses import dataclass

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app

from app.core.database import read


@dataclass(frozen=True, slots=True)
class Readiness:
    ready: bool
    detail: str


def readiness() -> Readiness:
    """Ready when the database answers and its schema is the one this code was written for."""
    try:
        with read() as connection:
            found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except sa.exc.SQLAlchemyError:
        return Readiness(False, "the database does not answer, or has no tables: flask --app wsgi db upgrade")
    expected = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    if found != expected:
        return Readiness(False, f"the schema is {found}, this code needs {expected}: flask --app wsgi db upgrade")
    return Readiness(True, "ok")
