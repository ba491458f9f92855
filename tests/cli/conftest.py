"""Commands as a person types them: arguments in, text and exit code out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """``run("batches", "import", path)``: the command's result, with what it printed."""
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=[str(each) for each in arguments])


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A registry's document, as far as its first bytes tell."""
    path = tmp_path / "registry.pdf"
    path.write_bytes(b"%PDF-1.7 cancelled\n")
    return path
