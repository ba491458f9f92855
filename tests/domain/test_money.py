"""Prices, splits and shares: every rounding, and that no fen and no gram is made or lost by any of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.money import MAX_ORDER_G, MAX_PRICE_FEN_PER_TONNE, equal_shares, price_fen, proportional, split_fen

MASS = st.integers(1, MAX_ORDER_G)
PRICE = st.integers(1, MAX_PRICE_FEN_PER_TONNE)
steady = settings(deadline=None, derandomize=True)  # the cores are noisy


@steady
@given(MASS, PRICE)
def test_a_price_is_the_smallest_whole_fen_that_is_not_too_little(mass_g: int, price: int) -> None:
    fen = price_fen(mass_g, price)
    assert fen >= 1
    assert fen * 1_000_000 >= mass_g * price
    assert fen == 1 or (fen - 1) * 1_000_000 < mass_g * price


@steady
@given(MASS, MASS, PRICE)
def test_more_grams_never_cost_less_and_two_orders_never_cost_less_than_one(one: int, two: int, price: int) -> None:
    assert price_fen(max(one, two), price) >= price_fen(min(one, two), price)
    assert price_fen(one, price) + price_fen(two, price) >= price_fen(one + two, price)


def test_the_figures_of_the_contract() -> None:
    assert price_fen(405_412, 4300) == 1744
    assert price_fen(1, 1) == 1
    assert split_fen(1744, 0).owner_fen == 1744


@steady
@given(st.integers(1, 10**12), st.integers(0, 10_000))
def test_a_split_adds_up_and_the_service_is_rounded_down(amount: int, bps: int) -> None:
    split = split_fen(amount, bps)
    assert split.owner_fen + split.service_fen == amount
    assert split.owner_fen >= 0
    assert split.service_fen * 10_000 <= amount * bps < (split.service_fen + 1) * 10_000


@steady
@given(st.integers(0, 10**12), st.integers(1, 1000))
def test_equal_shares_add_up_and_only_the_first_gets_the_spare(total: int, parts: int) -> None:
    shares = equal_shares(total, parts)
    assert (sum(shares), len(shares)) == (total, parts)
    assert len(set(shares[1:])) <= 1
    assert all(0 <= shares[0] - each < parts for each in shares)


@steady
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any), st.integers(0, 10_000))
def test_a_total_along_weights_adds_up_and_no_part_is_above_its_weight(weights: list[int], bps: int) -> None:
    total = sum(weights) * bps // 10_000
    parts = proportional(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert 0 <= part <= weight
        assert abs(part * sum(weights) - total * weight) < sum(weights)


@pytest.mark.parametrize(("total", "parts"), [(10, (4, 3, 3)), (2, (2, 0, 0)), (0, (0, 0, 0)), (3, (1, 1, 1))])
def test_the_spare_goes_to_the_first(total: int, parts: tuple[int, ...]) -> None:
    assert equal_shares(total, 3) == parts
