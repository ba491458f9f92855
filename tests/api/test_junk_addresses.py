"""Junk in addresses, headers and transfer: every rule of the application answers 4xx in its own shape, never 5xx."""

import json
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from app.api.limits import forget
from tests.support.server import LiveServer
from tests.support.world import Guest, World

#: Nobody has these. %00 is a NUL, %FF no UTF-8, %ED%A0%80 a lone surrogate, %F0%A0%80%80 a rare character.
IDS = (
    "ord01J0000000000000000000000", "%00", "a%00b", "x" * 300, "%FF%FE", "%ED%A0%80", "%F0%A0%80%80", "%E4%BA%BA",
    "-", "..%5C..", "%27%20OR%201=1--", "%", "%7B%7B7*7%7D%7D", "a" * 29, "a" * 30, "0", "null", "%0A", "%E2%80%AE",
)  # fmt: skip
QUERIES = (
    "?=", "?%00=%00", "?limit=%00", "?cursor=%00", "?q=%00", "?q=%ED%A0%80", "?mass_g=%00", "?scene=%00", "?limit=1e3",
    "?limit=9999999999999999999999", "?mass_g=9999999999999999999999", "?limit=1&limit=2", "?" + "a=1&" * 2000,
    "?period=%FF", "?recompute=%00", "?canonical=2", "?q=" + "x" * 5000, "?mass_g=NaN", "?mass_g=-1", "?by=", "?%",
)  # fmt: skip
AUTHORIZATIONS = ("", "Bearer", "Bearer ", "Bearer \xff\xfe", "Basic dXNlcg==", "bearer x", "x" * 9000, "Bearer a b")


@pytest.fixture(autouse=True)
def _unlimited_tries(app: Flask) -> Iterator[None]:
    """Junk comes faster than the limits allow one caller: their counts begin anew, the limits stay on."""
    forget(app)
    yield
    forget(app)


