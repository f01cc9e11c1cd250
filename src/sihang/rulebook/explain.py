"""Why a result is as it is: each step with its clause, its quote and its numbers, the deciding steps first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sihang.rulebook import expressions as x
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.case import Case, State, Stated
from sihang.rulebook.errors import Words
from sihang.rulebook.evaluate import Evaluation, Finding
from sihang.rulebook.facts import FOUNDED, Fact, Kind
from sihang.rulebook.guide import distances
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Basis
from sihang.rulebook.openness import LARGEST, OpenItem, Outcome
from sihang.rulebook.overlap import received_for
from sihang.rulebook.prose import Prose
from sihang.rulebook.words import options, span, yuan

FINDING_WORDS = {
    Finding.MET: Words("符合", "met"),
    Finding.NOT_MET: Words("不符合", "not met"),
    Finding.UNKNOWN: Words("未定", "unknown"),
}
APPLICANT = Words("申报单位", "the applicant")


@dataclass(frozen=True)
class Reason:
    """One step. `finding` is None for a step that is no condition (an amount, a distance)."""

    what: str
    clause: str
    quote: str | None
    readings: tuple[str, ...] = ()
    finding: Finding | None = None
    is_distance: bool = False

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"what": self.what, "clause": self.clause, "quote": self.quote}
        return shown | ({"reading": list(self.readings)} if self.readings else {})


class Explainer:
    """Explains the evaluations of one case in one language."""

    def __init__(self, rules: Rules, case: Case, on: date, lang: str) -> None:
        self.rules = rules
        self.case = case
        self.on = on
        self.lang = lang
        self.notes: Mapping[str, str] = {
            package.id: f"{package.document}，{package.notice.zh}"
            if lang != "en"
            else f"{package.document}, {package.notice.en}"
            for package in rules.packages
            if package.notice is not None
        }

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def reasons(self, evaluation: Evaluation) -> list[Reason]:
        """What decides first: failing conditions, then open ones, the amount, the conditions that are met."""
        prose = Prose(self.lang, evaluation.pair, evaluation.situation, self.notes)
        steps = [self._condition(evaluation, condition, prose) for condition in evaluation.measure.conditions]
        by_finding = {finding: [step for step in steps if step.finding is finding] for finding in Finding}
        return [
            *self._superseded(evaluation),
            *by_finding[Finding.NOT_MET],
            *self._distances(evaluation),
            *by_finding[Finding.UNKNOWN],
            *self._amount(evaluation, prose),
            *by_finding[Finding.MET],
            *self._received(evaluation),
            *self._before_founding(evaluation),
        ]

    def _condition(self, evaluation: Evaluation, condition: Any, prose: Prose) -> Reason:
        finding = Finding.of(evaluation.pair(condition.node))
        text = prose.text(condition.node)
        label = condition.words.to(self.lang) if condition.words else ""
        named = text if not label or text.startswith(label) else self.say(f"{label}：{text}", f"{label}: {text}")
        what = self.say(f"{named} → {FINDING_WORDS[finding].zh}", f"{named} → {FINDING_WORDS[finding].en}")
        return self._reason(what, condition.basis, finding)

    def _reason(self, what: str, basis: Basis, finding: Finding | None = None) -> Reason:
        return Reason(what, basis.clause, basis.quote, basis.readings, finding)

    def basis(self, of: str, package: str) -> Basis:
        """What a package says of `overlap` or `superseding`, if anything."""
        about = next(each.about for each in self.rules.packages if each.id == package)
        return Basis.of(about.get(of, {}), "", package)

    def _superseded(self, evaluation: Evaluation) -> list[Reason]:
        entry = evaluation.superseded
        if entry is None:
            return []
        zh = f"自 {entry.since} 起由{entry.document}取代：{entry.reason.zh}。原规定的结果留作对照"
        en = f"superseded by {entry.document} from {entry.since}: {entry.reason.en}. What the old rule gives is kept for comparison"
        return [self._reason(self.say(zh, en), self.basis("superseding", evaluation.measure.package), Finding.NOT_MET)]

    def _distances(self, evaluation: Evaluation) -> list[Reason]:
        if evaluation.finding is not Finding.NOT_MET:
            return []
        found = [self._reason(words.to(self.lang), basis) for words, basis in distances(evaluation)]
        return [replace(reason, is_distance=True) for reason in found]

    def _amount(self, evaluation: Evaluation, prose: Prose) -> list[Reason]:
        benefit = evaluation.measure.money
        if benefit is None:
            return []
        text = prose.text(benefit.node)
        shown = span(Kind.MONEY, evaluation.if_met, self.lang)
        if isinstance(benefit.node, x.Open | x.Given) and evaluation.if_met[0] != evaluation.if_met[1]:
            text = (
                f"{benefit.words.to(self.lang)} {shown}: {text}"
                if self.lang == "en"
                else f"{benefit.words.zh} {shown}：{text}"
            )
        return [self._reason(text, benefit.basis)]

    def _received(self, evaluation: Evaluation) -> list[Reason]:
        if evaluation.matter is None or evaluation.finding is Finding.NOT_MET:
            return []
        low, high = received_for(self.case, evaluation.matter)
        if high == 0:
            return []
        shown = span(Kind.MONEY, (low, high), self.lang)
        zh = f"同一项目已获或待获的重叠支持 {shown}，与本政策取高，只付差额（见组合）"
        en = f"support for the same project received or pending: {shown}; the higher counts, only the difference is payable (see the combination)"
        return [self._reason(self.say(zh, en), self.basis("overlap", evaluation.measure.package))]

    def _before_founding(self, evaluation: Evaluation) -> list[Reason]:
        """Figures of years before the founding contradict it; they count as stated, and a person is told (I-12)."""
        founded = self.case.facts.get(FOUNDED)
        if evaluation.measure.year is None or founded is None or founded.value is None:
            return []
        first = founded.value[0]
        years = sorted(
            {
                year
                for series in self.case.series.values()
                for year, s in series.items()
                if year < first and s.value != (0, 0)
            }
        )
        if not years:
            return []
        listed = "、".join(map(str, years))
        zh = f"成立年份为 {first}，却填有此前年度（{listed}）的数据，已按所填计入；请核对成立年份"
        en = f"founded in {first}, yet earlier years ({listed.replace('、', ', ')}) have figures, which were counted; check the founding year"
        return [Reason(self.say(zh, en), evaluation.measure.clause, None)]

    # services and what is open

    def services(self, evaluation: Evaluation) -> list[dict[str, Any]]:
        """The services of a result that is not ruled out, each with its own finding."""
        if evaluation.finding is Finding.NOT_MET:
            return []
        found = []
        for service in evaluation.measure.services:
            must, may = evaluation.pair(service.when) if service.when is not None else (True, True)
            finding = Finding.of((must and evaluation.met[0], may and evaluation.met[1]))
            if finding is Finding.NOT_MET:
                continue
            shown: dict[str, Any] = {
                "service": service.key,
                "what": service.words.to(self.lang),
                "finding": finding.value,
            }
            if service.quantity is not None:
                low, high = evaluation.pair(service.quantity)
                shown["quantity"] = {"low": low, "high": None if high >= NO_BOUND else high}
                shown["unit"] = service.unit.to(self.lang) if service.unit else None
            found.append(shown | {"clause": service.basis.clause, "quote": service.basis.quote})
        return found

    def open_item(self, item: OpenItem, evaluation: Evaluation) -> dict[str, Any]:
        return {
            "kind": item.kind,
            "key": item.key,
            "by": self._by(item, evaluation),
            "range": shown_json(item.of, item.value),
            "effect": self._effect(item, evaluation),
        }

    def _by(self, item: OpenItem, evaluation: Evaluation) -> str:
        if item.kind == "rule":
            slot = self.rules.slots.get(item.key)
            return self._authority(slot.by) if slot is not None else ""
        decided = item.of.determination if isinstance(item.of, Fact) else None
        who = self._authority(decided.by) if decided is not None else APPLICANT.to(self.lang)
        stated = self._stated(item, evaluation)
        if stated is None or stated.state is not State.DISPUTED:
            return who
        return self.say(
            f"{who}（有争议：{'；'.join(stated.sources)}）", f"{who} (disputed: {'; '.join(stated.sources)})"
        )

    def _stated(self, item: OpenItem, evaluation: Evaluation) -> Stated | None:
        """What the case says of an open thing, if anything."""
        if item.year is not None:
            return self.case.series.get(item.of.key, {}).get(item.year)
        of_matter = evaluation.matter.facts if evaluation.matter is not None else {}
        return of_matter.get(item.of.key) or self.case.facts.get(item.of.key)

    def _authority(self, name: str) -> str:
        authority = self.rules.authorities.get(name)
        return authority.name_on(self.on).to(self.lang) if authority is not None else name

    def _effect(self, item: OpenItem, evaluation: Evaluation) -> str:
        """How the result could change: the values that change it, grouped by what they lead to."""
        label = item.of.words.to(self.lang)
        if item.year is not None:
            label = self.say(f"{item.year}年{label}", f"{label} of {item.year}")
        now = (evaluation.finding, evaluation.amount)
        if item.of.kind is Kind.MONEY and {outcome.finding for outcome in item.outcomes} == {evaluation.finding}:
            words = self.say("金额随之而定", "the amount depends on it")
            return self.say(f"{label}：{words}", f"{label}: {words}")
        groups: dict[str, list[str]] = {}
        for outcome in item.outcomes:
            if (outcome.finding, outcome.amount) != now:
                groups.setdefault(self._outcome(outcome, evaluation.finding), []).append(
                    self._tried(item, outcome.value)
                )
        parts = [
            self.say(f"{'、'.join(values)} → {what}", f"{', '.join(values)} → {what}")
            for what, values in groups.items()
        ]
        if not parts:
            parts = [self.say("与其他待定事项一并明确后影响结果", "matters together with the other open things")]
        return self.say(f"{label}：{'；'.join(parts)}", f"{label}: {'; '.join(parts)}")

    def _outcome(self, outcome: Outcome, finding_now: Finding) -> str:
        if outcome.finding is Finding.NOT_MET:
            return FINDING_WORDS[outcome.finding].to(self.lang)
        amount = span(Kind.MONEY, _unbounded(outcome.amount), self.lang)
        if outcome.finding is finding_now:
            return self.say(f"金额 {amount}", f"amount {amount}")
        return FINDING_WORDS[outcome.finding].to(self.lang) + self.say("，", ", ") + amount

    def _tried(self, item: OpenItem, value: Any) -> str:
        of = item.of
        if of.kind is Kind.YES_NO:
            return self.say("是", "yes") if value[0] else self.say("否", "no")
        if of.kind in (Kind.ENUM, Kind.LABEL):
            return options(of.options, value, self.lang)
        high, low = item.outcomes
        if item.turn is None and (high.finding, high.amount) == (low.finding, low.amount):
            return self.say("过高", "too high") if value == high.value else self.say("过低", "too low")
        if item.turn is None:
            return span(of.kind, value, self.lang)
        shown = span(of.kind, (item.turn, item.turn), self.lang)
        is_day = of.kind is Kind.DATE
        if value[0] > item.turn:
            return self.say(f"{'晚于' if is_day else '超过'} {shown}", f"{'after' if is_day else 'over'} {shown}")
        return self.say(
            f"{'不晚于' if is_day else '不超过'} {shown}", f"{'not after' if is_day else 'at most'} {shown}"
        )


def _unbounded(pair: tuple[int, int]) -> tuple[int, int]:
    low, high = (NO_BOUND if side >= LARGEST else side for side in pair)
    return low, high


def shown_json(of: Any, value: Any) -> Any:
    """A range as JSON: [false, true], ["A", "B"], {"low": "0.00", "high": null}."""
    if of.kind is Kind.YES_NO:
        return sorted(set(value))
    if of.kind in (Kind.ENUM, Kind.LABEL):
        return [option.key for index, option in enumerate(of.options) if value >> index & 1]
    return {"low": _side(of, value[0]), "high": _side(of, value[1])}


def _side(of: Any, value: int) -> Any:
    if value >= NO_BOUND:
        return None
    if of.kind is Kind.MONEY:
        return yuan(value)
    return span(of.kind, (value, value), "zh") if of.kind in (Kind.RATE, Kind.DATE) else value


def money_json(pair: tuple[int, int]) -> dict[str, str | None]:
    """A range of money as the contract writes it; null is no upper bound."""
    return {"low": yuan(pair[0]), "high": None if pair[1] >= NO_BOUND else yuan(pair[1])}
