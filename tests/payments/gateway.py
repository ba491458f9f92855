"""WeChat Pay's side of the wire: its keys and hand, and a gateway on a real socket that answers what a test says."""

import json
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

MCHID, APPID, APIV3_KEY = "1900000109", "wx0123456789abcdef", "v3KeyOfExactlyThirtyTwoCharacters"[:32]
PUBLIC_KEY_ID = "PUB_KEY_ID_0119000001092026112000000001"
NOW = datetime(2026, 11, 20, 4, 0, 0, tzinfo=UTC)


def private_pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem(key: rsa.RSAPrivateKey) -> str:
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


@dataclass(frozen=True)
class World:
    """Both sides' keys, and WeChat's hand: how it signs and seals."""

    merchant: rsa.RSAPrivateKey
    wechat: rsa.RSAPrivateKey
    foreign: rsa.RSAPrivateKey

    def settings(self) -> dict[str, str]:
        return {
            "mchid": MCHID,
            "appid": APPID,
            "serial_no": "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
            "private_key": private_pem(self.merchant),
            "apiv3_key": APIV3_KEY,
            "public_key": public_pem(self.wechat),
            "public_key_id": PUBLIC_KEY_ID,
            "public_url": "https://dian.example.com",
        }

    def signed(
        self,
        body: bytes,
        *,
        at: datetime | None = None,
        key: rsa.RSAPrivateKey | None = None,
        serial: str = PUBLIC_KEY_ID,
        nonce: str = "fdasfBcfwsFDSfe3",
    ) -> dict[str, str]:
        stamp = str(int((at or datetime.now(UTC)).timestamp()))
        signature = (key or self.wechat).sign(f"{stamp}\n{nonce}\n".encode() + body + b"\n", PKCS1v15(), SHA256())
        return {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": b64encode(signature).decode(),
            "Wechatpay-Serial": serial,
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }

    def sealed(
        self,
        content: object,
        *,
        event: str,
        original_type: str,
        apiv3_key: str = APIV3_KEY,
        associated_data: str | None = None,
    ) -> dict[str, Any]:
        plain = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        nonce, data = "c5ac7061fccb", original_type if associated_data is None else associated_data
        ciphertext = AESGCM(apiv3_key.encode()).encrypt(nonce.encode(), plain, data.encode())
        return {
            "id": "EV-2018022511223320873",
            "create_time": "2026-11-20T12:00:00+08:00",
            "resource_type": "encrypt-resource",
            "event_type": event,
            "summary": "支付成功",
            "resource": {
                "original_type": original_type,
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": b64encode(ciphertext).decode(),
                "associated_data": data,
                "nonce": nonce,
            },
        }


@dataclass
class Answer:
    """What the gateway says next. sign: by WeChat's key unless told otherwise; None leaves the answer unsigned."""

    status: int = 200
    body: bytes | Mapping[str, Any] = b""
    sign: Callable[[bytes], Mapping[str, str]] | None = None
    signed: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    fate: str = "answer"  #: answer | cut | hang

    def bytes(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Heard:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Gateway:
    """Plays the gateway: answers from ``answers`` in order (the last one for ever) and keeps what it ``heard``."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.answers: list[Answer] = []
        self.heard: list[Heard] = []
        self.connections = 0
        self.released = threading.Event()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                gateway.connections += 1

            def log_message(self, *args: object) -> None:
                pass

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                gateway.heard.append(Heard(self.command, self.path, dict(self.headers.items()), body))
                answer = gateway.answers.pop(0) if len(gateway.answers) > 1 else gateway.answers[0]
                if answer.fate != "answer":
                    if answer.fate == "hang":
                        gateway.released.wait(10)
                    self.close_connection = True
                    return
                data = answer.bytes()
                signature = (answer.sign or world.signed)(data) if answer.signed else {}
                self.send_response(answer.status)
                for name, value in {**signature, "Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                if answer.status != 204:
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if answer.status != 204:
                    self.wfile.write(data)

            do_GET = do_POST = answer  # noqa: N815 (http.server's names)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def says(self, *answers: Answer) -> None:
        self.answers[:] = answers

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def refund_message(
    world: World, content: object, event: str = "REFUND.SUCCESS", original_type: str = "refund"
) -> bytes:
    return json.dumps(world.sealed(content, event=event, original_type=original_type)).encode()
