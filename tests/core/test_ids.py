"""Identifiers: their shape fits every provider, they say nothing of their neighbours; codes forgive a typing person."""

import ast
import re
from pathlib import Path

import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import ids

APP = Path(__file__).parents[2] / "app"
steady = settings(deadline=None, derandomize=True)  # the cores are noisy


def test_an_id_is_a_prefix_and_a_ulid_that_fits_every_order_number() -> None:
    made = [ids.new_id("pay") for _ in range(2000)]
    assert len(set(made)) == 2000
    assert all(re.fullmatch(r"pay[0-7][0-9A-HJKMNP-TV-Z]{25}", each) for each in made)
    assert all(8 <= len(each) <= 32 for each in made)


def test_ids_sort_by_their_millisecond_and_within_one_by_nothing() -> None:
    with time_machine.travel("2026-11-20T00:00:00Z", tick=False):
        early = [ids.new_id("crt") for _ in range(200)]
    with time_machine.travel("2026-11-20T00:00:01Z", tick=False):
        late = ids.new_id("crt")
    assert max(early) < late
    assert len({each[:13] for each in early}) == 1
    assert early != sorted(early)
    # 80 random bits: the first of them differ already
    assert len({each[13:17] for each in early}) > 190


def test_codes_are_of_letters_nobody_confuses() -> None:
    letters = {letter for _ in range(500) for letter in ids.new_code()}
    assert letters == set(ids.CODE_ALPHABET)
    assert not letters & set("01OIL")
    assert len(ids.new_code()) == 6
    assert re.fullmatch(r"DD26-[2-9A-Z]{4}-[2-9A-Z]{4}", ids.new_certificate_number(2026))
    assert ids.new_certificate_number(2107)[:4] == "DD07"


def test_tokens_and_salts_hold_256_bits() -> None:
    assert len({ids.new_token() for _ in range(100)}) == 100
    assert all(len(ids.new_token()) == 43 for _ in range(10))
    assert len(ids.new_salt()) == 32


@steady
@given(st.text(max_size=20))
def test_a_typed_code_is_tried_as_typed_first_and_forgiving_after(typed: str) -> None:
    exact, *others = ids.code_spellings(typed)
    assert exact == typed.strip().upper()
    assert len(others) <= 1
    for forgiving in others:
        assert not set(forgiving) & set("OIL")
        assert len(forgiving) == len(exact)


def test_o_is_read_as_nought_and_i_and_l_as_one() -> None:
    assert ids.code_spellings(" forum1 ") == ("FORUM1", "F0RUM1")
    assert ids.code_spellings("lil0") == ("LIL0", "1110")
    assert ids.code_spellings("ABC234") == ("ABC234",)


def test_all_randomness_of_the_product_comes_from_secrets() -> None:
    """Nothing in app/ imports ``random`` or ``uuid``: an id that can be guessed is no id."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.partition(".")[0] for name in names} & {"random", "uuid"}, path
