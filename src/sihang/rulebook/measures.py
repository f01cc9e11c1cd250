"""A measure with its rules read: conditions, benefits, and where each of them stands in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sihang.rulebook.elaborate import elaborate
from sihang.rulebook.errors import KeyPath, Problem, Words
from sihang.rulebook.expressions import Node
from sihang.rulebook.facts import Fact, Kind, option_bit
from sihang.rulebook.folder import SourceFile
from sihang.rulebook.generated import Ruleset
from sihang.rulebook.routine import Routine
from sihang.rulebook.scope import Scope


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from: words of a document, or a reading where the text is silent."""

    clause: str
    quote: str | None
    readings: tuple[str, ...]
    package: str

    @staticmethod
    def of(raw: Mapping[str, Any], clause: str, package: str) -> Basis:
        return Basis(raw.get("clause", clause), raw.get("quote"), tuple(raw.get("reading", ())), package)


@dataclass(frozen=True)
class Condition:
    """One condition of a measure; `line` is the rule as written."""

    node: Node
    line: str
    words: Words | None
    basis: Basis


@dataclass(frozen=True)
class MoneyBenefit:
    """Money, in fen."""

    node: Node
    line: str
    words: Words
    basis: Basis


@dataclass(frozen=True)
class ServiceBenefit:
    """A service that is no money: given always, or `when`; perhaps in a quantity."""

    key: str
    words: Words
    when: Node | None
    quantity: Node | None
    unit: Words | None
    basis: Basis


@dataclass(frozen=True)
class Frequency:
    """How often: once a matter (`matter`), a year and organisation (`year`), or an organisation (`once`).

    Where `unless` holds (a ruling that is still open, perhaps) there is no such limit.
    """

    per: str
    basis: Basis | None
    unless: Node | None


@dataclass(frozen=True)
class Measure:
    """One measure, ready to be assessed. `kinds` is empty where any organisation may apply."""

    id: str
    clause: str
    action: str
    title: Words
    quote: str
    office: str
    matter: str | None
    kinds: tuple[str, ...]
    kind_bits: int
    year: Fact | None
    frequency: Frequency
    conditions: tuple[Condition, ...]
    money: MoneyBenefit | None
    services: tuple[ServiceBenefit, ...]
    evidence: tuple[tuple[str, Words], ...]
    follow_up: tuple[tuple[Words, str | None], ...]
    package: str
    draft: bool

    def nodes(self) -> list[Node]:
        """Every rule of the measure, conditions first."""
        found = [condition.node for condition in self.conditions]
        return found + ([self.money.node] if self.money else []) + self._others()

    def _others(self) -> list[Node]:
        """The rules that decide neither the finding nor the amount."""
        found = [node for service in self.services for node in (service.when, service.quantity) if node is not None]
        return found + ([self.frequency.unless] if self.frequency.unless is not None else [])

    @cached_property
    def routine(self) -> Routine:
        """What works the rules out."""
        conditions = [condition.node for condition in self.conditions]
        return Routine(Ruleset(self.id, conditions, self.money.node if self.money else None, self._others()))


@dataclass(frozen=True, slots=True)
class RawCondition:
    """A condition still to be read, with the file and place that it comes from."""

    raw: Mapping[str, Any]
    source: SourceFile
    path: KeyPath
    clause: str
    package: str


