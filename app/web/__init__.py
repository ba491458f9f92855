"""HTML for people: public pages. Reads through services, never from tables."""

from flask import Blueprint, Flask

from app.web import assets, certificates, docs, health, home, leaderboards, preview, renderings, scenes
from app.web.languages import register_languages
from app.web.problems import problem_page

#: Where the JSON API finds the words for a problem outside /api (it knows nothing of pages).
PROBLEM_PAGES = "problem_pages"


def register_web(app: Flask) -> None:
    register_languages(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(docs.blueprint)
    app.register_blueprint(Blueprint("templates", __name__, template_folder="templates"))
    for pages in (assets, home, scenes, certificates, renderings, leaderboards, preview):
        app.register_blueprint(pages.blueprint)
    app.extensions[PROBLEM_PAGES] = problem_page
