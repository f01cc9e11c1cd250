"""Worked cases as a reader sees them: what is given, what is expected, and what an assessment really gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sihang.rulebook.assess import Assessment, Rulebook
from sihang.rulebook.errors import CaseUnusable, Words
from sihang.rulebook.explain import FINDING_WORDS
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.golden import Check, GoldenCase, GoldenRun, checks_of, golden_cases
from sihang.rulebook.package import Package
from sihang.rulebook.words import options

FINDINGS: Mapping[str, Words] = {finding.value: words for finding, words in FINDING_WORDS.items()}
EXPECTED: Mapping[str, Words] = {
    "finding": Words("结论", "Finding"),
    "amount": Words("金额", "Amount"),
    "amount_if_met": Words("若符合则为", "Amount if met"),
    "open": Words("待定的事", "What is open"),
    "services": Words("服务", "Services"),
    "reason": Words("理由中有", "Among the reasons"),
    "combination.low": Words("组合下限", "Combination, at least"),
    "combination.high": Words("组合上限", "Combination, at most"),
    "combination.certain": Words("组合已确定", "Combination is certain"),
    "combination.take": Words("组合取用", "Combination takes"),
    "combination.leave": Words("组合舍去", "Combination leaves"),
    "problem": Words("应指出的问题", "Problem to be pointed out"),
    "measure": Words("措施", "Measure"),
}
RECEIVED: Mapping[str, Words] = {
    "payer": Words("付款方", "payer"),
    "document": Words("文件", "document"),
    "project": Words("项目", "project"),
    "measure": Words("措施", "measure"),
    "amount": Words("金额", "amount"),
    "status": Words("状态", "status"),
    "relation": Words("关系", "relation"),
    "on": Words("日期", "on"),
    "year": Words("年度", "year"),
    "policy": Words("政策", "policy"),
    "matter": Words("事项", "matter"),
    "type": Words("类型", "type"),
}

RECEIVED_VALUES: Mapping[str, Words] = {
    "district": Words("区", "the district"),
    "city": Words("市", "the city"),
    "state": Words("国家", "the state"),
    "other": Words("其他", "other"),
    "paid": Words("已拨付", "paid"),
    "approved": Words("已批准", "approved"),
    "pending": Words("待批准", "pending"),
    "exclusive": Words("同一用途", "for the same purpose"),
    "matching": Words("配套", "matching"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that a case states, in a group: the organisation, a matter, or support received."""

    group: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CheckShown:
    """What a case expects and what came out. `found` and `agrees` are None before the case is run."""

    label: str
    expected: str
    found: str | None
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case as written. `packages` are those loaded beside the policy; `proves` are the readings that it shows."""

    id: str
    name: str
    measure: str | None
    on: date
    packages: tuple[str, ...]
    proves: tuple[str, ...]
    given: tuple[Given, ...]
    checks: tuple[CheckShown, ...]


@dataclass(frozen=True)
class CaseRun:
    """A case after it was run; `assessment` is None where the case cannot be assessed, as it may be meant to."""

    case: CaseShown
    agrees: bool
    assessment: Assessment | None


@cache
def _runs() -> GoldenRun:
    return GoldenRun()


def cases_of(package: Package) -> dict[str, GoldenCase]:
    """The cases of a package by id: `m08-3` is the third in m08.yaml."""
    found: dict[str, GoldenCase] = {}
    for case in golden_cases(package):
        number = int(case.path[1]) + 1
        found[f"{Path(case.source.name).stem}-{number}"] = case
    return found


def case_shown(key: str, case: GoldenCase, lang: str) -> CaseShown:
    """A case before it is run."""
    return _shown(key, case, list(_expected(case)), lang, run=False)


def run_case(key: str, case: GoldenCase, lang: str) -> CaseRun:
    """Assess a case, really, and put what came out beside what it expects."""
    rulebook, raw = _runs().rulebook(case), _runs().raw(case)
    try:
        assessment = rulebook.assess(raw, on=case.on)
    except CaseUnusable as error:
        checks = checks_of(case, error)
        return CaseRun(_shown(key, case, checks, lang, run=True), all(each.agrees for each in checks), None)
    checks = checks_of(case, assessment.as_json())
    return CaseRun(_shown(key, case, checks, lang, run=True), all(each.agrees for each in checks), assessment)


def _expected(case: GoldenCase) -> Iterator[Check]:
    """What a case expects, with nothing found yet."""
    if case.problem is not None:
        yield Check("problem", case.problem, None, False)
    for key, value in (case.expect or {}).items():
        if key == "combination":
            yield from (Check(f"combination.{part}", each, None, False) for part, each in value.items())
        elif key == "reason":
            yield from (Check(key, text, None, False) for text in value)
        else:
            yield Check(key, value, None, False)


def _shown(key: str, case: GoldenCase, checks: list[Check], lang: str, *, run: bool) -> CaseShown:
    writer = _Writer(_runs().rulebook(case), case, lang)
    return CaseShown(
        key, case.name, case.measure, case.on, case.packages, case.proves, tuple(writer.given()),
        tuple(writer.check(each, run=run) for each in checks),
    )  # fmt: skip


class _Writer:
    """Writes what a case says with the labels of its rulebook."""

    def __init__(self, rulebook: Rulebook, case: GoldenCase, lang: str) -> None:
        rules = rulebook.rules(case.on)
        self.facts = rules.facts
        facts = {key: fact.words for key, fact in rules.facts.items()}
        self.labels = facts | {key: slot.words for key, slot in rules.slots.items()}
        self.matters = rulebook.layers.matters
        self.measures = {measure.id: measure for measure in rules.measures}
        self.case = case
        self.lang = lang

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def given(self) -> Iterator[Given]:
        yield from self._facts(self.say("申报单位", "Organisation"), self.case.facts)
        measure = self.measures.get(self.case.measure or "")
        for number, raw in enumerate(self.case.matters, 1):
            matter = self.matters.get(str(raw.get("type", measure.matter if measure else None)))
            name = self.say(matter.zh, matter.en) if matter else self.say("事项", "Matter")
            group = name if len(self.case.matters) == 1 else f"{name} {number}"
            for key, label in (("project", RECEIVED["project"]), ("year", RECEIVED["year"])):
                if key in raw:
                    yield Given(group, label.to(self.lang), str(raw[key]))
            yield from self._facts(group, raw.get("facts", {}))
            yield from self._facts(group, raw.get("determinations", {}))
        for number, entry in enumerate(self.case.received, 1):
            group = self.say(f"已获支持 {number}", f"Support received {number}")
            if not isinstance(entry, Mapping):  # a case may be wrong on purpose
                yield Given(group, "", self._plain(entry))
                continue
            for key, value in entry.items():
                name = RECEIVED[key].to(self.lang) if key in RECEIVED else key
                is_word = isinstance(value, str) and value in RECEIVED_VALUES
                yield Given(group, name, RECEIVED_VALUES[value].to(self.lang) if is_word else self._plain(value))

    def _facts(self, group: str, facts: Any) -> Iterator[Given]:
        if not isinstance(facts, Mapping):
            yield Given(group, "", self._plain(facts))
            return
        for key, value in facts.items():
            fact = self.facts.get(key)
            yield Given(group, fact.words.to(self.lang) if fact else str(key), self._value(fact, value))

    def _value(self, fact: Fact | None, value: Any) -> str:
        if isinstance(value, Mapping) and fact is not None and fact.series:
            joint = self.say("；", "; ")
            return joint.join(f"{year}: {self._plain(each)}" for year, each in value.items())
        if fact is not None and fact.kind is Kind.ENUM and isinstance(value, str):
            found = [index for index, each in enumerate(fact.options) if value in (each.key, each.words.zh)]
            return options(fact.options, 1 << found[0], self.lang) if found else value
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        match value:
            case None:
                return self.say("未知", "unknown")
            case bool():
                return self.say("是", "yes") if value else self.say("否", "no")
            case {"absent": True}:
                return self.say("不存在", "absent")
            case {"value": inner, **rest}:
                return " ".join([self._plain(inner), *(str(each) for each in rest.values())])
            case list() | tuple():
                return self.say("、", ", ").join(self._plain(each) for each in value) or self.say("无", "none")
        return str(value)

    def check(self, check: Check, *, run: bool) -> CheckShown:
        label = EXPECTED.get(check.key, Words(check.key, check.key)).to(self.lang)
        found = self._outcome(check.key, check.found) if run else None
        return CheckShown(label, self._outcome(check.key, check.expected), found, check.agrees if run else None)

    def _outcome(self, key: str, value: Any) -> str:
        if key == "finding" and value in FINDINGS:
            return FINDINGS[value].to(self.lang)
        if key in ("amount", "amount_if_met"):
            low, high = value if isinstance(value, list | tuple) else (value, value)
            return (
                self._money(low)
                if low == high
                else self.say("{} 至 {}", "{} to {}").format(self._money(low), self._money(high))
            )
        if key in ("combination.low", "combination.high"):
            return self._money(value)
        if key == "open" and isinstance(value, list):
            value = [self.labels[each].to(self.lang) if each in self.labels else each for each in value]
        if key == "problem" and value is None:
            return self.say("没有问题", "no problem")
        return self._plain(value)

    def _money(self, value: Any) -> str:
        if value is None:
            return self.say("不设上限", "no upper bound")
        return str(value) if "元" in str(value) else self.say(f"{value}元", f"{value} yuan")
