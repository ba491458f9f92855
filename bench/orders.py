"""POST /orders: reserve grams and ask WeChat for a payment. python -m bench.orders [sqlite|postgresql ...]

The call to WeChat is the same on both sides, from our signature to the check of theirs; only its socket is left out.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from flask import Flask

from app.api.orders import OrderRequest, OrderSchema
from bench.cast import footprint_request, log_in, order_request, sent, set_the_stage
from bench.comparison import Recorded, Route, run
from bench.floor import Part, smorest
from bench.wechat import payment_request, provider
from bench.wsgi import Request


def prepare(app: Flask, count: int) -> Sequence[Request]:
    set_the_stage(app)
    return [order_request(guest, sent(app, footprint_request(guest))) for guest in log_in(app, count)]


def floor(_host: Flask, engine: Any, parts: Iterator[Part], _recorded: Sequence[Recorded]) -> Flask:
    return smorest(engine, parts, "/orders", "POST", 201, {"body": OrderRequest, "answer": OrderSchema})


def part(host: Flask, recorded: Recorded) -> Part:
    if recorded.asked is None:
        raise RuntimeError("an order that asked nobody for a payment")
    return Part(recorded.trace, recorded.answer, partial(provider(host).start, payment_request(recorded.asked)))


ROUTE = Route("POST /orders", prepare, floor, part, 201, schema=OrderSchema)

if __name__ == "__main__":
    sys.exit(run(ROUTE, sys.argv[1:]))
