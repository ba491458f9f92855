"""WeChat Pay without a second process's noise: orders are answered inside the process, messages made ahead.

Nothing is left out of what we do: requests are signed, answers and messages are really signed and encrypted by the
simulator's code, and checked by ours. Only the socket is missing.
"""

import json
import secrets
import time
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import requests
from flask import Flask
from requests.adapters import BaseAdapter

from app.core import clock
from app.payments.provider import Method, PaymentRequest
from app.services.platform import EXTENSION
from bench.wsgi import Request
from simulator import messages, signatures
from simulator.clock import Clock, rfc3339
from simulator.keys import shared_keys

KEYS = shared_keys()
_SIGN_AGAIN_S = 120  # an answer older than five minutes is refused
_HEADERS = ("Timestamp", "Nonce", "Signature", "Serial")


class CannedAnswers(BaseAdapter):
    """Answers every order with one prepay_id, correctly signed. ``heard`` is told the body of every request."""

    def __init__(self) -> None:
        super().__init__()
        self._body = json.dumps({"prepay_id": f"wx20{secrets.token_hex(14)}"}).encode()
        self._signed_at = 0
        self._headers: dict[str, str] = {}
        self.heard: Callable[[dict[str, Any]], None] | None = None

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        now = int(time.time())
        if now - self._signed_at > _SIGN_AGAIN_S:
            self._signed_at = now
            self._headers = signatures.signed_headers(KEYS.platform_private, KEYS.platform_key_id, self._body, now)
        if self.heard is not None:
            self.heard(json.loads(request.body or "{}"))
        answer = requests.Response()
        answer.status_code, answer._content, answer.url = 200, self._body, str(request.url)
        answer.headers.update(self._headers)
        answer.request = request
        return answer

    def close(self) -> None:
        return


def answer_here(app: Flask) -> CannedAnswers:
    """Put canned answers in place of the socket of the app's provider."""
    adapter = CannedAnswers()
    session: requests.Session = provider(app)._channel._session
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return adapter


def provider(app: Flask) -> Any:
    """The app's payment provider."""
    return app.extensions[EXTENSION].providers["wechatpay"]


def payment_request(body: dict[str, Any]) -> PaymentRequest:
    """What the provider was asked for, from what it sent to WeChat: for asking it again."""
    return PaymentRequest(
        payment_id=body["out_trade_no"],
        method=Method.JSAPI,
        amount_fen=body["amount"]["total"],
        description=body["description"],
        expires_at=clock.datetime.fromisoformat(body["time_expire"]),
        openid=body["payer"]["openid"],
    )


def paid_message(payment_id: str, amount_fen: int, openid: str) -> Request:
    """WeChat's word that a payment succeeded: sealed, signed, and about this payment only."""
    now = time.time()
    resource = {
        "mchid": KEYS.mchid,
        "appid": KEYS.appid,
        "out_trade_no": payment_id,
        "transaction_id": f"4200{secrets.randbelow(10**24):024d}",
        "trade_type": "JSAPI",
        "trade_state": "SUCCESS",
        "trade_state_desc": "支付成功",
        "bank_type": "OTHERS",
        "attach": "",
        "success_time": rfc3339(now),
        "payer": {"openid": openid},
        "amount": {"total": amount_fen, "payer_total": amount_fen, "currency": "CNY", "payer_currency": "CNY"},
    }
    row = {
        "id": str(uuid.uuid4()),
        "created_at": now,
        "event_type": "TRANSACTION.SUCCESS",
        "summary": "支付成功",
        "original_type": "transaction",
        "nonce": secrets.token_hex(6),
        "resource": json.dumps(resource, ensure_ascii=False),
    }
    headers, body = messages.build(SimpleNamespace(keys=KEYS, clock=Clock()), row, None)  # type: ignore[arg-type]
    return Request("POST", "/api/v1/notifications/wechatpay/payments", body, headers)


def open_raw(headers: Any, body: bytes) -> dict[str, Any]:
    """Verify and decrypt a message with the cryptography library and nothing else: the floor's part of it."""
    stamp, nonce, signature, serial = (headers[f"Wechatpay-{name}"] for name in _HEADERS)
    signed = signatures.lines(stamp.encode(), nonce.encode(), body)
    if serial != KEYS.platform_key_id or not signatures.verify(_PLATFORM_KEY, signed, signature):
        raise ValueError("not signed by the platform")
    sealed = json.loads(body)["resource"]
    opened = _CIPHER.decrypt(
        sealed["nonce"].encode(), signatures.base64.b64decode(sealed["ciphertext"]), sealed["associated_data"].encode()
    )
    found: dict[str, Any] = json.loads(opened)
    return found


_PLATFORM_KEY = KEYS.platform_private.public_key()
_CIPHER = signatures.AESGCM(KEYS.apiv3_key.encode())
