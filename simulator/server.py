"""Serves a simulator on loopback: `running()` for tests and other programs, `start` for the command line."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from simulator import notifications
from simulator.app import create_app
from simulator.client import SimulatorControl
from simulator.clock import Clock
from simulator.keys import KeySet, load_or_make_keys, shared_keys, write_app_env
from simulator.postman import Postman
from simulator.store import Store
from simulator.world import World

_HOST = "127.0.0.1"
_STOP_LOOK_S = 0.02  # how often the server looks whether it is to stop


class CannotStart(Exception):
    """Production, or the port is taken; the text says what to do."""


class _QuietHandler(WSGIRequestHandler):
    """Addresses hold secrets and access tokens, so requests are not printed; /_sim/calls lists them without."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002  (signature given)
        return


@dataclass
class Simulator:
    """A running simulator. ``url`` has no trailing slash; ``env`` holds the app's WECHAT* settings."""

    url: str
    keys: KeySet
    control: SimulatorControl
    world: World
    server: BaseWSGIServer
    postman: Postman
    lock: IO[str] | None

    @property
    def env(self) -> dict[str, str]:
        return self.keys.as_env(self.url)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.postman.stop()
        self.world.store.close()
        if self.lock:
            self.lock.close()


def start(home: Path | None = None, time_scale: float = 1.0, port: int = 0) -> Simulator:
    """Binds, starts the postman and serves in a daemon thread.

    ``home``: the folder of keys, state and ``app.env``; None keeps all in memory, with one key set per process.
    ``time_scale``: 0.001 makes WeChat's waits a thousand times shorter. ``port`` 0: any free one. Raises CannotStart.
    """
    if os.environ.get("APP_ENV") == "production":
        raise CannotStart("the simulator takes play money; it does not run where APP_ENV=production")
    lock = _take_home(home) if home else None
    keys = load_or_make_keys(home) if home else shared_keys()
    world = World(keys, Store(home / "state.sqlite3" if home else None), Clock(time_scale))
    try:
        server = _bind(world, port)
    except CannotStart:
        if lock:
            lock.close()
        raise
    notifications.resume(world)
    url = f"http://{_HOST}:{server.port}"
    if home:
        write_app_env(home, keys, url)
    postman = Postman(world)
    postman.start()
    threading.Thread(target=server.serve_forever, args=(_STOP_LOOK_S,), name="simulator-server", daemon=True).start()
    return Simulator(url, keys, SimulatorControl(url), world, server, postman, lock)


def _take_home(home: Path) -> IO[str]:
    """An open, locked file: two simulators must not send the same messages from one state. Ends with the process."""
    home.mkdir(parents=True, exist_ok=True)
    lock = (home / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CannotStart(
            f"这个文件夹已有一个模拟微信在运行 · another simulator is running with {home}; "
            "stop it or choose another folder (--home; make run: INSTANCE_PATH=…)"
        ) from None
    return lock


def _bind(world: World, port: int) -> BaseWSGIServer:
    try:
        return make_server(_HOST, port, create_app(world), threaded=True, request_handler=_QuietHandler)
    except (OSError, SystemExit) as error:
        # werkzeug prints its own hint and leaves by SystemExit when the port is taken
        world.store.close()
        raise CannotStart(f"port {port} on {_HOST} is taken; choose another with --port") from error


@contextmanager
def running(home: Path | None = None, time_scale: float = 1.0, port: int = 0) -> Iterator[Simulator]:
    """``with running(time_scale=0.001) as simulator:`` gives .url, .keys, .env and .control; ends with the block."""
    simulator = start(home, time_scale, port)
    try:
        yield simulator
    finally:
        simulator.stop()
