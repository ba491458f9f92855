"""Double entry: whatever is posted balances, is undone by its reverse, and moves what it says."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import ledger as book
from app.domain.ledger import Asset, Posting
from app.domain.money import split_fen

steady = settings(deadline=None, derandomize=True)  # the cores are noisy
ACCOUNT = st.sampled_from(["a", "b", "c", "d"])
POSTING = st.builds(
    lambda pair, asset, amount: Posting(pair[0], pair[1], asset, amount),
    st.tuples(ACCOUNT, ACCOUNT).filter(lambda pair: pair[0] != pair[1]),
    st.sampled_from(Asset),
    st.integers(1, 10**12),
)


@steady
@given(st.lists(POSTING, max_size=30))
def test_any_set_of_postings_balances_per_asset_and_its_reverse_undoes_it(postings: list[Posting]) -> None:
    sums = book.balances(postings)
    for asset in Asset:
        assert sum(amount for (_, kind), amount in sums.items() if kind is asset) == 0
    both = book.balances([*postings, *(each.reversed() for each in postings)])
    assert set(both.values()) <= {0}


@pytest.mark.parametrize(("debit", "amount"), [("a", 0), ("a", -1), ("b", 5)])
def test_a_posting_moves_something_between_two_accounts(debit: str, amount: int) -> None:
    with pytest.raises(ValueError, match="not a posting"):
        Posting(debit, "b", Asset.FEN, amount)


@steady
@given(st.integers(1, 10**9), st.integers(0, 10_000), st.booleans())
def test_a_sale_empties_what_was_held_and_a_refund_leaves_nobody_anything(amount: int, bps: int, back: bool) -> None:
    split = split_fen(amount, bps)
    shares = book.share_money("ord1", "org1", split.owner_fen, split.service_fen)
    sold = [book.receive_money("wechatpay", "ord1", amount), *shares]
    sums = defaultdict(int, book.balances(sold))
    assert sums[book.held("ord1"), Asset.FEN] == 0
    assert sums[book.clearing("wechatpay"), Asset.FEN] == amount
    assert -sums[book.accrued("org1"), Asset.FEN] == split.owner_fen
    assert -sums[book.REVENUE, Asset.FEN] == split.service_fen
    ready = book.balances([*sold, *book.make_payable("org1", split.owner_fen)])
    assert ready.get((book.accrued("org1"), Asset.FEN), 0) == 0
    out = Posting(book.held("ord1"), book.clearing("wechatpay"), Asset.FEN, amount)
    assert set(book.balances([*sold, *(each.reversed() for each in shares), out]).values()) == {0}


@steady
@given(st.dictionaries(st.sampled_from(["bat1", "bat2", "bat3"]), st.integers(0, 10**9)))
def test_grams_move_from_one_state_to_another_and_none_are_posted_for_nothing(parts: dict[str, int]) -> None:
    postings = book.move_grams(parts, "available", "reserved")
    assert len(postings) == sum(1 for grams in parts.values() if grams)
    sums = book.balances(postings)
    for batch, grams in parts.items():
        assert sums.get((book.grams(batch, "reserved"), Asset.GRAM), 0) == grams
        assert sums.get((book.grams(batch, "available"), Asset.GRAM), 0) == -grams


def test_issued_grams_stand_against_the_registry() -> None:
    assert book.balances(book.import_postings("CD", "bat1", 5_000_000)) == {
        ("batches:bat1:available", Asset.GRAM): 5_000_000,
        ("registry:CD:issued", Asset.GRAM): -5_000_000,
    }
