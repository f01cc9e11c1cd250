"""A measure as a reader sees it: each condition, decision, sum and service as a sentence, with the rule beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sihang.rulebook.assess import Rulebook
from sihang.rulebook.expressions import Given, Node, Not, facts_of
from sihang.rulebook.facts import ORDERED, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Basis, Condition, Measure, ServiceBenefit
from sihang.rulebook.prose import Prose
from sihang.rulebook.showing.readings import ReadingShown, readings_shown
from sihang.rulebook.showing.slots import SlotShown, allowed_range, slots_of, slots_shown
from sihang.rulebook.words import options

FREQUENCIES = {
    "matter": ("每个事项一次", "Once for each matter"),
    "year": ("每个单位每年一次", "Once a year for each organisation"),
    "once": ("每个单位一次", "Once for each organisation"),
}

ACTS = {
    "recognition": ("认定", "recognition"),
    "review": ("评审", "review"),
    "appraisal": ("考核", "appraisal"),
    "filing": ("备案", "filing"),
    "assessment": ("评估", "assessment"),
    "determination": ("核定", "determination of an amount"),
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One sentence made of a rule. `rule` is the line of rule language; it stands on `quote`, words of `package`, or on readings."""

    text: str
    rule: str | None
    clause: str
    quote: str | None
    readings: tuple[str, ...]
    package: str


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A determination: who decides it, by what act, and what the text allows."""

    key: str
    label: str
    by: str
    act: str
    allowed: str
    clause: str
    quote: str | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """A document that proves a fact; proposed by the package, not asked for by the text."""

    fact: str
    label: str
    document: str


@dataclass(frozen=True, slots=True)
class SupersessionShown:
    """The higher document that took a measure's place."""

    document: str
    since: date
    effect: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A whole measure on a day, in one language."""

    id: str
    policy: str
    clause: str
    title: str
    action: str
    quote: str
    office: str
    matter: str | None
    matter_type: str | None
    frequency: LineShown
    conditions: tuple[LineShown, ...]
    decisions: tuple[DecisionShown, ...]
    amount: LineShown | None
    services: tuple[LineShown, ...]
    slots: tuple[SlotShown, ...]
    readings: tuple[ReadingShown, ...]
    evidence: tuple[EvidenceShown, ...]
    duties: tuple[LineShown, ...]
    superseded: SupersessionShown | None


def measures_shown(rulebook: Rulebook, on: date, lang: str) -> tuple[MeasureShown, ...]:
    """Every measure on a day, by id."""
    rules = rulebook.rules(on)
    writer = _Writer(rulebook, rules, on, lang)
    return tuple(writer.measure(each) for each in rules.measures)


class _Writer:
    """Writes measures of one day in one language."""

    def __init__(self, rulebook: Rulebook, rules: Rules, on: date, lang: str) -> None:
        self.rules = rules
        self.on = on
        self.lang = lang
        self.slots = {slot.key: slot for slot in slots_shown(rulebook, on, lang)}
        self.readings = {reading.id: reading for reading in readings_shown(rulebook, lang)}
        self.matters = {key: matter for package in rules.packages for key, matter in package.matters.items()}
        notes = {p.id: f"{p.document}，{p.notice.to(lang)}" for p in rules.packages if p.notice is not None}
        self.prose = Prose(lang, notes=notes)

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def measure(self, measure: Measure) -> MeasureShown:
        matter = self.matters.get(measure.matter or "")
        used = slots_of(measure.nodes())
        bases = [each.basis for each in measure.conditions] + ([measure.money.basis] if measure.money else [])
        named = sorted({name for basis in bases for name in basis.readings} & set(self.readings))
        return MeasureShown(
            id=measure.id,
            policy=measure.package,
            clause=measure.clause,
            title=measure.title.to(self.lang),
            action=measure.action,
            quote=measure.quote,
            office=self._authority(measure.office),
            matter=self.say(matter.zh, matter.en) if matter else None,
            matter_type=measure.matter,
            frequency=self._frequency(measure),
            conditions=tuple(self._condition(each) for each in measure.conditions),
            decisions=tuple(self._decisions(measure)),
            amount=self._amount(measure),
            services=tuple(self._service(each) for each in measure.services),
            slots=tuple(self.slots[key] for key in used if key in self.slots),
            readings=tuple(self.readings[name] for name in named),
            evidence=tuple(EvidenceShown(key, self._fact(key), words.to(self.lang)) for key, words in measure.evidence),
            duties=tuple(
                LineShown(words.to(self.lang), None, measure.clause, quote, (), measure.package)
                for words, quote in measure.follow_up
            ),
            superseded=self._superseded(measure),
        )

    def _authority(self, key: str) -> str:
        authority = self.rules.authorities.get(key)
        return authority.name_on(self.on).to(self.lang) if authority else key

    def _fact(self, key: str) -> str:
        fact = self.rules.facts.get(key)
        return fact.words.to(self.lang) if fact is not None else key

    @staticmethod
    def _line(text: str, rule: str | None, basis: Basis) -> LineShown:
        return LineShown(text, rule, basis.clause, basis.quote, basis.readings, basis.package)

    def _condition(self, condition: Condition) -> LineShown:
        text = self.prose.text(condition.node)
        label = condition.words.to(self.lang) if condition.words else text
        says_it_all = label == text or (isinstance(condition.node, Not) and isinstance(condition.node.part, Given))
        joint = self.say("：", ": ")
        return self._line(label if says_it_all else f"{label}{joint}{text}", condition.line, condition.basis)

    def _amount(self, measure: Measure) -> LineShown | None:
        money = measure.money
        return self._line(self.prose.text(money.node), " ".join(money.line.split()), money.basis) if money else None

    def _service(self, service: ServiceBenefit) -> LineShown:
        return self._line(service.words.to(self.lang), None, service.basis)

    def _frequency(self, measure: Measure) -> LineShown:
        frequency = measure.frequency
        text = self.say(*FREQUENCIES[frequency.per])
        if frequency.unless is not None:
            unless = self.prose.text(frequency.unless)
            text += self.say(f"；{unless}时不限", f"; no limit where {unless}")
        basis = frequency.basis or Basis(measure.clause, None, (), measure.package)
        return self._line(text, None, basis)

    def _decisions(self, measure: Measure) -> Iterator[DecisionShown]:
        for fact in _decided(measure.nodes()).values():
            if (decided := fact.determination) is not None:
                yield DecisionShown(
                    fact.key, fact.words.to(self.lang), self._authority(decided.by), self._act(decided.act), self._allowed(fact),
                    decided.clause, decided.quote, decided.readings,
                )  # fmt: skip

    def _act(self, act: str) -> str:
        return self.say(*ACTS[act]) if act in ACTS else act

    def _allowed(self, fact: Fact) -> str:
        if fact.kind is Kind.ENUM:
            return options(fact.options, fact.all_options, self.lang)
        return allowed_range(fact, self.lang) if fact.kind in ORDERED else self.say("是/否", "yes/no")

    def _superseded(self, measure: Measure) -> SupersessionShown | None:
        entry = self.rules.superseded.get(measure.id)
        if entry is None:
            return None
        return SupersessionShown(entry.document, entry.since, entry.effect, entry.reason.to(self.lang), entry.by)


def _decided(nodes: list[Node]) -> Mapping[str, Fact]:
    found: dict[str, Any] = {}
    for node in nodes:
        for fact in facts_of(node):
            if fact.determination is not None:
                found.setdefault(fact.key, fact)
    return found
