"""A lease per job, in the database, so that several machines may run the jobs and none runs twice at once."""

from datetime import timedelta

import sqlalchemy as sa

from app.core import clock
from app.core.database import upsert, write
from app.models import job_leases

_l = job_leases.c


def take(name: str, holder: str, lasting: timedelta) -> int | None:
    """The lease's fence if it is ours now, None while somebody else holds it. A holder may take its own again."""
    now = clock.now()
    taking = upsert(job_leases).values(name=name, holder=holder, fence=1, until_at=now + lasting)
    statement = taking.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "fence": _l.fence + 1, "until_at": now + lasting},
        where=sa.or_(_l.until_at <= now, _l.holder == holder),
    ).returning(_l.fence)
    with write("take a job's lease") as tx:
        row = tx.execute(statement).first()
    return int(row.fence) if row is not None else None


def give_back(name: str, holder: str, fence: int) -> None:
    """End our lease early. Nothing happens if it has passed to somebody else."""
    with write("give a job's lease back") as tx:
        tx.execute(
            sa.update(job_leases)
            .where(_l.name == name, _l.holder == holder, _l.fence == fence)
            .values(until_at=clock.now())
        )
