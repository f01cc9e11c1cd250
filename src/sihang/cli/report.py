"""An assessment as a page of text: the combination first, then each measure with what decides it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click

from sihang.rulebook.assess import Assessment
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.changes import change_words
from sihang.rulebook.evaluate import Evaluation, Finding
from sihang.rulebook.explain import FINDING_WORDS, Explainer, Reason
from sihang.rulebook.facts import Kind
from sihang.rulebook.guide import smallest_change
from sihang.rulebook.openness import open_items
from sihang.rulebook.prose import round_money
from sihang.rulebook.words import span

_YUAN = re.compile(r"(\d+)\.(\d\d)元")
_MARKS = {Finding.MET: ("✔", "green"), Finding.UNKNOWN: ("?", "yellow"), Finding.NOT_MET: ("✘", "red")}
_KINDS = {
    "fact": ("事实", "fact"),
    "determination": ("认定", "determination"),
    "rule": ("细则", "rule"),
}
OPEN_SHOWN = 4


def report(assessment: Assessment, *, lang: str = "zh", guide: bool = False, everything: bool = False) -> str:
    """The page. Colours are stripped by click where the output is no terminal."""
    page = _Page(assessment, lang, guide, everything)
    return "\n".join(page.lines())


class _Page:
    def __init__(self, assessment: Assessment, lang: str, guide: bool, everything: bool) -> None:
        self.assessment = assessment
        self.lang = lang
        self.guide = guide
        self.everything = everything
        self.explainer: Explainer = assessment.explainer(lang)

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def money(self, pair: tuple[int, int]) -> str:
        if self.lang == "en":
            return span(Kind.MONEY, pair, "en")
        sides = ["不设上限" if side >= NO_BOUND else round_money(side) for side in pair]
        return sides[0] if pair[0] == pair[1] else "至".join(sides)

    def plain(self, text: str) -> str:
        """A sentence for people: 8000000.00元 becomes 800万元. JSON keeps yuan."""
        return text if self.lang == "en" else _YUAN.sub(lambda found: round_money(int(found[1] + found[2])), text)

    def lines(self) -> Iterator[str]:
        yield from self._heading()
        yield from self._combination()
        for finding in (Finding.MET, Finding.UNKNOWN, Finding.NOT_MET):
            mine = [each for each in self.assessment.evaluations if each.finding is finding]
            if mine:
                _, colour = _MARKS[finding]
                title = FINDING_WORDS[finding].to(self.lang)
                yield click.style(
                    self.say(f"{title}（{len(mine)}）", f"{title.capitalize()} ({len(mine)})"), fg=colour, bold=True
                )
                for each in mine:
                    yield from self._result(each)
                yield ""

    def _heading(self) -> Iterator[str]:
        case = self.assessment.case
        name = case.name or self.say("（未具名）", "(no name)")
        yield click.style(f"{name}  {case.uscc or ''}".rstrip(), bold=True)
        yield self.say(f"评估日 {self.assessment.on}", f"Assessed as of {self.assessment.on}")
        for package in self.assessment.rules.packages:
            notice = f"  ※ {package.notice.to(self.lang)}" if package.notice else ""
            yield self.say(
                f"依据 {package.document}（{package.id}）", f"Under {package.document} ({package.id})"
            ) + click.style(notice, fg="magenta")
        yield ""

    def _combination(self) -> Iterator[str]:
        best = self.assessment.combination
        title = self._principle()
        yield click.style(f"{title}  {self.money((best.low, best.high))}", bold=True)
        if not best.take:
            yield self.say("  案例中没有可付的事项", "  no matter of the case pays anything")
        for taken in best.take:
            label = self._label(taken.evaluation)
            yield self.say(
                f"  取  {label}  应付 {self.money((taken.low, taken.high))}",
                f"  take   {label}  payable {self.money((taken.low, taken.high))}",
            )
        for left in best.leave:
            yield self.say(
                f"  舍  {self._label(left.evaluation)}  ", f"  leave  {self._label(left.evaluation)}  "
            ) + self.assessment.why_left(left, self.lang)
        if best.take and not best.certain:
            yield self.say(
                "  尚不能确定：待定事项明确后，取舍可能改变",
                "  not certain: the choice may change once what is open is settled",
            )
        yield ""

    def _principle(self) -> str:
        """The clause that says how overlapping supports are combined, where the policy has one."""
        for package in self.assessment.rules.packages:
            basis = self.explainer.basis("overlap", package.id)
            if basis.clause:
                return self.say(
                    f"最优组合（第{basis.clause}条 从优、从高、不重复）", f"Best combination (clause {basis.clause})"
                )
        return self.say("最优组合（从高、不重复）", "Best combination")

    def _label(self, evaluation: Evaluation) -> str:
        measure = evaluation.measure
        matter = "" if evaluation.matter is None else f" [{evaluation.matter.id}]"
        return f"{measure.id} {measure.title.to(self.lang)}{matter}"

    def _result(self, evaluation: Evaluation) -> Iterator[str]:
        mark, colour = _MARKS[evaluation.finding]
        clause = self.say(f"第{evaluation.measure.clause}条", f"clause {evaluation.measure.clause}")
        amount = (
            ""
            if evaluation.finding is Finding.NOT_MET or not evaluation.measure.money
            else f"  {self.money(evaluation.amount)}"
        )
        yield f"{click.style(mark, fg=colour, bold=True)} {self._label(evaluation)}  {clause}{click.style(amount, bold=True)}"
        if evaluation.finding is Finding.UNKNOWN and evaluation.measure.money and evaluation.if_met[0]:
            yield self.say(
                f"    全部符合时：{self.money(evaluation.if_met)}",
                f"    if all is met: {self.money(evaluation.if_met)}",
            )
        yield from self._reasons(evaluation)
        for service in self.explainer.services(evaluation):
            yield self.say("    服务：", "    service: ") + self._service(service)
        yield from self._open(evaluation)
        if self.guide and evaluation.finding is not Finding.MET:
            yield from self._guide(evaluation)

    def _reasons(self, evaluation: Evaluation) -> Iterator[str]:
        steps = self.explainer.reasons(evaluation)
        deciding = [step for step in steps if self.everything or self._decides(step, evaluation.finding)]
        for step in deciding:
            yield f"    {self.plain(step.what)}"
            yield click.style(f"      {self._basis(step)}", dim=True)
        hidden = len(steps) - len(deciding)
        if hidden:
            yield click.style(
                self.say(f"    另有 {hidden} 步（--all 列出）", f"    {hidden} more steps (--all)"), dim=True
            )

    @staticmethod
    def _decides(step: Reason, finding: Finding) -> bool:
        """What fails for a measure that is not met; the amount otherwise. What is open has its own list."""
        if finding is Finding.NOT_MET:
            return step.finding is Finding.NOT_MET or (step.is_distance)
        return step.finding is None

    def _basis(self, step: Reason) -> str:
        clause = self.say(f"第{step.clause}条", f"clause {step.clause}")
        quote = f"“{step.quote}”" if step.quote else ""
        readings = (
            self.say(f"（解释 {'、'.join(step.readings)}）", f" (reading {', '.join(step.readings)})")
            if step.readings
            else ""
        )
        return f"{clause}{quote}{readings}"

    def _service(self, service: dict[str, Any]) -> str:
        quantity = service.get("quantity")
        unit = service.get("unit") or ""
        shown = ""
        if quantity:
            low, high = quantity["low"], quantity["high"]
            shown = f" {low}{unit}" if low == high else self.say(f" {low}至{high}{unit}", f" {low} to {high} {unit}")
        finding = "" if service["finding"] == "met" else self.say("（未定）", " (open)")
        return f"{service['what']}{shown}{finding}"

    def _open(self, evaluation: Evaluation) -> Iterator[str]:
        items = open_items(evaluation)
        shown = items if self.everything else items[:OPEN_SHOWN]
        for item in shown:
            row = self.explainer.open_item(item, evaluation)
            kind = self.say(*_KINDS[item.kind])
            yield self.say(
                f"    待定 {kind}（{row['by']}）：{self.plain(row['effect'])}",
                f"    open {kind} ({row['by']}): {row['effect']}",
            )
        if len(items) > len(shown):
            rest = "、".join(item.of.words.to(self.lang) for item in items[len(shown) :])
            yield click.style(self.say(f"    另有待定：{rest}", f"    also open: {rest.replace('、', ', ')}"), dim=True)

    def _guide(self, evaluation: Evaluation) -> Iterator[str]:
        changes = smallest_change(evaluation)
        if changes is None:
            yield click.style(
                self.say("    指引：改变事实也不能符合", "    guide: no change of facts would make it met"), fg="cyan"
            )
            return
        for change in changes:
            yield click.style(
                self.say("    指引 ", "    guide ") + self.plain(change_words(change).to(self.lang)), fg="cyan"
            )
