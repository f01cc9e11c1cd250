"""Rates: a percent sign or a number up to one, to a basis point."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.values.rate import Rate, RateError

rates = st.builds(Rate, st.integers(min_value=0, max_value=10_000))


@pytest.mark.parametrize(
    ("value", "bp"),
    [
        ("30%", 3_000),
        ("12.5%", 1_250),
        ("0.05%", 5),
        ("0%", 0),
        ("100%", 10_000),
        ("0.3", 3_000),
        (Decimal("0.3"), 3_000),
        (Decimal("1E-4"), 1),
        ("0.0001", 1),
        ("1", 10_000),
        (1, 10_000),
        (0, 0),
        ("12.500%", 1_250),
    ],
)
def test_a_rate_is_read_exactly(value, bp):
    assert Rate.from_text(value) == Rate(bp)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("三成", "rate-not-a-number"),
        ("30％", "rate-not-a-number"),
        ("30 %", "rate-not-a-number"),
        ("30%\n", "rate-not-a-number"),
        ("1e-1", "rate-not-a-number"),
        ("", "rate-not-a-number"),
        (0.3, "rate-not-a-number"),
        (True, "rate-not-a-number"),
        (None, "rate-not-a-number"),
        (Decimal("NaN"), "rate-not-a-number"),
        (Decimal("sNaN"), "rate-not-a-number"),
        ("-30%", "rate-negative"),
        ("-0.3", "rate-negative"),
        (-1, "rate-negative"),
        ("150%", "rate-too-large"),
        ("100.01%", "rate-too-large"),
        pytest.param("9" * 5_000 + "%", "rate-too-large", id="5000 digits"),
        ("30", "rate-without-percent-sign"),
        (30, "rate-without-percent-sign"),
        ("1.0001", "rate-without-percent-sign"),
        (Decimal("1E+999999999"), "rate-without-percent-sign"),
        ("0.005%", "rate-too-fine"),
        ("0.00001", "rate-too-fine"),
        (Decimal("1E-999999999"), "rate-too-fine"),
        ("33.333%", "rate-too-fine"),
    ],
)
def test_what_is_no_rate_is_refused(value, code):
    with pytest.raises(RateError) as refused:
        Rate.from_text(value)

    assert refused.value.code == code
    assert len(refused.value.zh) < 100


@pytest.mark.parametrize(("value", "instead"), [(30, "30%"), ("30", "30%"), ("12.5", "12.5%"), (1_000, "30%")])
def test_a_bare_percentage_is_answered_with_its_sign(value, instead):
    with pytest.raises(RateError) as refused:
        Rate.from_text(value)

    assert refused.value.zh.endswith(f'请写成 "{instead}"。')
    assert refused.value.en.endswith(f'write "{instead}".')


def test_growth_may_exceed_one_where_the_caller_says_so():
    assert Rate.from_text("150%", ceiling_bp=100_000) == Rate(15_000)
    with pytest.raises(RateError) as refused:
        Rate.from_text("1000.01%", ceiling_bp=100_000)

    assert refused.value.zh == "比例最高为 1000%：1000.01%。"


def test_a_lower_ceiling_holds_for_both_spellings():
    for value in ("30.01%", "0.3001"):
        with pytest.raises(RateError) as refused:
            Rate.from_text(value, ceiling_bp=3_000)

        assert refused.value.code == "rate-too-large"


def test_a_bare_number_above_one_is_refused_under_any_ceiling():
    with pytest.raises(RateError) as refused:
        Rate.from_text("1.5", ceiling_bp=100_000)

    assert refused.value.code == "rate-without-percent-sign"


@pytest.mark.parametrize(
    ("bp", "text"),
    [(3_000, "30%"), (1_250, "12.5%"), (5, "0.05%"), (0, "0%"), (10_000, "100%"), (1, "0.01%")],
)
def test_a_rate_is_written_in_percent_without_idle_zeros(bp, text):
    assert str(Rate(bp)) == text


@given(rates)
def test_a_rate_is_read_back(rate):
    assert Rate.from_text(str(rate)) == rate
    assert Rate.from_text(Decimal(rate.bp) / 10_000) == rate
    assert rate.fraction == Fraction(rate.bp, 10_000)


@given(rates, rates)
def test_rates_are_ordered_as_their_fractions(one, other):
    assert (one < other) == (one.fraction < other.fraction)


def test_the_callers_decimal_context_changes_nothing():
    with localcontext(prec=1):
        assert Rate.from_text("12.34%", ceiling_bp=1_234) == Rate(1_234)


@pytest.mark.parametrize(("bp", "code"), [(-1, "rate-negative"), (1.0, "rate-not-whole-bp")])
def test_basis_points_are_whole_and_not_negative(bp, code):
    with pytest.raises(RateError) as refused:
        Rate(bp)

    assert refused.value.code == code
