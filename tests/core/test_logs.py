"""What reaches a log: never a token, an openid, a key or a name, however it got into the event."""

import json

import pytest
import structlog

from app.core.logs import configure_logs, redact

SECRET = "s3cr3t-value"


@pytest.mark.parametrize(
    "key",
    ["token", "access_token", "Authorization", "openid", "payer_openid", "app_secret", "SECRET_KEY", "password",
     "nickname", "name", "private_key", "apiv3_key", "session_key", "code_url"],
)  # fmt: skip
def test_a_member_of_that_name_never_shows_its_value(key: str) -> None:
    assert redact(None, "info", {"event": "x", key: SECRET})[key] == "***"


def test_a_secret_inside_an_address_is_cut_out_of_it() -> None:
    said = f"GET /sns/jscode2session?appid=wx1&secret={SECRET}&js_code={SECRET}&access_token={SECRET} failed"
    for member in ("error", "event"):
        written = redact(None, "info", {"event": "call failed", "error": "", member: said})
        assert SECRET not in json.dumps(written)
        assert "appid=wx1" in written[member]


def test_a_row_the_database_refuses_is_not_written_out() -> None:
    said = f'violates check constraint "ck"\nDETAIL:  Failing row contains (1, {SECRET}).\nCONTEXT: none'
    written = redact(None, "error", {"event": "request failed", "exception": said})["exception"]
    assert SECRET not in written
    assert '"ck"' in written
    assert written.endswith("CONTEXT: none")


def test_what_is_no_secret_stays_readable() -> None:
    event = {"event": "name checked", "route": "/api/v1/orders", "status": 503, "job": "boards", "filename": "a.pdf"}
    assert redact(None, "info", dict(event)) == event


def test_in_production_every_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(for_people=False)
    try:
        structlog.get_logger("x").warning("said", token=SECRET, text="第一行\n第二行")
        structlog.get_logger("x").debug("not said")
    finally:
        configure_logs(for_people=True)
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    written = json.loads(lines[0])
    assert (written["event"], written["token"], written["level"]) == ("said", "***", "warning")
