"""Lists after random histories against a model that sorts everything anew; and under twenty threads."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import write
from app.domain import boards_cells
from app.domain.boards import Board, By, Period
from app.models import standing_events, standings
from app.services.leaderboards import apply_events, leaderboard, refresh, rename
from app.services.leaderboards_proof import prove
from tests.support.boards import History, Issue, milliseconds, scene

MONTHS = [datetime(2025, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 1, 31, 15, 59, tzinfo=UTC)]
SCENES = ["FORUM1", "PANDA1"]
#: Few masses, so that many are equal; one far beyond what ties are counted for.
MASSES = [1, 2, 500, 2047, 2048, 2049, 405_412, 405_413, 1_000_000_000]
Deed = tuple[Issue, int]


@pytest.fixture
def few_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three equal masses are many: the counting of ties is met by small histories."""
    monkeypatch.setattr(boards_cells, "TIES_AT", 3)


def in_list(issue: Issue, scene_code: str | None, period: Period, month: datetime) -> bool:
    on, of = issue.on, (month + timedelta(hours=8)).date()
    same = {Period.ALL: True, Period.YEAR: on.year == of.year, Period.MONTH: on.timetuple()[:2] == of.timetuple()[:2]}
    return same[period] and scene_code in (None, issue.scene)


def naive(deeds: list[Deed], by: By) -> list[tuple[str, int, int, int, str | None]]:
    """(subject, mass_g, covered, certificates, name), first to last: everything summed and sorted from the start."""
    mine: defaultdict[str, list[Deed]] = defaultdict(list)
    for issue, sign in deeds:
        mine[issue.subject].append((issue, sign))
        if sum(sign for _, sign in mine[issue.subject]) == 0:
            del mine[issue.subject]  # gone: who comes back begins anew
    lines = []
    for subject, theirs in mine.items():
        mass_g = sum(sign * issue.mass_g for issue, sign in theirs)
        covered, since = 0, milliseconds(theirs[0][0].at)
        for issue, sign in theirs:
            if sign > 0 and issue.covered:
                at = milliseconds(issue.at)
                since = max(since, at) if covered else at
            covered += sign * issue.covered
        last = max(milliseconds(issue.at) for issue, sign in theirs if sign > 0)
        name = next(issue.name for issue, sign in reversed(theirs) if sign > 0)
        order = (-mass_g, last, subject) if by is By.MASS else (-covered, since, subject)
        lines.append((order, (subject, mass_g, covered, sum(sign for _, sign in theirs), name)))
    return [line for _, line in sorted(lines)]


