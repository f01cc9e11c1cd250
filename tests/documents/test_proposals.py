"""Single lines, as files and recognitions give them: what is found in them, and what is left alone."""

import pytest

from sihang.documents.lines import Box, Line, Page, Piece, ReadBy, lines_of, plain
from sihang.documents.proposals import Note, propose
from tests.builders.papers import USCC


def page(*lines):
    """Lines of text; cells of a line are divided by |."""
    made = []
    for row, text in enumerate(lines):
        top = 20 * row
        cells = enumerate(text.split("|"))
        made.append(Line(tuple(Piece(plain(cell), Box(250 * at, top, 250 * at + 200, top + 10)) for at, cell in cells)))
    return Page(1, ReadBy.TEXT, tuple(made))


def found(*lines):
    return [(each.kind, each.value) for each in propose([page(*lines)])]


@pytest.mark.parametrize("line", [USCC, f"代码 {USCC}", " ".join([USCC[:6], USCC[6:12], USCC[12:]])])
def test_a_code_is_known_by_its_check_characters(line):
    assert found(line) == [("uscc", USCC)]


def test_a_code_with_one_wrong_character_is_not_proposed():
    assert found(USCC[:10] + "7" + USCC[11:]) == []


def test_a_letter_that_no_code_has_is_mended_and_the_person_is_told():
    (proposal,) = propose([page(USCC.replace("1", "I"))])

    assert (proposal.value, proposal.note) == (USCC, Note.MENDED)
    assert "I" in proposal.quote


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("名 称：上海示例(集团)有限公司", "上海示例（集团）有限公司"),
        ("申报单位|示例大学", "示例大学"),
        ("企业名称：示例创业投资中心(有限合伙)|法定代表人：李四", None),
        ("名称：示例创业投资合伙企业（有限合伙）", "示例创业投资合伙企业（有限合伙）"),
        ("项目名称：智能机器人", None),
        ("名称：张三", None),
    ],
)
def test_a_name_is_labelled_and_ends_as_an_organisation_does(line, name):
    assert found(line) == ([("name", name)] if name else [])


@pytest.mark.parametrize(
    ("line", "fen"),
    [
        ("合同金额：1,200.50元", 120_050),
        ("合同总金额 ¥ 88", 8_800),
        ("到账金额：30万元", 30_000_000),
        ("注册资本：壹佰元零伍分", 10_005),
        ("注册资本：壹佰萬圓整", 100_000_000),
        ("付款金额（大写）叁仟元整", 300_000),
        ("投资金额：1.2345678亿元", 12_345_678_000),
        ("投资金额：1.234567891亿元", None),  # finer than a fen of what can be written
        ("投资金额：20000亿元", None),  # more than is ever taken as an amount
        ("合同金额：1,23.45元", None),  # no such grouping
        ("金额：壹佰伍元整", None),  # 105 or 150? the 零 is missing
        ("人员 35 名", None),
    ],
)
def test_an_amount_is_read_to_the_fen_or_not_at_all(line, fen):
    assert found(line) == ([("amount", str(fen))] if fen else [])


def test_figures_and_capitals_that_differ_are_both_shown_with_a_note():
    read = propose([page("价税合计（大写）壹仟元整|（小写）¥1,100.00")])

    assert sorted((each.value, each.note) for each in read) == [("100000", Note.DIFFERS), ("110000", Note.DIFFERS)]


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["发票号码：24312000000123456789"], "24312000000123456789"),
        (["发票代码：031002300411|发票号码：12345678"], "031002300411-12345678"),
        (["发票号码：12345678"], None),  # eight digits without their code
        (["账号：24312000000123456789"], None),
        (["发票代码：031002300411", "发票号码：12345678", "发票号码：87654321"], None),  # which of the two?
    ],
)
def test_an_invoice_number_is_whole(lines, number):
    assert found(*lines) == ([("invoice", number)] if number else [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("成立日期：2019年3月8日", "2019-03-08"),
        ("开票日期 2024-05-20", "2024-05-20"),
        ("发证时间：二〇二三年十一月二十五日", "2023-11-25"),
        ("发证日期：二○二○年十月三十日", "2020-10-30"),
        ("开票日期：2024年02月30日", None),
        ("2024年05月20日", None),  # a day of what?
    ],
)
def test_a_day_is_labelled_and_in_the_calendar(line, day):
    assert found(line) == ([("date", day)] if day else [])


ROWS = ["项目|2024年度|2023年度", "一、营业收入|5,200.00|4,100.00"]


@pytest.mark.parametrize(("unit", "fen"), [("元", 520_000), ("千元", 520_000_000), ("万元", 5_200_000_000)])
def test_a_row_of_the_accounts_counts_in_the_unit_of_its_page(unit, fen):
    read = propose([page(f"单位：人民币{unit}", *ROWS)])

    assert [(each.fact, each.year) for each in read] == [("revenue", 2024), ("revenue", 2023)]
    assert read[0].value == str(fen)


def test_accounts_without_a_unit_propose_nothing():
    assert found(*ROWS) == []


def test_a_row_without_years_leaves_the_year_to_the_person():
    (proposal,) = propose([page("单位：元", "研发费用|8,000.00")])

    assert (proposal.fact, proposal.year, proposal.value) == ("rd_expense", None, "800000")


def test_pieces_on_one_height_are_one_line():
    pieces = [
        Piece("右", Box(500, 11, 550, 21)),
        Piece("左", Box(100, 10, 150, 20)),
        Piece("下", Box(100, 40, 150, 50)),
    ]

    assert [line.text for line in lines_of(pieces)] == ["左  右", "下"]


def test_full_width_signs_and_printed_variants_read_as_one():
    assert plain("（１２）：⼯⼚\u200b") == "(12):工厂"
