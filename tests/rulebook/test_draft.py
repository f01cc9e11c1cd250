"""The draft of 杨府发〔2024〕1号: all that clauses 1 to 15 state is found, and nothing is added."""

from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook.draft import draft_package
from sihang.rulebook.numerals import numbers_in

TEXT = Path(__file__).parents[2] / "policies" / "yangpu-2024-1" / "source" / "text.md"


@pytest.fixture(scope="module")
def draft():
    text = TEXT.read_text(encoding="utf-8")
    return draft_package(text, package_id="yangpu-draft", entered=date(2026, 11, 22))


def found(draft, clause, kind):
    return [finding.quote for finding in draft.findings if finding.clause == clause and finding.kind == kind]


def measure(draft, name):
    return next(each for each in draft.measures if each.id == name)


@pytest.mark.parametrize(
    ("clause", "kind", "quote"),
    [
        ("1", "rate", "30%"),
        ("1", "ceiling", "200 万元"),
        ("1", "decision", "经认定"),
        ("2", "ceiling", "500 万元"),
        ("2", "decision", "经市级认定"),
        ("2", "open", "相应数量"),
        ("2", "open", "符合条件"),
        ("3", "rate", "10%-30%"),
        ("3", "ceiling", "200 万元"),
        ("3", "open", "成效显著"),
        ("4", "ceiling", "100 万元/年"),
        ("4", "rate", "1:1"),
        ("4", "ceiling", "200 万元"),
        ("4", "decision", "经评审"),
        ("5", "open", "按照市级政策"),
        ("6", "grade", "B 级以上"),
        ("6", "ceiling", "1:1"),
        ("6", "status", "市级备案"),
        ("8", "threshold", "3000万元"),
        ("8", "threshold", "5000万元"),
        ("8", "threshold", "1亿元"),
        ("8", "tiers", "3000万元、5000万元、1亿元"),
        ("8", "amount", "50—100万元"),
        ("8", "open", "一定比例以上"),
        ("8", "open", "分梯度"),
        ("8", "status", "高新技术企业"),
        ("8", "frequency", "一次性"),
        ("9", "open", "一定比例"),
        ("9", "ceiling", "500 万元"),
        ("11", "open", "相关补贴"),
        ("12", "open", "分档"),
        ("12", "open", "相应补贴"),
        ("13", "open", "具体实施细则"),
        ("14", "overlap", "从优、从高、不重复"),
        ("15", "validity", "有效期三年"),
    ],
)
def test_what_a_clause_states_is_found(draft, clause, kind, quote):
    assert quote in found(draft, clause, kind)


def test_the_goals_outside_the_clauses_are_found(draft):
    assert {"2025 年", "10 家", "2-3 家", "2-3 个"} <= set(found(draft, None, "number"))


def test_every_finding_stands_at_its_offsets(draft):
    assert all(draft.text[each.start : each.end] == each.quote for each in draft.findings)


def test_each_sentence_that_gives_becomes_a_measure(draft):
    assert [each.id for each in draft.measures] == [
        "m01", "m02", "m03", "m04a", "m04b", "m04c", "m05", "m06", "m07", "m08", "m09", "m11", "m12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("m01", "创新联合体产学研投入 × 30% 封顶 200万元"),
        ("m02", "核定金额m02 封顶 500万元"),
        ("m03", "企业研发费用实际投入金额 × 核定比例m03 封顶 200万元"),
        ("m04a", "核定金额m04a 封顶 100万元"),
        ("m04b", "被配套金额m04b × 100%"),
        ("m04c", "核定金额m04c 封顶 200万元"),
        ("m05", "支持金额m05"),
        ("m06", "被配套金额m06 × 核定比例m06"),
        ("m08", "分档金额m08"),
        ("m09", "投资总额 × 支持比例 封顶 500万元"),
        ("m11", "支持金额m11"),
        ("m12", "支持金额m12"),
    ],
)
def test_an_amount_is_written_as_far_as_the_words_are_certain(draft, name, amount):
    assert measure(draft, name).benefits[0].amount == amount


def test_a_range_in_the_text_is_the_range_of_who_decides(draft):
    ranges = {
        proposal.key: (proposal.low, proposal.high)
        for each in draft.measures
        for proposal in each.proposals
        if proposal.low
    }

    assert ranges == {
        "m02_amount": ("0元", "500万元"),
        "m03_rate": ("10%", "30%"),
        "m04a_amount": ("0元", "100万元"),
        "m04c_amount": ("0元", "200万元"),
        "m06_rate": ("0%", "100%"),
        "m08_tier": ("50万元", "100万元"),
    }


def test_what_the_text_leaves_open_is_a_slot(draft):
    slots = {
        proposal.key: proposal.quote
        for each in draft.measures
        for proposal in each.proposals
        if proposal.place == "slots"
    }

    assert slots["m05_support"] == "按照市级政策"
    assert slots["m08_ratio_min"] == "一定比例以上"
    assert slots["m11_support"] == "相关补贴"
    assert slots["m12_support"] == "相应补贴"
    assert "m09_share" in slots


def test_flats_are_a_service_with_a_condition_of_their_own(draft):
    money, flats = measure(draft, "m02").benefits

    assert (flats.zh, flats.service, flats.when) == ("人才公寓配套支持", "m02_s2", "符合条件m02")
    assert money.when == ""


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("m01", ["经认定m01"]),
        ("m03", ["经判断成效显著"]),
        ("m04b", ["对象符合m04b", "经认定m04b"]),
        ("m06", ["市级备案", "等级符合m06"]),
        ("m08", ["营收 > 3000万元", "比例值m08 >= 比例门槛m08", "高新技术企业"]),
        ("m09", ["经评估m09"]),
        ("m12", ["对象符合m12"]),
    ],
)
def test_conditions_follow_the_words(draft, name, rules):
    assert [condition.rule for condition in measure(draft, name).conditions] == rules


def test_what_a_person_must_look_at_is_said(draft):
    remarks = " ".join(measure(draft, "m08").remarks)

    assert "3000万元、5000万元、1亿元" in remarks
    assert "首次超过" in remarks


def test_how_often_and_under_which_action_are_read(draft):
    assert measure(draft, "m04a").frequency == ("year", "/年")
    assert measure(draft, "m08").frequency == ("once", "一次性")
    assert [measure(draft, name).action for name in ("m01", "m04b", "m07", "m12")] == ["领航", "启航", "续航", "助航"]


def test_no_number_is_invented(draft):
    stated = numbers_in(draft.text)
    for each in draft.measures:
        lines = [condition.rule for condition in each.conditions] + [benefit.amount for benefit in each.benefits]
        ranges = [side for proposal in each.proposals for side in (proposal.low, proposal.high)]
        written = {number for line in (*lines, *ranges) for number in numbers_in(line) if number[0] != "integer"}
        assert {number for number in written if number[1]} <= stated, each.id
