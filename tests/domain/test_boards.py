"""Order, periods, tiers and the cells that a rank is counted from."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import boards_cells
from app.domain.boards import (
    Board,
    By,
    Deed,
    Period,
    Standing,
    after,
    board_key,
    board_keys,
    overdraws,
    precedes,
    span,
    tier,
)
from app.domain.boards_cells import TIED_VALUES, above, can_be_tied, cells, tie_cells
from app.domain.boards_wording import rule, unnamed
from app.domain.users import LOCALES

MINUTE_MS = 60_000
masses = st.one_of(st.integers(0, 5_000), st.integers(0, 2**40), st.integers(400_000, 400_600))
counts = st.integers(0, 60)
instants = st.one_of(
    st.integers(0, 3 * MINUTE_MS), st.integers(1_700_000_000_000, 1_700_000_300_000), st.integers(0, 2**42)
)
subjects = st.sampled_from(["usrA", "usrB", "usrC"])
EITHER = [(By.MASS, masses), (By.COVERED, counts)]


def values(by: By) -> st.SearchStrategy[int]:
    return masses if by is By.MASS else counts


def test_a_deed_in_a_scene_counts_overall_and_there_per_period() -> None:
    assert board_keys(Board.PEOPLE, "FORUM1", date(2026, 3, 9)) == (
        "people::all",
        "people::2026",
        "people::2026-03",
        "people:FORUM1:all",
        "people:FORUM1:2026",
        "people:FORUM1:2026-03",
    )
    assert board_keys(Board.PEOPLE, None, date(2026, 3, 9)) == ("people::all", "people::2026", "people::2026-03")


def test_a_scene_is_not_ranked_within_itself() -> None:
    assert len(board_keys(Board.SCENES, "FORUM1", date(2026, 3, 9))) == 3


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_two_days_share_a_list_exactly_when_one_lies_in_the_others_span(one: date, other: date) -> None:
    for period in Period:
        first, last = span(period, other)
        shared = board_key(Board.PEOPLE, None, period, one) == board_key(Board.PEOPLE, None, period, other)
        assert shared == (first <= one <= last)


@pytest.mark.parametrize(("covered", "expected"), [(0, 0), (1, 1), (2, 1), (3, 2), (9, 2), (10, 3), (29, 3), (30, 4)])
def test_tiers_begin_at_one_three_ten_and_thirty_journeys(covered: int, expected: int) -> None:
    assert tier(covered) == expected


@given(st.data(), st.sampled_from(By))
def test_the_rank_counted_from_cells_is_the_rank_by_comparison(data: st.DataObject, by: By) -> None:
    """What the database is asked to add up, added up here for a small list, with and without ties counted."""
    rows = data.draw(st.lists(st.tuples(values(by), instants, subjects), min_size=1, max_size=40))
    mine = data.draw(st.one_of(st.sampled_from(rows), st.tuples(values(by), instants, subjects)))
    tied = data.draw(st.booleans()) and can_be_tied(mine[0])
    kept = Counter(cell for value, reached_ms, _ in rows for cell in cells(by, value, reached_ms))
    if by is By.MASS and tied:
        same = [row for row in rows if row[0] == mine[0]]
        kept += Counter(cell for value, reached_ms, _ in same for cell in tie_cells(value, reached_ms))
    value, reached_ms, subject = mine
    place = above(by, value, reached_ms)
    counted = sum(
        number
        for (level, cell), number in kept.items()
        for wanted in place.spans
        if level == wanted.level and wanted.above < cell < wanted.below
    )
    from_ms = place.minute_ms if by is By.COVERED or kept[TIED_VALUES, value] else boards_cells.LOWEST_MS
    counted += sum(value < row[0] < place.value_below for row in rows)
    counted += sum(row[0] == value and from_ms <= row[1] < reached_ms for row in rows)
    counted += sum(row[0] == value and row[1] == reached_ms and row[2] < subject for row in rows)
    assert counted == sum(precedes(row, mine) for row in rows)


@pytest.mark.parametrize(("by", "strategy"), EITHER)
def test_a_lower_standing_is_never_in_a_higher_cell(by: By, strategy: st.SearchStrategy[int]) -> None:
    @given(st.tuples(strategy, instants), st.tuples(strategy, instants))
    def holds(one: tuple[int, int], other: tuple[int, int]) -> None:
        if not precedes((*one, ""), (*other, "")):
            one, other = other, one
        for (level, higher), (same_level, lower) in zip(cells(by, *one), cells(by, *other), strict=True):
            assert level == same_level
            assert higher >= lower

    holds()


@given(masses, instants)
def test_every_cell_fits_a_64_bit_column(value: int, reached_ms: int) -> None:
    numbers = [cell for by in By for _, cell in cells(by, min(value, 2**20) if by is By.COVERED else value, reached_ms)]
    if can_be_tied(value):
        numbers += [cell for _, cell in tie_cells(value, reached_ms)]
    assert all(0 <= number < 2**63 for number in numbers)


def test_an_evaluation_of_cells_is_short_whatever_the_list() -> None:
    """Per level at most as many cells can lie above as the next level's cell holds."""
    for by, value in ((By.MASS, 405_412), (By.COVERED, 3)):
        *within, top = above(by, value, 1_790_000_000_000).spans[: 4 if by is By.MASS else 5]
        assert max(wanted.below - wanted.above for wanted in within) <= 2**10 + 1
        assert top.below == 2**63 - 1


