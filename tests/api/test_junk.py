"""Junk sent to every write of the API: always a 4xx that says so in problem+json, never a 500, never an effect."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.world import Guest, World

DEEP = b'{"inputs":' + b"[" * 5000 + b"]" * 5000 + b"}"
NESTED = json.dumps({"inputs": json.loads("[" * 40 + "]" * 40)}).encode()
JUNK: dict[str, tuple[bytes, set[int]]] = {
    "not JSON": (b"{", {400}),
    "nothing": (b"", {400}),
    "NaN": (b'{"inputs": NaN}', {400}),
    "Infinity": (b"[1e999, Infinity]", {400}),
    "not UTF-8": (b'{"code": "\xff\xfe"}', {400}),
    "a lone surrogate": (b'{"code": "\\ud800", "nickname": "\\udfff"}', {400, 422}),
    "two values": (b"{} {}", {400}),
    "deep": (DEEP, {400}),
    "nested": (NESTED, {400}),
    "a list": (b"[]", {422}),
    "a text": (b'"text"', {422}),
    "a number": (b"5", {422}),
    "null": (b"null", {422, 400}),
    "true": (b"true", {422}),
    "an unknown member": (b'{"no such member": 1}', {422}),
    "a NUL in a name": (b'{"a\\u0000b": "a\\u0000b"}', {422}),
    "1 MB": (b'{"code": "' + b"x" * 1_000_000 + b'"}', {413}),
    "just over 256 KiB": (b'"' + b"x" * (256 * 1024) + b'"', {413}),
}


def operations(app: Flask) -> list[tuple[str, str]]:
    """(method, path) of every documented operation with a JSON body; WeChat's own messages have another shape."""
    document = app.test_client().get("/api/openapi.json").json
    assert document is not None
    found = [
        (method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "requestBody" in operation and "/notifications/" not in path
    ]
    assert ("post", "/api/v1/footprints") in found
    assert ("patch", "/api/v1/me") in found
    return found


def send(guest: Guest, method: str, path: str, body: bytes, media_type: str = "application/json") -> Any:
    for name in ("code", "footprint_id", "order_id", "certificate_id"):
        path = path.replace("{" + name + "}", "ord" + "0" * 26)
    return guest.client.open(
        path, method=method.upper(), data=body, content_type=media_type, headers={"Idempotency-Key": "junk"}
    )


@pytest.mark.parametrize("kind", JUNK)
def test_junk_is_refused_by_every_write(app: Flask, world: World, kind: str) -> None:
    guest = world.guest()
    body, expected = JUNK[kind]
    for method, path in operations(app):
        answer = send(guest, method, path, body)
        assert answer.status_code in expected, (kind, method, path, answer.get_data(as_text=True))
        assert answer.mimetype == "application/problem+json"
        assert answer.json["code"]
        assert answer.json["status"] == answer.status_code


def test_every_call_refuses_a_bad_token_and_its_document_says_so(app: Flask) -> None:
    """The public ones too: a phone whose login has ended must hear of it wherever it asks first."""
    document: Any = app.test_client().get("/api/openapi.json").json
    calls = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "/notifications/" not in path
    ]
    assert len(calls) > 30
    for path, method, operation in calls:
        headers = {"Authorization": "Bearer nobody", "Idempotency-Key": "bad"}
        answer = app.test_client().open(re.sub(r"{\w+}", "x", path), method=method.upper(), headers=headers)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "token_invalid"), (method, path)
        assert "token_invalid" in operation["responses"]["401"]["description"], (method, path)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_media_type_is_415(app: Flask, world: World, media_type: str) -> None:
    guest = world.guest()
    for method, path in operations(app):
        answer = send(guest, method, path, b"{}", media_type)
        assert (answer.status_code, answer.json["code"]) == (415, "media_type_unsupported"), (method, path)


VALUES = [None, True, 0, -1, 1.5, 10**30, "", "x\x00", "𠀀" * 50, [], {}, [[]], {"a": {"b": None}}]


def test_wrong_types_in_every_member_are_422_with_a_pointer(app: Flask, world: World) -> None:
    guest = world.guest()
    document: Any = app.test_client().get("/api/openapi.json").json
    tried = 0
    for method, path in operations(app):
        content = document["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
        schema = document["components"]["schemas"][content["$ref"].rpartition("/")[2]]
        for member in schema["properties"]:
            for value in VALUES:
                answer = send(guest, method, path, json.dumps({member: value}).encode())
                tried += 1
                assert answer.status_code < 500, (method, path, member, value)
                if answer.status_code == 422 and answer.json["code"] == "validation_failed":
                    assert all(error["pointer"].startswith("/") for error in answer.json["errors"])
    assert tried > 100


def test_wrong_methods_say_which_are_right(client: FlaskClient) -> None:
    answer = client.put("/api/v1/footprints")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_an_address_nobody_knows_is_a_404_problem(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing/here")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
