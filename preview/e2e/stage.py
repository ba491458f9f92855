# ruff: noqa: INP001 (a program of its own, started by run.mjs; it speaks to it on standard output)
"""The product on free ports for the browser's tests: simulator, fresh SQLite, sample data, gunicorn, jobs.

    python preview/e2e/stage.py INSTANCE

Writes {"url", "simulator"} when everything answers. Then takes one JSON list a line and answers each with one line:

    ["project", CODE, NAME, TONNES]    a project and its one batch come for sale
    ["price", CODE, FEN]               what a tonne of it costs from now on
    ["later", ORDER, MINUTES]          so much time passes for one order; how it stands
    ["order", ORDER]                   how it stands

Ends with standard input.
"""

import json
import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from app import create_app  # noqa: E402 (found through the line above)
from app.core.database import read, write  # noqa: E402
from app.models import orders, projects  # noqa: E402
from app.services import batches, catalogue, demo, demo_cast  # noqa: E402
from journey.processes import CannotRun, Stage, free_ports  # noqa: E402

#: WeChat's waits: its second notification after 0.15 s, a refund in a moment.
TIME_SCALE = 0.01
_ANSWERS = sys.stdout


def main(instance: Path) -> int:
    sys.stdout = sys.stderr  # whatever else is said here is no answer
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ.setdefault("WEB_CONCURRENCY", "2")
    try:
        with Stage(instance, *free_ports(2)) as stage:
            stage.start_simulator(TIME_SCALE)
            app = _prepared(stage)
            stage.start_app()
            stage.start_jobs()
            _answer({"url": stage.url, "simulator": stage.simulator_url})
            for line in sys.stdin:
                name, *facts = json.loads(line)
                with app.app_context():
                    _answer(_COMMANDS[name](*facts) if name in _COMMANDS else {"error": f"not a command: {line}"})
    except CannotRun as error:
        _answer({"error": str(error)})
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _prepared(stage: Stage) -> Flask:
    """The application in this process too, as a command has it: the schema, the sample data, what tests ask for."""
    os.environ.update(stage.environment())
    app = create_app()
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        demo.seed()
    return app


def _project(code: str, name: str, tonnes: int) -> dict[str, Any]:
    """Like the first sample project but for its name and what there is of it."""
    project = replace(demo_cast.PROJECTS[0], code=code, name=name)
    catalogue.make_project(project)
    cells = (
        code, project.registry, project.registry_project_id, project.methodology, "2024-01-01", "2024-12-31", "2024",
        f"{code}-000001", f"{code}-{tonnes:06d}", str(tonnes),
    )  # fmt: skip
    batches.import_batches(f"{','.join(batches.COLUMNS)}\n{','.join(cells)}\n")
    return {"price_fen_per_tonne": project.price_fen_per_tonne}


def _price(code: str, fen: int) -> dict[str, Any]:
    """No service changes a price yet, so the row is written as an operator would."""
    with write("a test changes a price") as tx:
        done = tx.execute(sa.update(projects).where(projects.c.code == code).values(price_fen_per_tonne=fen))
    return {"changed": done.rowcount}


def _later(order_id: str, minutes: int) -> dict[str, Any]:
    """What an order knows of time is moved back. What follows from it the product's own jobs do."""
    passed = timedelta(minutes=minutes)
    with write("a test lets time pass for an order") as tx:
        times = (orders.c.created_at, orders.c.expires_at, orders.c.release_at)
        now = tx.execute(sa.select(*times).where(orders.c.id == order_id)).one()
        moved = {name: at - passed for name, at in now._mapping.items() if at is not None}
        tx.execute(sa.update(orders).where(orders.c.id == order_id).values(**moved))
    return _order(order_id)


def _order(order_id: str) -> dict[str, Any]:
    with read() as connection:
        found = connection.execute(sa.select(orders.c.status, orders.c.release_at).where(orders.c.id == order_id)).one()
    return {"status": found.status, "kept_for_longer": found.release_at is not None}


_COMMANDS = {"project": _project, "price": _price, "later": _later, "order": _order}


def _answer(facts: dict[str, Any]) -> None:
    print(json.dumps(facts), file=_ANSWERS, flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
