"""Node and what it needs: the mini-program's tests are programs of its own, run to their end."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app import ROOT
from tests.support.browser import chromium

PREVIEW = ROOT / "preview"
#: Only a test that hangs takes so long.
LONGEST_S = 600


def tools() -> None:
    """What the lock file names, installed once: `make run` alone brings less. Where Node or Chromium is missing, the
    test is skipped; in CI it fails."""
    lack = next((name for name, found in (("npm", shutil.which("npm")), ("chromium", chromium())) if not found), None)
    if lack and os.environ.get("CI"):
        pytest.fail(f"{lack} is missing: in CI the mini-program is looked at in a browser")
    if lack:
        pytest.skip(f"{lack} is missing")
    door = os.open(PREVIEW, os.O_RDONLY)  # two test processes come here at once, and installing empties the folder
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        run("make", "preview/node_modules/.tools", folder=ROOT)
    finally:
        os.close(door)


def run(*words: str, folder: Path = PREVIEW) -> None:
    """A command to its end; what it said is shown if it fails."""
    done = subprocess.run(
        words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    said = (done.stdout + done.stderr)[-12_000:]
    assert done.returncode == 0, f"{' '.join(words)} ended with {done.returncode}\n{said}"
