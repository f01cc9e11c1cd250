"""What numbers a Chinese policy text states. Expected values are worked out by hand: fen, basis points, days."""

from datetime import date

import pytest

from sihang.rulebook.numerals import enumerations, literal, numbers_in, stated_numbers

YUAN, WAN, YI = 100, 1_000_000, 10_000_000_000  # in fen
PERCENT = 100  # in basis points


def only(text):
    (stated,) = stated_numbers(text)
    return stated


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("200万元", 200 * WAN),
        ("200 万元", 200 * WAN),
        ("２００万元", 200 * WAN),
        ("1.5万元", 15_000 * YUAN),
        ("5000元", 5000 * YUAN),
        ("3,000万元", 3000 * WAN),
        ("5百万元", 500 * WAN),
        ("0.01元", 1),
        ("2亿元", 2 * YI),
        ("1.5 亿元人民币", 15_000 * WAN),
        ("1亿", YI),
        ("3000万", 3000 * WAN),
        ("100 万元/年", 100 * WAN),
        ("二十万元", 20 * WAN),
        ("三百五十万元", 350 * WAN),
        ("三千万元", 3000 * WAN),
        ("一亿元", YI),
        ("一点五亿元", 15_000 * WAN),
        ("人民币贰佰万元整", 200 * WAN),
    ],
)
def test_a_sum_is_read_in_fen(text, fen):
    stated = only(text)

    assert (stated.kind, stated.low, stated.high) == ("money", fen, fen)


@pytest.mark.parametrize(
    ("text", "basis_points"),
    [
        ("30%", 30 * PERCENT),
        ("30 ％", 30 * PERCENT),
        ("12.5%", 1250),
        ("百分之三十", 30 * PERCENT),
        ("百分之三点五", 350),
        ("百分之30", 30 * PERCENT),
        ("千分之三", 30),
        ("万分之五", 5),
        ("5‰", 50),
        ("5个百分点", 5 * PERCENT),
        ("1:1", 100 * PERCENT),
        ("1：1", 100 * PERCENT),
        ("1∶1", 100 * PERCENT),
        ("1比1", 100 * PERCENT),
        ("一比一", 100 * PERCENT),
        ("1:0.5", 50 * PERCENT),
    ],
)
def test_a_rate_is_read_in_basis_points(text, basis_points):
    stated = only(text)

    assert (stated.kind, stated.low, stated.high) == ("rate", basis_points, basis_points)


@pytest.mark.parametrize("dash", ["-", "－", "–", "—", "――", "～", "~", "至", "到", " - ", "——"])
def test_a_range_is_one_statement_with_two_ends(dash):
    stated = only(f"给予50{dash}100万元一次性补贴")

    assert (stated.kind, stated.low, stated.high) == ("money", 50 * WAN, 100 * WAN)
    assert stated.quote == f"50{dash}100万元"


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("10%-30%", "rate", 10 * PERCENT, 30 * PERCENT),
        ("10%至30%", "rate", 10 * PERCENT, 30 * PERCENT),
        ("10-30%", "rate", 10 * PERCENT, 30 * PERCENT),
        ("百分之十至百分之三十", "rate", 10 * PERCENT, 30 * PERCENT),
        ("百分之十至三十", "rate", 10 * PERCENT, 30 * PERCENT),
        ("50万—100万元", "money", 50 * WAN, 100 * WAN),
        ("50万元至100万元", "money", 50 * WAN, 100 * WAN),
        ("5000元-1万元", "money", 5000 * YUAN, 10_000 * YUAN),
        ("2-3 家", "integer", 2, 3),
        ("三至五年", "integer", 3, 5),
        ("2024—2026年", "year", 2024, 2026),
    ],
)
def test_ranges_of_every_kind_share_the_unit_behind_them(text, kind, low, high):
    stated = only(text)

    assert (stated.kind, stated.low, stated.high, stated.quote) == (kind, low, high, text)


def test_what_falls_is_no_range():
    assert [(stated.kind, stated.low) for stated in stated_numbers("100-50万元")] == [
        ("integer", 100),
        ("money", 50 * WAN),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3000万元、5000万元、1亿元", [3000 * WAN, 5000 * WAN, YI]),
        ("3000万、5000万、1亿元", [3000 * WAN, 5000 * WAN, YI]),
        ("20万元、5万元、1万元", [20 * WAN, 5 * WAN, WAN]),
        ("100、50、30万元", [100 * WAN, 50 * WAN, 30 * WAN]),
        ("10、20、30%", [10 * PERCENT, 20 * PERCENT, 30 * PERCENT]),
    ],
)
def test_a_list_gives_every_member(text, values):
    found = stated_numbers(text)

    assert [stated.low for stated in found] == values
    assert enumerations(found, text) == [found]


