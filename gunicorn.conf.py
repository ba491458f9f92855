"""How gunicorn serves ``wsgi:app``: threads, time limits, addresses. The app's own settings: app/core/settings.py."""

import os
from pathlib import Path

from dotenv import dotenv_values

#: The environment over ``.env``, as app/__init__.py reads them.
_env = dotenv_values(Path(__file__).with_name(".env")) | os.environ

wsgi_app = "wsgi:app"
#: Two processes where limits are shared (REDIS_URL) or do not matter (the demo), else one: see core/settings.py.
_usual = 2 if _env.get("REDIS_URL") or _env.get("APP_ENV") == "demo" else 1
workers = int(_env.get("WEB_CONCURRENCY") or _usual)
worker_class = "gthread"
threads = 8
bind = f"0.0.0.0:{_env.get('PORT') or 8000}"
#: Each worker opens its own database pool and reads its own keys; nothing is shared by a fork.
preload_app = False

#: A worker that answers nothing for so long is replaced. A provider is waited for at most 10 s.
timeout = 60
#: On a stop or a reload, requests under way may finish.
graceful_timeout = 30
#: Longer than the usual keep-alive of a proxy, so that it is never we who close a connection it is about to use.
keepalive = 75
max_requests = 50_000
max_requests_jitter = 5_000

#: Nobody's forwarded headers are believed here; TRUSTED_PROXIES is read in one place, app/core/serving.py.
forwarded_allow_ips = ""
limit_request_line = 4094
limit_request_field_size = 8190
#: Heartbeats on a memory file system: a slow disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn makes its own file in it)

accesslog = None  # addresses hold certificate ids and signed links; slow and failed requests are logged by the app
errorlog = "-"
