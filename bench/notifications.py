"""POST /notifications/wechatpay/payments: money, allocation, certificate. python -m bench.notifications [databases]

Every message is another one, signed and sealed by the simulator ahead of the timing. The floor verifies, decrypts and
signs as much as ours must, with the cryptography library itself.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import orjson
from flask import Flask

from app.services.platform import EXTENSION
from bench.cast import footprint_request, log_in, order_request, sent, set_the_stage
from bench.comparison import Recorded, Route, run
from bench.floor import Part, message_box
from bench.wechat import open_raw, paid_message
from bench.wsgi import Request


def prepare(app: Flask, count: int) -> Sequence[Request]:
    set_the_stage(app)
    messages = []
    for guest in log_in(app, count):
        order = sent(app, order_request(guest, sent(app, footprint_request(guest))))
        messages.append(paid_message(order["payment"]["id"], order["amount_fen"], guest.openid))
    return messages


def floor(_host: Flask, engine: Any, parts: Iterator[Part], _recorded: Sequence[Recorded]) -> Flask:
    return message_box(engine, parts, open_raw)


def part(host: Flask, recorded: Recorded) -> Part:
    signer = host.extensions[EXTENSION].signer
    return Part(recorded.trace, recorded.answer, partial(signer.sign, _signed_bytes(recorded)))


def _signed_bytes(recorded: Recorded) -> bytes:
    """The record that was signed, as it was kept."""
    for visit in recorded.trace.visits:
        for _, _, parameters in visit.steps if visit else ():
            rows = parameters if isinstance(parameters, list) else [parameters]
            for row in rows:
                for value in (row.values() if isinstance(row, dict) else row) or ():
                    if isinstance(value, str) and value.startswith('{"allocations"'):
                        return orjson.dumps(orjson.loads(value))
    raise RuntimeError("no record was kept")


ROUTE = Route("POST /notifications/wechatpay/payments", prepare, floor, part)

if __name__ == "__main__":
    sys.exit(run(ROUTE, sys.argv[1:]))
