"""Grams inside serials: cuts, shares and plans are disjoint, complete and in order; serial texts lead both ways."""

import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.credits import (
    BatchStock,
    GramRange,
    Piece,
    SerialPattern,
    cut,
    plan_reservation,
    read_serials,
    serial_range,
    share_out,
    without,
)
from app.domain.errors import DomainError

steady = settings(deadline=None, derandomize=True)  # the cores are noisy


def grams(ranges: object) -> list[int]:
    """Every single gram of small ranges, in the order of the ranges."""
    return [gram for each in ranges for gram in range(each.first_g, each.last_g + 1)]  # type: ignore[attr-defined]


@st.composite
def disjoint(draw: st.DrawFn, end: int = 60) -> list[GramRange]:
    """Disjoint ranges below ``end``, in any order."""
    edges = sorted(draw(st.sets(st.integers(0, end), max_size=10)))
    pairs = [GramRange(first, last - 1) for first, last in itertools.pairwise(edges)]
    kept = draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs)))
    return list(draw(st.permutations([each for each, keep in zip(pairs, kept, strict=True) if keep])))


@steady
@given(disjoint(), st.integers(0, 30), st.integers(1, 120))
def test_a_cut_takes_exactly_what_is_asked_from_what_is_free(released: list[GramRange], rest: int, mass: int) -> None:
    next_g, end_g = 60, 60 + rest
    free = grams(sorted(released)) + list(range(next_g, end_g))
    if mass > len(free):
        with pytest.raises(DomainError, match="credits_sold_out"):
            cut(next_g, end_g, released, mass)
        return
    taken = grams(cut(next_g, end_g, released, mass))
    assert len(taken) == len(set(taken)) == mass
    assert set(taken) <= set(free)
    # at next_g while the rest is large enough; else the lowest grams there are
    assert taken == (list(range(next_g, next_g + mass)) if rest >= mass else free[:mass])


@steady
@given(disjoint(), st.integers(0, 60), st.integers(0, 60))
def test_without_leaves_every_gram_but_those_gone(ranges: list[GramRange], one: int, two: int) -> None:
    gone = GramRange(min(one, two), max(one, two))
    left = without(ranges, gone)
    assert sorted(grams(left)) == sorted(set(grams(ranges)) - set(grams([gone])))
    assert all(each.mass_g > 0 for each in left)
    assert without(left, gone) == left


@steady
@given(disjoint(), st.data())
def test_sharing_out_keeps_every_gram_once_in_order(ranges: list[GramRange], data: st.DataObject) -> None:
    assume(ranges)
    pieces = [Piece(f"bat{n % 2}", each) for n, each in enumerate(ranges)]
    total = sum(each.mass_g for each in ranges)
    edges = sorted(data.draw(st.lists(st.integers(0, total), max_size=5)))
    parts = [last - first for first, last in itertools.pairwise([0, *edges, total])]
    shared = share_out(pieces, parts)
    assert [sum(p.range.mass_g for p in part) for part in shared] == parts
    flat = [(p.batch_id, gram) for part in shared for p in part for gram in grams([p.range])]
    assert flat == [(p.batch_id, gram) for p in pieces for gram in grams([p.range])]
    with pytest.raises(ValueError, match="add up"):
        share_out(pieces, [*parts, 1])


STOCK = st.lists(
    st.builds(BatchStock, st.from_regex(r"bat[0-9]{3}", fullmatch=True), st.integers(2020, 2026), st.integers(0, 50)),
    max_size=8,
    unique_by=lambda batch: batch.batch_id,
)


@steady
@given(STOCK, st.integers(1, 200))
def test_a_plan_takes_the_oldest_first_and_locks_in_id_order(stock: list[BatchStock], mass: int) -> None:
    if sum(batch.available_g for batch in stock) < mass:
        with pytest.raises(DomainError, match="credits_sold_out"):
            plan_reservation(stock, mass)
        return
    plan = dict(plan_reservation(stock, mass))
    assert sum(plan.values()) == mass
    assert list(plan) == sorted(plan)
    by_age = sorted(stock, key=lambda batch: (batch.vintage, batch.batch_id))
    taken = [plan.get(batch.batch_id, 0) for batch in by_age]
    for earlier, later in itertools.combinations(range(len(by_age)), 2):
        assert taken[later] == 0 or taken[earlier] == by_age[earlier].available_g
    assert all(0 < grams <= next(b.available_g for b in stock if b.batch_id == each) for each, grams in plan.items())


TEXT = st.text("ABC-_/", max_size=6)


@steady
@given(TEXT, TEXT, st.integers(0, 10**9), st.integers(1, 12), st.integers(1, 5000))
def test_serials_of_an_import_are_read_and_written_back(
    prefix: str, suffix: str, first: int, width: int, tonnes: int
) -> None:
    written = SerialPattern(prefix, first, width, suffix)
    assume(len(str(first + tonnes - 1)) == len(f"{first:0{width}d}") or len(f"{first + tonnes - 1:0{width}d}") == width)
    read = read_serials(written.name(0), written.name(tonnes - 1), tonnes)
    for index in (0, tonnes // 2, tonnes - 1):
        assert read.name(index) == written.name(index)
        assert read.index(read.name(index)) == index
    for wrong in (tonnes - 1, tonnes + 1):
        with pytest.raises(DomainError, match="serials_mismatch"):
            read_serials(written.name(0), written.name(tonnes - 1), wrong)


@pytest.mark.parametrize(
    "serial", ["CD-007", "CD-00007", "cd-0007", "CD-0007 ", "XCD-0007", "CD-０００７", "CD--007", "CD-", "", "CD-0000"]
)
def test_a_text_written_otherwise_names_no_serial(serial: str) -> None:
    with pytest.raises(DomainError, match="serial_unknown"):
        SerialPattern("CD-", 1, 4, "").index(serial)


@pytest.mark.parametrize(
    ("first", "last", "tonnes"),
    [("A1", "B2", 2), ("1-A-1", "2-A-2", 2), ("A", "A", 1), ("A09", "A8", 1), ("A1", "A01", 1), ("", "", 1)],
)
def test_serials_that_differ_in_more_than_one_counter_are_refused(first: str, last: str, tonnes: int) -> None:
    with pytest.raises(DomainError, match="serials_mismatch"):
        read_serials(first, last, tonnes)


def test_the_counter_is_where_the_two_differ_and_else_the_last() -> None:
    assert read_serials("CN-01-2024-VCU", "CN-12-2024-VCU", 12) == SerialPattern("CN-", 1, 2, "-2024-VCU")
    assert read_serials("CN-01-2024", "CN-01-2024", 1) == SerialPattern("CN-01-", 2024, 4, "")


@steady
@given(st.integers(0, 10**6), st.integers(0, 100))
def test_a_serial_holds_a_million_grams_counted_from_nought(first: int, more: int) -> None:
    whole = serial_range(first, first + more)
    assert whole.mass_g == (more + 1) * 1_000_000
    assert (whole.first_serial, whole.last_serial) == (first, first + more)
    assert GramRange(whole.first_g - 1, whole.first_g).first_serial == (first - 1 if first else -1)
    assert GramRange(whole.last_g, whole.last_g + 1).last_serial == first + more + 1
