"""Chinese numerals, and the words around a number that make it a bound."""

import pytest

from sihang.rulebook.number_words import chinese_integer
from sihang.rulebook.numerals import stated_numbers


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("两千", 2000),
        ("三千五百", 3500),
        ("一万零五百", 10_500),
        ("二十万", 200_000),
        ("一亿二千万", 120_000_000),
        ("一万亿", 10**12),
        ("二〇二四", 2024),
        ("三百五", None),
        ("二三十", None),
        ("十四五", None),
        ("亿", None),
        ("", None),
        ("一" * 30, None),
        ("百千万", None),
    ],
)
def test_a_chinese_numeral_is_read_only_if_it_is_clear(word, value):
    assert chinese_integer(word) == value


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("200万元", "exactly"),
        ("产学研投入 30%", "exactly"),
        ("最高 200 万元", "at_most"),
        ("最高给予200万元", "at_most"),
        ("最高不超过200万元", "at_most"),
        ("不得超过200万元", "at_most"),
        ("单个项目资助额不高于200万元", "at_most"),
        ("不超过实际投入的30%", "at_most"),
        ("给予最高 1:1 配套", "at_most"),
        ("200万元以内", "at_most"),
        ("200万元以下", "at_most"),
        ("200万元封顶", "at_most"),
        ("不低于5%", "at_least"),
        ("营收达到1亿元", "at_least"),
        ("至少10家", "at_least"),
        ("200万元以上", "at_least"),
        ("200万元（含）以上", "at_least"),
        ("满3年", "at_least"),
        ("营收首次超过3000万元", "more_than"),
        ("增速高于10%", "more_than"),
        ("突破100亿元", "more_than"),
        ("低于5%", "less_than"),
        ("未达到5%", "less_than"),
        ("超过部分的30%", "exactly"),
    ],
)
def test_the_words_around_a_number_say_how_it_bounds(text, bound):
    (stated,) = stated_numbers(text)

    assert stated.bound == bound


@pytest.mark.parametrize(
    "text", ["营收首次超过3000万元、5000万元、1亿元", "超过3000万、5000万或1亿元", "超过3000万元和5000万元、1亿元"]
)
def test_one_word_bounds_a_whole_list(text):
    assert {stated.bound for stated in stated_numbers(text)} == {"more_than"}


def test_words_behind_a_list_bound_the_whole_list():
    assert {stated.bound for stated in stated_numbers("营收5000万元、1亿元以上的")} == {"at_least"}


def test_a_bound_does_not_reach_over_a_comma():
    rate, ceiling = stated_numbers("给予产学研投入 30%，最高 200 万元的支持")

    assert (rate.bound, ceiling.bound) == ("exactly", "at_most")
