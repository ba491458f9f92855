"""Subscribe messages: the template's fields are checked as WeChat does, and one acceptance is one message."""

from typing import Any

import pytest
import requests

from simulator.message_templates import CERTIFICATE
from simulator.server import Simulator

GOOD = {
    "thing1": "首届中国数字碳中和高峰论坛",
    "character_string2": "DD-2026-7K3M9P",
    "thing3": "407 kg",
    "date4": "2026年11月20日",
}


def send(simulator: Simulator, user: str = "林小满", **changed: Any) -> int:
    env = simulator.env
    asked = {"grant_type": "client_credential", "appid": env["WECHAT_APPID"], "secret": env["WECHAT_APP_SECRET"]}
    token = requests.post(f"{simulator.url}/cgi-bin/stable_token", json=asked, timeout=5).json()["access_token"]
    body = {
        "touser": simulator.keys.openid(user),
        "template_id": CERTIFICATE,
        "page": "pages/certificate/certificate?id=crt1",
        "data": {name: {"value": value} for name, value in GOOD.items()},
    } | changed
    url = f"{simulator.url}/cgi-bin/message/subscribe/send?access_token={token}"
    return int(requests.post(url, json=body, timeout=5).json()["errcode"])


def test_one_acceptance_is_one_message(simulator: Simulator) -> None:
    assert send(simulator, "甲") == 43101
    simulator.control.subscribe("甲", CERTIFICATE)
    simulator.control.subscribe("甲", CERTIFICATE)
    assert [send(simulator, "甲") for _ in range(3)] == [0, 0, 43101]
    arrived = simulator.control.messages("甲")
    assert len(arrived) == 2
    assert arrived[0]["data"] == GOOD
    assert arrived[0]["page"] == "pages/certificate/certificate?id=crt1"
    assert simulator.control.messages("乙") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("thing1", "字" * 21), ("thing1", ""), ("character_string2", "编号"), ("character_string2", "x" * 33),
        ("date4", "昨天"), ("thing3", 407),
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_refused_and_uses_nothing_up(simulator: Simulator, field: str, value: Any) -> None:
    before = len(simulator.control.messages("丙"))
    simulator.control.subscribe("丙", CERTIFICATE)
    data = {name: {"value": text} for name, text in (GOOD | {field: value}).items()}
    assert send(simulator, "丙", data=data) == 47003
    assert send(simulator, "丙") == 0
    assert len(simulator.control.messages("丙")) == before + 1


def test_what_is_unknown_is_refused(simulator: Simulator) -> None:
    assert send(simulator, touser="oOfAnotherApp") == 40003
    assert send(simulator, template_id="x" * 43) == 40037
    assert send(simulator, data={"thing1": {"value": "a"}}) == 47003
    answer = requests.post(f"{simulator.url}/_sim/subscriptions", json={"user": "丁", "templates": ["x"]}, timeout=5)
    assert answer.status_code == 400


def test_messages_are_listed_on_the_desk(simulator: Simulator) -> None:
    simulator.control.subscribe("戊", CERTIFICATE)
    assert send(simulator, "戊") == 0
    assert "DD-2026-7K3M9P" in requests.get(simulator.url, timeout=5).text