class MeasureReader:
    """Reads one measure file in its scope and collects every problem with its line."""

    def __init__(self, source: SourceFile, scope: Scope, package: str, problems: list[Problem]) -> None:
        self.source = source
        self.scope = scope
        self.package = package
        self.problems = problems

    def measure(self, before: list[RawCondition], after: list[RawCondition]) -> Measure:
        """The measure, with common conditions before its own and those of filling documents after."""
        raw = self.source.data
        clause: str = raw["clause"]
        own = [
            RawCondition(each, self.source, ("conditions", index), clause, self.package)
            for index, each in enumerate(raw.get("conditions", []))
        ]
        kinds = tuple(raw.get("applicant", {}).get("kinds", ()))
        conditions = [*before, *self._kinds(kinds, raw, clause), *own, *after]
        read = [self.condition(each) for each in conditions]
        money, services = self._benefits(raw, clause)
        return Measure(
            raw["id"], clause, raw["action"], _words(raw["title"]), raw["quote"], raw["office"], raw.get("matter"), kinds,
            self._kind_bits(kinds), self.scope.year, self._frequency(raw, clause), tuple(each for each in read if each is not None), money, services,
            tuple((each["fact"], _words(each)) for each in raw.get("evidence", [])),
            tuple((_words(each), each.get("quote")) for each in raw.get("follow_up", [])), self.package, bool(raw.get("draft")),
        )  # fmt: skip

    def _frequency(self, raw: Mapping[str, Any], clause: str) -> Frequency:
        each = raw.get("frequency", {"per": "matter"})
        basis = Basis.of(each, clause, self.package) if "quote" in each or "reading" in each else None
        unless = (
            self._line(each["unless"], (Kind.YES_NO,), self.source, ("frequency", "unless"))
            if "unless" in each
            else None
        )
        return Frequency(each["per"], basis, unless)

    def _kind_bits(self, kinds: tuple[str, ...]) -> int:
        fact = self.scope.names.get("kind")
        return sum(option_bit(fact.options, kind) or 0 for kind in kinds) if fact is not None else 0

    def _kinds(self, kinds: tuple[str, ...], raw: Mapping[str, Any], clause: str) -> list[RawCondition]:
        if not kinds:
            return []
        rule = f"kind 属于 {'、'.join(kinds)}"
        labels = {"zh": "申报主体", "en": "Applicant"}
        basis = raw.get("applicant", {})
        return [
            RawCondition({"rule": rule, **labels, **basis}, self.source, ("applicant", "kinds"), clause, self.package)
        ]

    def condition(self, each: RawCondition) -> Condition | None:
        """One condition, or None where it cannot be read."""
        line = each.raw["rule"]
        node = self._line(line, (Kind.YES_NO,), each.source, (*each.path, "rule"))
        if node is None:
            return None
        words = _words(each.raw) if "zh" in each.raw else None
        return Condition(node, line, words, Basis.of(each.raw, each.clause or self.source.data["clause"], each.package))

    def _line(self, line: str, expect: tuple[Kind, ...], source: SourceFile, path: KeyPath) -> Node | None:
        done = elaborate(line, self.scope, expect=expect)
        self.problems.extend(source.problem(code, path, words) for code, words in done.wrong)
        return done.node

    def _benefits(self, raw: Mapping[str, Any], clause: str) -> tuple[MoneyBenefit | None, tuple[ServiceBenefit, ...]]:
        money: MoneyBenefit | None = None
        services: list[ServiceBenefit] = []
        for index, each in enumerate(raw.get("benefits", [])):
            path: KeyPath = ("benefits", index)
            basis = Basis.of(each, clause, self.package)
            if "service" in each:
                services.append(self._service(each, basis, path))
                continue
            node = self._line(each["amount"], (Kind.MONEY,), self.source, (*path, "amount"))
            if money is not None:
                words = Words(
                    "一项措施只有一个金额；请合成一个表达式",
                    "a measure has one amount; join them in one expression",
                )
                self.problems.append(self.source.problem("second-amount", path, words))
            elif node is not None:
                money = MoneyBenefit(node, each["amount"], _words(each), basis)
        return money, tuple(services)

    def _service(self, each: Mapping[str, Any], basis: Basis, path: KeyPath) -> ServiceBenefit:
        when = quantity = None
        if "when" in each:
            when = self._line(each["when"], (Kind.YES_NO,), self.source, (*path, "when"))
        if "quantity" in each:
            quantity = self._line(each["quantity"], (Kind.INTEGER,), self.source, (*path, "quantity"))
        unit = _words(each["unit"]) if "unit" in each else None
        return ServiceBenefit(each["service"], _words(each), when, quantity, unit, basis)


def _words(labels: Mapping[str, Any]) -> Words:
    return Words(labels["zh"], labels.get("en", labels["zh"]))
