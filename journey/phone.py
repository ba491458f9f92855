"""A guest's phone: asks the API over HTTP and shows what was asked and answered. What is asked is guest.py."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import requests

from journey.terminal import answered, asked

API = "/api/v1"


class Mismatch(Exception):
    """Something is not as promised; the text says what."""


@dataclass
class Phone:
    """``token`` is set by the login. Every answer is checked for its status and shown in one line."""

    url: str
    token: str | None = None
    _session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._session.trust_env = False  # the server is on this machine; a proxy is not

    def call(
        self, method: str, path: str, body: object = None, *, key: str | None = None, expect: int = 200
    ) -> requests.Response:
        """One request to ``/api/v1``, shown. Raises Mismatch for another status than expected."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if key:
            headers["Idempotency-Key"] = key
        sent = f" {json.dumps(body, ensure_ascii=False)}" if body is not None else ""
        asked(f"{method} {API}{path}{short(sent, 150)}" + (f"  Idempotency-Key: {key}" if key else ""))
        answer = self._session.request(method, self.url + API + path, json=body, headers=headers, timeout=30)
        if answer.status_code != expect:
            raise Mismatch(f"{method} {path}: {answer.status_code}, {expect} expected\n{answer.text[:2000]}")
        replayed = "  Idempotency-Replayed: true" if answer.headers.get("Idempotency-Replayed") == "true" else ""
        answered(f"{answer.status_code}{replayed}")
        return answer

    def get(self, path: str) -> Any:
        """The JSON of a GET."""
        return self.call("GET", path).json()

    def fetch(self, url: str) -> bytes:
        """A file at its full address, as a browser gets it."""
        asked(f"GET {url.removeprefix(self.url).partition('?')[0]}")
        answer = self._session.get(url, timeout=60)
        if answer.status_code != 200:
            raise Mismatch(f"GET {url}: {answer.status_code}\n{answer.text[:500]}")
        answered(f"200 {answer.headers.get('Content-Type')}, {len(answer.content):,} bytes")
        return answer.content


def new_key() -> str:
    """A key for one act: the same for every repeat of it."""
    return secrets.token_hex(8)


def short(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis: at most so many characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
