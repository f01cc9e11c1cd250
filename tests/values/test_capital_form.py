"""The capital form (中文大写) of amounts on payment orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.values.capital_form import capital_form
from sihang.values.money import MAX_FEN, Money, MoneyError

# Amounts of few non-zero digits, where the rules for 零 matter.
sparse_fen = st.lists(st.sampled_from("000000123456789"), min_size=1, max_size=14).map(
    lambda digits: int("".join(digits))
)
all_fen = st.integers(min_value=0, max_value=MAX_FEN) | sparse_fen


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        # the examples of the rules themselves (银发〔1997〕393号, annex 1)
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "人民币壹拾万零柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        # 整 after 元 and 角, none after 分
        ("2000000", "人民币贰佰万元整"),
        ("1.20", "人民币壹元贰角整"),
        ("1.23", "人民币壹元贰角叁分"),
        # less than one yuan
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("0.55", "人民币伍角伍分"),
        # 零 within a group, across 万 and across 亿
        ("10.05", "人民币壹拾元零伍分"),
        ("10", "人民币壹拾元整"),
        ("1001", "人民币壹仟零壹元整"),
        ("100005", "人民币壹拾万零伍元整"),
        ("100500", "人民币壹拾万零伍佰元整"),
        ("105000", "人民币壹拾万零伍仟元整"),
        ("15000", "人民币壹万伍仟元整"),
        ("10000000", "人民币壹仟万元整"),
        ("100000000", "人民币壹亿元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("150000000", "人民币壹亿伍仟万元整"),
        ("1000005000", "人民币壹拾亿零伍仟元整"),
        ("999999999999.99", "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("1000000000000", "人民币壹万亿元整"),
    ],
)
def test_the_capital_form_follows_the_payment_rules(yuan, words):
    assert Money.from_yuan(yuan).capital() == words
    assert Money.from_capital(words) == Money.from_yuan(yuan)


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("人民币壹拾万柒仟元零伍角叁分", "107000.53"),
        ("人民币壹拾万柒仟元伍角叁分", "107000.53"),
        ("人民币壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("人民币壹仟肆佰零玖元伍角", "1409.50"),
        ("贰佰万圆正", "2000000"),
    ],
)
def test_the_other_spellings_that_the_rules_allow_are_read(words, yuan):
    assert Money.from_capital(words) == Money.from_yuan(yuan)


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("人民币壹佰伍元整", "人民币壹佰零伍元整"),  # 105, or 150 as people say it
        ("人民币壹亿伍仟元整", "人民币壹亿零伍仟元整"),  # not 一亿五千万
        ("人民币拾万元整", "人民币贰佰万元整"),  # 壹 before 拾 may not be missing
        ("人民币壹佰元", "人民币壹佰元整"),
        ("人民币壹元贰分", "人民币壹元零贰分"),
        ("人民币壹元贰角叁分整", "人民币壹元贰角叁分"),
        ("人民币贰佰零零万元整", "人民币贰佰万元整"),
        ("贰佰万", "人民币贰佰万元整"),
        ("二百万元整", "人民币贰佰万元整"),
        ("", "人民币贰佰万元整"),
        pytest.param("亿" * 1_000_000, "人民币贰佰万元整", id="a million 亿"),
    ],
)
def test_other_spellings_are_refused_and_the_right_one_shown(words, instead):
    with pytest.raises(MoneyError) as refused:
        Money.from_capital(words)

    assert refused.value.code == "money-not-capital-form"
    assert refused.value.zh.endswith(f"请写成如 {instead}。")


@given(all_fen)
def test_every_amount_is_read_back(fen):
    assert Money.from_capital(Money(fen).capital()) == Money(fen)


@given(all_fen)
def test_zeros_never_stand_together_or_before_a_unit(fen):
    words = capital_form(fen).removesuffix("整")

    assert not any(f"零{mark}" in words for mark in "零拾佰仟万亿角分")
    assert "零元" not in words or fen == 0


def test_a_sum_beyond_every_unit_is_refused():
    assert Money(10**18 - 1).capital().startswith("人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿")
    with pytest.raises(MoneyError) as refused:
        Money(10**18).capital()

    assert refused.value.code == "money-too-large"
