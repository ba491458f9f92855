"""make run and make journey as processes: refusals before anything starts, nothing left behind, the whole way."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from app import ROOT
from journey.processes import CannotRun, Stage, free_ports
from journey.serve import wanted_ports
from journey.terminal import padded, width


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.mark.parametrize("name", ["PORT", "SIMULATOR_PORT"])
def test_a_taken_port_is_refused_by_name_before_anything_is_made(name: str, taken: int, tmp_path: Path) -> None:
    other = free_ports(1)[0]
    ports = {"PORT": str(other), "SIMULATOR_PORT": str(other), name: str(taken)}
    instance = tmp_path / "instance"
    env = dict(os.environ) | ports | {"INSTANCE_PATH": str(instance)}
    done = subprocess.run(
        [sys.executable, "-m", "journey.serve"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert f"port {taken} is taken, nothing was started" in done.stderr
    assert not instance.exists()


def test_the_next_step_keeps_the_port_that_was_free(taken: int) -> None:
    other = free_ports(1)[0]
    with pytest.raises(CannotRun, match=f"make run PORT={other} SIMULATOR_PORT=(?!{taken})"):
        wanted_ports({"PORT": str(other), "SIMULATOR_PORT": str(taken)})


def test_a_folder_that_cannot_be_written_is_refused_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("a file, not a folder", "utf-8")
    with pytest.raises(CannotRun, match="INSTANCE_PATH=… make run"), Stage(tmp_path / "instance", 1, 2):
        pytest.fail("it was entered")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(CannotRun, match="not a port"):
        wanted_ports({"PORT": port})


def test_one_port_for_two_servers_is_refused() -> None:
    port = str(free_ports(1)[0])
    with pytest.raises(CannotRun, match="are the same"):
        wanted_ports({"PORT": port, "SIMULATOR_PORT": port})


def test_a_demo_never_touches_a_real_installations_database_or_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "RECORD_SIGNING_KEY", "REDIS_URL"):
        monkeypatch.setenv(name, "of the real one")
    monkeypatch.setenv("APP_ENV", "production")
    env = Stage(tmp_path, 1, 2).environment()
    assert "of the real one" not in env.values()
    assert env["APP_ENV"] == "demo"


def _serve(instance: Path) -> tuple[subprocess.Popen[bytes], str]:
    port, simulator_port = free_ports(2)
    env = dict(os.environ) | {
        "PORT": str(port), "SIMULATOR_PORT": str(simulator_port), "INSTANCE_PATH": str(instance), "PUBLIC_URL": ""
    }  # fmt: skip
    with (instance / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "journey.serve"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    return process, f"http://127.0.0.1:{port}"


def _said(instance: Path) -> str:
    return (instance / "said").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all: the second run finds what the first has left, as a newcomer's second day does."""
    return tmp_path_factory.mktemp("instance")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda each: each.name)
def test_everything_runs_and_everything_stops(instance: Path, how: signal.Signals) -> None:
    process, url = _serve(instance)
    try:
        until = time.monotonic() + 90
        while "Ctrl-C stops everything" not in _said(instance):
            assert process.poll() is None, _said(instance)
            assert time.monotonic() < until, _said(instance)
            time.sleep(0.2)
        assert requests.get(f"{url}/", timeout=10).status_code == 200
        assert requests.get(f"{url}/api/v1/scenes/FORUM1", timeout=10).json()["sample"] is True
        started = psutil.Process(process.pid).children(recursive=True)
        assert len(started) >= 4  # simulator, gunicorn and a worker, jobs
    finally:
        process.send_signal(how)
        process.wait(40)
    _, alive = psutil.wait_procs(started, timeout=20)
    assert alive == []
    if how is not signal.SIGKILL:
        assert process.returncode == 0
        assert "everything has stopped" in _said(instance)


@pytest.mark.slow
def test_a_guests_whole_way_is_walked_and_proved() -> None:
    env = dict(os.environ) | {"NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "journey"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "\033[" not in done.stdout
    picture = next(word for word in done.stdout.split() if word.startswith("out/") and word.endswith(".png"))
    assert (ROOT / picture).stat().st_size > 100_000
    assert (ROOT / picture).with_suffix(".jwks.json").is_file()  # its own: the next walk's server has another key
    assert done.stdout.count("✓") >= 20


def test_chinese_and_latin_align() -> None:
    assert width("金额 amount") == 11
    assert width(padded("金额", 8)) == width(padded("amount", 8)) == 8
