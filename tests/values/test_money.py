"""Amounts: read strictly, counted in whole fen, shared downwards."""

import json
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.values.money import MAX_FEN, Money, MoneyError
from sihang.values.rate import Rate

amounts = st.builds(Money, st.integers(min_value=0, max_value=MAX_FEN))
rates = st.builds(Rate, st.integers(min_value=0, max_value=10_000))


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (2_000_000, 200_000_000),
        ("2000000", 200_000_000),
        ("2000000.5", 200_000_050),
        ("31000000.00", 3_100_000_000),
        ("0.01", 1),
        (0, 0),
        ("007", 700),
        (Decimal("0.10"), 10),
        (Decimal("1.230"), 123),
        (Decimal("1E+6"), 100_000_000),
        (Decimal("0E+999999999"), 0),
        ("1000000000000", MAX_FEN),
    ],
)
def test_an_amount_in_yuan_is_read_exactly(value, fen):
    assert Money.from_yuan(value) == Money(fen)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "money-not-a-number"),
        (0.1, "money-not-a-number"),
        (2e6, "money-not-a-number"),
        (None, "money-not-a-number"),
        ([2], "money-not-a-number"),
        ("", "money-not-a-number"),
        ("5.", "money-not-a-number"),
        (".5", "money-not-a-number"),
        ("+5", "money-not-a-number"),
        ("5\n", "money-not-a-number"),
        ("٥", "money-not-a-number"),
        ("NaN", "money-not-a-number"),
        (Decimal("NaN"), "money-not-a-number"),
        (Decimal("sNaN"), "money-not-a-number"),
        (Decimal("-Infinity"), "money-not-a-number"),
        (-1, "money-negative"),
        ("-0.01", "money-negative"),
        (Decimal("-1E+999999999"), "money-negative"),
        ("1.234", "money-too-fine"),
        ("1.230", "money-too-fine"),
        (Decimal("0.001"), "money-too-fine"),
        (Decimal("1E-999999999"), "money-too-fine"),
        (Decimal("999999999999.999"), "money-too-fine"),
        ("1000000000000.01", "money-too-large"),
        (10**12 + 1, "money-too-large"),
        pytest.param(10**5_000, "money-too-large", id="an int of 5001 digits"),
        pytest.param("9" * 5_000, "money-too-large", id="a text of 5000 digits"),
        (Decimal("1E+999999999"), "money-too-large"),
    ],
)
def test_what_is_no_amount_is_refused(value, code):
    with pytest.raises(MoneyError) as refused:
        Money.from_yuan(value)

    assert refused.value.code == code
    assert len(refused.value.zh) < 100
    assert "\n" not in refused.value.zh


@pytest.mark.parametrize(
    ("value", "instead"),
    [
        ("8,000,000", "8000000"),
        ("8，000，000.5", "8000000.50"),
        ("8 000 000", "8000000"),
        ("200万元", "2000000"),
        ("1.5亿元", "150000000"),
        ("1,200万", "12000000"),
        ("1e6", "1000000"),
        ("2.5E+3", "2500"),
        ("￥100元", "100"),
        ("５００", "500"),
        (" 100", "100"),
    ],
)
def test_a_refused_spelling_is_answered_with_the_right_one(value, instead):
    with pytest.raises(MoneyError) as refused:
        Money.from_yuan(value)

    assert refused.value.code == "money-not-a-number"
    assert refused.value.zh.endswith(f"请写成 {instead}。")
    assert refused.value.en.endswith(f"write {instead}.")
    Money.from_yuan(instead)


@pytest.mark.parametrize("value", ["约200", "1,5", "12,34", "1e99", "百万", "1.234万亿", "9" * 20 + "元"])
def test_where_the_meaning_is_anyones_guess_an_example_is_given(value):
    with pytest.raises(MoneyError) as refused:
        Money.from_yuan(value)

    assert refused.value.zh.endswith("请写成 2000000 或 2000000.50。")
    assert refused.value.en.endswith("write 2000000 or 2000000.50.")


def test_a_json_number_is_exact_when_parsed_as_decimal():
    amount = json.loads("0.29", parse_float=Decimal)

    assert Money.from_yuan(amount) == Money(29)


