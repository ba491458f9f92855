"""Flask commands, one file per noun; each calls a service and prints what a person needs."""

from flask import Flask

from app.cli import batches, certificates, demo, jobs, orders, organisations, owners, scenes

_OFFLINE = (certificates.verify_certificate,)
#: Commands that answer where nothing is configured.
NEED_NO_SETTINGS = frozenset(str(command.name) for command in _OFFLINE)


def register_commands(app: Flask) -> None:
    """Every command of the contract."""
    groups = (jobs.group, batches.group, orders.group, owners.group, scenes.group, organisations.group)
    for command in (demo.seed_demo, *groups):
        app.cli.add_command(command)
    register_offline_commands(app)


def register_offline_commands(app: Flask) -> None:
    """What works on any machine, with the file alone."""
    for command in _OFFLINE:
        app.cli.add_command(command)
