"""POST /footprints: read, calculate, keep. python -m bench.footprints [sqlite|postgresql ...]

The floor does not calculate: it reads the scene and keeps a row calculated before.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask

from app.api.footprints import FootprintRequest, FootprintSchema
from bench.cast import footprint_request, log_in, set_the_stage
from bench.comparison import Recorded, Route, run
from bench.floor import Part, smorest
from bench.wsgi import Request


def prepare(app: Flask, count: int) -> Sequence[Request]:
    set_the_stage(app)
    return [footprint_request(guest) for guest in log_in(app, count)]


def floor(_host: Flask, engine: Any, parts: Iterator[Part], _recorded: Sequence[Recorded]) -> Flask:
    schemas = {"body": FootprintRequest, "answer": FootprintSchema}
    return smorest(engine, parts, "/footprints", "POST", 201, schemas)


def part(_host: Flask, recorded: Recorded) -> Part:
    return Part(recorded.trace, recorded.answer)


ROUTE = Route("POST /footprints", prepare, floor, part, 201, schema=FootprintSchema)

if __name__ == "__main__":
    sys.exit(run(ROUTE, sys.argv[1:]))
