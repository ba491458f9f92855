"""`python -m simulator --port 9000 --home instance/simulator`: writes app.env there and serves until interrupted."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from simulator.server import CannotStart, start


def main() -> int:
    parser = argparse.ArgumentParser(prog="simulator", description="Plays WeChat's servers on loopback. No real money.")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--home", type=Path, default=Path("instance/simulator"), help="keys, state and app.env")
    parser.add_argument(
        "--time-scale", type=float, default=float(os.environ.get("SIMULATOR_TIME_SCALE", "1.0")),
        help="1.0: WeChat's real waits; 0.01: a hundred times shorter",
    )  # fmt: skip
    options = parser.parse_args()
    try:
        simulator = start(options.home, options.time_scale, options.port)
    except CannotStart as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 1
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    print(f"simulator: {simulator.url}  (settings for the app: {options.home / 'app.env'})", flush=True)
    done.wait()
    simulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
