"""Whatever JSON arrives, the answer is one of WeChat's: a refusal with a code, never a crash."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import credentials, orders, refunds
from simulator.app import create_app
from simulator.clock import Clock
from simulator.gateway import PayError
from simulator.keys import shared_keys
from simulator.store import Store
from simulator.world import World

KEYS = shared_keys()
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=40)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
ORDER = {
    "appid": KEYS.appid,
    "mchid": KEYS.mchid,
    "description": "中和 301 kg",
    "out_trade_no": "order000001",
    "notify_url": "http://127.0.0.1:9/n",
    "time_expire": "2099-01-02T03:04:05+08:00",
    "amount": {"total": 1744, "currency": "CNY"},
    "payer": {"openid": KEYS.openid("林小满")},
}
REFUND = {
    "out_trade_no": "order000001",
    "out_refund_no": "refund1",
    "amount": {"refund": 1, "total": 1744, "currency": "CNY"},
    "reason": "x",
    "notify_url": "http://127.0.0.1:9/n",
}
NOTICE = {
    "order_key": {"order_number_type": 1, "mchid": KEYS.mchid, "out_trade_no": "order000001"},
    "logistics_type": 3,
    "delivery_mode": 1,
    "shipping_list": [{"item_desc": "证书"}],
    "upload_time": "2026-11-20T18:00:00.000+08:00",
    "payer": {"openid": KEYS.openid("林小满")},
}
CHECK = {"version": 2, "scene": 1, "openid": KEYS.openid("林小满"), "content": "x"}
CODE = {"scene": "A", "page": "pages/a", "width": 280, "check_path": True, "env_version": "release"}
UNREASONABLE = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One paid order; no postman, so nothing is sent."""
    made = World(KEYS, Store(None), Clock(0))
    orders.accept(made, ORDER, "JSAPI")
    orders.pay(made, "order000001")
    yield made
    made.store.close()


def broken(whole: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """The body with one to three fields replaced by anything, as it looks after a journey through JSON."""
    names = data.draw(st.lists(st.sampled_from(sorted(whole)), min_size=1, max_size=3, unique=True))
    return json.loads(json.dumps(whole | {name: data.draw(ANYTHING) for name in names}))


@UNREASONABLE
@given(data=st.data(), trade_type=st.sampled_from(["JSAPI", "NATIVE"]))
def test_an_order_is_accepted_or_refused(world: World, data: st.DataObject, trade_type: str) -> None:
    try:
        answer = orders.accept(world, broken(ORDER, data), trade_type)
    except PayError as refusal:
        assert refusal.code  # noqa: PT017  (acceptance is as good as refusal here)
    else:
        assert answer.keys() <= {"prepay_id", "code_url"}


@UNREASONABLE
@given(data=st.data())
def test_a_refund_is_accepted_or_refused(world: World, data: st.DataObject) -> None:
    try:
        row = refunds.accept(world, broken(REFUND, data))
    except PayError as refusal:
        assert refusal.code  # noqa: PT017  (acceptance is as good as refusal here)
    else:
        assert row["refund_fen"] <= 1744


@pytest.fixture(scope="module")
def client(world: World) -> FlaskClient:
    return create_app(world).test_client()


@UNREASONABLE
@given(data=st.data(), call=st.sampled_from([
    ("/wxa/sec/order/upload_shipping_info", NOTICE), ("/wxa/msg_sec_check", CHECK), ("/wxa/getwxacodeunlimit", CODE),
]))  # fmt: skip
def test_the_mini_program_platform_always_answers_200(
    world: World, client: FlaskClient, data: st.DataObject, call: tuple[str, dict[str, Any]]
) -> None:
    token, _ = credentials.stable_token(world, force=False)
    answer = client.post(
        f"{call[0]}?access_token={token}", data=json.dumps(broken(call[1], data)), base_url="http://127.0.0.1"
    )
    assert answer.status_code == 200


@UNREASONABLE
@given(body=ANYTHING)
def test_the_control_api_takes_or_refuses(client: FlaskClient, body: Any) -> None:
    for path in ("faults", "clock", "login-codes", "request-payment", "code-urls/pay", "payments/order000001/pay"):
        answer = client.post(f"/_sim/{path}", data=json.dumps(body), base_url="http://127.0.0.1")
        assert answer.status_code < 500


@UNREASONABLE
@given(data=st.data())
def test_a_fault_is_arranged_or_refused(client: FlaskClient, data: st.DataObject) -> None:
    body = broken({"target": "notification", "fault": "duplicate", "times": 1, "copies": 2, "concurrent": True}, data)
    answer = client.post("/_sim/faults", data=json.dumps(body), base_url="http://127.0.0.1")
    assert answer.status_code in (201, 400)
    client.delete("/_sim/faults", base_url="http://127.0.0.1")


def test_half_a_surrogate_pair_is_no_text(world: World, client: FlaskClient) -> None:
    token, _ = credentials.stable_token(world, force=False)
    raw = json.dumps(CHECK | {"content": "\ud800"})
    answer = client.post(f"/wxa/msg_sec_check?access_token={token}", data=raw, base_url="http://127.0.0.1")
    assert answer.get_json()["errcode"] == 47001
