"""Canonical bytes: the fast way and RFC 8785's own are the same, for everything JSON can hold."""

import math
from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.core.canonical import canonical_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False) | TEXTS
NAMES = st.text(st.characters(max_codepoint=127), max_size=8) | TEXTS


def _values(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=6),
        max_leaves=25,
    )


@given(_values(LEAVES.filter(lambda leaf: not isinstance(leaf, float) or math.isfinite(leaf))))
def test_the_fast_way_writes_what_rfc_8785_writes(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(_values(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS))
def test_texts_and_whole_numbers_alone_too(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("code", [*range(0x20), 0x22, 0x5C, 0x7F, 0x80, 0x2028, 0x2029, 0xFFFF, 0x1F600])
def test_every_character_that_could_be_escaped_is_written_alike(code: int) -> None:
    assert canonical_bytes({"a": chr(code)}) == rfc8785.dumps({"a": chr(code)})


def test_names_beyond_the_basic_plane_sort_by_utf_16() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2}  # by code point the other way round
    assert canonical_bytes(value) == '{"\U0001f600":2,"\ufb33":1}'.encode()


class Word(StrEnum):
    ONE = "one"


@pytest.mark.parametrize("value", [{"word": Word.ONE}, {"pair": (1, 2)}, [Word.ONE], 1.0, 1e21, -0.0, {"x": [0.5]}])
def test_unusual_types_are_written_as_rfc_8785_has_it(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), math.nan, math.inf, "\ud800", {1: 2}, {"a": object()}, {"a": {1}}])
def test_what_cannot_be_written_is_refused_as_before(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        rfc8785.dumps(value)
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_bytes(value)