def addresses(app: Flask, hole: str) -> list[tuple[str, str]]:
    """(method, address) of every rule under /api/v1, ``hole`` in the place of every variable part."""
    found = [
        (method, re.sub(r"<any\((\w+)[^>]*>|<[^>]+>", lambda m: m[1] or hole, rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in sorted(rule.methods or ())
        if method != "OPTIONS"
    ]
    assert len(found) > 30
    return found


def is_a_refusal(answer: Any, where: object) -> None:
    """4xx, and in the shape of the address: WeChat's for its messages, problem details for everything else."""
    text = answer.get_data(as_text=True)
    assert 400 <= answer.status_code < 500, (where, answer.status_code, text[:300])
    if answer.request.method == "HEAD":
        return
    body = json.loads(text)
    if "/notifications/" in answer.request.path and answer.mimetype == "application/json":
        assert body["code"] == "FAIL", where
        return
    assert answer.mimetype == "application/problem+json", where
    assert (body["status"], bool(body["code"])) == (answer.status_code, True), where
    if answer.status_code == 405:
        assert answer.headers["Allow"]


@pytest.mark.parametrize("logged_in", [True, False])
def test_an_id_that_can_be_nobodys_is_refused_on_every_path(world: World, logged_in: bool) -> None:
    client = world.guest().client if logged_in else world.app.test_client()
    for hole in IDS:
        for method, address in addresses(world.app, hole):
            if hole not in address:
                continue
            body = {"json": {"method": "jsapi"} if address.endswith("/payments") else {}} if method != "GET" else {}
            if address.endswith("/name"):
                body = {"json": {"name": "某"}}
            answer = client.open(address, method=method, headers={"Idempotency-Key": "junk"}, **body)
            is_a_refusal(answer, (method, address))
            if logged_in and answer.status_code not in (404, 405, 422):
                raise AssertionError((method, address, answer.status_code))


def test_junk_in_a_query_is_refused_or_ignored_and_never_breaks_anything(world: World) -> None:
    guest = world.standard()
    for method, address in addresses(world.app, "people"):
        if method != "GET":
            continue
        for query in QUERIES:
            for who in (guest.client, world.app.test_client()):
                answer = who.get(address + query)
                assert answer.status_code < 500, (address, query, answer.get_data(as_text=True)[:300])
                if answer.status_code >= 400:
                    is_a_refusal(answer, (address, query))


def test_junk_for_a_token_is_401_everywhere_it_is_read(world: World) -> None:
    seen = set()
    for method, address in addresses(world.app, "people"):
        for value in AUTHORIZATIONS:
            answer = world.app.test_client().open(address, method=method, headers={"Authorization": value})
            assert answer.status_code < 500, (method, address, value)
            seen.add((answer.status_code, method, address))
            if address.startswith(("/api/v1/orders", "/api/v1/me")):
                assert answer.status_code == 401, (method, address, value)
    assert any(status == 401 and "/certificates/" in address for status, _, address in seen)


def test_methods_nobody_offers_say_which_are_offered(world: World) -> None:
    guest = world.guest()
    for _, address in addresses(world.app, "people"):
        for method in ("TRACE", "PUT", "PROPFIND", "CONNECT", "get"):
            answer = guest.client.open(address, method=method)
            assert answer.status_code in (200, 404, 405, 415, 422), (method, address, answer.status_code)
            if method != "get":
                is_a_refusal(answer, (method, address))
        answer = guest.client.options(address)
        assert answer.status_code == 200
        assert "OPTIONS" in answer.headers["Allow"]
        assert answer.get_data() == b""
    head, full = (guest.client.open("/api/v1/projects", method=method) for method in ("HEAD", "GET"))
    assert (head.status_code, head.get_data(), head.mimetype) == (200, b"", full.mimetype)


MESSAGES: dict[str, bytes] = {
    "nothing": b"",
    "not JSON": b"{",
    "a list": b"[]",
    "NUL": b"\x00" * 100,
    "not UTF-8": b"\xff\xfe",
    "deep": b"[" * 60_000,
    "twice": b'{"id": 1, "id": 2}',
    "64 KiB": b"x" * 65_536,
}
SIGNED_SO = {
    "Wechatpay-Timestamp": "\xff",
    "Wechatpay-Nonce": "n",
    "Wechatpay-Signature": "not base64!",
    "Wechatpay-Serial": "PUB_KEY_ID_0",
}


@pytest.mark.parametrize("kind", ["payments", "refunds"])
def test_messages_that_prove_nothing_are_401_in_wechats_shape_and_nothing_is_kept(world: World, kind: str) -> None:
    path = f"/api/v1/notifications/wechatpay/{kind}"
    client = world.app.test_client()
    for name, body in MESSAGES.items():
        for headers in ({}, SIGNED_SO, SIGNED_SO | {"Wechatpay-Timestamp": "9" * 400}, dict.fromkeys(SIGNED_SO, "")):
            answer: Any = client.post(path, data=body, headers=headers)
            assert (answer.status_code, answer.json["code"]) == (401, "FAIL"), (name, headers)
    for size in (65_537, 300_000, 2_000_000):
        answer = client.post(path, data=b"x" * size)
        assert (answer.status_code, answer.json["code"]) == (413, "FAIL"), size
    from tests.journeys.test_message_faults import kept

    assert kept(world) == []


def raw(live: LiveServer, head: str, body: bytes = b"") -> tuple[int, dict[str, str]]:
    """One request as bytes on a socket: (status, problem), for what no client would send."""
    where = urlsplit(live.url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    headers, _, text = answer.partition(b"\r\n\r\n")
    return int(headers.split()[1]), json.loads(text) if text.startswith(b"{") else {}


def chunked(data: bytes) -> bytes:
    parts = [data[n : n + 10_000] for n in range(0, len(data), 10_000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_a_body_of_unsaid_length_is_read_within_the_limit_and_refused_beyond_it(world: World, live: LiveServer) -> None:
    guest: Guest = world.standard()
    head = (
        "POST /api/v1/orders HTTP/1.1\nHost: here\nConnection: close\nContent-Type: application/json\n"
        f"Transfer-Encoding: chunked\nIdempotency-Key: chunks\nAuthorization: Bearer {guest.token}"
    )
    good = {"project": "CDCER-TEST", "mass_g": 5, "beneficiary": {"kind": "person", "name": "某"}}
    assert raw(live, head, chunked(json.dumps(good).encode()))[0] == 201
    for body, status, code in (
        (b"", 400, "json_malformed"),
        (b"{", 400, "json_malformed"),
        (b'"' + b"x" * 300_000 + b'"', 413, "body_too_large"),
    ):
        found, problem = raw(live, head.replace("chunks", "other"), chunked(body))
        assert (found, problem["code"]) == (status, code)
    message = "POST /api/v1/notifications/wechatpay/payments HTTP/1.1\nHost: here\nTransfer-Encoding: chunked"
    assert raw(live, message, chunked(b"x" * 100_000)) == (413, {"code": "FAIL", "message": "too large"})
    assert raw(live, message, chunked(b"x"))[0] == 401
