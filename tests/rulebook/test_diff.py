"""Two versions of a package are compared by what they mean, as a reader of the policy would say it."""

import shutil

import pytest

from sihang.rulebook.comparing.texts import marked, marks
from sihang.rulebook.diff import diff
from sihang.rulebook.package import read_package
from tests.builders.packages import SHIPPED, SMALL_POLICY, implementing, small_policy

POLICY = "yangpu-2024-1"


def copy_with(root, *changes):
    """A copy of the shipped policy in which each (file, words, other words) is replaced; the words stand there."""
    folder = shutil.copytree(SHIPPED / POLICY, root / POLICY)
    for file, words, others in changes:
        path = next(folder.glob(file))
        before = path.read_text(encoding="utf-8")
        assert words in before
        path.write_text(before.replace(words, others), encoding="utf-8")
    return folder


def compared(root, *changes):
    return diff(read_package(POLICY), read_package(str(copy_with(root, *changes))))


def between(tmp_path, changes):
    """The small policy, and the small policy with changes."""
    old, new = small_policy(tmp_path / "old"), small_policy(tmp_path / "new", changes)
    return diff(read_package(str(old)), read_package(str(new)))


def said(difference, lang="zh"):
    return [
        (e.kind, e.of.to(lang), e.what.to(lang), e.old and e.old.to(lang), e.new and e.new.to(lang))
        for e in difference.entries
    ]


def test_a_higher_ceiling_is_said_in_the_rule_and_in_the_text(tmp_path):
    difference = compared(
        tmp_path,
        ("source/text.md", "给予最高 200 万元的研发投入补贴", "给予最高 300 万元的研发投入补贴"),
        ("measures/m03*", "最高 200 万元的研发投入补贴", "最高 300 万元的研发投入补贴"),
        ("measures/m03*", "封顶 200万元", "封顶 300万元"),
    )

    m03 = "m03 揭榜挂帅研发投入补贴"
    rule, text = said(difference)[:2], difference.entries[2]
    assert rule == [
        ("changed", m03, "封顶", "200万元", "300万元"),
        (
            "changed",
            m03,
            "金额",
            "研发费用实际投入 × 核定比例, 封顶 200万元",
            "研发费用实际投入 × 核定比例, 封顶 300万元",
        ),
    ]
    assert (text.kind, text.what.zh, text.clause) == ("changed", "第3条", "3")
    assert [mark for mark in text.marks if mark.op != "same"] == [("deleted", "200"), ("inserted", "300")]
    assert len(difference.entries) == 3
    assert difference.lines()[-1] == "  ~ 第3条：…10%-30%，给予最高 [-200-]{+300+} 万元的研发投入补贴。"


def test_a_condition_removed_is_shown_as_prose(tmp_path):
    difference = compared(tmp_path, ("measures/m03*", "  - rule: 揭榜项目\n    quote: 揭榜项目\n", ""))

    assert said(difference) == [("removed", "m03 揭榜挂帅研发投入补贴", "条件", "揭榜项目", None)]
    assert said(difference, "en") == [
        ("removed", "m03 R&D subsidy for open challenges", "condition", "A project of the challenge list", None)
    ]


def test_a_condition_that_asks_for_more_is_one_change(tmp_path):
    difference = compared(
        tmp_path, ("measures/m01*", "有本区高校参与 或 有上下游企业参与", "有本区高校参与 且 有上下游企业参与")
    )

    assert said(difference) == [
        (
            "changed",
            "m01 创新联合体支持",
            "条件",
            "有一方共建：有本区高校参与，或有上下游企业参与",
            "有一方共建：有本区高校参与，且有上下游企业参与",
        )
    ]


def test_a_narrower_slot_and_a_wider_determination_are_said_with_their_ranges(tmp_path):
    difference = compared(
        tmp_path,
        ("slots.yaml", "growth_min: {type: rate, range: [0%, 1000%]", "growth_min: {type: rate, range: [0%, 500%]"),
        ("facts.yaml", "range: [10%, 30%]", "range: [10%, 40%]"),
    )

    assert said(difference) == [
        ("changed", "认定与核定", "核定比例 · 范围", "10%至30%", "10%至40%"),
        ("changed", "待定项", "营收增长率下限 · 范围", "0%至1000%", "0%至500%"),
    ]
    assert [entry.clause for entry in difference.entries] == ["3", "8"]


def test_everything_else_that_a_reader_would_ask_for(tmp_path):
    difference = compared(
        tmp_path,
        ("package.yaml", "to: 2027-02-26", "to: 2029-02-26"),
        (
            "package.yaml",
            "  - rule: 在本区注册\n    zh: 在本区注册\n    en: Registered in the district\n    reading: I-02\n",
            "",
        ),
        ("measures/m03*", "kinds: [enterprise]", "kinds: [enterprise, university]"),
        ("measures/m03*", "frequency: {per: matter}", "frequency: {per: year}"),
        ("measures/m03*", "    reading: I-04", "    reading: [I-04, I-05]"),
        (
            "overlap.yaml",
            "measures: [m01, m03]\n    same: project",
            "measures: [m01, m03]\n    same: organisation_year",
        ),
        ("goals.yaml", "quantity: {low: 10, high: 10, unit: 家}", "quantity: {low: 12, high: 12, unit: 家}"),
        ("services.yaml", "room: search", "room: register"),
    )

    shown = {(of, what): (old, new) for _, of, what, old, new in said(difference)}
    m03 = "m03 揭榜挂帅研发投入补贴"
    assert shown == {
        ("政策", "有效期 · 止"): ("2027-02-26", "2029-02-26"),
        ("共同条件", "条件"): ("在本区注册", None),
        (m03, "申报主体"): ("企业", "企业、高校"),
        (m03, "频次"): ("每个事项", "每年一次"),
        (m03, "条件“有一方联合攻关：有高校院所联合，或有产业链上下游企业联合” · 解释"): ("I-04", "I-04、I-05"),
        ("重叠关系", "o1 · 相同的"): ("同一项目", "同一单位同一年度"),
        ("目标", "建成研发和转化服务平台 10 家 · 数量"): ("low 10、high 10、unit 家", "low 12、high 12、unit 家"),
        ("服务", "科研成果库 · 所在模块"): ("search", "register"),
    }


