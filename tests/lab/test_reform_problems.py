"""A reform that cannot be used: every problem at once, each at its own line of the reform, with the way out."""

import pytest

from sihang.lab.reforms.reform_file import read_reform
from sihang.rulebook import PackageUnusable
from tests.builders.reforms import problems_of

CASES = [
    ("measures: {m99: off}", 2, "unknown-name", "没有措施“m99”"),
    ("slots: {tier_30: 80万元}", 2, "unknown-name", "是否想写“tier_30m”"),
    ("ranges: {iur_investment: [0元, 1元]}", 2, "unknown-name", "没有待定项或认定"),
    ("facts: {consortiun: {x: {type: yes_no, zh: 某事, en: X}}}", 2, "unknown-name", "没有事项类型"),
    ("facts: {organisation: {hnte_valid: {type: yes_no, zh: 某事, en: X}}}", 2, "declared-twice", "已声明过"),
    (
        "facts: {organisation: {x: {type: yes_no, zh: 某事, en: X}}}",
        2,
        "unused-fact",
        "不参与任何判断",
    ),
    ("measures: {m01: {change: [{from: 35%, to: 20%}]}}", 2, "change-not-found", "有：30%、200万元"),
    ("measures:\n  m01:\n    drop: [没有的条件]", 4, "change-not-found", "有：牵头单位为龙头企业"),
    (
        "measures:\n  m08:\n    change:\n      - {from: 1亿元, to: 2亿元}",
        5,
        "change-ambiguous",
        "everywhere: true",
    ),
    (
        "measures: {m01: {change: [{from: 30%, to: 20%}, {from: 产学研投入 × 30% 封顶 200万元, to: 产学研投入}]}}",
        2,
        "changed-twice",
        "已由另一条改动",
    ),
    ("measures: {m01: {change: [{from: 30%, to: 20万元}]}}", 2, "wrong-kind", "换成同类的数"),
    ("measures: {m01: {change: [{from: 30%, to: 研发投入强度下限}]}}", 2, "wrong-kind", "整行写进 from"),
    ("measures: {m01: {add: [牵头单位为龙头]}}", 2, "unknown-name", "是否想写“牵头单位为龙头企业”"),
    ("measures: {m01: {add: [产学研投入 + 30% > 0元]}}", 2, "unit-mismatch", ""),
    ("slots: {tier_100m: 120万元}", 2, "out-of-range", "请在 ranges 中写明"),
    ("slots: {rd_intensity_min: 80万元}", 2, "wrong-kind", "写成如 3%"),
    ("slots: {m08_repeat: 每档一次, scenario_rate: {change: [{from: 10%, to: 8%}], when: 是}}", 2, "unknown-key", "change 只改"),
    ("mesures: {m01: off}", 2, "unknown-key", "是否想写“measures”"),
    ("measures: {m01: on}", 2, "wrong-type", "off"),
    ("measures: {m01: {change: [{from: 30%}]}}", 2, "missing-key", "缺少“to”"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "code", "words"), CASES)
def test_a_problem_names_its_line_and_the_way_out(tmp_path, text, line, code, words):
    found = problems_of(tmp_path, text)

    assert [(at, given) for at, given, _ in found] == [(line, code)]
    assert words in found[0][2]


def test_every_problem_comes_at_once(tmp_path):
    found = problems_of(
        tmp_path,
        """\
slots:
  tier_30: 80万元
measures:
  m99: off
  m01:
    change:
      - {from: 35%, to: 20%}
""",
    )

    assert [(line, code) for line, code, _ in found] == [
        (3, "unknown-name"),
        (5, "unknown-name"),
        (8, "change-not-found"),
    ]


def test_a_number_needs_no_quote_in_the_text_for_the_reform_says_it(tmp_path):
    """37% stands nowhere in the policy; as a supposition it stands in the reform."""
    assert problems_of(tmp_path, "measures: {m01: {change: [{from: 30%, to: 37%}]}}") == []


def test_a_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(PackageUnusable) as refused:
        read_reform(tmp_path / "nothing.yaml")

    assert [problem.code for problem in refused.value.problems] == ["file-unreadable"]


def test_a_reform_of_nothing_changes_nothing(tmp_path):
    assert problems_of(tmp_path, "") == []
