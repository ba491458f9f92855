"""What gunicorn and flask serve: ``gunicorn wsgi:app``, ``flask --app wsgi run``."""

import sys

from app import create_app
from app.core.settings import UnsafeSettings

try:
    app = create_app()
except UnsafeSettings as error:
    sys.exit(f"Diandian does not start: {error}")
