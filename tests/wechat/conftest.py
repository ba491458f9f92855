"""WeChat's mini-program server on a real socket, saying what a test tells it to; and the simulator."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.wechat.miniprogram import MiniProgram
from app.wechat.tokens import MemoryTokenStore, TokenStore
from simulator.server import Simulator, running

APPID, SECRET = "wx0123456789abcdef", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "82_SecretTokenThatNobodyMaySee"


@dataclass(frozen=True)
class Heard:
    path: str
    query: dict[str, str]
    body: dict[str, Any]


class WeChat:
    """Answers each path with what ``answers`` holds for it: a dict (JSON), bytes, a number (HTTP status), or a
    function of what was heard. ``cut`` and ``hang`` name paths that never answer."""

    def __init__(self) -> None:
        self.tokens = iter(f"{TOKEN}{number}" for number in range(1000))
        self.current = next(self.tokens)
        self.answers: dict[str, Any] = {"/cgi-bin/stable_token": self.stable_token}
        self.cut: set[str] = set()
        self.hang: set[str] = set()
        self.heard: list[Heard] = []
        self.connections = 0
        self.released = threading.Event()
        wechat = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                wechat.connections += 1

            def log_message(self, *args: object) -> None:
                pass

            def answer(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
                heard = Heard(parts.path, query, json.loads(raw) if raw else {})
                wechat.heard.append(heard)
                if parts.path in wechat.cut | wechat.hang:
                    if parts.path in wechat.hang:
                        wechat.released.wait(10)
                    self.close_connection = True
                    return
                said = wechat.answers[parts.path]
                said = said(heard) if callable(said) else said
                status, data = (said, b"") if isinstance(said, int) else (200, said)
                data = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = answer  # noqa: N815 (http.server's names)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stable_token(self, heard: Heard) -> dict[str, Any]:
        """The same token until forced, as WeChat's."""
        if heard.body.get("secret") != SECRET or heard.body.get("appid") != APPID:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if heard.body["force_refresh"]:
            self.current = next(self.tokens)
        return {"access_token": self.current, "expires_in": 7200}

    def calls(self, path: str) -> list[Heard]:
        return [heard for heard in self.heard if heard.path == path]

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def wechat() -> Iterator[WeChat]:
    playing = WeChat()
    yield playing
    playing.close()


@pytest.fixture
def token_store() -> TokenStore:
    return MemoryTokenStore()


@pytest.fixture
def process(wechat: WeChat, token_store: TokenStore) -> Callable[[], MiniProgram]:
    """Another process of ours: a client of its own over the shared token store."""
    return lambda: MiniProgram(
        appid=APPID, app_secret=SECRET, api_url=wechat.url, token_store=token_store, read_timeout_s=0.5
    )


@pytest.fixture
def miniprogram(process: Callable[[], MiniProgram]) -> MiniProgram:
    return process()


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with running(time_scale=0.001) as playing:
        yield playing


@pytest.fixture
def at_simulator(simulator: Simulator) -> MiniProgram:
    simulator.control.clear_faults()
    env = simulator.env
    return MiniProgram(
        appid=env["WECHAT_APPID"], app_secret=env["WECHAT_APP_SECRET"], api_url=env["WECHAT_API_URL"], read_timeout_s=5
    )
