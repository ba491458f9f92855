"""Flask commands, one file per noun; each calls a service and prints what a person needs."""

from flask import Flask

from app.cli import batches, certificates, demo, jobs, orders, organisations, owners, scenes


def register_commands(app: Flask) -> None:
    """Every command of the contract."""
    groups = (jobs.group, batches.group, orders.group, owners.group, scenes.group, organisations.group)
    for command in (demo.seed_demo, certificates.verify_certificate, *groups):
        app.cli.add_command(command)
