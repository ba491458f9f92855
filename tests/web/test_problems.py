"""What goes wrong: a page outside /api, problem+json under it, and always a next step."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from app.services import projects
from tests.support.html import read

HEADERS = ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Content-Security-Policy")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_that_is_not_there_says_what_to_do(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/nothing/here?lang={language}")
    shown = read(answer.get_data(as_text=True))
    assert (answer.status_code, answer.mimetype, shown.faults) == (404, "text/html", [])
    assert any(a.get("href") == f"/?lang={answer.headers['Content-Language']}" for a in shown.all("a"))
    for name in HEADERS:
        assert len(answer.headers.getlist(name)) == 1, name


def test_the_api_still_answers_in_its_own_way(client: FlaskClient) -> None:
    for path in ("/api/v1/nothing", "/api/v1/certificates/crtNOPE"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert answer.json["code"] == "not_found"


def test_a_page_cannot_be_posted_to(client: FlaskClient) -> None:
    answer = client.post("/leaderboards")
    assert (answer.status_code, answer.mimetype) == (405, "text/html")
    assert "GET" in answer.headers["Allow"]
    assert "没有扣款" in answer.get_data(as_text=True)


def test_what_broke_on_our_side_tells_a_number_and_no_secret(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(projects, "on_sale", broken)
    answer = client.get("/", headers={"X-Request-Id": "abcdefgh12345678"})
    shown = read(answer.get_data(as_text=True))
    assert (answer.status_code, shown.faults) == (500, [])
    assert "abcdefgh12345678" in shown.text
    assert "secret" not in answer.get_data(as_text=True)


def test_somebody_too_quick_is_told_when_to_come_back(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise TooManyRequests(retry_after=10)

    monkeypatch.setattr(projects, "on_sale", stopped)
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
    assert "慢一点" in answer.get_data(as_text=True)
