"""The control API: switches, the business clock, the list of calls."""

import json

import pytest
import requests

from simulator import world
from simulator.client import SimulatorRefused
from simulator.server import Simulator, running
from simulator.world import SWITCHES
from tests.simulator.merchant import Merchant


def test_switches_have_defaults_and_keep_what_they_are_set_to(simulator: Simulator) -> None:
    assert simulator.control.about()["settings"] == SWITCHES
    assert simulator.control.settings(refund_delay_s=3, published_pages=["pages/a"])["refund_delay_s"] == 3
    shown = simulator.control.settings(published_pages=None)
    assert shown == SWITCHES | {"refund_delay_s": 3}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("no_such", 1),
        ("bills_at_once", 1),
        ("refund_delay_s", "10"),
        ("refund_delay_s", -1),
        ("refund_delay_s", True),
        ("merchant_name", 3),
        ("published_pages", "pages/a"),
        ("published_pages", [1]),
    ],
)
def test_a_switch_that_does_not_fit_is_refused(simulator: Simulator, name: str, value: object) -> None:
    with pytest.raises(SimulatorRefused, match=name):
        simulator.control.settings(**{name: value})
    assert simulator.control.about()["settings"] == SWITCHES


@pytest.mark.parametrize("text", ['"1"', "true", "null", "NaN", "1e300", "-1e300"])
def test_the_clock_is_not_put_nowhere(simulator: Simulator, text: str) -> None:
    answer = requests.post(simulator.url + "/_sim/clock", data='{"advance_s": ' + text + "}", timeout=5)
    assert answer.status_code == 400
    assert simulator.control.about()["now"]


def test_calls_are_listed_without_their_secrets(merchant: Merchant) -> None:
    merchant.order("order000001")
    keys = merchant.simulator.keys
    query = {"appid": keys.appid, "secret": keys.app_secret, "js_code": "preview-a-1"}
    requests.get(merchant.simulator.url + "/sns/jscode2session", params=query, timeout=5)
    calls = merchant.simulator.control.calls()
    assert [(call["target"], call["status"]) for call in calls] == [("jsapi", 200), ("jscode2session", 200)]
    assert keys.app_secret not in json.dumps(calls)
    assert merchant.simulator.control.calls("jsapi") == calls[:1]


def test_calls_can_be_counted_when_old_ones_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "KEPT_CALLS", 3)
    with running() as simulator:
        for _ in range(5):
            requests.get(simulator.url + "/sns/jscode2session", timeout=5)
        assert [call["number"] for call in simulator.control.calls()] == [3, 4, 5]
        before = simulator.control.last_call()
        requests.get(simulator.url + "/sns/jscode2session", timeout=5)
        assert [call["number"] for call in simulator.control.calls("jscode2session", after=before)] == [6]
        assert simulator.control.calls("jsapi", after=before) == []


def test_an_unknown_order_is_said_to_be_unknown(simulator: Simulator) -> None:
    for ask in (simulator.control.payment, simulator.control.pay, simulator.control.finish_refund):
        with pytest.raises(SimulatorRefused, match="nobody01"):
            ask("nobody01")


def test_waiting_for_what_does_not_come_says_what_there_is(merchant: Merchant) -> None:
    merchant.simulator.control.fault("notification", "lost")
    merchant.paid("order000001")
    with pytest.raises(TimeoutError, match="lost"):
        merchant.simulator.control.wait_for("order000001", timeout_s=0.05)
