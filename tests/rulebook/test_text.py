"""A policy text is divided as an officer would divide it, and every quote is found where it stands."""

from pathlib import Path

import pytest

from sihang.rulebook.text import SourceText

TEXTS = Path(__file__).parent / "texts"
YANGPU = Path(__file__).parents[2] / "policies" / "yangpu-2024-1" / "source" / "text.md"


@pytest.fixture(scope="module")
def yangpu():
    return SourceText.parse(YANGPU.read_text(encoding="utf-8"))


def parsed(name):
    return SourceText.parse((TEXTS / name).read_text(encoding="utf-8"))


def numbers(source):
    return [clause.clause for clause in source.clauses]


def test_the_clauses_of_the_policy_are_its_fifteen_points(yangpu):
    assert numbers(yangpu) == [str(number) for number in range(1, 16)]
    assert yangpu.clause("1").text.startswith("1. 打造若干创新联合体。")
    assert yangpu.clause("12").text.endswith("分档给予相应补贴。")


def test_the_last_clause_ends_before_the_distribution_list(yangpu):
    assert yangpu.clause("15").text == "15. 本政策措施自发布之日起开始施行，有效期三年。"
    assert yangpu.find("抄送：区委各部门").clause is None


def test_what_introduces_a_section_is_in_no_clause(yangpu):
    passage = yangpu.find("大力支持具有核心技术和较强研发能力的创新型企业")

    assert passage.clause is None
    assert passage.headings == ("四、主要任务", "（三）实施高能级科技企业“续航”行动")


def test_a_clause_knows_the_headings_above_it(yangpu):
    assert yangpu.clause("8").headings == ("四、主要任务", "（三）实施高能级科技企业“续航”行动")
    assert yangpu.clause("13").headings == ("五、附则",)


def test_the_bracketed_principles_are_no_clauses(yangpu):
    assert yangpu.find("（二）坚持全要素集聚").clause is None


def test_articles_are_clauses_under_their_chapters():
    source = parsed("articles.txt")

    assert numbers(source) == [str(number) for number in range(1, 14)]
    assert source.clause("第四条").text.startswith("第四条　（技术改造）")
    assert source.clause("3").headings == ("第二章　支持措施",)


def test_the_items_of_an_article_belong_to_it():
    clause = parsed("articles.txt").clause("7")

    assert "（一）评价结果为优秀的，奖励30万元；" in clause.text
    assert clause.text.endswith("另行制定。")


def test_bracketed_items_are_numbered_within_their_section():
    source = parsed("items.txt")

    assert numbers(source) == ["1", *(f"2.{number}" for number in range(1, 9)), "3.1", "3.2"]
    assert source.clause("二、（四）").text.startswith("（四）支持配套。")
    assert source.clause("2.4").headings == ("二、支持政策",)


def test_a_signature_and_its_day_end_the_last_clause():
    assert parsed("items.txt").clause("3.2").text == "（二）本意见自印发之日起施行，有效期五年。"


def test_sections_are_clauses_where_nothing_smaller_is_numbered():
    source = SourceText.parse("一、给予支持。\n内容。\n二、给予补贴。\n附件：1. 甲表\n2. 乙表\n")

    assert numbers(source) == ["1", "2"]
    assert source.clause("1").text == "一、给予支持。\n内容。"
    assert source.clause("2").text == "二、给予补贴。"


def test_numbers_that_start_again_get_a_letter():
    source = SourceText.parse("第一条 甲。\n第二条 乙。\n附件\n第一条 丙。\n第二条 丁。")

    assert numbers(source) == ["1", "2", "1b", "2b"]


def test_a_paragraph_that_speaks_of_an_article_is_no_article():
    source = SourceText.parse("第一条 甲。\n第二条 乙。\n第一条规定的条件，按年核对。")

    assert numbers(source) == ["1", "2"]
    assert source.clause("2").text.endswith("按年核对。")


