"""Drafts of two other kinds of text: a regulation in 第…条, and an opinion in （一） under 一、."""

from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook.check import check_rules
from sihang.rulebook.draft import draft_package
from sihang.rulebook.layers import Layers
from sihang.rulebook.package import read_package

TEXTS = Path(__file__).parent / "texts"


def drafted(name):
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return draft_package(text, package_id=f"{name}-draft", entered=date(2026, 11, 22))


@pytest.fixture(scope="module")
def articles():
    return drafted("articles")


@pytest.fixture(scope="module")
def items():
    return drafted("items")


def amounts(draft):
    return {each.id: [benefit.amount or benefit.service for benefit in each.benefits] for each in draft.measures}


def rules(draft, name):
    return next([each.rule for each in measure.conditions] for measure in draft.measures if measure.id == name)


def values(draft, name):
    measure = next(measure for measure in draft.measures if measure.id == name)
    return [words for proposal in measure.proposals for _, words in proposal.values]


def written(draft, folder):
    for name, content in draft.files().items():
        path = folder / draft.contents.package_id / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return read_package(str(folder / draft.contents.package_id))


@pytest.mark.parametrize("name", ["articles", "items"])
def test_the_drafts_load_and_pass_the_static_check(name, tmp_path):
    package = written(drafted(name), tmp_path)

    assert package.problems == ()
    assert check_rules(Layers([package])) == []


def test_the_amounts_of_the_regulation(articles):
    assert amounts(articles) == {
        "m03": ["分档(档次m03: t1 → 20万元; t2 → 5万元; t3 → 1万元)"],
        "m04": ["项目实际投资额 × 核定比例m04 封顶 300万元"],
        "m05": ["分档(档次m05: t1 → 50万元; t2 → 30万元; t3 → 10万元)"],
        "m06": ["研发费用 × 10% 封顶 100万元"],
        "m07a": ["30万元"],
        "m07b": ["15万元"],
        "m08": ["核定金额m08"],
        "m09": ["实际支付利息 × 50% 封顶 80万元"],
        "m10": ["m10_s1"],
    }


def test_the_amounts_of_the_opinion(items):
    assert amounts(items) == {
        "m02": ["分档(档次m02: t1 → 100万元; t2 → 50万元; t3 → 30万元)"],
        "m03": ["分档金额m03"],
        "m04": ["制作成本 × 支持比例 封顶 20万元"],
        "m05": ["被配套金额m05 × 50% 封顶 200万元"],
        "m06": ["支持金额m06"],
        "m07": ["实际投入 × 核定比例m07"],
        "m09": ["支持基数m09 × 30% 封顶 12万元"],
    }


def test_tiers_in_words_become_a_class(articles):
    assert values(articles, "m03") == [
        "首次认定的高新技术企业",
        "重新认定的高新技术企业",
        "首次进入市级培育库的企业",
        "都不是",
    ]
    assert rules(articles, "m03") == ["档次m03 属于 t1、t2、t3"]
    assert values(articles, "m05") == ["国家级", "市级", "区级专精特新企业", "都不是"]


def test_lines_to_be_over_are_conditions_and_not_sums(articles):
    assert rules(articles, "m06") == ["上年度研发费用占营业收入比重 >= 5%", "研发费用 > 1000万元"]


def test_a_sum_by_area_and_day_is_left_to_be_determined(articles):
    measure = next(each for each in articles.measures if each.id == "m08")

    assert any("1.5元" in remark for remark in measure.remarks)


def test_a_second_ceiling_is_remarked_and_not_lost(articles):
    measure = next(each for each in articles.measures if each.id == "m04")

    assert any("500万元" in remark for remark in measure.remarks)
    assert measure.frequency == ("matter", "")


def test_items_under_a_promise_are_measures_of_their_own(articles):
    quotes = [each.quote for each in articles.measures if each.clause == "7"]

    assert quotes == ["评价结果为优秀的，奖励30万元", "评价结果为良好的，奖励15万元。"]


def test_the_term_is_read_where_the_text_gives_days(articles, tmp_path):
    period = written(articles, tmp_path).period

    assert (period.start, period.end) == (date(2023, 12, 10), date(2028, 12, 9))


def test_the_term_runs_from_the_day_of_issue_where_the_text_says_so(items, tmp_path):
    package = written(items, tmp_path)

    assert (package.period.start, package.period.end) == (date(2024, 5, 20), date(2029, 5, 19))
    assert package.document == "云文创发〔2024〕12号"


def test_a_term_that_would_end_before_it_starts_is_left_to_fill_in():
    text = "1. 给予支持。\n2. 本办法自2024年3月1日起施行，有效期至2024年2月27日。"
    package = draft_package(text, package_id="a").files()["package.yaml"]

    assert "  from: 2024-03-01\n  clause:" in package


def test_what_refuses_support_gives_none(articles):
    assert not [each for each in articles.measures if each.clause == "11"]


def test_a_text_without_numbers_gives_findings_and_says_what_to_do():
    draft = draft_package("对经认定的企业，给予最高200万元奖励。", package_id="a")

    assert draft.measures == ()
    assert [finding.quote for finding in draft.findings if finding.kind == "support"] == [
        "对经认定的企业，给予最高200万元奖励。"
    ]
    assert "请给各段编号" in draft.summary()


def test_what_the_text_does_not_say_is_left_to_fill_in():
    files = draft_package("1. 给予支持。", package_id="a").files()

    assert "# issued: 待填（发文日期，如 2024-02-27）" in files["package.yaml"]
    assert "# document: 待填（文号）" in files["package.yaml"]
    assert "# validity: {from: 待填, to: 待填}" in files["package.yaml"]


def test_an_empty_text_gives_an_empty_draft():
    draft = draft_package("", package_id="a")

    assert (draft.measures, draft.findings) == ((), ())
    assert draft.files()["slots.yaml"].endswith("slots: {}\n")
