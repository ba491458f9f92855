"""Everything that is measured, one table per database, then pictures. python -m bench [sqlite|postgresql ...] [quick]

Exit 1 when a limit does not hold. ``quick`` leaves out what takes minutes: the growth, the leaderboards, the waiting.
"""

import sys

from bench import certificates, footprints, growth, leaderboard, notifications, orders, scenes, waiting
from bench.comparison import OVER_FLOOR, Row, measured, report, rows

ROUTES = (scenes.ROUTE, footprints.ROUTE, orders.ROUTE, notifications.ROUTE)


def main(arguments: list[str]) -> int:
    """Measure all of it; the exit code."""
    kinds = [each for each in arguments if each != "quick"] or ["sqlite", "postgresql"]
    held = True
    for kind in kinds:
        found: list[Row] = [measured(kind, route) for route in ROUTES]
        print(f"\n== {kind}: CPU through the WSGI callable (limit {OVER_FLOOR} times the floor)\n{rows(found)}")
        for row in found:
            report(row)
        held = held and all(row.held for row in found)
        if "quick" not in arguments:
            held = leaderboard.run(kind, 1_000_000) and held
            held = growth.run(kind) and held
            waiting.run(kind)
    held = certificates.main(["quick"] if "quick" in arguments else []) == 0 and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
