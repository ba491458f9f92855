"""A simulator of its own for every test, a merchant with the SDK, and an address to be notified at."""

import copy
from collections.abc import Iterator

import pytest
from wechatpayv3 import WeChatPay

from simulator.server import Simulator, running
from tests.simulator.listener import Listener, listening
from tests.simulator.merchant import Merchant, sdk


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """WeChat's waits a thousand times shorter; faults of one test never reach another."""
    with running(time_scale=0.001) as started:
        yield started


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as started:
        yield started


@pytest.fixture(scope="session")
def parsed_sdk() -> WeChatPay:
    """Parsing a private key is most of what an SDK object costs; simulators without a home share one key set."""
    with running() as started:
        return sdk(started, "http://127.0.0.1:9/nobody")


@pytest.fixture
def merchant(simulator: Simulator, listener: Listener, parsed_sdk: WeChatPay) -> Merchant:
    pay = copy.copy(parsed_sdk)
    pay._core = copy.copy(parsed_sdk._core)
    pay._core._gate_way, pay._notify_url = simulator.url, listener.url
    return Merchant(simulator, pay, listener.url)
