"""Plain HTTP calls of the mini-program platform, as our server makes them."""

import json
from typing import Any

import requests

from simulator.server import Simulator


def api(simulator: Simulator, path: str, body: dict[str, Any] | None = None, **query: str) -> requests.Response:
    method = "GET" if body is None else "POST"
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    return requests.request(method, simulator.url + path, params=query, data=data, timeout=10)


def login(simulator: Simulator, code: str, **changed: str) -> dict[str, Any]:
    keys = simulator.keys
    query = {"appid": keys.appid, "secret": keys.app_secret, "js_code": code, "grant_type": "authorization_code"}
    answer = api(simulator, "/sns/jscode2session", **(query | changed))
    assert answer.status_code == 200
    return answer.json()


def token(simulator: Simulator, **more: Any) -> dict[str, Any]:
    keys = simulator.keys
    body = {"grant_type": "client_credential", "appid": keys.appid, "secret": keys.app_secret} | more
    return api(simulator, "/cgi-bin/stable_token", body).json()


def call(simulator: Simulator, path: str, body: dict[str, Any]) -> requests.Response:
    return api(simulator, path, body, access_token=token(simulator)["access_token"])