def test_points_under_one_item_stay_inside_it():
    source = SourceText.parse("（一）甲。\n1. 子。\n2. 丑。\n（二）乙。\n（三）丙。")

    assert numbers(source) == ["1", "2", "3"]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", " 　\t", "没有编号的一段话。\n又一段。"])
def test_a_text_without_numbers_has_no_clauses(text):
    source = SourceText.parse(text)

    assert source.clauses == ()
    assert source.clause("1") is None


def test_line_ends_and_the_byte_order_mark_make_no_difference():
    plain = SourceText.parse("1. 甲。\n\n2. 乙。\n")

    assert SourceText.parse("\ufeff1. 甲。\r\n\r\n2. 乙。\r\n") == plain
    assert SourceText.parse("1. 甲。\r\r2. 乙。\r") == plain


def test_indentation_and_full_width_numbers_are_read():
    source = SourceText.parse("　　１．甲。\n　　２．乙。")

    assert numbers(source) == ["1", "2"]
    assert source.clause("２").text == "２．乙。"


def test_a_quote_is_found_word_for_word(yangpu):
    passage = yangpu.find("最高 200 万元的研发投入补贴", clause="3")

    assert passage.clause == "3"
    assert yangpu.text[passage.start : passage.end] == passage.text == "最高 200 万元的研发投入补贴"


def test_a_quote_may_run_over_several_sentences(yangpu):
    quote = "给予创新联合体产学研投入 30%，最高 200 万元的支持。支持综合性国家技术创新平台"

    assert yangpu.find(quote, "1").text == quote


@pytest.mark.parametrize(
    ("quote", "clause"),
    [
        ("最高200万元的研发投入补贴", None),
        ("最高 200 万元的研发投入补贴", "1"),
        ("最高 200 万元", "99"),
        ("有效期三年。\n\n抄送", None),
        ("", None),
        ("  ", "1"),
    ],
)
def test_a_quote_that_is_not_there_is_not_found(yangpu, quote, clause):
    assert yangpu.find(quote, clause) is None


def test_a_named_clause_is_searched_even_if_an_earlier_one_has_the_same_words(yangpu):
    assert yangpu.find("经认定", "4").clause == "4"
    assert yangpu.find("经认定").clause == "1"


def test_long_passages_are_named_by_their_first_and_last_words(yangpu):
    passage = yangpu.between("一、指导思想", "杨浦样板，创新驱动全区经济社会高质量发展。")

    assert passage.text.startswith("一、指导思想\n\n以习近平新时代")
    assert passage.text.endswith("创新驱动全区经济社会高质量发展。")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("经认定", "有效期三年"),
        ("一、指导思想", "经认定"),
        ("有效期三年", "一、指导思想"),
        ("没有这句", "有效期三年"),
        ("", "有效期三年"),
    ],
)
def test_anchors_must_stand_once_and_in_order(yangpu, first, last):
    assert yangpu.between(first, last) is None


def test_occurrences_say_why_an_anchor_fails(yangpu):
    assert len(yangpu.occurrences("经认定")) == 4
    assert yangpu.occurrences("没有这句") == ()


def test_an_offset_leads_to_its_paragraph(yangpu):
    start = yangpu.text.index("有效期三年")

    assert yangpu.passage_at(start).clause == "15"
    assert yangpu.passage_at(start).text == "15. 本政策措施自发布之日起开始施行，有效期三年。"
    assert yangpu.passage_at(-1) is None
    assert yangpu.passage_at(len(yangpu.text) + 5) is None


def test_between_paragraphs_there_is_nothing():
    source = SourceText.parse("甲\n\n乙")

    assert [source.passage_at(offset) is None for offset in range(4)] == [False, True, True, False]


def test_sentences_end_at_full_stops_and_lines():
    source = SourceText.parse("1. 甲“乙。”丙；丁。 戊！\n己")

    assert [sentence.text for sentence in source.sentences(source.clauses[0])] == [
        "1. 甲“乙。”",
        "丙；丁。",
        "戊！",
        "己",
    ]