def test_measures_added_and_removed(tmp_path):
    folder = copy_with(tmp_path, ("measures/m11*", "id: m11", "id: m13"))

    difference = diff(read_package(POLICY), read_package(str(folder)))

    assert [(e.kind, e.of.zh, e.what.zh) for e in difference.entries] == [
        ("removed", "m11 知识产权融资补贴", "措施"),
        ("added", "m13 知识产权融资补贴", "措施"),
    ]


def test_the_same_package_and_a_mere_rewriting_say_the_same(tmp_path):
    difference = compared(
        tmp_path,
        ("measures/m03*", "id: m03", "# a comment\nid: m03"),
        ("measures/m03*", "研发费用实际投入 × 核定比例 封顶 200万元", "研发费用实际投入 * 核定比例  封顶 (200万元)"),
        ("measures/m01*", "rule: 创新联合体经认定", "rule: consortium_recognised"),
    )

    assert difference.same
    assert difference.lines() == ["两个规则包的内容相同。"]
    assert difference.lines("en") == ["The two packages say the same."]


def test_a_clause_put_in_between_renumbers_and_rewrites_nothing(tmp_path):
    text = (
        SMALL_POLICY["source/text.md"]
        .replace("2. 租金补贴", "2. 培训补贴。工坊组织技能培训的，给予场地便利。\n\n3. 租金补贴")
        .replace("3. 本措施", "4. 本措施")
    )

    entries = [entry for entry in between(tmp_path, {"source/text.md": text}).entries if entry.of.zh == "原文"]

    assert [(e.kind, e.what.zh, e.old and e.old.zh, e.new and e.new.zh) for e in entries] == [
        ("changed", "编号", "第2条", "第3条"),
        ("changed", "编号", "第3条", "第4条"),
        ("added", "第2条", None, "培训补贴。工坊组织技能培训的，给予场地便利。"),
    ]


def test_a_clause_rewritten_by_half_stays_the_clause_of_its_number(tmp_path):
    was = "设备补贴。对经认定的工坊，按设备投入的 20% 给予补贴，最高 100 万元。"
    now = "设备补贴。经认定的工坊添置设备的，区里一次性给予奖励 5 万元。"

    entries = between(tmp_path, {"source/text.md": (was, now)}).entries

    assert [(e.kind, e.what.zh, e.old.zh, e.new.zh) for e in entries] == [("changed", "第1条", was, now)]


def test_what_a_document_fills_in_is_compared_by_slot(tmp_path):
    old = "  - {slot: rent_rate, value: 10%, quote: 按租金的 10%}\n"
    new = "  - {slot: rent_rate, value: 20%, from: 2025-01-01, quote: 20%}\n  - {slot: city_rate, value: 30%, quote: 30%}\n"
    before = implementing(tmp_path / "old", "rules-a", old)
    after = implementing(tmp_path / "new", "rules-a", new)

    difference = diff(read_package(str(before)), read_package(str(after)))

    assert [each[2:] for each in said(difference)] == [
        ("rent_rate · 取值", "10%", "20%"),
        ("rent_rate · 起", None, "2025-01-01"),
        ("city_rate", None, "30%"),
    ]


def test_numbers_by_their_place_in_the_rule(tmp_path):
    amount = "amount: 设备投入 × 20% 封顶 100万元"
    difference = between(
        tmp_path,
        {"measures/m01-equipment.yaml": (amount, "amount: 设备投入 × 15% 封顶 150万元 保底 1万元")},
    )

    assert [each[0:1] + each[2:] for each in said(difference)][:3] == [
        ("changed", "比例", "20%", "15%"),
        ("changed", "封顶", "100万元", "150万元"),
        ("added", "保底", None, "1万元"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("最高 200 万元", "最高 300 万元", "最高 [-200-]{+300+} 万元"),
        ("超过3000万元", "超过3500万元", "超过[-3000-]{+3500+}万元"),
        ("给予补贴。", "给予一次性补贴。", "给予{+一次性+}补贴。"),
        ("经认定后，给予支持", "给予支持", "[-经认定后，-]给予支持"),
    ],
)
def test_words_are_marked_whole(old, new, shown):
    assert marked(marks(old, new)) == shown


def test_the_difference_of_two_packages_of_other_kinds_can_be_read():
    difference = diff(read_package("example-rules"), read_package(POLICY), "en")

    assert not difference.same
    assert difference.lines()[:2] == [
        "the policy",
        "  ~ title: Example parameters → Measures of Yangpu District to strengthen the source of innovation and support "
        "high-quality industry",
    ]
    assert difference.as_json()["new"]["id"] == POLICY


def test_a_package_with_problems_is_compared_as_far_as_it_can_be_read(tmp_path):
    changes = {"measures/m01-equipment.yaml": ("rule: 经认定", "rule: 经认定的 且 且"), "slots.yaml": "slots: ["}

    shown = said(between(tmp_path, changes))

    assert ("changed", "m01 设备补贴", "条件", "经认定", "经认定的 且 且") in shown
