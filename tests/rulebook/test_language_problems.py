"""What is wrong with a line of rule: the code for programs, and a sentence that says how to mend it."""

import pytest

from sihang.rulebook.facts import Kind
from tests.builders.lines import problems, read

MONEY, RATE, YES_NO = Kind.MONEY, Kind.RATE, Kind.YES_NO


@pytest.mark.parametrize(
    ("line", "kind", "code", "words"),
    [
        ("项目总投入 + 30%", MONEY, "unit-mismatch", "金额与比率"),
        ("项目总投入 − 人数", MONEY, "unit-mismatch", "金额与整数"),
        ("项目总投入 × 已付金额", MONEY, "unit-mismatch", "只有金额可与比率相乘，得到金额 × 金额"),
        ("30% × 30%", RATE, "unit-mismatch", "比率 × 比率"),
        ("项目总投入 × 2", MONEY, "unit-mismatch", "金额 × 整数"),
        ("项目总投入 封顶 30%", MONEY, "unit-mismatch", "封顶两边单位不同"),
        ("核定比例 保底 1元", RATE, "unit-mismatch", "保底两边单位不同"),
        ("项目总投入 > 30%", YES_NO, "unit-mismatch", "比较两边单位不同：金额与比率"),
        ("立项日 >= 2024", YES_NO, "unit-mismatch", "日期与整数"),
        ("当年(研发费用) 占 人数 至少 5%", YES_NO, "unit-mismatch", "占比两边单位不同"),
        ("分档(单位类型: 企业 → 1元; 其他 → 5%)", MONEY, "unit-mismatch", "各行结果的单位不同"),
        ("30%", YES_NO, "wrong-kind", "这里要是/否，得到比率"),
        ("项目总投入", YES_NO, "wrong-kind", "这里要是/否，得到金额"),
        ("甲", MONEY, "wrong-kind", "这里要金额，得到是/否"),
        ("备注", MONEY, "wrong-kind", "得到文字"),
        ("甲 且 30%", YES_NO, "wrong-kind", "只能连接是/否，这里是比率"),
        ("非 项目总投入", YES_NO, "wrong-kind", "只能连接是/否，这里是金额"),
        ("甲 > 1", YES_NO, "wrong-kind", "得到是/否"),
        ("项目总投入 属于 企业", YES_NO, "wrong-kind", "要枚举，得到金额"),
        ("分档(甲: 企业 → 1元)", MONEY, "wrong-kind", "得到是/否"),
        ("当年(研发费用) 占 当年(营收) 至少 5元", YES_NO, "wrong-kind", "这里要比率，得到金额"),
        ("营收 首次超过 30%", YES_NO, "wrong-kind", "这里要金额，得到比率"),
        ("等级对照 属于 甲等", YES_NO, "wrong-kind", "是对照表，由等次类事实引用"),
        ("单位类型 属于 企业家", YES_NO, "unknown-value", "是否想写“企业”"),
        ("单位类型 属于 医院", YES_NO, "unknown-value", "可取：企业、高校、基金"),
        ("项目投入 > 1元", YES_NO, "unknown-name", "是否想写“项目总投入”"),
        ("完全没有 > 1元", YES_NO, "unknown-name", "请先写进 facts.yaml"),
        ("别项金额 > 1元", YES_NO, "unknown-name", "它属于“other_matter”类事项"),
        ("营收 > 3000万元", YES_NO, "series-without-year", "请写 当年(营收)"),
        ("当年(项目总投入) > 1元", YES_NO, "not-a-series", "“项目总投入”不是按年的数列"),
        ("项目总投入 首次超过 1元", YES_NO, "not-a-series", "不是按年的数列"),
        ("甲 且乙", YES_NO, "not-a-rule", "且、或、非 等词两边要留空格"),
        ("甲 且", YES_NO, "not-a-rule", "行尾"),
        ("甲 & 乙", YES_NO, "not-a-rule", "第 3 个字"),
        ("(甲", YES_NO, "not-a-rule", "处读不懂"),
        ("", YES_NO, "not-a-rule", "此处可以是"),
        ("分档(项目总投入: > 1元 → 1元; > 2元 → 2元)", MONEY, "bad-tier", "从高到低"),
        ("分档(项目总投入: > 1元 → 1元; > 1元 → 2元)", MONEY, "bad-tier", "不重复"),
        ("分档(项目总投入: < 1元 → 1元)", MONEY, "bad-tier", "“> 1亿元 → …”"),
        ("分档(项目总投入: > 1元 → 1元; 其他 → 0元)", MONEY, "bad-tier", "“> 1亿元 → …”"),
        ("分档(单位类型: > 1元 → 1元)", MONEY, "bad-tier", "“取值 → 结果”"),
        ("分档(单位类型: 企业 → 1元; 企业 → 2元)", MONEY, "value-twice", "同一取值出现两次"),
        ("分档(单位类型: 企业、高校、基金 → 1元; 其他 → 2元)", MONEY, "value-twice", "“其他”已无可取"),
        ("单位类型 属于 企业、企业", YES_NO, "value-twice", "“企业”写了两次"),
        ("30%至10%", RATE, "empty-range", "下限高于上限"),
        ("100万元至50万元", MONEY, "empty-range", "下限高于上限"),
        ("2024-02-30 <= 立项日", YES_NO, "bad-date", "没有这一天：2024-02-30"),
        ("12.345%", RATE, "bad-rate", "最多精确到 0.01%"),
        ("0.001元", MONEY, "bad-amount", "0.001元"),
    ],
)
def test_a_line_that_cannot_stand(line, kind, code, words):
    codes, sentences = problems(line, kind)

    assert codes == [code]
    assert words in sentences[0]


