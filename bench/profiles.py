"""Where the time of one route goes.

python -m bench.profiles scenes|footprints|orders|notifications [sqlite|postgresql] [lines]
"""

import cProfile
import importlib
import pstats
import sys

from bench.copies import application
from bench.harness import fresh_database
from bench.wsgi import sender

TIMES = 200


def main(name: str, kind: str = "sqlite", lines: str = "45") -> None:
    """Profile the route of ``bench/<name>.py`` and print what costs most by itself."""
    route = importlib.import_module(f"bench.{name}").ROUTE
    with fresh_database(kind) as url, application(url) as app:
        requests = list(route.prepare(app, TIMES + 20))
        calls = [sender(app, requests[n % len(requests)]) for n in range(TIMES + 20)]
        for call in calls[:20]:
            call()
        profile = cProfile.Profile()
        profile.enable()
        for call in calls[20:]:
            call()
        profile.disable()
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(int(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
