"""How gunicorn serves ``wsgi:app``: threads, time limits, addresses. The app's own settings: app/core/settings.py."""

import os

wsgi_app = "wsgi:app"
#: WEB_CONCURRENCY, with REDIS_URL when it is more than one in production: limits must be shared.
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 8
bind = f"0.0.0.0:{os.environ.get('PORT') or 8000}"
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
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108 (a folder of the system, used by gunicorn only)

accesslog = None  # addresses hold certificate ids and signed links; slow and failed requests are logged by the app
errorlog = "-"
