"""Flask commands, one file per noun; each calls a service and prints what a person needs."""

from flask import Flask

from app.cli import demo


def register_commands(app: Flask) -> None:
    """Every command of the contract."""
    for noun in (demo,):
        app.register_blueprint(noun.blueprint)