deeds = st.builds(
    Deed,
    sign=st.just(1),
    mass_g=st.integers(1, 10**9),
    covered=st.integers(0, 1),
    reached_ms=st.integers(1, 10**12),
    name=st.sampled_from([None, "A"]),
)


def undone(deed: Deed) -> Deed:
    return Deed(-1, -deed.mass_g, -deed.covered, deed.reached_ms, deed.name)


@given(st.lists(deeds, min_size=1, max_size=8), st.randoms())
def test_sums_do_not_depend_on_the_order_and_undoing_everything_leaves_nothing(issues: list[Deed], chance) -> None:  # type: ignore[no-untyped-def]
    standing: Standing | None = None
    for deed in issues:
        assert not overdraws(standing, deed)
        standing = after(standing, deed)
    shuffled: Standing | None = None
    for deed in chance.sample(issues, len(issues)):
        shuffled = after(shuffled, deed)
    assert standing is not None
    assert shuffled is not None
    assert (standing.mass_g, standing.covered, standing.mass_reached_ms) == (
        sum(d.mass_g for d in issues),
        sum(d.covered for d in issues),
        max(d.reached_ms for d in issues),
    )
    assert (shuffled.mass_g, shuffled.covered, shuffled.mass_reached_ms) == (
        standing.mass_g,
        standing.covered,
        standing.mass_reached_ms,
    )
    for deed in chance.sample(issues, len(issues)):
        assert not overdraws(standing, undone(deed))
        standing = after(standing, undone(deed))
    assert standing is None


@given(deeds, deeds)
def test_a_revocation_keeps_times_and_name(kept: Deed, revoked: Deed) -> None:
    both = after(after(None, kept), revoked)
    left = after(both, undone(revoked))
    assert both is not None
    assert left is not None
    assert left.mass_g == kept.mass_g
    assert (left.mass_reached_ms, left.covered_reached_ms, left.name) == (
        both.mass_reached_ms,
        both.covered_reached_ms,
        both.name,
    )


@given(deeds, deeds)
def test_taking_more_than_there_is_is_told_and_never_goes_below_zero(there: Deed, more: Deed) -> None:
    standing = after(after(None, there), there)
    taken = Deed(-1, -2 * there.mass_g - more.mass_g, 0, more.reached_ms, None)
    assert overdraws(standing, taken)
    left = after(standing, taken)
    assert left is not None
    assert left.mass_g == 0


def test_rule_and_namelessness_are_said_in_all_four_languages() -> None:
    for by in By:
        assert len({rule(by, locale) for locale in LOCALES}) == 4
        assert rule(by, "fr") == rule(by, "zh-Hans")
    assert rule(By.MASS, "en") != rule(By.COVERED, "en")
    assert unnamed("zh-Hans") == "一位来宾"
    assert unnamed("en") == "A guest"
    assert len({unnamed(locale) for locale in LOCALES}) == 4
    assert unnamed("en", organisation=True) == "An organisation"
