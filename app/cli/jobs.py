"""flask jobs run [--once]: what the platform does by itself. Several machines may run it; leases keep them apart."""

import signal
import threading

import click
from flask.cli import AppGroup

from app.services import jobs

group = AppGroup("jobs", help="后台任务 · Background jobs")


@group.command("run")
@click.option("--once", is_flag=True, help="Run every job once and stop.")
def run(once: bool) -> None:
    """运行后台任务 · Poll payments, expire orders, send refunds, retry the inbox, notify shipping, refresh boards."""
    if once:
        for ran in jobs.run_all():
            state = "另一进程正在运行 · held elsewhere" if ran.done is None else ran.failed or f"{ran.done}"
            click.echo(f"{ran.job:<18} {state}")
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    click.echo(f"jobs running as {jobs.holder()}; Ctrl-C stops", err=True)
    jobs.run_for_ever(stop.is_set)
