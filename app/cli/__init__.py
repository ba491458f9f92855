"""Flask commands, one file per noun; each calls a service and prints what a person needs."""

from flask import Flask

from app.cli import demo, jobs


def register_commands(app: Flask) -> None:
    """Every command of the contract."""
    for command in (demo.seed_demo, jobs.group):
        app.cli.add_command(command)
