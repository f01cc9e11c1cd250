"""One canonical form: what it looks like, that it says the same, and that a file keeps everything else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sihang.rulebook.assess import load_unchecked
from sihang.rulebook.errors import PackageUnusable
from sihang.rulebook.formatting import canonical
from sihang.rulebook.package import read_package
from sihang.rulebook.parse import NotARule, parse
from sihang.rulebook.reformat import apply, edits
from sihang.rulebook.scope import Scope
from tests.builders.command import ROOT, sihang
from tests.builders.packages import small_policy

POLICY = ROOT / "policies" / "yangpu-2024-1"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("甲   且  乙", "甲 且 乙"),
        ("（甲） 且 （乙 或 丙）", "甲 且 (乙 或 丙)"),
        ("(甲 且 乙) 或 丙", "甲 且 乙 或 丙"),
        ("非 （甲）", "非 甲"),
        ("非 (甲 且 乙)", "非 (甲 且 乙)"),
        ("投入＞200万元", "投入 > 200万元"),
        ("投入≥200万元", "投入 >= 200万元"),
        ("投入*30％ 封顶 200万元", "投入 × 30% 封顶 200万元"),
        ("(投入 + 费用) * 30%", "(投入 + 费用) × 30%"),
        ("投入 + (费用 * 30%)", "投入 + 费用 × 30%"),
        ("投入 - (费用 - 补贴) 保底 0元", "投入 − (费用 − 补贴) 保底 0元"),
        ("投入 × 10%至30%", "投入 × 10%至30%"),
        ("类型 属于 A,B，C", "类型 属于 A、B、C"),
        ("当年(研发) 占 当年（营收） 至少 5%", "当年(研发) 占 当年(营收) 至少 5%"),
        ("营收 首次超过 3000万元", "营收 首次超过 3000万元"),
        ("营收 复合增长率至少 20%", "营收 复合增长率至少 20%"),
        ("分档（类型：A->1万元；其他->2万元）", "分档(类型: A → 1万元; 其他 → 2万元)"),
        ("分档(投入: >1亿元 -> 2万元; >=5000万元 -> 1万元)", "分档(投入: > 1亿元 → 2万元; >= 5000万元 → 1万元)"),
    ],
)
def test_the_canonical_form(written: str, expected: str):
    assert canonical(written) == expected
    assert canonical(expected) == expected


def test_what_is_no_rule_has_no_form():
    with pytest.raises(NotARule):
        canonical("甲 且")


def test_keys_become_labels_also_those_of_options():
    layers = load_unchecked("yangpu-2024-1").layers
    scope = Scope.of(layers.facts.values(), layers.slots.values(), matter="hq_incubator_year")

    assert (
        canonical("hq_class 属于 cultivation、high_quality", scope)
        == "高质量孵化器认定类别 属于 高质量培育孵化器、高质量孵化器"
    )


def test_every_shipped_rule_is_canonical():
    for name in ("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025"):
        assert edits(read_package(name), load_unchecked(name).layers) == []


def test_writing_changes_the_rules_alone_and_no_result(tmp_path: Path):
    folder = tmp_path / "yangpu-2024-1"
    shutil.copytree(POLICY, folder)
    path = folder / "measures" / "m03-open-challenges.yaml"
    before = path.read_text(encoding="utf-8")
    untidy = before.replace(
        "研发费用实际投入 × 核定比例 封顶 200万元", "(challenge_rd_expense*challenge_rate)  封顶 200万元"
    )
    untidy = untidy.replace("有高校院所联合 或 有产业链上下游企业联合", "(有高校院所联合) 或 (有产业链上下游企业联合)")
    path.write_text(untidy, encoding="utf-8")

    found = edits(read_package(str(folder)), load_unchecked(str(folder)).layers)
    apply(found)

    assert len(found) == 2
    assert path.read_text(encoding="utf-8") == before


RENT = "measures/m02-rent.yaml"


@pytest.mark.parametrize("written", ["revenue>500万元", ">-\n      revenue>500万元", '"revenue>500万元"'])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_stay_as_they_are(tmp_path: Path, written: str, newline: str):
    folder = small_policy(tmp_path, {RENT: ("年营收 > 500万元", "revenue>500万元")})
    path = folder / RENT
    text = path.read_text(encoding="utf-8").replace("revenue>500万元", written)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", newline).encode())

    apply(edits(read_package(str(folder)), load_unchecked(str(folder)).layers))

    after = path.read_bytes().decode()
    assert "年营收 > 500万元" in after
    assert after.count("\n") == after.count(newline) == text.count("\n")
    assert after.startswith("\ufeff")
    assert edits(read_package(str(folder)), load_unchecked(str(folder)).layers) == []


@pytest.mark.parametrize("name", [RENT, "fills.yaml"])
def test_a_file_that_is_not_utf_8_is_a_problem(tmp_path: Path, name: str):
    folder = small_policy(tmp_path, {})
    (folder / name).write_bytes("fills: [] # 示例".encode("gb18030"))

    with pytest.raises(PackageUnusable) as refused:
        edits(read_package(str(folder)), load_unchecked(str(folder)).layers)

    assert [(each.code, each.where) for each in refused.value.problems] == [("file-unreadable", str(folder / name))]


def test_every_rule_of_the_policy_reads_the_same_in_its_canonical_form():
    lines = [
        raw["rule"] for source in read_package("yangpu-2024-1").measures for raw in source.data.get("conditions", [])
    ]

    assert len(lines) > 30
    assert [line for line in lines if parse(canonical(line)) != parse(line)] == []


def test_the_command_lists_first_and_writes_when_asked(tmp_path: Path):
    folder = tmp_path / "yangpu-2024-1"
    shutil.copytree(POLICY, folder)
    path = folder / "measures" / "m01-innovation-consortium.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("产学研投入 × 30% 封顶", "产学研投入*30% 封顶"), encoding="utf-8"
    )

    listed = sihang("policy", "format", folder)
    written = sihang("policy", "format", folder, "--write")

    assert listed.code == 2
    assert "+ 产学研投入 × 30% 封顶 200万元" in listed.out
    assert written.code == 0
    assert sihang("policy", "format", folder).code == 0
