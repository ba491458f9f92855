"""How a gram, a fen and a day are written."""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from app.domain import display

GRAMS = st.integers(min_value=0, max_value=10**13)
UNIT_G = {"g": 1, "kg": 1_000, "t": 1_000_000}


@pytest.mark.parametrize(
    ("mass_g", "text"),
    [
        (0, "0 g"),
        (99, "99 g"),
        (100, "0.1 kg"),
        (150, "0.2 kg"),
        (250, "0.2 kg"),
        (405_412, "405 kg"),
        (99_949, "99.9 kg"),
        (99_950, "100 kg"),
        (128_600, "129 kg"),
        (301_500, "302 kg"),
        (302_500, "302 kg"),
        (999_499, "999 kg"),
        (999_500, "1.00 t"),
        (12_345_678, "12.35 t"),
        (99_994_999, "99.99 t"),
        (99_995_000, "100 t"),
        (1_000_000_000, "1,000 t"),
    ],
)
def test_a_mass_is_written_in_the_unit_a_person_would_choose(mass_g: int, text: str) -> None:
    assert str(display.mass(mass_g)) == text


@given(GRAMS)
def test_a_written_mass_is_the_true_mass_rounded_once_half_to_even(mass_g: int) -> None:
    shown = display.mass(mass_g)
    number = Decimal(shown.number.replace(",", ""))
    exact = Decimal(mass_g) / UNIT_G[shown.unit]
    assert number == exact.quantize(number, ROUND_HALF_EVEN)


@given(GRAMS, GRAMS)
def test_more_grams_are_never_written_as_less(one_g: int, other_g: int) -> None:
    less, more = (display.mass(mass_g) for mass_g in sorted((one_g, other_g)))
    assert _grams(less) <= _grams(more)


@given(st.integers(min_value=1, max_value=10**13))
def test_something_is_never_written_as_nothing(mass_g: int) -> None:
    assert _grams(display.mass(mass_g)) > 0


@given(GRAMS)
def test_decimals_follow_the_rule_of_the_house(mass_g: int) -> None:
    shown = display.mass(mass_g)
    number = Decimal(shown.number.replace(",", ""))
    decimals = len(shown.number.partition(".")[2])
    expected = {"g": 0, "kg": 1 if number < 100 else 0, "t": 2 if number < 100 else 0}[shown.unit]
    assert decimals == expected
    assert number < {"g": 100, "kg": 1_000, "t": 10**12}[shown.unit]


def test_a_negative_mass_is_never_shown() -> None:
    with pytest.raises(ValueError, match="not negative"):
        display.mass(-1)


@given(GRAMS)
def test_exact_grams_can_be_read_back(mass_g: int) -> None:
    assert int(display.grams(mass_g).removesuffix(" g").replace(",", "")) == mass_g


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_money_is_exact_to_the_fen(amount_fen: int) -> None:
    text = display.fen(amount_fen)
    assert re.fullmatch(r"-?¥\d{1,3}(,\d{3})*\.\d{2}", text)
    assert Decimal(text.replace("¥", "").replace(",", "")) * 100 == amount_fen


@pytest.mark.parametrize(
    ("amount_fen", "text"), [(1744, "¥17.44"), (5, "¥0.05"), (-5, "-¥0.05"), (123456789, "¥1,234,567.89")]
)
def test_money_as_it_is_read(amount_fen: int, text: str) -> None:
    assert display.fen(amount_fen) == text


def test_a_day_is_written_as_its_readers_write_it() -> None:
    assert display.day(date(2026, 8, 6)) == "2026 年 8 月 6 日"
    assert display.day(date(2026, 8, 6), "en") == "6 August 2026"
    assert display.day(date(2026, 12, 31), "en-GB") == "31 December 2026"
    assert display.day(date(2026, 8, 16), "sw") == "16 Agosti 2026"
    assert display.day(date(2026, 8, 16), "gu") == "16 ઑગસ્ટ 2026"


@pytest.mark.parametrize("language", ["en", "sw", "gu"])
@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_called_as_unicode_says_they_are(language: str, month: int) -> None:
    on = date(2026, month, 9)
    assert display.day(on, language) == format_date(on, "d MMMM y", locale=language)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("zh-Hans", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("ZH", "zh-Hans"),
        ("en", "en"),
        ("sw", "sw"),
        ("sw-KE", "sw"),
        ("gu-IN", "gu"),
        ("gu_Gujr", "gu"),
        ("fr", "en"),
        ("swa", "en"),
        ("", "en"),
    ],
)
def test_a_language_we_do_not_speak_yet_is_answered_in_english(locale: str, language: str) -> None:
    assert display.language_of(locale) == language


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_half_to_even_is_what_decimal_does(numerator: int, denominator: int) -> None:
    exact = (Decimal(numerator) / Decimal(denominator)) if denominator else Decimal(0)
    rounded = display.half_even(numerator, denominator)
    assert abs(rounded * denominator - numerator) * 2 <= denominator
    if abs(rounded * denominator - numerator) * 2 == denominator:
        assert rounded % 2 == 0
    assert rounded in (int(exact // 1), int(exact // 1) + 1, int(exact // 1) - 1)


def _grams(mass: display.Mass) -> Decimal:
    return Decimal(mass.number.replace(",", "")) * UNIT_G[mass.unit]
