"""A merchant with the SDK, pointed at a simulator; and raw signed requests where the SDK is too kind."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any

import requests
from wechatpayv3 import WeChatPay, WeChatPayType

from simulator import signatures
from simulator.server import Simulator
from tests.simulator.listener import Message


def sdk(simulator: Simulator, notify_url: str) -> WeChatPay:
    """wechatpayv3 in public-key mode, exactly as the app's settings say."""
    env = simulator.env
    pay = WeChatPay(
        WeChatPayType.JSAPI,
        env["WECHATPAY_MCHID"],
        env["WECHATPAY_PRIVATE_KEY"],
        env["WECHATPAY_SERIAL_NO"],
        env["WECHAT_APPID"],
        env["WECHATPAY_APIV3_KEY"],
        notify_url=notify_url,
        public_key=env["WECHATPAY_PUBLIC_KEY"],
        public_key_id=env["WECHATPAY_PUBLIC_KEY_ID"],
        timeout=(3, 10),
    )
    pay._core._gate_way = env["WECHATPAY_API_URL"]
    return pay


@dataclass
class Merchant:
    simulator: Simulator
    sdk: WeChatPay
    notify_url: str

    def order(self, number: str, fen: int = 1744, user: str = "林小满", **more: Any) -> dict[str, Any]:
        """A JSAPI order; fails the test unless it was accepted."""
        more.setdefault("description", "中和 301 kg")
        payer = {"openid": self.simulator.keys.openid(user)}
        status, body = self.sdk.pay(out_trade_no=number, amount={"total": fen, "currency": "CNY"}, payer=payer, **more)
        assert status == 200, body
        return json.loads(body)

    def native(self, number: str, fen: int = 5160) -> str:
        """The code_url of a Native order."""
        status, body = self.sdk.pay(
            "员工差旅", number, {"total": fen, "currency": "CNY"}, pay_type=WeChatPayType.NATIVE
        )
        assert status == 200, body
        return json.loads(body)["code_url"]

    def paid(self, number: str, fen: int = 1744, **more: Any) -> dict[str, Any]:
        """Ordered and paid; the order as the simulator has it."""
        self.order(number, fen, **more)
        return self.simulator.control.pay(number)

    def state(self, number: str) -> str:
        status, body = self.sdk.query(out_trade_no=number)
        assert status == 200, body
        return json.loads(body)["trade_state"]

    def refund(
        self, number: str, refund_no: str, fen: int, total: int = 1744, **more: Any
    ) -> tuple[int, dict[str, Any]]:
        more.setdefault("notify_url", self.notify_url)
        amount = {"refund": fen, "total": total, "currency": "CNY"}
        status, body = self.sdk.refund(refund_no, amount, out_trade_no=number, **more)
        return status, json.loads(body)

    def request(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, at: int | None = None, **changed: Any
    ) -> requests.Response:
        """A rightly signed request. Sent instead of what was signed: sent_body, sent_path, nonce, mchid, serial."""
        keys = self.simulator.keys
        sent = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        when, nonce = str(int(time.time()) if at is None else at), uuid.uuid4().hex
        text = signatures.lines(method.encode(), path.encode(), when.encode(), nonce.encode(), sent)
        signature = signatures.sign(keys.merchant_private, text)
        header = (
            f'{signatures.SCHEME} mchid="{changed.get("mchid", keys.mchid)}",nonce_str="{changed.get("nonce", nonce)}",'
            f'signature="{signature}",timestamp="{when}",serial_no="{changed.get("serial", keys.merchant_serial)}"'
        )
        return requests.request(
            method,
            self.simulator.url + changed.get("sent_path", path),
            data=changed.get("sent_body", sent),
            headers={"Authorization": header, "Content-Type": "application/json"} | changed.get("headers", {}),
            timeout=10,
        )

    def order_body(self, number: str, **changed: Any) -> dict[str, Any]:
        """A complete JSAPI order body, with fields replaced; a value of None takes the field away."""
        keys = self.simulator.keys
        body = {
            "appid": keys.appid,
            "mchid": keys.mchid,
            "description": "中和 301 kg",
            "out_trade_no": number,
            "notify_url": self.notify_url,
            "amount": {"total": 1744, "currency": "CNY"},
            "payer": {"openid": keys.openid("林小满")},
        } | changed
        return {name: value for name, value in body.items() if value is not None}


def read(merchant: Merchant, message: Message) -> dict[str, Any] | None:
    """What the SDK makes of it: the envelope with its resource decrypted, or None when it proves nothing."""
    return merchant.sdk.callback(message.headers, message.body)


def true_message(merchant: Merchant, message: Message) -> bool:
    shown = read(merchant, message)
    return shown is not None and shown["resource"]["amount"]["total"] == 1744