def histories(chance: random.Random, history: History) -> Iterator[list[Deed]]:
    """Deeds in bursts of random size, each stored before it is yielded."""
    for _ in range(12):
        deeds: list[Deed] = []
        wanted = [
            Issue(
                "",
                f"usr{chance.randrange(25):02d}",
                "people",
                chance.choice(MASSES),
                chance.randrange(2),
                chance.choice([None, *SCENES]),
                chance.choice(MONTHS) + timedelta(seconds=chance.randrange(0, 240, 20)),
                chance.choice([None, "林小满"]),
            )
            for _ in range(chance.randrange(1, 15))
        ]
        deeds += [(issue, 1) for issue in history.issue_many(wanted)]
        for issue in chance.sample(list(history.living.values()), k=min(4, len(history.living) // 2)):
            history.revoke(issue)
            deeds.append((issue, -1))
        yield deeds


@pytest.mark.usefixtures("few_ties")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_list_and_every_rank_is_what_sorting_everything_anew_gives(app: Flask, seed: int) -> None:
    chance, history = random.Random(seed), History(app)
    for code in SCENES:
        scene(app, code)
    done: list[Deed] = []
    for deeds in histories(chance, history):
        done += deeds
        with app.app_context():
            while apply_events(chance.randrange(1, 9)):
                pass
            assert prove() == []
            period, by = chance.choice(list(Period)), chance.choice(list(By))
            code, month = chance.choice([None, *SCENES]), chance.choice([*MONTHS, MONTHS[0] + timedelta(minutes=2)])
            on = (month + timedelta(hours=8)).date()
            expected = naive([deed for deed in done if in_list(deed[0], code, period, month)], by)
            found = leaderboard(Board.PEOPLE, code, period, by, 100, on=on)
            assert [(i.subject, i.mass_g, i.covered, i.certificates, i.name) for i in found.items] == expected
            for rank, (subject, mass_g, covered, certificates, _) in enumerate(expected, 1):
                me = leaderboard(Board.PEOPLE, code, period, by, 1, on=on, user_id=subject).me
                assert me is not None
                assert (me.rank, me.mass_g, me.covered, me.certificates) == (rank, mass_g, covered, certificates)


@pytest.mark.usefixtures("few_ties")
def test_what_is_waiting_is_in_the_own_sums_and_the_rank_is_the_one_it_will_have_alone(app: Flask) -> None:
    """With everybody else's applied and only one's own waiting, the own rank is already the final one."""
    chance, history = random.Random(7), History(app)
    others = [f"usr{number:02d}" for number in range(20)]
    history.issue_many(
        [Issue("", s, "people", chance.choice(MASSES[:5]), 0, None, MONTHS[1], None) for s in others for _ in range(2)]
    )
    with app.app_context():
        refresh()
    ahead = datetime.now(UTC) + timedelta(minutes=1)  # not stale: a reader leaves it waiting
    for subject in chance.sample(others, 5):
        history.issue(subject, chance.choice(MASSES[:5]), at=ahead)
        with app.app_context():
            before = leaderboard(Board.PEOPLE, user_id=subject).me
            refresh()
            assert before == leaderboard(Board.PEOPLE, user_id=subject).me


def test_twenty_threads_buying_applying_renaming_and_reading_lose_nothing(app: Flask) -> None:
    history, failures = History(app), []
    totals: defaultdict[str, int] = defaultdict(int)
    stop = threading.Event()

    def buy(number: int) -> None:
        subject = f"usr{number}"
        for step in range(8):
            totals[subject] += history.issue(subject, 100 + step, covered=1, at=datetime.now(UTC)).mass_g
            with app.app_context():
                me = leaderboard(Board.PEOPLE, user_id=subject, limit=3).me
                if me is None or (me.mass_g, me.covered) != (totals[subject], step + 1):
                    failures.append((subject, step, me))
                if step % 3 == 0:
                    with write("rename") as tx:
                        rename(tx, subject, f"name {step}")

    def apply() -> None:
        while not stop.is_set():
            with app.app_context():
                apply_events(chance.randrange(1, 20))
            stop.wait(0.002)

    def look() -> None:
        while not stop.is_set():
            with app.app_context():
                items = leaderboard(Board.PEOPLE, limit=100).items
            places = [(-item.mass_g, item.rank) for item in items]
            if places != sorted(places) or [item.rank for item in items] != list(range(1, len(items) + 1)):
                failures.append(items)
            stop.wait(0.005)

    chance = random.Random(3)
    with ThreadPoolExecutor(20) as threads:
        buyers = [threads.submit(buy, number) for number in range(10)]
        loops = [threads.submit(work) for work in [apply] * 5 + [look] * 5]
        try:
            for buyer in buyers:
                buyer.result(timeout=60)
        finally:
            stop.set()
        for loop in loops:
            loop.result(timeout=60)
    assert failures == []
    with app.app_context():
        refresh()
        assert prove() == []
        items = leaderboard(Board.PEOPLE, limit=100).items
        assert {item.subject: item.mass_g for item in items} == dict(totals)
        assert {item.certificates for item in items} == {8}
        assert {item.covered for item in items} == {8}


def test_a_name_erased_while_its_event_is_being_applied_is_gone(app: Flask) -> None:
    """Whoever erases need not know the boards' own lock: rows of events stand in for it."""
    history, halfway = History(app), threading.Event()
    history.issue("usrA", 5, name="林小满", at=MONTHS[0])
    with app.app_context():
        refresh()
    history.issue("usrA", 6, name="林小满", at=MONTHS[0])

    def erase() -> None:
        with app.app_context(), write("erase") as tx:
            tx.execute(sa.update(standing_events).where(standing_events.c.subject == "usrA").values(name=None))
            halfway.set()
            time.sleep(0.2)
            tx.execute(sa.update(standings).where(standings.c.subject == "usrA").values(name=None))

    def apply() -> int:
        halfway.wait(5)
        with app.app_context():
            return apply_events()

    with ThreadPoolExecutor(2) as threads:
        erasing, applying = threads.submit(erase), threads.submit(apply)
        erasing.result(timeout=20)
        assert applying.result(timeout=20) == 1
    with app.app_context():
        (item,) = leaderboard(Board.PEOPLE).items
    assert (item.name, item.mass_g) == (None, 11)
