"""A merchant's notification address on a real socket: keeps what came, answers what the test wants."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Message:
    at: float  #: monotonic seconds
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """``answers``: statuses for the next messages, the last one for ever; ``delay_s`` before each answer."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    delay_s: float = 0.0
    messages: list[Message] = field(default_factory=list)
    most_at_once: int = 0
    _inside: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        with self._lock:
            delay_s = self.delay_s
            self.messages.append(Message(time.monotonic(), headers, body))
            self._inside += 1
            self.most_at_once = max(self.most_at_once, self._inside)
            status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        time.sleep(delay_s)
        with self._lock:
            self._inside -= 1
        return status

    def wait(self, count: int, timeout_s: float = 5) -> list[Message]:
        """The messages, once there are ``count`` of them."""
        until = time.monotonic() + timeout_s
        while len(self.messages) < count:
            assert time.monotonic() < until, f"{len(self.messages)} of {count} messages came"
            time.sleep(0.005)
        return list(self.messages)


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = listener.take(dict(self.headers), body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if 300 <= status < 400:
                self.send_header("Location", listener.url)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # Python's default of 5 turns concurrent copies away at the door

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    listener.url = f"http://127.0.0.1:{server.server_port}/notifications"
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
