"""The blueprint every resource of the API is made of: flask-smorest's, reading requests strictly."""

import flask_smorest

from app.api.parsing import StrictParser


class Blueprint(flask_smorest.Blueprint):
    ARGUMENTS_PARSER = StrictParser()
