"""Whatever the text, reading and drafting never raise, and every quote is a substring at its offsets."""

from hypothesis import given
from hypothesis import strategies as st

from sihang.rulebook.draft import draft_package
from sihang.rulebook.numerals import numbers_in, stated_numbers
from sihang.rulebook.reading import read_yaml
from sihang.rulebook.schema import FILES
from sihang.rulebook.text import SourceText

WORDS = (
    "第一条 ", "第十二条", "（一）", "一、", "1. ", "2．", "第三章 总则", "\n", "\r\n", "\n\n", "　　", "抄送：", "附件：1. 表", "2024年2月27日",
    "给予", "予以", "最高", "不超过", "超过", "达到", "以上", "奖励", "补贴", "配套", "支持", "对", "的企业", "，", "；", "。", "：", "、",
    "200 万元", "1.5亿元", "50—100万元", "10%-30%", "百分之三十", "1:1", "二十万元", "三年", "3000万", "5000元/平方米", "每家", "每年",
    "经认定", "经市级评审后", "A级、B级", "B 级以上", "考核优秀", "国家级、市级", "高新技术企业", "一定比例", "相应", "分档", "分别",
    "按照市级政策执行", "符合条件的", "成效显著", "按", "实际投入", "一次性", "有效期五年", "自发布之日起施行", "由区科委负责解释",
    "按以下标准给予奖励：", "“", "”", "（", "）", "|", "#", "\"", "\\", ": ", "- ", "\ufeff", "\x00", "\u2028", "１２", "％", "20", "至",
    "元", "万", "亿", "年", "千分之", "比", "-", "—",
)  # fmt: skip
policies = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)
texts = st.one_of(policies, st.text(max_size=200), st.tuples(policies, st.text(max_size=40), policies).map("".join))


@given(texts)
def test_every_number_stands_at_its_offsets_in_order(text):
    end = 0
    for stated in stated_numbers(text):
        assert text[stated.start : stated.end] == stated.quote
        assert end <= stated.start < stated.end
        assert stated.low <= stated.high
        assert {(stated.kind, stated.low), (stated.kind, stated.high)} <= numbers_in(text)
        end = stated.end


@given(texts)
def test_paragraphs_and_clauses_lie_in_the_text_and_do_not_overlap(text):
    source = SourceText.parse(text)

    for passages in (source.paragraphs, source.clauses):
        end = 0
        for passage in passages:
            assert source.text[passage.start : passage.end] == passage.text
            assert end <= passage.start < passage.end
            end = passage.end
    assert len({clause.clause for clause in source.clauses}) == len(source.clauses)
    assert [word for each in source.paragraphs for word in each.text.split()] == source.text.split()


@given(texts)
def test_every_clause_is_found_by_its_number_and_holds_its_paragraphs(text):
    source = SourceText.parse(text)

    for clause in source.clauses:
        assert source.clause(clause.clause) == clause
    for paragraph in source.paragraphs:
        assert source.passage_at(paragraph.start) == paragraph
        assert source.find(paragraph.text).text == paragraph.text
        assert paragraph.clause is None or source.find(paragraph.text, paragraph.clause) is not None


@given(texts)
def test_sentences_cover_a_passage_but_for_blanks(text):
    source = SourceText.parse(text)

    for paragraph in source.paragraphs:
        sentences = source.sentences(paragraph)
        assert all(source.text[each.start : each.end] == each.text for each in sentences)
        assert "".join("".join(each.text.split()) for each in sentences) == "".join(paragraph.text.split())


@given(texts, st.text(max_size=10), st.text(max_size=10))
def test_a_search_for_anything_answers(text, first, last):
    source = SourceText.parse(text)

    found = source.find(first, last or None)
    assert found is None or found.text == first
    passage = source.between(first, last)
    assert passage is None or passage.text.startswith(first)
    home = source.passage_at(len(last))
    assert home is None or home.start <= len(last) < home.end


@given(texts)
def test_a_draft_never_fails_and_quotes_the_text(text):
    draft = draft_package(text, package_id="fuzzed")

    for finding in draft.findings:
        assert draft.text[finding.start : finding.end] == finding.quote
    source = SourceText.parse(draft.text)
    for measure in draft.measures:
        quotes = [measure.quote, *(each.quote for each in (*measure.conditions, *measure.benefits))]
        assert all(source.find(quote, measure.clause) for quote in quotes)
    assert draft.summary("zh")
    assert draft.summary("en")


@given(texts)
def test_a_drafted_file_can_be_read_and_has_the_shape_of_its_kind(text):
    for name, content in draft_package(text, package_id="fuzzed").files().items():
        if not name.endswith(".yaml"):
            continue
        data, unreadable = read_yaml(content, name)
        assert not unreadable
        kind = "measure" if name.startswith("measures/") else name.removesuffix(".yaml").removeprefix("source/")
        problems = []
        FILES[kind].take(data, (), problems)
        assert {code for code, _, _ in problems} <= {"missing-key"}, (name, problems)


@given(texts)
def test_the_source_text_of_a_draft_reads_as_itself(text):
    draft = draft_package(text, package_id="fuzzed")

    assert SourceText.parse(draft.files()["source/text.md"]).text == draft.text
    assert draft_package(draft.text, package_id="fuzzed").files() == draft.files()
