"""What a new user tripped over: a draft says what is uncertain, can be edited as it says, and is not made of nothing."""

import re
from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook.check import check_rules
from sihang.rulebook.coverage import coverage
from sihang.rulebook.document import DocumentUnusable, read_document
from sihang.rulebook.draft import draft_package
from sihang.rulebook.layers import Layers
from sihang.rulebook.package import read_package
from sihang.rulebook.reading import read_yaml
from sihang.rulebook.schema import FILES
from sihang.rulebook.text import SourceText

YANGPU = Path(__file__).parents[2] / "policies" / "yangpu-2024-1" / "source" / "text.md"


def drafted(sentence):
    return draft_package(f"1. {sentence}", package_id="a")


def only(sentence):
    (measure,) = drafted(sentence).measures
    return measure


def yangpu():
    return draft_package(YANGPU.read_text(encoding="utf-8"), package_id="mine", entered=date(2026, 11, 22))


def written(files, folder):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return read_package(str(folder))


# how often


@pytest.mark.parametrize(
    ("sentence", "ceiling"),
    [
        ("对参展企业，按展位费的50%给予补贴，每家企业每年不超过200万元。", "每家企业每年不超过200万元"),
        ("对参展企业，给予补贴，每年最高20万元。", "每年最高20万元"),
        ("对参展企业，每年给予最高20万元补贴。", "每年给予最高20万元"),
        ("对参展企业，按展位费的50%给予补贴，最高100万元/年。", "最高100万元/年"),
        ("对参展企业，按展位费的50%给予补贴，同一企业累计不超过60万元。", "同一企业累计不超过60万元"),
        ("对参展企业，按展位费的50%给予补贴，每家企业最高60万元。", "每家企业最高60万元"),
    ],
)
def test_a_ceiling_by_the_year_or_the_company_is_a_remark_and_no_frequency(sentence, ceiling):
    measure = only(sentence)

    assert measure.frequency == ("matter", "")
    assert any(f"“{ceiling}”" in remark for remark in measure.remarks), measure.remarks


@pytest.mark.parametrize(
    ("sentence", "frequency"),
    [
        ("对参展企业，给予20万元补贴，每年申报一次。", ("year", "每年申报一次")),
        ("对参展企业，给予20万元补贴，每年限享受1次。", ("year", "每年限享受1次")),
        ("对参展企业，每年给予20万元补贴。", ("year", "每年")),
        ("对参展企业，给予20万元/年补贴。", ("year", "/年")),
        ("对参展企业，给予20万元一次性补贴。", ("once", "一次性")),
        ("对每年参展五次的企业，给予20万元补贴。", ("matter", "")),
        ("对每年参展一次的企业，给予20万元补贴。", ("matter", "")),
        ("对每年组织一次评选的企业，给予20万元补贴。", ("matter", "")),
        ("对参展企业，给予20万元补贴，每年一次。", ("year", "每年一次")),
        ("对每年投入超过500万元的企业，给予20万元补贴。", ("matter", "")),
    ],
)
def test_how_often_is_read_where_the_words_say_how_often(sentence, frequency):
    assert only(sentence).frequency == frequency


def test_a_yearly_word_that_is_no_frequency_is_remarked():
    assert any("“每年”" in remark for remark in only("对每年参展五次的企业，给予20万元补贴。").remarks)


@pytest.mark.parametrize("words", ["一次性给予20万元奖励", "给予20万元奖励，每年申报一次"])
def test_a_drafted_frequency_is_visibly_a_draft(words):
    content = drafted(f"对参展企业，{words}。").files()["measures/m01-draft.yaml"]

    block = re.search(r"frequency:\n((?:  .*\n)+)", content)[1]
    assert "# 草稿 draft" in block


# coverage.yaml


def uncommented(content):
    return re.sub(r"(?m)^(\s*)#- ", r"\1- ", content)


def test_what_surely_creates_nothing_is_listed_and_the_rest_is_left_to_the_officer():
    content = yangpu().files()["coverage.yaml"]

    listed = [entry["quote"] for entry in read_yaml(content, "coverage.yaml")[0]["declaratory"]]
    assert {"杨府发〔2024〕1号", "一、指导思想", "四、主要任务", "（一）实施高水平技术“领航”行动", "五、附则"} <= set(
        listed
    )
    assert {"2024年2月27日", "区政府各委、办、局，各街道办事处：", "2024年2月27日印发"} <= set(listed)
    assert all("。" not in words or words.startswith("抄送") for words in listed)
    assert "  #- quote: " in content


def test_a_hint_becomes_an_entry_when_its_mark_is_deleted():
    draft = yangpu()
    content = draft.files()["coverage.yaml"]

    data, unreadable = read_yaml(uncommented(content), "coverage.yaml")
    problems = []
    FILES["coverage"].take(data, (), problems)
    source = SourceText.parse(draft.text)
    quotes = [entry["quote"] for entry in data["declaratory"]]
    assert not unreadable
    assert not problems
    assert all(source.find(quote) for quote in quotes)
    assert {"1. 打造若干创新联合体。", "12. 优化“共同成长”上市服务。"} <= set(quotes)
    assert len(quotes) > content.count("\n  - ")


