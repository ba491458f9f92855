"""The mini-program's gates: WeChat's compilers, strict types, size, planted faults, words.

In CI always; guests who walk through the running product are test_walks.py, so that two workers share the work. What
changes with preview/ only is run by `make preview`, or here with PREVIEW=all: every other change would wait for it.
"""

import os

import pytest

from tests.support import node

GATES = ("official", "words", "texts", "core", "life", "paying")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    node.tools()


def test_it_passes_wechats_compilers_and_every_planted_fault_is_caught() -> None:
    gates = "" if os.environ.get("PREVIEW") == "all" else GATES
    files = (node.PREVIEW / "test").glob("*.test.mjs")
    tests = sorted(str(path.relative_to(node.PREVIEW)) for path in files if path.name.startswith(gates))
    assert tests
    # the one that hangs is named before the whole is ended
    limits = ("--test-concurrency=2", f"--test-timeout={node.LONGEST_S // 2 * 1000}")
    node.run("node", "--test", "--test-reporter=spec", *limits, *tests)
