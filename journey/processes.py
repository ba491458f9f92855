"""Starting the simulator, the app and its jobs as real processes, waiting for them, stopping all of them."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from dotenv import dotenv_values

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
#: Secrets and services of a real installation: the demo leaves them all alone, whatever .env or the shell says.
_NOT_HERE = ("DATABASE_URL", "SECRET_KEY", "RECORD_SIGNING_KEY", "REDIS_URL", "STORAGE_URL", "TRUSTED_PROXIES")
_START_S = 60
_STOP_S = 15
_LOG_TAIL = 15
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class CannotRun(Exception):
    """Something did not start or has ended; the text says which and why."""


def port_is_free(port: int) -> bool:
    """Whether nobody listens on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("0.0.0.0", port))  # noqa: S104 (closed again at once; a listener on any address counts)
            return True
    return False


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on at this moment, all different."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def answers(url: str) -> bool:
    """Whether a GET of this address on this machine is answered with 2xx."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=5) as answer:
            return bool(200 <= answer.status < 300)
    except (urllib.error.URLError, OSError):
        return False


def make_folder(path: Path, otherwise: str) -> None:
    """The folder, with room for files. Raises CannotRun, which says what to do ``otherwise``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotRun(
            f"这个文件夹不能写入 · this folder cannot be written: {path} ({reason})\n    {otherwise}"
        ) from None


@dataclass
class Stage:
    """The processes of one run. Use as a context manager: on the way out nothing is left running."""

    instance: Path
    port: int
    simulator_port: int
    _running: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)
    _aside: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def simulator_url(self) -> str:
        return f"http://{HOST}:{self.simulator_port}"

    @property
    def logs(self) -> Path:
        return self.instance / "logs"

    def __enter__(self) -> Self:
        for folder in (self.instance, self.logs):
            make_folder(
                folder, "请检查权限，或另选一个 · check its permissions or choose another: INSTANCE_PATH=… make run"
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def environment(self) -> dict[str, str]:
        """What every process gets: the demo on SQLite in this instance folder, talking to this simulator."""
        env = dict(os.environ) | dict.fromkeys(_NOT_HERE, "")
        env |= {
            "APP_ENV": "demo",
            "INSTANCE_PATH": str(self.instance),
            "PORT": str(self.port),
            "PUBLIC_URL": os.environ.get("PUBLIC_URL") or self.url,
            "PYTHONUNBUFFERED": "1",
        }
        play = self.instance / "simulator" / "app.env"
        if play.exists():
            env |= {name: value for name, value in dotenv_values(play).items() if value is not None}
        return env

    def start_simulator(self, time_scale: float = 1.0) -> None:
        """Serve WeChat's part and wait for its answer. Its keys and app.env are kept in the instance folder."""
        home = str(self.instance / "simulator")
        command = ["-m", "simulator", "--port", str(self.simulator_port), "--home", home]
        self._start("simulator", [*command, "--time-scale", str(time_scale)], f"{self.simulator_url}/_sim/")

    def start_app(self) -> None:
        """Serve the product and wait until its database answers."""
        command = ["-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "--bind", f"{HOST}:{self.port}"]
        self._start("app", command, f"{self.url}/readyz")

    def start_jobs(self) -> None:
        """Run the jobs beside the app: settling, refunds, shipping notices, expiry."""
        self._start("jobs", ["-m", "flask", "--app", "wsgi", "jobs", "run"])

    def start_aside(self, name: str, command: list[str]) -> None:
        """Begin work that the product does not wait for and that may fail; ``ended`` tells how it went."""
        self._aside[name] = self._spawn(name, command, "wb")

    def ended(self, name: str) -> int | None:
        """The exit code of work started aside; None while it goes on."""
        return self._aside[name].poll()

    def flask(self, *arguments: str) -> str:
        """Run one flask command to its end; what it printed. Raises CannotRun with its last words."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        done = subprocess.run(  # noqa: S603 (our own command)
            command, cwd=ROOT, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-_LOG_TAIL:])
            raise CannotRun(f"flask {' '.join(arguments)} ended with {done.returncode}:\n{last}")
        return done.stdout

    def check(self) -> None:
        """Raise CannotRun if any process has ended."""
        for name, process in self._running:
            if process.poll() is not None:
                raise CannotRun(f"{name} ended with {process.returncode}. {self.last_words(name)}")

    def stop(self) -> None:
        """End every process, the last started first. May be repeated."""
        for process in self._aside.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)  # npm and node with it
        for _, process in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        processes = [*(process for _, process in reversed(self._running)), *self._aside.values()]
        until = time.monotonic() + _STOP_S
        for process in processes:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()
        self._aside.clear()

    def _start(self, name: str, command: list[str], ready_url: str | None = None) -> None:
        self._running.append((name, self._spawn(name, command, "ab")))
        until = time.monotonic() + _START_S
        while ready_url and not answers(ready_url):
            self.check()
            if time.monotonic() > until:
                raise CannotRun(f"{name} did not answer within {_START_S} s. {self.last_words(name)}")
            time.sleep(0.1)

    def _spawn(self, name: str, command: list[str], mode: str) -> subprocess.Popen[bytes]:
        with (self.logs / f"{name}.log").open(mode) as log:
            return subprocess.Popen(  # noqa: S603 (our own command)
                [sys.executable, *command], cwd=ROOT, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_die_with_parent,  # noqa: PLW1509 (we have no threads)
            )  # fmt: skip

    def last_words(self, name: str) -> str:
        """Where a process's log is, and how it ends."""
        path = self.logs / f"{name}.log"
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_TAIL:]
        return f"Its log, {path}, ends with:\n" + "\n".join(f"    {line}" for line in lines)


def _die_with_parent() -> None:
    """In the child: be told to stop if we are killed outright. Only Linux can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
