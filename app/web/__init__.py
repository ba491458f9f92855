"""HTML for people: public pages. Reads through services, never from tables."""

from flask import Flask

from app.web import health


def register_web(app: Flask) -> None:
    app.register_blueprint(health.blueprint)