def test_without_a_sure_entry_the_empty_list_says_to_delete_the_brackets():
    content = draft_package("请注意: 以下 # 内容。\n1. 对企业给予20万元奖励。", package_id="a").files()["coverage.yaml"]

    assert "declaratory: []" in content
    assert "删去 []" in content
    data, unreadable = read_yaml(uncommented(content).replace("declaratory: []", "declaratory:"), "coverage.yaml")
    assert not unreadable
    assert data["declaratory"][0] == {"quote": "请注意: 以下 # 内容。"}


def test_fewer_passages_are_left_without_a_place(tmp_path):
    draft = yangpu()
    files = draft.files()
    before = coverage(written({**files, "coverage.yaml": "declaratory: []\n"}, tmp_path / "before" / "mine"))
    after = coverage(written(files, tmp_path / "after" / "mine"))
    mended = {**files, "coverage.yaml": uncommented(files["coverage.yaml"])}
    edited = coverage(written(mended, tmp_path / "edited" / "mine"))

    assert after.unplaced == edited.unplaced == ()
    assert len(after.missing) <= len(before.missing) - 15
    assert len(edited.missing) <= len(after.missing) - 15


def test_a_line_that_gives_something_is_never_listed_as_creating_nothing():
    text = "关于支持企业的措施\n对企业给予支持\n对参展企业给予最高20万元奖励\n2024年1月1日"

    assert "对参展企业给予最高20万元奖励" not in str(listed(text))
    assert "对企业给予支持" not in str(listed(text))


def listed(text):
    content = draft_package(text, package_id="a").files()["coverage.yaml"]
    return read_yaml(content, "coverage.yaml")[0]["declaratory"]


# nothing to draft from


@pytest.mark.parametrize("text", ["", "  \n\n", "hello", "Lorem ipsum 2024"])
def test_a_file_without_anything_to_draft_from_is_refused_with_what_to_do(tmp_path, text):
    path = tmp_path / "empty.txt"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DocumentUnusable) as refused:
        read_document(path)

    (problem,) = refused.value.problems
    assert problem.where == str(path)
    assert "政策原文" in problem.what.zh
    assert "policy" in problem.what.en


@pytest.mark.parametrize("text", ["1. hello", "up to 30%", "对企业给予支持"])
def test_a_file_with_a_clause_a_number_or_chinese_words_is_read(tmp_path, text):
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")

    assert read_document(tmp_path / "text.txt") == text


def test_control_characters_are_no_words_of_the_text():
    assert draft_package("1. 对企业\x1b给予\u202e支持。", package_id="a").text == "1. 对企业给予支持。\n"


# DRAFT.md


def test_lines_to_fill_in_are_mentioned_only_if_there_are_any():
    full, gaps = yangpu().files(), drafted("给予支持。").files()

    assert "待填" not in full["package.yaml"] + full["source/provenance.yaml"]
    assert "待填" not in full["DRAFT.md"]
    assert "\n1. 逐个打开" in full["DRAFT.md"]
    assert "补上 package.yaml、source/provenance.yaml 中标“待填”的行" in gaps["DRAFT.md"]
    assert "标“待填”的行" in gaps["package.yaml"]


# 适当


@pytest.mark.parametrize(
    ("sentence", "kind", "quote"),
    [
        ("对重点项目，给予适当支持。", "money", "适当支持"),
        ("对重点项目，适当给予补助资金。", "money", "适当给予补助资金"),
        ("对重点项目，给予20万元奖励，成效显著的可适当提高奖励标准。", "money", "适当提高奖励标准"),
        ("对重点项目，按投资额的10%给予补贴，特别重大的可适当提高补贴比例。", "rate", "适当提高补贴比例"),
        ("对重点项目，按投资额的10%给予补贴。对特别重大的，补贴比例可适当提高。", "rate", "适当提高"),
    ],
)
def test_a_sum_or_rate_that_is_left_to_what_is_fit_is_a_slot(sentence, kind, quote):
    draft = drafted(sentence)

    slots = read_yaml(draft.files()["slots.yaml"], "slots.yaml")[0]["slots"]
    assert [(slot["type"], slot["quote"]) for slot in slots.values() if "适当" in slot["quote"]] == [(kind, quote)]
    assert any(quote in remark for remark in draft.measures[0].remarks)


def test_a_draft_with_an_open_raise_passes_the_static_check(tmp_path):
    text = (
        "甲科规〔2024〕3号\n关于支持重点项目的若干措施\n1. 对重点项目，按投资额的10%给予补贴，可适当提高补贴比例。\n"
        "2. 本措施自2025年1月1日起施行，有效期三年。\n甲市科委\n2024年12月1日\n"
    )
    package = written(draft_package(text, package_id="a", entered=date(2026, 11, 22)).files(), tmp_path / "a")

    assert package.problems == ()
    assert check_rules(Layers([package])) == []


def test_what_is_fit_without_a_sum_is_no_slot():
    assert "适当" not in drafted("对重点项目，给予20万元奖励，可适当放宽条件。").files()["slots.yaml"]
