"""The page that goes with a draft package: what was drafted, what was found, what a person does next."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding
from sihang.rulebook.drafting.model import Measure
from sihang.rulebook.drafting.yaml_text import one_line
from sihang.rulebook.errors import Words

KIND_WORDS: dict[FindingKind, Words] = {
    FindingKind.AMOUNT: Words("金额", "sum"),
    FindingKind.CEILING: Words("上限", "ceiling"),
    FindingKind.RATE: Words("比例", "rate"),
    FindingKind.THRESHOLD: Words("门槛", "threshold"),
    FindingKind.TIERS: Words("分档数字", "tiers"),
    FindingKind.FREQUENCY: Words("次数", "frequency"),
    FindingKind.DECISION: Words("机关决定", "decision"),
    FindingKind.GRADE: Words("等级", "grade"),
    FindingKind.STATUS: Words("资格", "status"),
    FindingKind.OPEN: Words("未定之处", "open phrase"),
    FindingKind.SUPPORT: Words("未能起草的支持语句", "sentence of support not drafted"),
    FindingKind.VALIDITY: Words("有效期", "validity"),
    FindingKind.DEADLINE: Words("期限", "deadline"),
    FindingKind.OVERLAP: Words("重叠", "overlap"),
    FindingKind.NUMBER: Words("其他数字", "other number"),
}
_NEXT = (
    "逐个打开 measures/，对照 quote 核对条件和算式，处理每条以 ! 开头的提示。",
    "核对 facts.yaml 的名称和类型；同一件事只留一个名称。",
    "核对 slots.yaml：原文没有数字的，保持待定，不要编造。",
    "在 interpretations.yaml 写明每处解释；补 services、goals、overlap、coverage。",
    "每个措施至少写四个案例：满足、不满足、未知、封顶（cases/）。",
    "运行 sihang policy check 和 sihang policy coverage；核对过的删去 draft。",
)


def summary(measures: Sequence[Measure], findings: Sequence[Finding], clauses: int, lang: str) -> str:
    """Return a few lines that say what was found."""
    counts = Counter(finding.kind for finding in findings)
    parts = [f"{KIND_WORDS[kind].to(lang)} {counts[kind]}" for kind in FindingKind if counts[kind]]
    remarks = sum(len(measure.remarks) for measure in measures)
    if lang == "en":
        lines = [f"{clauses} clauses, {len(measures)} draft measures, {remarks} remarks to look at."]
        lines += ["Found: " + ", ".join(parts) + "."] if parts else ["Nothing was found."]
        lines += [] if clauses else ["No numbered clauses: number the paragraphs (1. 2. 3.) and draft again."]
        return "\n".join(lines)
    lines = [f"{clauses} 条，起草措施 {len(measures)} 项，待看提示 {remarks} 条。"]
    lines += ["找到：" + "，".join(parts) + "。"] if parts else ["没有找到金额、比例、条件等内容。"]
    lines += [] if clauses else ["没有认出条款编号：请给各段编号（1. 2. 3.）后重新起草。"]
    return "\n".join(lines)


def report(
    title: str, measures: Sequence[Measure], findings: Sequence[Finding], clauses: int, to_fill: Sequence[str]
) -> str:
    """Return DRAFT.md; `to_fill` are the files with lines to fill in."""
    first = [f"补上 {'、'.join(to_fill)} 中标“待填”的行。"] if to_fill else []
    lines = [f"# 草稿说明：{one_line(title)}", "", summary(measures, findings, clauses, "zh"), ""]
    lines += ["本规则包由 `sihang policy new` 从原文自动起草，**未经核对，不得用于审核或拨付**。", ""]
    lines += ["## 接下来", "", *(f"{number}. {step}" for number, step in enumerate([*first, *_NEXT], start=1)), ""]
    lines += ["## 起草的措施", ""]
    for measure in measures:
        amounts = "；".join(benefit.amount or f"服务：{benefit.zh}" for benefit in measure.benefits)
        lines.append(f"- {measure.id}（第{measure.clause}条 {one_line(measure.title)}）：{one_line(amounts)}")
        lines += [f"  - ! {one_line(remark)}" for remark in measure.remarks]
    lines += ["", "## 找到的内容", "", "条 | 类别 | 原文 | 说明 | 位置", "--- | --- | --- | --- | ---"]
    return "\n".join([*lines, *_rows(findings)]) + "\n"


def _rows(findings: Iterable[Finding]) -> list[str]:
    return [
        f"{finding.clause or '—'} | {KIND_WORDS[finding.kind].zh} | {_cell(finding.quote)} | "
        f"{finding.about.zh} | {finding.start}–{finding.end}"
        for finding in findings
    ]


def _cell(words: str) -> str:
    return one_line(words).replace("|", "\\|")
