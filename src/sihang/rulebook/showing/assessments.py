"""An assessment as its reader sees it: by the four actions, what is probable first, every sum a range.

One tree for the page and for the printed page, in one language. Sentences are those of the public contract (`explain`), with their
sums as people read them; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sihang.rulebook.assess import Assessment
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.case import Matter, MatterType
from sihang.rulebook.changes import change_words
from sihang.rulebook.errors import Words
from sihang.rulebook.evaluate import Evaluation, Finding
from sihang.rulebook.explain import FINDING_WORDS, Reason
from sihang.rulebook.guide import smallest_change
from sihang.rulebook.openness import open_items
from sihang.rulebook.overlap import Leave
from sihang.rulebook.showing.glance import ACTIONS
from sihang.rulebook.showing.sums import for_people, range_shown

KINDS: Final[Mapping[str, Words]] = {
    "fact": Words("事实", "Fact"),
    "determination": Words("认定", "Decision"),
    "rule": Words("细则", "Rule"),
}
"""What is open: a fact that the applicant knows, a decision of an office, a rule that is still to be issued."""


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of the reasons, with the words that it stands on."""

    what: str
    clause: str
    quote: str | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenShown:
    """Something open: what kind of thing, who may close it, and how the result would change."""

    kind: str
    by: str
    effect: str


@dataclass(frozen=True, slots=True)
class ServiceShown:
    what: str
    quantity: str | None
    is_certain: bool
    clause: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class ResultShown:
    """One measure, for one matter or for none.

    Args:
        matter: what the support would be for; None for a measure that is for the organisation itself.
        is_claimed: whether there is such a matter; without one the result says what could be had.
        amount, if_met: ranges as text; None for a measure without money, and where a result is not met.
        low, high: of the amount, in fen; high None has no upper bound, both None go with no amount.
        deciding, others: the reasons, those that decide apart.
        changes: the smallest change that would make it met; None where nothing would.
    """

    measure: str
    policy: str
    clause: str
    title: str
    matter: str | None
    is_claimed: bool
    finding: str
    finding_label: str
    amount: str | None
    if_met: str | None
    low: int | None
    high: int | None
    services: tuple[ServiceShown, ...]
    open: tuple[OpenShown, ...]
    deciding: tuple[StepShown, ...]
    others: tuple[StepShown, ...]
    changes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class ActionShown:
    """The results of one action: `likely` are met or may still be, the surest first; `not_met` are the rest."""

    key: str
    label: str
    likely: tuple[ResultShown, ...]
    not_met: tuple[ResultShown, ...]


@dataclass(frozen=True, slots=True)
class TakenShown:
    label: str
    payable: str


@dataclass(frozen=True, slots=True)
class LeftShown:
    label: str
    why: str
    clause: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class CombinationShown:
    """The best combination; `clause` is the one that says how supports are combined, where a policy has one."""

    amount: str
    certain: bool
    clause: str | None
    quote: str | None
    take: tuple[TakenShown, ...]
    leave: tuple[LeftShown, ...]


@dataclass(frozen=True, slots=True)
class PackageShown:
    id: str
    title: str
    document: str
    digest: str
    notice: str | None


@dataclass(frozen=True, slots=True)
class AssessmentShown:
    """The whole. `counts` are (met, unknown, not met)."""

    on: date
    packages: tuple[PackageShown, ...]
    combination: CombinationShown
    actions: tuple[ActionShown, ...]
    counts: tuple[int, int, int]

    @property
    def results(self) -> tuple[ResultShown, ...]:
        """Every result that is met or may be, in the order of the page."""
        return tuple(result for action in self.actions for result in action.likely)


def assessment_shown(assessment: Assessment, lang: str) -> AssessmentShown:
    return _Writer(assessment, lang).assessment_shown()


