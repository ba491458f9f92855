"""Requests straight through a WSGI callable: no client, no socket. Each is prepared ahead, so that timing is fair."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder


@dataclass(frozen=True)
class Request:
    """One request as a phone or a provider sends it. ``expect``: the status it must be answered with."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    expect: int = 200

    def environ(self) -> dict[str, Any]:
        builder = EnvironBuilder(
            path=self.path,
            method=self.method,
            headers=self.headers,
            data=self.body or None,
            content_type="application/json" if self.body else None,
        )
        try:
            return builder.get_environ()
        finally:
            builder.close()


def sender(app: Flask, request: Request) -> Callable[[], bytes]:
    """A function that sends the request, as often as it is called, and gives the body of the answer.

    Any other status than the expected one raises: a refusal must not be mistaken for speed.
    """
    environ, body, expect = request.environ(), request.body, str(request.expect)
    wsgi: Any = app.wsgi_app
    statuses: list[str] = []

    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> None:
        statuses[:] = [status]

    def send() -> bytes:
        answer = wsgi({**environ, "wsgi.input": BytesIO(body)}, start_response)
        try:
            found = b"".join(answer)
        finally:
            answer.close()
        if not statuses[0].startswith(expect):
            raise RuntimeError(f"{request.method} {request.path} answered {statuses[0]}: {found[:300]!r}")
        return found

    return send


def each_once(calls: Iterable[Callable[[], bytes]]) -> Callable[[], bytes]:
    """One function that makes the next of the calls every time: a write is a different write every time."""
    waiting = iter(list(calls))

    def call() -> bytes:
        return next(waiting)()

    return call


def senders(app: Flask, requests: Sequence[Request]) -> Callable[[], bytes]:
    """:func:`each_once` over requests."""
    return each_once([sender(app, request) for request in requests])
