"""Ours, the floor and a bare route in one interleaved run, each on its own copy of the same database."""

import itertools
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import marshmallow as ma
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
BARE = "bare Flask JSON"
#: The floor with a constant for an answer: harder than what the limit is about, kept beside it.
LOWER = "floor, answer not dumped"
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
    #: of the answer; None where there is none (WeChat's)
    schema: type[ma.Schema] | None = None


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
            trace.check()
            found.append(Recorded(trace, asked[0] if asked else None, orjson.loads(answer)))
    return found


@contextmanager
def floor_on(url: str, route: Route, recorded: Sequence[Recorded], *, dumped: bool) -> Iterator[Flask]:
    """The floor with a pool of its own on ``url``. ``dumped``: it answers through the schema, where there is one."""
    with application(url) as host:
        with host.app_context():
            write_engine()  # sets the pool up as ours is
            engine = db.engine
        parts = [route.part(host, each) for each in recorded]
        if dumped and route.schema is not None:
            schema = route.schema()
            parts = [replace(each, answer=schema.load(each.answer), dumped=True) for each in parts]
        yield route.floor(host, engine, itertools.cycle(parts), recorded)


@dataclass(frozen=True)
class Row:
    """One route on one database. Ratios are of CPU: of the smallest times, and the median of those within a round."""

    name: str
    kind: str
    statements: int
    timings: dict[str, Timing]

    def ratio(self, base: str) -> float:
        return self.timings["ours"].cpu_min / self.timings[base].cpu_min

    def median_ratio(self, base: str) -> float:
        pairs = zip(self.timings["ours"].cpu, self.timings[base].cpu, strict=True)
        return statistics.median(ours / other for ours, other in pairs)

    @property
    def held(self) -> bool:
        return self.ratio("floor") <= OVER_FLOOR


def measured(kind: str, route: Route) -> Row:
    """One route on a fresh database of this kind."""
    with fresh_database(kind) as url:
        with application(url) as app:
            requests = list(route.prepare(app, NEEDED))
        recorded = record(url, requests)
        with (
            copy_of(url) as mine,
            copy_of(url) as raw,
            copy_of(url) as constant,
            application(mine) as ours,
            floor_on(raw, route, recorded, dumped=True) as low,
            floor_on(constant, route, recorded, dumped=False) as lower,
        ):
            times = -(-NEEDED // len(requests))
            plain = bare(route.status)
            candidates = {
                BARE: senders(plain, requests * times),
                LOWER: senders(lower, requests * times),
                "floor": senders(low, requests * times),
                "ours": senders(ours, requests * times),
            }
            timings = measure(candidates, rounds=ROUNDS, calls=CALLS)
    return Row(route.name, kind, recorded[-1].trace.statements, timings)


def rows(found: Sequence[Row]) -> str:
    """One table of ratios."""
    head = ("statements", "floor min", "median", "undumped", "bare min", "median")
    lines = [f"{'CPU per request, ours against':42}" + "".join(f"{word:>11}" for word in head)]
    lines += [
        f"{row.name:42}{row.statements:11}{row.ratio('floor'):11.2f}{row.median_ratio('floor'):11.2f}"
        f"{row.ratio(LOWER):11.2f}{row.ratio(BARE):11.1f}{row.median_ratio(BARE):11.1f}"
        for row in found
    ]
    return "\n".join(lines)


def report(row: Row) -> None:
    """Times, ratios, and whether the limit holds."""
    print(f"\n{row.name}, {row.kind}: {row.statements} statements\n{table(row.timings, 'floor')}")
    print(f"     medians of ratios: floor {row.median_ratio('floor'):.2f}, bare {row.median_ratio(BARE):.1f}")
    print(verdict("ours against the floor, CPU", row.ratio("floor"), OVER_FLOOR), flush=True)


def run(route: Route, kinds: Sequence[str]) -> int:
    """The exit code of a benchmark on these databases: every one is measured, also after a failure."""
    found = [measured(kind, route) for kind in kinds or ("sqlite", "postgresql")]
    for row in found:
        report(row)
    return 0 if all(row.held for row in found) else 1
