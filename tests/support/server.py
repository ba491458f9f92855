"""The app behind a real socket, served by threads of the test process, at the address it believes is its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import requests
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import providers_for
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