def test_words_run_together_are_one_unknown_name_and_the_mend_is_a_space():
    codes, sentences = problems("甲且乙")

    assert codes == ["unknown-name"]
    assert "两边要留空格" in sentences[0]


def test_a_measure_with_a_series_says_which_year():
    codes, sentences = problems("当年(营收) > 1元", year=None)

    assert codes == ["no-year"]
    assert "要写 year: 指明年度的事实" in sentences[0]


def test_every_problem_of_a_line_is_reported_at_once():
    codes, sentences = problems(
        "项目总投入 + 30% > 1元 且 项目投入 > 1元 且 单位类型 属于 企业家 且 营收 > 1元 或 非 人数"
    )

    assert codes == ["unit-mismatch", "unknown-name", "unknown-value", "series-without-year", "wrong-kind"]
    assert len(set(sentences)) == 5


def test_both_sides_of_a_comparison_and_every_row_of_a_table_are_looked_at():
    assert problems("没有这个 > 也没这个")[0] == ["unknown-name", "unknown-name"]
    assert problems("分档(单位类型: 企业 → 没有这个; 高校 → 也没这个)", MONEY)[0] == ["unknown-name", "unknown-name"]


@pytest.mark.parametrize(
    ("line", "fill", "code", "words"),
    [
        ("资助额 > 1元", {"award": "资助额 × 50%"}, "cycle", "又用到它自己"),
        ("资助额 > 1元", {"award": "30%"}, "wrong-kind", "“资助额”要金额，得到比率"),
        ("资助额 > 1元", {"award": ("1元", "30%")}, "wrong-kind", "when 要是/否，得到比率"),
        ("资助额 > 1元", {"award": "投人 × 10%"}, "unknown-name", "没有名为“投人”"),
        ("处理办法 属于 一次", {"ruling": "三次"}, "unknown-name", "三次"),
    ],
)
def test_a_fill_that_cannot_stand(line, fill, code, words):
    codes, sentences = problems(line, fills=fill)

    assert codes == [code]
    assert words in sentences[0]


def test_two_fills_that_use_each_other_are_a_cycle():
    fills = {"award": "项目总投入 × 强度下限", "least_rate": ("5%", "资助额 > 1元")}

    assert problems("资助额 > 1元", fills=fills)[0] == ["cycle"]


def test_a_line_longer_than_a_person_can_check_is_refused():
    codes, sentences = problems(" 或 ".join(["甲"] * 1_000))

    assert codes == ["not-a-rule"]
    assert "超过 2000 字，请拆成几条" in sentences[0]


@pytest.mark.parametrize(
    "line",
    [
        "非 " * 900 + "甲",
        "非 " * 400 + "甲",
        "非 " * 41 + "甲",
        "项目总投入 > " + "1元 + (" * 200 + "1元" + ")" * 200,
        "项目总投入 > 1元" + " + 1元" * 300,
        "分档(" * 60 + "项目总投入" + ": > 1元 → 1元)" * 60 + " > 1元",
    ],
)
def test_what_is_too_deep_for_a_person_is_refused(line):
    codes, sentences = problems(line)

    assert codes == ["not-a-rule"]
    assert "层数太多，请拆成几条" in sentences[0]


def test_brackets_alone_are_no_levels():
    assert read("(" * 900 + "甲" + ")" * 900).node is not None


def test_a_fact_of_another_matter_is_named_as_such_however_close_another_name_is():
    codes, sentences = problems("别项金额 > 已付金额")

    assert codes == ["unknown-name"]
    assert "它属于“other_matter”类事项" in sentences[0]
