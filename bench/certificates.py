"""The certificate's picture against naive Pillow, the floor and a browser. python -m bench.certificates [quick]

Then bursts on two cores, memory, and how close 256 colours come. Exit 1 when a limit does not hold.
"""

import sys
import time
import zlib
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from io import BytesIO
from itertools import product
from multiprocessing import get_context

import numpy as np
import psutil
from isal import isal_zlib
from PIL import Image

from app.certs.card import card
from app.certs.designs import DESIGNS
from app.certs.picture import draw_picture, picture
from app.certs.surface import facts
from app.certs.template import draw
from app.certs.tint import oklab
from bench.certificate_cast import Page, certificate, children_cpu, naive, page, words_of
from bench.harness import measure, table, turns, verdict
from tests.support.browser import chromium

FASTER, LARGEST = 9.0, 500_000
OURS, NAIVE, BROWSER = "ours", "naive Pillow", "Chromium screenshot, warm"
ROUNDS, CALLS = 11, 4
BURST, CORES = 500, 2


def compare(design: str, rounds: int) -> bool:
    """Ours, naive, floors and browser taking turns; whether ours is fast and light enough."""
    surfaces = [certificate(number, design) for number in range(40)]
    words = [words_of(surface) for surface in surfaces]
    canvases = [draw(DESIGNS[design].picture, facts(surface)) for surface in surfaces[:8]]
    drawn = [ground.drawn(canvas, None) for ground, canvas in canvases]
    image = canvases[0][1].image
    raw = [each.rows[each.changed].tobytes() for each in drawn]
    fast, light = turns([partial(picture, s) for s in surfaces]), [len(picture(s)) for s in surfaces[:8]]
    slow = turns([partial(naive, s, w) for s, w in zip(surfaces, words, strict=True)])
    candidates: dict[str, Callable[[], object]] = {
        OURS: fast,
        "  of it drawing": turns([partial(draw, DESIGNS[design].picture, facts(s)) for s in surfaces]),
        "  of it indexing": turns([partial(g.drawn, c, None) for g, c in canvases]),
        "  of it writing the PNG": turns([partial(g.png, d) for (g, _), d in zip(canvases, drawn, strict=True)]),
        NAIVE: slow,
        "our drawing, Pillow's RGB PNG": turns([partial(_as_rgb, s) for s in surfaces]),
        "floor: copying the picture": image.copy,
        "floor: deflating the rows, isal": turns([partial(isal_zlib.compress, rows, 2) for rows in raw]),
        "floor: the same rows, zlib 1": turns([partial(zlib.compress, rows, 1) for rows in raw]),
    }
    if chromium() is None:
        print("no Chromium here: the screenshot is left out")
        found = measure(candidates, rounds, CALLS)
    else:
        with page(design, words[0]) as shown:
            candidates[BROWSER] = turns([partial(shown.shoot, each) for each in words])
            found = measure(candidates, rounds, CALLS)
            browser_ms = _browser_cpu(shown, words)
        print(f"Chromium's own processes: {browser_ms:.0f} ms CPU a screenshot; the table has its wall time only")
    print(table(found, NAIVE))
    ours, other = found[OURS], found[NAIVE]
    least, median = other.cpu_min / ours.cpu_min, other.cpu_median / ours.cpu_median
    print(f"{design}: {least:.1f} times faster than naive by CPU (median {median:.1f}), "
          f"{other.wall_min / ours.wall_min:.1f} by wall (median {other.wall_median / ours.wall_median:.1f}); "
          f"naive {len(slow()):,} bytes, ours at most {max(light):,}")  # fmt: skip
    print(verdict(f"{design}: CPU against naive", ours.cpu_min / other.cpu_min, 1 / FASTER))
    print(verdict(f"{design}: bytes", max(light), LARGEST))
    return least >= FASTER and max(light) <= LARGEST


def _as_rgb(surface: object) -> bytes:
    out = BytesIO()
    draw_picture(surface).image.save(out, "PNG")  # type: ignore[arg-type] # a Surface, through partial
    return out.getvalue()


def _browser_cpu(shown: Page, words: list[list[object]]) -> float:
    began = children_cpu()
    for each in words[:10]:
        shown.shoot(each)  # type: ignore[arg-type] # words
    return (children_cpu() - began) * 100


def quality(design: str) -> None:
    """Distance of 256 colours from the drawing, in OKLab times 100 (2 is just noticeable), also as the eye averages."""
    surface = certificate(7, design)
    with Image.open(BytesIO(picture(surface))) as stored:
        ours = stored.convert("RGB")
    one, other = (oklab(np.asarray(each).reshape(-1, 3)) for each in (ours, draw_picture(surface).image))
    apart = (one - other).reshape(ours.height, ours.width, 3)
    soft = sum(np.roll(apart, (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1)) / 9
    for name, values in (("each pixel", apart), ("3 x 3 averaged", np.asarray(soft))):
        found = np.sqrt((values**2).sum(-1)) * 100
        print(f"{design}: colour difference, {name}: mean {found.mean():.2f}, "
              f"99 % {np.percentile(found, 99):.2f}, most {found.max():.2f}")  # fmt: skip


def _one(number: int) -> int:
    return len(picture(certificate(number)))


def burst() -> None:
    """So many different certificates on two cores, twice each way in turn: pictures a second."""
    ways: dict[str, Callable[[], Executor]] = {
        "one thread": partial(ThreadPoolExecutor, 1),
        "two threads": partial(ThreadPoolExecutor, CORES),
        "two processes": partial(ProcessPoolExecutor, CORES, mp_context=get_context("spawn")),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for turn, (name, make) in product(range(2), ways.items()):
        with make() as workers:
            list(workers.map(_one, range(4000, 4016)))  # templates dressed, fonts open
            began = time.perf_counter()
            list(workers.map(_one, range(turn * BURST, (turn + 1) * BURST), chunksize=5))
            rates[name].append(BURST / (time.perf_counter() - began))
    for name, found in rates.items():
        print(f"{BURST} certificates, {name}: {max(found):.0f} a second (the other time {min(found):.0f})")


def memory() -> None:
    """What a process holds when it has drawn every design, language, status and sample: more than it may keep."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as worker:
        before, after, first_ms = worker.submit(_dressed).result()
    print(f"memory: {before:.0f} MB before, {after:.0f} MB after every dress; "
          f"the first picture of a dress takes {first_ms:.0f} ms CPU (median)")  # fmt: skip


def _dressed() -> tuple[float, float, float]:
    process, took = psutil.Process(), []
    before = process.memory_info().rss
    dresses = product(DESIGNS, ("zh-Hans", "en", "sw", "gu"), ("allocated", "retired"), (False, True))
    for design, locale, status, sample in dresses:
        surface = certificate(3, design)
        on = None if status == "allocated" else facts(surface).issued_at.date()
        dressed = type(surface)(
            surface.record, status, on, surface.name, surface.page_url, locale, sample=sample, look=surface.look
        )
        began = time.process_time()
        picture(dressed)
        took.append(time.process_time() - began)
        card(dressed)
    return before / 1e6, process.memory_info().rss / 1e6, float(np.median(took)) * 1e3


def main(arguments: list[str]) -> int:
    """All of it; the exit code. ``quick``: fewer rounds, one design."""
    quick = "quick" in arguments
    held = [compare(design, 4 if quick else ROUNDS) for design in list(DESIGNS)[: 1 if quick else None]]
    for design in DESIGNS:
        quality(design)
    memory()
    burst()
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
