"""GET /scenes/{code}: what a whole hall asks for at once. python -m bench.scenes [sqlite|postgresql ...]"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask

from app.api.scenes import SceneSchema
from bench.cast import SCENE, set_the_stage
from bench.comparison import Recorded, Route, run
from bench.floor import Part, smorest
from bench.wsgi import Request


def prepare(app: Flask, _count: int) -> Sequence[Request]:
    set_the_stage(app)
    return [Request("GET", f"/api/v1/scenes/{SCENE}")]


def floor(_host: Flask, engine: Any, parts: Iterator[Part], _recorded: Sequence[Recorded]) -> Flask:
    return smorest(engine, parts, "/scenes/<code>", "GET", 200, {"answer": SceneSchema})


def part(_host: Flask, recorded: Recorded) -> Part:
    return Part(recorded.trace, recorded.answer)


ROUTE = Route("GET /scenes/{code}", prepare, floor, part, schema=SceneSchema)

if __name__ == "__main__":
    sys.exit(run(ROUTE, sys.argv[1:]))
