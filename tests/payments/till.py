"""A till: a provider, people who pay at it, and the messages it sends, over real HTTP. One class per provider."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.core import ids
from app.payments.provider import PaymentProvider, Started
from app.payments.wechatpay import WeChatPay
from app.payments.wechatpay_requests import NOTIFICATION_PATHS
from simulator.server import Simulator, running


@dataclass(frozen=True)
class Message:
    """What arrived at one of our addresses, as it arrived."""

    kind: str
    headers: Mapping[str, str]
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # many copies of a message come at once; the default of 5 drops connections


class Letterbox:
    """A real listener at our notification addresses. Answers 204, or what ``status`` says, and keeps everything."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.status = 204
        box = self
        kinds = {path: kind for kind, path in NOTIFICATION_PATHS.items()}

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                box.messages.append(Message(kinds[self.path], dict(self.headers.items()), body))
                self.send_response(box.status)
                self.end_headers()

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def wait(self, count: int, seconds: float = 10) -> list[Message]:
        """The first ``count`` messages, once they are there."""
        until = time.monotonic() + seconds
        while len(self.messages) < count:
            assert time.monotonic() < until, f"{count} messages expected, {len(self.messages)} came"
            time.sleep(0.01)
        return self.messages[:count]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class WeChatTill:
    """WeChat Pay against the simulator. Another provider's till has the same attributes and methods."""

    def __init__(self, simulator: Simulator, letterbox: Letterbox) -> None:
        env = simulator.env
        self.simulator, self.letterbox = simulator, letterbox
        self.provider: PaymentProvider = WeChatPay(
            mchid=env["WECHATPAY_MCHID"],
            appid=env["WECHAT_APPID"],
            serial_no=env["WECHATPAY_SERIAL_NO"],
            private_key=env["WECHATPAY_PRIVATE_KEY"],
            apiv3_key=env["WECHATPAY_APIV3_KEY"],
            public_key=env["WECHATPAY_PUBLIC_KEY"],
            public_key_id=env["WECHATPAY_PUBLIC_KEY_ID"],
            api_url=env["WECHATPAY_API_URL"],
            public_url=letterbox.url,
            read_timeout_s=5,
        )
        self.payer = "林小满"
        self.openid = simulator.control.openid(self.payer)
        self._appid = env["WECHAT_APPID"]

    def new_number(self, prefix: str = "pay") -> str:
        return ids.new_id(prefix)

    def pay(self, started: Started) -> bool:
        """The payer confirms on the phone (or scans the pay code). Whether the money moved."""
        control = self.simulator.control
        if started.kind == "native":
            return bool(control.scan(started.params["code_url"], self.payer))
        said = control.request_payment({**started.params, "appId": self._appid}, self.payer)
        return said == "requestPayment:ok"

    def refunds_made(self, payment_id: str) -> int:
        """How often the provider really sent money back."""
        return len(self.simulator.control.payment(payment_id)["refunds"])

    def calls_made(self) -> int:
        return self.simulator.control.last_call()


@contextmanager
def wechat_till() -> Iterator[WeChatTill]:
    """A till with its own simulator, time running a thousand times faster."""
    letterbox = Letterbox()
    try:
        with running(time_scale=0.001) as simulator:
            yield WeChatTill(simulator, letterbox)
    finally:
        letterbox.close()
