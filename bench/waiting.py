"""One guest waits ten seconds for WeChat while twenty others order, over HTTP. python -m bench.waiting [databases]

Wall time, real sockets, the simulator in place of WeChat: what is looked for is a lock held across the call.
"""

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from app.core import ids
from app.core.database import db
from app.core.settings import load_settings
from bench.cast import PROJECT, Guest, log_in, set_the_stage
from bench.harness import fresh_database
from simulator.server import Simulator, running

OTHERS, WAIT_S, STORMS = 20, 10, 5


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        return


def order(url: str, guest: Guest) -> float:
    """Place an order over HTTP; the seconds it took."""
    body: dict[str, Any] = {
        "project": PROJECT,
        "mass_g": 1_000,
        "beneficiary": {"kind": "person", "name": "林小满"},
        "method": "jsapi",
    }
    headers = guest.headers | {"Idempotency-Key": ids.new_code(24)}
    began = time.perf_counter()
    answer = requests.post(f"{url}/api/v1/orders", json=body, headers=headers, timeout=60)
    if answer.status_code != 201:
        raise RuntimeError(f"{answer.status_code}: {answer.text[:300]}")
    return time.perf_counter() - began


def storm(url: str, guests: list[Guest]) -> list[float]:
    """All of them order at once; the seconds each waited."""
    took: list[float] = []
    threads = [threading.Thread(target=lambda guest=guest: took.append(order(url, guest))) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(took) != len(guests):
        raise RuntimeError("not everybody was served")
    return took


def measure(app: Flask, simulator: Simulator) -> tuple[list[float], list[float], float]:
    """(seconds of the others in peace, while one waits, of the one who waits). Storms take turns."""
    set_the_stage(app)
    waiter, *others = [
        Guest(guest.id, simulator.keys.openid(guest.id), guest.token) for guest in log_in(app, OTHERS + 1)
    ]
    with app.app_context(), db.engine.begin() as tx:
        for guest in (waiter, *others):
            tx.exec_driver_sql(f"UPDATE users SET openid = '{guest.openid}' WHERE id = '{guest.id}'")
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    storm(url, others)
    peace: list[float] = []
    meanwhile: list[float] = []
    waited: list[float] = []
    for _ in range(STORMS):
        peace += storm(url, others)
        simulator.control.fault("jsapi", "slow", seconds=WAIT_S)
        thread = threading.Thread(target=lambda: waited.append(order(url, waiter)))
        thread.start()
        time.sleep(0.5)
        meanwhile += storm(url, others)
        if not thread.is_alive():
            raise RuntimeError("nobody waited")
        thread.join()
    server.shutdown()
    return peace, meanwhile, max(waited)


def run(kind: str) -> None:
    with fresh_database(kind) as url, running() as simulator, tempfile.TemporaryDirectory() as folder:
        env = {**simulator.env, "APP_ENV": "demo", "DATABASE_URL": url, "PUBLIC_URL": "http://127.0.0.1:1"}
        app = create_app(load_settings(env, Path(folder)))
        peace, meanwhile, waited = measure(app, simulator)
        with app.app_context():
            db.engine.dispose()
    print(f"\n{OTHERS} orders at once over HTTP, {kind}; one guest waited {waited:.1f} s for WeChat")
    for name, took in (("in peace", peace), ("meanwhile", meanwhile)):
        print(f"{name:12} median {statistics.median(took) * 1000:6.0f} ms   slowest {max(took) * 1000:6.0f} ms")
    print(f"{'ratio':12} median {statistics.median(meanwhile) / statistics.median(peace):6.2f}", flush=True)


if __name__ == "__main__":
    for each in sys.argv[1:] or ("sqlite", "postgresql"):
        run(each)