class _Writer:
    """Writes one assessment in one language."""

    def __init__(self, assessment: Assessment, lang: str) -> None:
        self.assessment = assessment
        self.lang = lang
        self.explainer = assessment.explainer(lang)
        self.types: dict[str, MatterType] = {
            key: matter for package in assessment.rules.packages for key, matter in package.matters.items()
        }

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def assessment_shown(self) -> AssessmentShown:
        found = self.assessment.evaluations
        findings = [each.finding for each in found]
        return AssessmentShown(
            self.assessment.on,
            tuple(
                PackageShown(each.id, each.title.to(self.lang), each.document, each.digest, each.notice.to(self.lang) if each.notice else None)
                for each in self.assessment.rules.packages
            ),
            self._combination(),
            tuple(self._action(key, [each for each in found if each.measure.action == key]) for key in self._actions()),
            (findings.count(Finding.MET), findings.count(Finding.UNKNOWN), findings.count(Finding.NOT_MET)),
        )  # fmt: skip

    def _actions(self) -> list[str]:
        found = {each.measure.action for each in self.assessment.evaluations}
        return [key for key in ACTIONS if key in found]

    def _action(self, key: str, found: Iterable[Evaluation]) -> ActionShown:
        likely = sorted((each for each in found if each.finding is not Finding.NOT_MET), key=_surest_first)
        rest = [each for each in found if each.finding is Finding.NOT_MET]
        results = [tuple(self._result(each) for each in some) for some in (likely, rest)]
        return ActionShown(key, ACTIONS[key].to(self.lang), *results)

    def _result(self, evaluation: Evaluation) -> ResultShown:
        measure, finding = evaluation.measure, evaluation.finding
        paid = measure.money is not None and finding is not Finding.NOT_MET
        low, high = evaluation.amount
        reasons = self.explainer.reasons(evaluation)
        deciding = [each for each in reasons if _decides(each, finding)]
        changes = smallest_change(evaluation)
        return ResultShown(
            measure=measure.id,
            policy=measure.package,
            clause=measure.clause,
            title=measure.title.to(self.lang),
            matter=self._matter(evaluation.matter, measure.matter),
            is_claimed=evaluation.matter is not None or measure.matter is None,
            finding=finding.value,
            finding_label=FINDING_WORDS[finding].to(self.lang),
            amount=range_shown(evaluation.amount, self.lang) if paid else None,
            if_met=self._if_met(evaluation) if paid else None,
            low=low if paid else None,
            high=high if paid and high < NO_BOUND else None,
            services=tuple(self._services(evaluation)),
            open=tuple(self._open(evaluation)),
            deciding=tuple(self._step(each) for each in deciding),
            others=tuple(self._step(each) for each in reasons if each not in deciding),
            changes=None if changes is None else tuple(self._plain(change_words(each)) for each in changes),
        )

    def _plain(self, words: Words) -> str:
        return for_people(words.to(self.lang), self.lang)

    def _if_met(self, evaluation: Evaluation) -> str | None:
        """What is given supposing that every condition is met, where that says more than the amount."""
        differs = evaluation.finding is Finding.UNKNOWN and evaluation.if_met != evaluation.amount
        return range_shown(evaluation.if_met, self.lang) if differs else None

    def _matter(self, matter: Matter | None, matter_type: str | None) -> str | None:
        """A matter's own name, or that of its type where it has no other."""
        found = self.types.get(matter_type or "")
        label = self.say(found.zh, found.en) if found is not None else matter_type
        return label if matter is None or matter.id == matter.type else f"{label} {matter.id}"

    def _step(self, reason: Reason) -> StepShown:
        return StepShown(for_people(reason.what, self.lang), reason.clause, reason.quote, reason.readings)

    def _services(self, evaluation: Evaluation) -> Iterable[ServiceShown]:
        for each in self.explainer.services(evaluation):
            quantity, unit = each.get("quantity"), each.get("unit") or ""
            text = None
            if quantity is not None:
                low, high = quantity["low"], quantity["high"]
                end = self.say("不设上限", "no upper bound") if high is None else str(high)
                text = f"{low if low == high else f'{low}–{end}'} {unit}".strip()
            yield ServiceShown(each["what"], text, each["finding"] == "met", each["clause"], each["quote"])

    def _open(self, evaluation: Evaluation) -> Iterable[OpenShown]:
        for item in open_items(evaluation):
            row = self.explainer.open_item(item, evaluation)
            kind = KINDS[item.kind].to(self.lang)
            yield OpenShown(kind, row["by"], for_people(row["effect"], self.lang))

    # the combination

    def _combination(self) -> CombinationShown:
        best = self.assessment.combination
        bases = (self.explainer.basis("overlap", each.id) for each in self.assessment.rules.packages)
        basis = next((each for each in bases if each.clause), None)
        return CombinationShown(
            range_shown((best.low, best.high), self.lang),
            best.certain,
            basis.clause if basis else None,
            basis.quote if basis else None,
            tuple(TakenShown(self._label(t.evaluation), range_shown((t.low, t.high), self.lang)) for t in best.take),
            tuple(self._left(each) for each in best.leave),
        )

    def _left(self, left: Leave) -> LeftShown:
        why = self.assessment.why_left(left, self.lang)
        for other in left.instead:  # the contract's sentence has ids; a reader knows titles
            matter = other.matter
            joint = self.say(f"（{matter and matter.id}）", f" ({matter and matter.id})")
            why = why.replace(f"{other.measure.id}{joint}", self.say(f"“{self._label(other)}”", self._label(other)))
        return LeftShown(self._label(left.evaluation), why, left.basis.clause, left.basis.quote)

    def _label(self, evaluation: Evaluation) -> str:
        title = evaluation.measure.title.to(self.lang)
        matter = self._matter(evaluation.matter, evaluation.measure.matter)
        return title if matter is None else f"{title} · {matter}"


def _surest_first(evaluation: Evaluation) -> tuple[bool, bool, int, int]:
    """Met before open; a matter that exists before one that could; fewer open conditions; then the greater sum."""
    conditions = [evaluation.pair(each.node) for each in evaluation.measure.conditions]
    without_matter = evaluation.matter is None and evaluation.measure.matter is not None
    return without_matter, evaluation.finding is not Finding.MET, conditions.count((False, True)), -evaluation.if_met[1]


def _decides(step: Reason, finding: Finding) -> bool:
    """What fails, and by how much, where a measure is not met; the amount otherwise. What is open has its own list."""
    if finding is Finding.NOT_MET:
        return step.finding is Finding.NOT_MET or step.is_distance
    return step.finding is None
