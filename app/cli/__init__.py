"""Flask commands, one file per noun; each calls a service and prints what a person needs."""

from flask import Flask


def register_commands(app: Flask) -> None:
    """Every command of the contract."""
