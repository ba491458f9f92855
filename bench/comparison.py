"""Ours, the floor and a bare route in one interleaved run, each on its own copy of the same database."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask

from app.core.database import db, write_engine
from bench.copies import application, copy_of
from bench.floor import Part, bare
from bench.harness import Timing, fresh_database, measure, table, verdict
from bench.traces import Trace, listen
from bench.wechat import answer_here
from bench.wsgi import Request, sender, senders

OVER_FLOOR = 1.5
ROUNDS, CALLS = 15, 20
#: One round more than is timed: the first warms up.
NEEDED = (ROUNDS + 1) * CALLS


@dataclass(frozen=True)
class Recorded:
    """One request with what it said, what was asked of the provider, and what it was answered."""

    trace: Trace
    asked: dict[str, Any] | None
    answer: Any


@dataclass(frozen=True)
class Route:
    """What is measured. ``prepare`` fills a database through the app and gives the requests, each to be sent once.

    ``floor``: the floor's app on the database of ours, for what was recorded. ``status``: of a good answer.
    """

    name: str
    prepare: Callable[[Flask, int], Sequence[Request]]
    floor: Callable[[Flask, Any, Iterator[Part], Sequence[Recorded]], Flask]
    part: Callable[[Flask, Recorded], Part]
    status: int = 200


def record(url: str, requests: Sequence[Request]) -> list[Recorded]:
    """Send every request once to a copy, listening at the driver."""
    found: list[Recorded] = []
    with copy_of(url) as copied, application(copied) as app:
        with app.app_context():
            recorder = listen(db.engine)
        adapter = answer_here(app)
        asked: list[dict[str, Any]] = []

        def heard(body: dict[str, Any]) -> None:
            recorder.called()
            asked.append(body)

        adapter.heard = heard
        for request in requests:
            asked.clear()
            with recorder.recording() as trace:
                answer = sender(app, request)()
            found.append(Recorded(trace, asked[0] if asked else None, orjson.loads(answer)))
    return found


@contextmanager
def floor_on(url: str, route: Route, recorded: Sequence[Recorded]) -> Iterator[Flask]:
    """The floor with a pool of its own on ``url``."""
    with application(url) as host:
        with host.app_context():
            write_engine()  # sets the pool up as ours is
            engine = db.engine
        parts = itertools.cycle([route.part(host, each) for each in recorded])
        yield route.floor(host, engine, parts, recorded)


def compare(kind: str, route: Route) -> tuple[dict[str, Timing], float]:
    """Timings by name and the statements of one request, on a fresh database of this kind."""
    with fresh_database(kind) as url:
        with application(url) as app:
            requests = list(route.prepare(app, NEEDED))
        recorded = record(url, requests)
        with (
            copy_of(url) as mine,
            copy_of(url) as raw,
            application(mine) as ours,
            floor_on(raw, route, recorded) as low,
        ):
            times = -(-NEEDED // len(requests))
            plain = bare(route.status)
            candidates = {
                "bare Flask JSON": senders(plain, requests * times),
                "floor": senders(low, requests * times),
                "ours": senders(ours, requests * times),
            }
            timings = measure(candidates, rounds=ROUNDS, calls=CALLS)
    return timings, recorded[-1].trace.statements


def report(kind: str, route: Route) -> bool:
    """Measure, print, and say whether the limit holds."""
    timings, statements = compare(kind, route)
    ours, low, plain = timings["ours"], timings["floor"], timings["bare Flask JSON"]
    print(f"\n{route.name}, {kind}: {statements:.0f} statements\n{table(timings, 'floor')}")
    print(f"     against the bare route, CPU: {ours.cpu_min / plain.cpu_min:.1f}")
    ratio = ours.cpu_min / low.cpu_min
    print(verdict("ours against the floor, CPU", ratio, OVER_FLOOR), flush=True)
    return ratio <= OVER_FLOOR


def run(route: Route, kinds: Sequence[str]) -> int:
    """The exit code of a benchmark on these databases: every one is measured, also after a failure."""
    results = [report(kind, route) for kind in kinds or ("sqlite", "postgresql")]
    return 0 if all(results) else 1
