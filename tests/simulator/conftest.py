"""A simulator of its own for every test, a merchant with the SDK, and an address to be notified at."""

from collections.abc import Iterator

import pytest

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


@pytest.fixture
def merchant(simulator: Simulator, listener: Listener) -> Merchant:
    return Merchant(simulator, sdk(simulator, listener.url), listener.url)