def test_the_number_of_a_paragraph_is_no_member_of_a_list():
    assert [(stated.kind, stated.low) for stated in stated_numbers("前文\n1、5万元")] == [
        ("integer", 1),
        ("money", 5 * WAN),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("10 家", "integer", 10, "家"),
        ("十二家", "integer", 12, "家"),
        ("三年", "integer", 3, "年"),
        ("五 年", "integer", 5, "年"),
        ("20个工作日", "integer", 20, "个工作日"),
        ("3万人", "integer", 30_000, "人"),
        ("10万平方米", "integer", 100_000, "平方米"),
        ("500万美元", "integer", 5_000_000, "美元"),
        ("2025 年", "year", 2025, "年"),
        ("2023年度", "year", 2023, "年度"),
        ("二〇二四年", "year", 2024, "年"),
    ],
)
def test_counts_and_years_carry_their_unit(text, kind, value, unit):
    stated = only(text)

    assert (stated.kind, stated.low, stated.high, stated.unit) == (kind, value, value, unit)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024年2月27日", date(2024, 2, 27), date(2024, 2, 27)),
        ("2024 年 2 月 27 日", date(2024, 2, 27), date(2024, 2, 27)),
        ("２０２４年２月２７日", date(2024, 2, 27), date(2024, 2, 27)),
        ("二〇二四年二月二十七日", date(2024, 2, 27), date(2024, 2, 27)),
        ("二○二四年十二月三十一日", date(2024, 12, 31), date(2024, 12, 31)),
        ("2024-02-27", date(2024, 2, 27), date(2024, 2, 27)),
        ("2023年1月1日至12月31日", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023年1月1日至2024年6月30日", date(2023, 1, 1), date(2024, 6, 30)),
    ],
)
def test_a_date_is_a_day(text, first, last):
    stated = only(text)

    assert (stated.kind, stated.low, stated.high) == ("date", first.toordinal(), last.toordinal())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一次性",
        "一批",
        "第三年",
        "第十二条",
        "数十家",
        "同一项目",
        "十四五",
        "B 级以上",
        "三百五",
        "1" * 40,
        "万元",
        "一流",
    ],
)
def test_words_that_count_nothing_state_no_number(text):
    assert stated_numbers(text) == ()


@pytest.mark.parametrize("text", ["12.345%", "0.001元", "1.5家"])
def test_what_is_finer_than_its_unit_is_left_out_and_not_rounded(text):
    assert stated_numbers(text) == ()


def test_a_quote_stands_at_its_offsets():
    text = "给予最高 １００ 万元／年的运营费补贴，按投资额的百分之三十。"

    assert [text[stated.start : stated.end] for stated in stated_numbers(text)] == [
        "１００ 万元／年",
        "百分之三十",
    ]
    assert all(text[stated.start : stated.end] == stated.quote for stated in stated_numbers(text))


def test_a_checker_finds_both_ends_of_a_range():
    assert numbers_in("分梯度给予50—100万元一次性补贴") == {("money", 50 * WAN), ("money", 100 * WAN)}


def test_a_checker_takes_a_sum_without_yuan_as_sum_and_as_count():
    assert numbers_in("超过3000万") == {("money", 3000 * WAN), ("integer", 30_000_000)}


def test_a_checker_takes_years_and_the_year_of_a_date_as_integers():
    assert numbers_in("2025 年") == {("year", 2025), ("integer", 2025)}
    assert numbers_in("2024年2月27日") >= {("date", 738943), ("year", 2024), ("integer", 2024)}


def test_a_checker_does_not_find_what_is_not_there():
    assert ("money", 200 * WAN) not in numbers_in("最高 2000 万元、20 万元、200 万美元、200 家")


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("money", 200 * WAN, "200万元"),
        ("money", 15_000 * WAN, "1.5亿元"),
        ("money", 10**10 + 1, "100000000.01元"),
        ("money", 15_000 * YUAN, "1.5万元"),
        ("money", 5000 * YUAN, "5000元"),
        ("money", 1, "0.01元"),
        ("money", 0, "0元"),
        ("rate", 3000, "30%"),
        ("rate", 1250, "12.5%"),
        ("rate", 5, "0.05%"),
        ("date", date(2024, 2, 27).toordinal(), "2024-02-27"),
        ("integer", 12, "12"),
    ],
)
def test_a_number_is_written_as_the_rule_language_does(kind, value, text):
    assert literal(kind, value) == text
    assert (kind, value) in numbers_in(text)
