"""A small client of the control API, for tests and the seed journey. Knows nothing of the server's inside."""

import time
from typing import Any
from urllib.parse import quote, urlencode

import requests


class SimulatorRefused(Exception):
    """The simulator said no; the text is its reason."""


class SimulatorControl:
    """Talks to ``<base_url>/_sim/``. Every method raises SimulatorRefused, with the reason, when it is told no."""

    def __init__(self, base_url: str, timeout_s: float = 60) -> None:
        self._base = base_url.rstrip("/") + "/_sim"
        self._timeout_s = timeout_s

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        with requests.Session() as session:
            session.trust_env = False  # the simulator is on this machine; a proxy is not
            answer = session.request(method, self._base + path, json=body, timeout=self._timeout_s)
        if not answer.ok:
            raise SimulatorRefused(f"{method} {path}: {answer.status_code} {answer.text}")
        shown: dict[str, Any] = answer.json()
        return shown

    def about(self) -> dict[str, Any]:
        """appid, mchid, time scale, business time, settings."""
        return self._call("GET", "/")

    def settings(self, **values: object) -> dict[str, Any]:
        """Changes switches (world.SWITCHES) and answers all of them."""
        return self._call("POST", "/settings", values)

    def advance(self, seconds: float) -> None:
        """Puts the business clock forward: codes, prepay_ids and orders expire, bills get ready."""
        self._call("POST", "/clock", {"advance_s": seconds})

    def calls(self, target: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """Requests the simulator got from outside, oldest first: number, at, target, method, path, status, fault.

        Only the last 2,000 are kept: to count, ask for those ``after`` a ``last_call()``, never for two lengths.
        """
        query = urlencode({"after": after} | ({"target": target} if target else {}))
        items: list[dict[str, Any]] = self._call("GET", f"/calls?{query}")["items"]
        return items

    def last_call(self) -> int:
        """The number of the newest call there was (0: none yet); numbers only grow."""
        return max((int(call["number"]) for call in self.calls()), default=0)

    def fault(self, target: str, fault: str, times: int | None = 1, **params: object) -> int:
        """The next ``times`` uses of ``target`` go wrong (None: always). Names and parameters: simulator/faults.py."""
        body = {"target": target, "fault": fault, "times": times, **params}
        return int(self._call("POST", "/faults", body)["id"])

    def faults(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._call("GET", "/faults")["items"]
        return items

    def clear_faults(self) -> int:
        """Forgets faults not played yet; how many."""
        return int(self._call("DELETE", "/faults")["cleared"])

    def login_code(self, user: str) -> str:
        """A wx.login code for the person called ``user``: good once, for 5 minutes."""
        return str(self._call("POST", "/login-codes", {"user": user})["code"])

    def openid(self, user: str) -> str:
        """The openid that a login of ``user`` gives."""
        return str(self._call("POST", "/login-codes", {"user": user})["openid"])

    def pay(self, out_trade_no: str, user: str | None = None) -> dict[str, Any]:
        """Somebody pays this order; by default the payer a JSAPI order names. The order as it is now."""
        return self._call("POST", f"/payments/{quote(out_trade_no, safe='')}/pay", {"user": user} if user else {})

    def payment(self, out_trade_no: str) -> dict[str, Any]:
        """The order as WeChat has it, with its request, refunds and shipping notice."""
        return self._call("GET", f"/payments/{quote(out_trade_no, safe='')}")

    def request_payment(self, params: dict[str, Any], user: str, action: str = "pay") -> str:
        """Plays wx.requestPayment with the parameters our API gave (``appId`` added by the client). The errMsg."""
        return str(self._call("POST", "/request-payment", params | {"user": user, "action": action})["errMsg"])

    def subscribe(self, user: str, *templates: str) -> None:
        """The person accepts one more message of each template."""
        self._call("POST", "/subscriptions", {"user": user, "templates": list(templates)})

    def messages(self, user: str) -> list[dict[str, Any]]:
        """Subscribe messages that arrived on this person's phone, oldest first: template_id, page, data, at."""
        items: list[dict[str, Any]] = self._call("GET", f"/messages?user={quote(user)}")["items"]
        return items

    def scan(self, code_url: str, user: str | None = None) -> dict[str, Any]:
        """A person scans a Native pay code and pays. The order as it is now."""
        return self._call("POST", "/code-urls/pay", {"code_url": code_url} | ({"user": user} if user else {}))

    def finish_refund(self, number: str, status: str = "SUCCESS") -> dict[str, Any]:
        """Ends a refund now (out_refund_no or refund_id): SUCCESS, CLOSED or ABNORMAL. Repeatable."""
        return self._call("POST", f"/refunds/{quote(number, safe='')}/finish", {"status": status})

    def notifications(self, out_trade_no: str | None = None) -> list[dict[str, Any]]:
        """Messages, newest first, each with its log of deliveries."""
        query = f"?out_trade_no={quote(out_trade_no, safe='')}" if out_trade_no else ""
        items: list[dict[str, Any]] = self._call("GET", "/notifications" + query)["items"]
        return items

    def resend(
        self, notification_id: str, copies: int = 1, *, concurrent: bool = False, fault: str | None = None
    ) -> dict[str, Any]:
        """Sends copies now and waits for the answers; ``fault`` spoils them (faults.MESSAGE_FAULTS)."""
        body: dict[str, Any] = {"copies": copies, "concurrent": concurrent} | ({"fault": fault} if fault else {})
        return self._call("POST", f"/notifications/{notification_id}/resend", body)

    def wait_for(self, out_trade_no: str, state: str = "delivered", count: int = 1, timeout_s: float = 10) -> None:
        """Returns when ``count`` messages of the order are in ``state``. Raises TimeoutError with what there is."""
        until = time.monotonic() + timeout_s
        while True:
            messages = self.notifications(out_trade_no)
            if sum(message["state"] == state for message in messages) >= count:
                return
            if time.monotonic() > until:
                raise TimeoutError(f"{count} x {state} expected, there is {messages}")
            time.sleep(0.02)
