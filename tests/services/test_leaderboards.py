"""What a list says after what happened: order, periods, scopes, names, revocations; and that it is exact."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import read, write
from app.domain.boards import Board, By, Period
from app.domain.errors import InputRefused
from app.models import alerts, standing_events, standings
from app.services.leaderboards import Leaderboard, apply_events, leaderboard, refresh, rename
from app.services.leaderboards_proof import prove, rebuild
from tests.support.boards import NOON, History, member, scene


@pytest.fixture
def history(app: Flask) -> History:
    return History(app)


def board(app: Flask, name: Board = Board.PEOPLE, **wanted: object) -> Leaderboard:
    """The list once everything has counted."""
    with app.app_context():
        refresh()
        wanted.setdefault("on", date(2026, 11, 20))
        return leaderboard(name, **wanted)  # type: ignore[arg-type]


def subjects(found: Leaderboard) -> list[str]:
    return [item.subject for item in found.items]


def test_more_grams_come_first_and_ranks_count_from_one(app: Flask, history: History) -> None:
    for subject, mass_g in (("usrA", 10), ("usrB", 30), ("usrC", 20)):
        history.issue(subject, mass_g)
    found = board(app)
    assert [(i.rank, i.subject, i.mass_g) for i in found.items] == [(1, "usrB", 30), (2, "usrC", 20), (3, "usrA", 10)]


def test_of_equal_grams_who_came_first_is_first_and_then_the_id_decides(app: Flask, history: History) -> None:
    history.issue("usrLate", 5, at=NOON + timedelta(milliseconds=1))
    history.issue("usrB", 5)
    history.issue("usrA", 5)
    assert subjects(board(app)) == ["usrA", "usrB", "usrLate"]


def test_a_value_reached_by_a_second_purchase_was_reached_then(app: Flask, history: History) -> None:
    history.issue("usrTwice", 2)
    history.issue("usrOnce", 5, at=NOON + timedelta(seconds=1))
    history.issue("usrTwice", 3, at=NOON + timedelta(seconds=2))
    assert subjects(board(app)) == ["usrOnce", "usrTwice"]


def test_a_revocation_lowers_the_value_and_keeps_the_time_it_had(app: Flask, history: History) -> None:
    history.issue("usrA", 5, at=NOON)
    extra = history.issue("usrA", 5, at=NOON + timedelta(hours=2))
    history.issue("usrB", 5, at=NOON + timedelta(hours=1))
    history.revoke(extra)
    found = board(app)
    assert [(i.subject, i.mass_g) for i in found.items] == [("usrB", 5), ("usrA", 5)]


def test_who_has_no_certificate_left_leaves_every_list(app: Flask, history: History) -> None:
    scene(app, "FORUM1")
    only = history.issue("usrA", 5, covered=1, scene="FORUM1")
    assert subjects(board(app)) == ["usrA"]
    history.revoke(only)
    assert subjects(board(app)) == []
    with app.app_context(), read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(standings)).scalar() == 0
    assert board(app, user_id="usrA").me is None


@pytest.mark.parametrize(
    ("at", "month", "year"),
    [
        (datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC), (2026, 10), 2026),
        (datetime(2026, 10, 31, 16, 0, 0, tzinfo=UTC), (2026, 11), 2026),
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), (2026, 12), 2026),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), (2027, 1), 2027),
    ],
)
def test_months_and_years_change_at_midnight_in_beijing(
    app: Flask, history: History, at: datetime, month: tuple[int, int], year: int
) -> None:
    history.issue("usrA", 5, at=at)
    inside, outside = date(*month, 1), date(*month, 1) - timedelta(days=1)
    assert subjects(board(app, period=Period.MONTH, on=inside)) == ["usrA"]
    assert subjects(board(app, period=Period.MONTH, on=outside)) == []
    assert subjects(board(app, period=Period.YEAR, on=date(year, 6, 1))) == ["usrA"]
    assert subjects(board(app, period=Period.YEAR, on=date(year - 1, 6, 1))) == []
    assert subjects(board(app, on=outside)) == ["usrA"]


def test_a_scenes_list_holds_what_was_done_there_and_the_overall_list_everything(app: Flask, history: History) -> None:
    scene(app, "FORUM1")
    scene(app, "PANDA1")
    history.issue("usrA", 5, scene="FORUM1")
    history.issue("usrB", 6, scene="PANDA1")
    history.issue("usrA", 7)
    assert [(i.subject, i.mass_g) for i in board(app, scene="FORUM1").items] == [("usrA", 5)]
    assert [(i.subject, i.mass_g) for i in board(app, scene="PANDA1").items] == [("usrB", 6)]
    assert [(i.subject, i.mass_g) for i in board(app).items] == [("usrA", 12), ("usrB", 6)]


def test_an_entrances_code_and_a_mistyped_one_open_the_scenes_list(app: Flask, history: History) -> None:
    scene(app, "F0RUM1", entrance="DOOR2345")
    history.issue("usrA", 5, scene="F0RUM1")
    for code in ("F0RUM1", "forum1", "FORUMI", "door2345"):
        found = board(app, scene=code)
        assert (found.scene, subjects(found)) == ("F0RUM1", ["usrA"])


def test_an_unknown_scene_is_refused_and_a_known_one_without_standings_is_empty(app: Flask) -> None:
    scene(app, "FORUM1")
    assert subjects(board(app, scene="FORUM1")) == []
    for name in Board:
        with pytest.raises(InputRefused) as refused:
            board(app, name, scene="NOSUCH1")
        assert [(e.pointer, e.problem) for e in refused.value.errors] == [("?scene", "unknown_scene")]


def test_covered_journeys_rank_by_number_then_by_who_got_there_first(app: Flask, history: History) -> None:
    history.issue("usrHeavy", 9_000_000, at=NOON)
    history.issue("usrLate", 5, covered=1, at=NOON + timedelta(minutes=9))
    history.issue("usrEarly", 5, covered=1, at=NOON + timedelta(minutes=1))
    history.issue("usrTwo", 1, covered=1, at=NOON + timedelta(minutes=20))
    history.issue("usrTwo", 1, covered=1, at=NOON + timedelta(minutes=21))
    found = board(app, by=By.COVERED)
    assert subjects(found) == ["usrTwo", "usrEarly", "usrLate", "usrHeavy"]
    assert [i.tier for i in found.items] == [1, 1, 1, 0]


def test_a_purchase_that_covers_nothing_keeps_the_time_a_journey_was_covered(app: Flask, history: History) -> None:
    history.issue("usrA", 5, covered=1, at=NOON)
    history.issue("usrB", 5, covered=1, at=NOON + timedelta(minutes=5))
    history.issue("usrA", 500, at=NOON + timedelta(minutes=50))
    assert subjects(board(app, by=By.COVERED)) == ["usrA", "usrB"]


def test_the_own_mass_is_exact_before_anything_was_applied(app: Flask, history: History) -> None:
    recent = datetime.now(UTC)
    scene(app, "FORUM1")
    history.issue("usrA", 5, at=recent, scene="FORUM1")
    history.issue("usrA", 6, at=recent)
    history.issue("usrB", 100, at=recent)
    with app.app_context():
        overall = leaderboard(Board.PEOPLE, user_id="usrA")
        within = leaderboard(Board.PEOPLE, "FORUM1", Period.MONTH, user_id="usrA")
    assert overall.items == ()
    assert overall.me is not None
    assert (overall.me.mass_g, overall.me.certificates) == (11, 2)
    assert within.me is not None
    assert within.me.mass_g == 5


def test_a_reader_applies_what_has_waited_longer_than_a_second(app: Flask, history: History) -> None:
    history.issue("usrA", 5, at=datetime.now(UTC) - timedelta(seconds=3))
    with app.app_context():
        assert subjects(leaderboard(Board.PEOPLE)) == ["usrA"]


def test_an_own_rank_far_down_is_the_exact_one(app: Flask, history: History) -> None:
    for number in range(60):
        history.issue(f"usr{number:02d}", 1_000 + number // 3, at=NOON + timedelta(seconds=number % 5))
    everyone = subjects(board(app, limit=100))
    for place, subject in enumerate(everyone, 1):
        for by in By:
            expected = subjects(board(app, limit=100, by=by)).index(subject) + 1
            me = board(app, limit=1, by=by, user_id=subject).me
            assert me is not None
            assert me.rank == expected
        assert subjects(board(app, limit=100))[place - 1] == subject


def test_an_own_revocation_not_yet_applied_does_not_count_oneself_as_ahead(app: Flask, history: History) -> None:
    history.issue("usrTop", 100)
    history.issue("usrA", 5)
    extra = history.issue("usrA", 50)
    board(app)
    with app.app_context(), write("revoke") as tx:
        tx.execute(
            sa.insert(standing_events).values(
                certificate_id=extra.certificate_id,
                sign=-1,
                board="people",
                subject="usrA",
                counted_on=extra.on,
                reached_ms=int(datetime.now(UTC).timestamp() * 1000) + 60_000,  # fresh: a reader leaves it waiting
                mass_g=-50,
                covered=0,
            )
        )
    with app.app_context():
        me = leaderboard(Board.PEOPLE, user_id="usrA", on=extra.on).me
    assert me is not None
    assert (me.mass_g, me.rank) == (5, 2)


def test_an_organisations_board_shows_the_best_of_the_callers(app: Flask, history: History) -> None:
    user = history.payer
    first, second = member(app, user), member(app, user)
    history.issue("orgOther", 50, board="organisations")
    history.issue(first, 10, board="organisations")
    history.issue(second, 90, board="organisations")
    me = board(app, Board.ORGANISATIONS, user_id=user).me
    assert me is not None
    assert (me.rank, me.mass_g) == (1, 90)
    assert board(app, Board.PEOPLE, user_id=user).me is None
    assert board(app, Board.SCENES, user_id=user).me is None


def test_a_name_shows_while_the_latest_purchase_wants_it(app: Flask, history: History) -> None:
    history.issue("usrA", 5, name="林小满")
    assert [i.name for i in board(app).items] == ["林小满"]
    anonymous = history.issue("usrA", 5, name=None)
    assert [i.name for i in board(app).items] == [None]
    history.issue("usrA", 5, name="林小满")
    history.revoke(anonymous)
    assert [i.name for i in board(app).items] == ["林小满"]


def test_a_withdrawn_name_leaves_every_list_and_does_not_come_back(app: Flask, history: History) -> None:
    scene(app, "FORUM1")
    history.issue("usrA", 5, name="林小满", scene="FORUM1")
    board(app)
    history.issue("usrA", 5, name="林小满", scene="FORUM1")  # still waiting when the name is withdrawn
    with app.app_context(), write("withdraw") as tx:
        rename(tx, "usrA", None)
    assert [i.name for i in board(app).items] == [None]
    assert [i.name for i in board(app, scene="FORUM1", period=Period.MONTH).items] == [None]
    with app.app_context(), read() as connection:
        for table in (standings, standing_events):
            assert set(connection.execute(sa.select(table.c.name)).scalars()) == {None}


def test_a_name_made_public_shows_in_every_list_of_that_subject_only(app: Flask, history: History) -> None:
    history.issue("usrA", 5)
    history.issue("usrB", 4)
    board(app)
    with app.app_context(), write("publish") as tx:
        rename(tx, "usrA", "林小满")
    assert [i.name for i in board(app).items] == ["林小满", None]
    assert [i.name for i in board(app, period=Period.YEAR).items] == ["林小满", None]


def test_an_event_counts_once_however_often_it_is_applied(app: Flask, history: History) -> None:
    history.issue("usrA", 5)
    with app.app_context():
        assert [apply_events(), apply_events(), refresh()] == [1, 0, 0]
    assert [i.mass_g for i in board(app).items] == [5]


def test_events_are_taken_oldest_first_and_no_more_than_asked(app: Flask, history: History) -> None:
    for number in range(5):
        history.issue(f"usr{number}", 5)
    with app.app_context():
        assert [apply_events(2), apply_events(2), apply_events(2), apply_events(2)] == [2, 2, 1, 0]
        assert prove() == []


def test_a_revocation_of_what_was_never_there_alerts_and_stops_nobody(app: Flask, history: History) -> None:
    one = history.issue("usrA", 5)
    history.issue("usrB", 7)
    with app.app_context(), write("a wrong event") as tx:
        tx.execute(sa.update(standing_events).where(standing_events.c.subject == "usrA").values(sign=-1, mass_g=-5))
    assert subjects(board(app)) == ["usrB"]
    with app.app_context(), read() as connection:
        found = connection.execute(sa.select(alerts.c.kind, alerts.c.subject)).all()
    assert [tuple(row) for row in found] == [("standing_overdrawn", one.certificate_id)]
    with app.app_context():
        assert prove() == []


def test_the_proof_finds_a_cell_that_is_off_and_rebuilding_mends_it(app: Flask, history: History) -> None:
    history.issue("usrA", 5)
    board(app)
    with app.app_context():
        assert prove() == []
        with write("damage") as tx:
            tx.execute(sa.text("UPDATE board_cells SET standings = standings + 1 WHERE level = 0"))
        assert len(prove()) == 6  # three lists, by mass and by covered
        rebuild()
        assert prove() == []
