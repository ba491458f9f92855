"""The app behind a real socket, at the address it believes is its own: in this process, or in gunicorn's processes."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import ROOT, providers_for
from app.services.platform import EXTENSION, Platform


@dataclass(frozen=True)
class LiveServer:
    url: str

    def session(self, token: str | None = None) -> requests.Session:
        """A client over HTTP, as a phone is one."""
        session = requests.Session()
        session.trust_env = False
        if token:
            session.headers["Authorization"] = f"Bearer {token}"
        return session


class _Quiet(WSGIRequestHandler):
    def log_request(self, *args: object) -> None:
        return


@contextmanager
def serve(app: Flask) -> Iterator[LiveServer]:
    """Serve on a free port; the app's public address (and so its notify_url) is that port for the time."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    before: Platform = app.extensions[EXTENSION]
    settings = replace(before.settings, public_url=url)
    app.extensions[EXTENSION] = replace(before, settings=settings, providers=providers_for(settings))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield LiveServer(url)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
        app.extensions[EXTENSION] = before


@contextmanager
def gunicorn(env: Mapping[str, str], folder: Path, *, workers: int = 2) -> Iterator[tuple[LiveServer, Path]]:
    """The app as it is really served, in processes of its own; the server, and the file its logs go to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("WECHAT", "STORAGE", "REDIS"))},
        "APP_ENV": "demo",
        "INSTANCE_PATH": str(folder),
        "PORT": str(port),
        "WEB_CONCURRENCY": str(workers),
        **env,
    }
    log = folder / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=out, stderr=out)
    server = LiveServer(f"http://127.0.0.1:{port}")
    try:
        _wait_until_it_answers(server, process, log)
        yield server, log
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_it_answers(server: LiveServer, process: "subprocess.Popen[bytes]", log: Path) -> None:
    with server.session() as session:
        for _ in range(300):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            with contextlib.suppress(requests.RequestException):
                if session.get(f"{server.url}/healthz", timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))
