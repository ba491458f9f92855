"""Guests walk through the mini-program against the running product, in a real browser: all of preview/e2e."""

import pytest

from tests.support import node

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    node.tools()


def test_guests_walk_through_the_mini_program_in_a_browser() -> None:
    node.run("node", "e2e/run.mjs")
