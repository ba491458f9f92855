"""What gunicorn and flask serve: ``gunicorn wsgi:app``, ``flask --app wsgi run``."""

import sys

from app import create_app, create_offline_app
from app.cli import NEED_NO_SETTINGS
from app.core.settings import UnsafeSettings

_NEXT = """
每项设置及其含义见 .env.example；只想看看：make run，或 APP_ENV=demo 运行命令。
.env.example says what each setting is. Only to look: make run, or the command with APP_ENV=demo."""

try:
    app = create_app()
except UnsafeSettings as error:
    if not NEED_NO_SETTINGS.intersection(sys.argv):
        sys.exit(f"点点没有启动 · Diandian does not start: {error}{_NEXT}")
    app = create_offline_app()
