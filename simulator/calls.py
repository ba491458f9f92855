"""What surrounds every call from outside: the log, the faults that cut or delay, the socket. Meaning is elsewhere."""

import socket
import time
from collections.abc import Callable

from flask import Blueprint, Response, g, request

from simulator.clock import utc_text
from simulator.faults import Fault
from simulator.world import World

_CUT_AFTERWARDS = ("processed_lost",)


def watch(blueprint: Blueprint, world: World) -> None:
    """Every call of this blueprint can be hit by the faults of its target, which is its endpoint's name."""

    @blueprint.before_request
    def before() -> Response | None:
        g.fault = world.faults.take(_target())
        return _play_before(g.fault) if g.fault else None

    @blueprint.after_request
    def after(response: Response) -> Response:
        fault: Fault | None = g.get("fault")
        world.calls.append({
            "number": next(world.call_numbers),
            "at": utc_text(world.clock.real()),
            "target": _target(),
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "fault": fault.name if fault else None,
        })  # fmt: skip
        if fault and fault.name == "slow":
            time.sleep(float(fault.params["seconds"]))
        if fault and fault.name in _CUT_AFTERWARDS:
            cut_connection()
        return response


def _target() -> str:
    return (request.endpoint or "").rpartition(".")[2].removesuffix("_by_id")


def _play_before(fault: Fault) -> Response | None:
    players: dict[str, Callable[[], Response]] = {
        "down": _cut,
        "unavailable": lambda: Response("<h1>503 Service Temporarily Unavailable</h1>", 503, mimetype="text/html"),
        "hang": lambda: _hang(float(fault.params["seconds"])),
    }
    player = players.get(fault.name)
    return player() if player else None


def _hang(seconds: float) -> Response:
    time.sleep(seconds)
    return _cut()


def _cut() -> Response:
    cut_connection()
    return Response(status=500)


def cut_connection() -> None:
    """Shuts the caller's socket both ways: it sees the connection end without an answer."""
    connection = request.environ.get("werkzeug.socket")
    if connection is None:
        raise RuntimeError("only the simulator's own server can cut a connection; see simulator/server.py")
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the caller has hung up already, which is what was wanted
