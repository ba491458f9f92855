"""UAX #9: against another implementation on any text, and a few cases a reader can follow."""

import unicodedata

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from app.certs import bidi

#: A letter or two of every class, so that rules meet often; brackets of both kinds that canonical equivalence joins.
SIGNS = "ab1٣אבجد+-,.:%$€()[]<>「」\u2329\u3009 !*\t\u0301\u05b0\u064bܐ߁"


def shown(text: str, base: int) -> str:
    found = bidi.at_line(text, bidi.levels(text, base), base)
    return "".join(text[at] for at in bidi.visual(found))


def other(text: str, base: int) -> str:
    # the other one mirrors brackets and puts marks after their letters, which here is HarfBuzz's work
    return str(get_display(text, base_dir="LR"[base]))


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from(SIGNS), max_size=16), st.integers(0, 1))
def test_levels_give_the_order_another_implementation_gives(text: str, base: int) -> None:
    assert _plain(shown(text, base)) == _plain(other(text, base))


def _plain(text: str) -> str:
    """Without the sides of brackets: mirroring is the shaper's."""
    for opening, closing in ("()", "[]", "<>", "「」", "\u2329\u232a", "\u3008\u3009"):
        text = text.replace(closing, opening)
    return text


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("abc אבג def", 0, "abc גבא def"),
        ("אבג abc", 1, "abc גבא"),
        ("אב 12,5% גד", 1, "דג 12,5% בא"),
        ("محمد ٣-٤", 1, "٤-٣ دمحم"),
        ("a(ב)c", 0, "a(ב)c"),
        ("אב (c) ד", 1, "ד )c( בא"),
        ("אב  ", 0, "בא  "),
    ],
)
def test_a_line_is_ordered_as_its_readers_expect(text: str, base: int, expected: str) -> None:
    assert shown(text, base) == expected


def test_the_first_strong_character_sets_the_direction() -> None:
    assert [bidi.base_level(text) for text in ("12 אב", "12 ab", "...", "", "ܐa", "aܐ")] == [1, 0, 0, 0, 1, 0]


def test_every_bracket_unicode_can_mirror_is_paired() -> None:
    """Opening and closing punctuation that mirrors is what BidiBrackets.txt lists, quotation marks apart."""
    listed = set(bidi._PAIRS)
    mirrored = {
        chr(point)
        for point in range(0x30000)
        if unicodedata.mirrored(chr(point)) and unicodedata.category(chr(point)) in ("Ps", "Pe")
    }
    assert mirrored == listed


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.integers(0, 1))
def test_every_character_has_one_place(text: str, base: int) -> None:
    assert sorted(bidi.visual(bidi.levels(text, base))) == list(range(len(text)))
