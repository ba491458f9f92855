"""A merchant at a gateway that says what a test tells it to, and a till for every provider."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from app.payments.wechatpay import WeChatPay
from tests.payments.gateway import APPID, MCHID, NOW, Answer, Gateway, World
from tests.payments.till import WeChatTill, wechat_till


@pytest.fixture(scope="session")
def world() -> World:
    return World(*(rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3)))


@pytest.fixture
def gateway(world: World) -> Iterator[Gateway]:
    running = Gateway(world)
    yield running
    running.close()


@pytest.fixture
def wechatpay(world: World, gateway: Gateway) -> WeChatPay:
    return WeChatPay(**world.settings(), api_url=gateway.url, read_timeout_s=0.5)


@pytest.fixture
def answer() -> type[Answer]:
    return Answer


@pytest.fixture
def transaction() -> dict[str, Any]:
    """A paid transaction as a query answers it and a notification seals it."""
    return {
        "transaction_id": "4200001234202611201234567890",
        "amount": {"payer_total": 1744, "total": 1744, "currency": "CNY", "payer_currency": "CNY"},
        "mchid": MCHID,
        "trade_state": "SUCCESS",
        "bank_type": "OTHERS",
        "success_time": "2026-11-20T11:59:58+08:00",
        "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        "out_trade_no": "pay01J0000000000000000000000",
        "appid": APPID,
        "trade_state_desc": "支付成功",
        "trade_type": "JSAPI",
        "attach": "",
    }


@pytest.fixture
def refund_answer() -> dict[str, Any]:
    """What applying for a refund, and asking about it, answers."""
    return {
        "refund_id": "50000000382019052709732678859",
        "out_refund_no": "ref01J0000000000000000000000",
        "transaction_id": "4200001234202611201234567890",
        "out_trade_no": "pay01J0000000000000000000000",
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": "2026-11-20T12:30:00+08:00",
        "status": "PROCESSING",
        "funds_account": "AVAILABLE",
        "amount": {"total": 1744, "refund": 1744, "payer_total": 1744, "payer_refund": 1744, "currency": "CNY"},
    }


@pytest.fixture
def year_ago() -> datetime:
    return datetime.fromtimestamp(time.time() - 365 * 86_400, UTC)


@pytest.fixture
def provider(world, gateway) -> WeChatPay:
    """At a fixed hour, and with a gateway that would notice any call."""
    return WeChatPay(**world.settings(), api_url=gateway.url, now=lambda: NOW)


@pytest.fixture
def refund_notice(refund_answer):
    content = {key: value for key, value in refund_answer.items() if key not in {"status", "channel", "create_time"}}
    return {**content, "mchid": "1900000109", "refund_status": "SUCCESS", "success_time": "2026-11-20T12:31:00+08:00"}


@pytest.fixture
def payment_message(world, transaction) -> bytes:
    return json.dumps(world.sealed(transaction, event="TRANSACTION.SUCCESS", original_type="transaction")).encode()


#: every provider joins here, and test_contract.py asks of it what it asks of the others
TILLS = {"wechatpay": wechat_till}


@pytest.fixture(params=TILLS)
def till(request: pytest.FixtureRequest) -> Iterator[WeChatTill]:
    with TILLS[request.param]() as opened:
        yield opened
