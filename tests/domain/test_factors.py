"""A factor multiplies exactly and rounds once, half-even; the root of the sum of squares is exact too."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.factors import Confidence, EmissionFactor, half_even, rounded_root_of_hundredths


def factor(value: str, confidence: Confidence = Confidence.QUOTED) -> EmissionFactor:
    return EmissionFactor(
        "made_up",
        Decimal(value),
        "kgCO2e/km",
        "nowhere",
        2023,
        "a test",
        "",
        confidence,
        "transport",
        "Made up",
        "编的",
    )


@pytest.mark.parametrize(
    ("value", "thousandths", "divisor", "grams"),
    [
        ("0.0005", 1000, 1, 0),  # 0.5 g -> 0
        ("0.0015", 1000, 1, 2),  # 1.5 g -> 2
        ("0.0025", 1000, 1, 2),  # 2.5 g -> 2
        ("0.00250001", 1000, 1, 3),
        ("0.0953", 3_033_200, 1, 289_064),  # 289,063.96 g
        ("0.19567", 20_000, 3, 1304),  # 1304.4666... g
        ("0.17304", 6_250, 3, 360),  # exactly 360.5 g: the division does not end, the product is a tie
        ("53.5", 1000, 2, 26_750),
        ("110", 1, 1, 110),
        ("0", 20_100_000, 1, 0),
    ],
)
def test_a_mass_is_computed_exactly_and_rounded_once_half_even(
    value: str, thousandths: int, divisor: int, grams: int
) -> None:
    assert factor(value).mass_g(thousandths, divisor) == grams


@settings(deadline=None)
@given(
    st.decimals(0, 300, allow_nan=False, places=8),
    st.integers(0, 10**12),
    st.integers(1, 20),
)
def test_no_digit_is_lost_for_any_factor_and_amount(value: Decimal, thousandths: int, divisor: int) -> None:
    exact = Fraction(value) * thousandths / divisor
    assert factor(format(value, "f")).mass_g(thousandths, divisor) == round(exact)


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_half_even_is_what_decimal_calls_half_even(numerator: int, denominator: int) -> None:
    with localcontext() as context:
        context.prec = 60
        doubled = Decimal(2 * numerator + 1) / 2  # a tie whenever the denominator is 1
        assert half_even(2 * numerator + 1, 2) == int(doubled.to_integral_value(ROUND_HALF_EVEN))
    assert half_even(numerator, denominator) == round(Fraction(numerator, denominator))


@settings(deadline=None)
@given(st.integers(0, 10**30))
def test_the_root_of_a_sum_of_squares_is_the_nearest_gram(square: int) -> None:
    grams = rounded_root_of_hundredths(square)
    assert (2 * grams - 1) ** 2 * 100**2 <= 4 * square or grams == 0
    assert 4 * square <= (2 * grams + 1) ** 2 * 100**2


@pytest.mark.parametrize(("root", "grams"), [(50, 0), (150, 2), (250, 2), (251, 3), (0, 0)])
def test_a_root_that_is_a_tie_goes_to_the_even_gram(root: int, grams: int) -> None:
    assert rounded_root_of_hundredths(root * root) == grams


def test_a_factor_below_zero_or_without_digits_cannot_be_made() -> None:
    for wrong in ("-0.1", "NaN", "Infinity"):
        with pytest.raises(ValueError, match="not a factor"):
            factor(wrong)


def test_the_confidence_decides_the_spread() -> None:
    spreads = [factor("1", confidence).spread_percent for confidence in Confidence]
    assert spreads == [15, 30, 50]


def test_a_snapshot_survives_being_stored() -> None:
    snapshot = factor("0.0953").snapshot
    assert type(snapshot).from_json(snapshot.to_json()) == snapshot
    assert snapshot.value == "0.0953"