def test_the_callers_decimal_context_changes_nothing():
    with localcontext(prec=2):
        assert Money.from_yuan(Decimal("31415926.53")) == Money(3_141_592_653)
        assert Money.from_chinese("1.2345亿元") == Money(12_345_000_000)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("200万元", 200_000_000),
        ("200 万元", 200_000_000),
        ("50万", 50_000_000),
        ("1.5万元", 1_500_000),
        ("2亿元", 20_000_000_000),
        ("100元", 10_000),
        ("0.000001万元", 1),
        ("10000亿元", MAX_FEN),
    ],
)
def test_a_policy_text_is_read_exactly(text, fen):
    assert Money.from_chinese(text) == Money(fen)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("200", "money-not-a-number"),
        ("200万美元", "money-not-a-number"),
        ("最高200万元", "money-not-a-number"),
        ("-5元", "money-not-a-number"),
        ("1,000元", "money-not-a-number"),
        ("200万元\n", "money-not-a-number"),
        ("200\n万元", "money-not-a-number"),
        ("0.0000001万元", "money-too-fine"),
        ("0.001元", "money-too-fine"),
        ("10001亿元", "money-too-large"),
    ],
)
def test_what_no_policy_text_would_say_is_refused(text, code):
    with pytest.raises(MoneyError) as refused:
        Money.from_chinese(text)

    assert refused.value.code == code


def test_30_percent_of_1000_wan_is_300_wan():
    assert Money.from_chinese("1000万元").share(Rate(3_000)) == Money.from_chinese("300万元")


def test_a_share_is_rounded_down_to_a_whole_fen():
    # 30% of 6,666,666.66 yuan is 1,999,999.998 yuan.
    assert str(Money.from_yuan("6666666.66").share(Rate(3_000))) == "1999999.99"


@given(amounts, rates)
def test_a_share_is_never_above_the_amount_nor_a_fen_below_the_exact_share(amount, rate):
    share = amount.share(rate)

    assert share <= amount
    assert 0 <= amount.fen * rate.fraction - share.fen < 1


@given(amounts, amounts, rates)
def test_a_share_of_more_is_never_less(one, other, rate):
    assert min(one, other).share(rate) <= max(one, other).share(rate)


@given(amounts, rates, rates)
def test_a_greater_share_is_never_less(amount, one, other):
    assert amount.share(min(one, other)) <= amount.share(max(one, other))


@given(amounts, amounts)
def test_what_is_added_can_be_taken_away(one, other):
    assert one + other - other == one
    assert one + other == other + one


def test_a_difference_below_zero_is_refused():
    with pytest.raises(MoneyError) as refused:
        Money(100) - Money(101)

    assert refused.value.code == "money-negative"


@pytest.mark.parametrize(("fen", "code"), [(-1, "money-negative"), (1.0, "money-not-whole-fen")])
def test_fen_are_whole_and_not_negative(fen, code):
    with pytest.raises(MoneyError) as refused:
        Money(fen)

    assert refused.value.code == code


def test_true_is_not_one_fen():
    with pytest.raises(MoneyError):
        Money(True)


def test_money_and_plain_numbers_do_not_mix():
    with pytest.raises(TypeError):
        Money(100) + 1
    with pytest.raises(TypeError):
        Money(100) - 1


@given(amounts)
def test_what_is_written_is_read_back(amount):
    assert Money.from_yuan(str(amount)) == amount
    assert Money.from_yuan(Decimal(str(amount))) == amount
    assert Money.from_chinese(f"{amount}元") == amount


@given(amounts)
def test_the_form_in_wan_is_read_back(amount):
    assert Money.from_chinese(amount.in_wan()) == amount


@pytest.mark.parametrize(
    ("yuan", "form"),
    [
        ("2000000", "200.00万元"),
        ("1300000", "130.00万元"),
        ("100", "0.01万元"),
        ("0", "0.00万元"),
        ("1234.56", "1234.56元"),
        ("1000050", "1000050.00元"),
    ],
)
def test_wan_is_used_where_two_decimals_are_exact(yuan, form):
    assert Money.from_yuan(yuan).in_wan() == form


def test_a_refusal_is_a_value_error_with_a_sentence_in_both_languages():
    with pytest.raises(ValueError, match="金额不能为负") as refused:
        Money.from_yuan(-5)

    assert str(refused.value) == "金额不能为负：-5。 / An amount cannot be negative: -5."
