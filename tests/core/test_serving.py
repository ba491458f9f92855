"""Around every answer: security headers, caching, request ids, counts; and nothing of a failure inside it."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.settings import load_settings
from app.services import projects

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cache-Control": "no-cache",
}


@pytest.mark.parametrize("path", ["/api/v1/projects", "/api/v1/nothing", "/healthz", "/certificates/nobody", "/"])
def test_every_answer_carries_its_safety(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    for name, value in SAFE.items():
        assert answer.headers.getlist(name) == [value], (path, name)
    if answer.mimetype == "text/html":
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def broken(*_: object, **__: object) -> Any:
    raise RuntimeError("the secret inside")


def test_what_breaks_is_a_500_problem_that_tells_nothing_but_a_request_id(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projects, "on_sale", broken)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/api/v1/projects", headers={"X-Request-Id": "from-the-phone-1"})
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert answer.json["code"] == "internal_error"
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.headers["X-Request-Id"] == "from-the-phone-1"
    for harmful in ("short", "x" * 65, "a b c d e f g", "<script>alert(1)</script>"):
        answer = client.get("/api/v1/projects", headers={"X-Request-Id": harmful})
        assert answer.headers["X-Request-Id"] != harmful


def test_forwarded_headers_count_only_from_as_many_proxies_as_are_trusted(tmp_path: Any) -> None:
    env = {"APP_ENV": "demo", "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite'}"}
    for hops, expected in ((0, "127.0.0.1"), (1, "10.0.0.3"), (2, "10.0.0.2")):
        settings = replace(load_settings(env, tmp_path), trusted_proxies=hops)
        app: Flask = create_app(settings)
        seen: list[str] = []

        @app.get("/who")
        def who(seen: list[str] = seen) -> str:
            from flask import request

            seen.append(request.remote_addr or "")
            return ""

        app.test_client().get("/who", headers={"X-Forwarded-For": "10.0.0.1, 10.0.0.2, 10.0.0.3"})
        assert seen == [expected]


def test_counts_and_times_are_kept_by_route_not_by_address(client: FlaskClient) -> None:
    for number in range(3):
        client.get(f"/api/v1/scenes/NOPE{number}2")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'diandian_requests_total{route="/api/v1/scenes/<string:code>",status="404"}' in text or (
        'diandian_requests_total{route="/api/v1/scenes/<code>",status="404"}' in text
    )
    assert "NOPE" not in text


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_counts_are_for_the_inside_and_not_for_what_came_through_a_proxy(client: FlaskClient, header: str) -> None:
    assert client.get("/metrics", headers={header: "203.0.113.9"}).status_code == 404
    assert client.get("/metrics").status_code == 200
