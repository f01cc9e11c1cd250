"""Read a case as JSON gives it (SEMANTICS 3). Nothing is guessed: every problem is listed with its path."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sihang.rulebook.case import Case, Matter, MatterType, Received, State, Stated
from sihang.rulebook.case_hints import Place, instead, listed, unknown_fact
from sihang.rulebook.case_json import at_path
from sihang.rulebook.case_values import ValueReader, exact
from sihang.rulebook.errors import CaseUnusable, Problem, Words, suggestion
from sihang.rulebook.facts import FIRST_YEAR, LAST_YEAR, Fact
from sihang.rulebook.slots import Entry
from sihang.values import Money, MoneyError, Uscc, UsccError

MATTERS_MAX = 500
"""An organisation has a handful; the combination looks at every pair."""
PAYERS = ("district", "city", "state", "other")
STATUSES = ("paid", "approved", "pending")
RELATIONS = ("exclusive", "matching")
HINTS_MAX = 100
"""Problems after which no one looks for what was meant: it takes milliseconds a key, and a case may have a million."""
_CASE = ("organisation", "facts", "matters", "support_received")
_MATTER = ("id", "type", "project", "year", "facts", "determinations")
_SUPPORT = ("payer", "document", "policy", "measure", "matter", "project", "year", "amount", "status", "relation", "on")
_SUPPORT_REQUIRED = ("payer", "document", "amount", "status", "relation")


@dataclass(frozen=True)
class Vocabulary:
    """The names that a case may use, given the packages loaded and the day."""

    organisation: Mapping[str, Fact]
    matters: Mapping[str, MatterType]
    mappings: Mapping[str, tuple[Entry, ...]]
    policies: Mapping[str, Collection[str]]
    not_loaded: Mapping[str, str]


def read_case(raw: Any, vocabulary: Vocabulary, on: date) -> Case:
    """Return the case, or raise CaseUnusable with every problem.

    Args:
        raw: the parsed JSON: mappings, lists, text, integers, Decimals, booleans, None. No binary floats.
    """
    reader = _CaseReader(vocabulary, on)
    case = reader.case(raw)
    if reader.problems:
        raise CaseUnusable(reader.problems)
    return case


class _CaseReader:
    def __init__(self, vocabulary: Vocabulary, on: date) -> None:
        self.vocabulary = vocabulary
        self.on = on
        self.problems: list[Problem] = []
        self.values = ValueReader(self.problems, vocabulary.mappings, on)
        self.complain = self.values.complain

    def case(self, raw: Any) -> Case:
        parts = self._record(raw, "$", _CASE)
        uscc, name = self._organisation(parts.get("organisation"))
        facts, series = self._organisation_facts(parts.get("facts"))
        matters = self._matters(parts.get("matters"))
        received = self._received(parts.get("support_received"))
        return Case(uscc, name, facts, series, matters, received, on=self.on)

    def _record(self, raw: Any, where: str, keys: tuple[str, ...], required: tuple[str, ...] = ()) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            self.complain("wrong-type", where, "应为 JSON 对象 {…}", "must be a JSON object {…}")
            return {}
        for key in raw:
            if key not in keys:
                hint = suggestion(str(key), keys)
                self.complain(
                    "unknown-key", at_path(where, str(key)), f"不认识的键。{hint.zh}", f"unknown key. {hint.en}"
                )
        for key in required:
            if raw.get(key) is None:
                self.complain("missing-key", at_path(where, key), f"缺少“{key}”", f"'{key}' is missing")
        return raw

    def _list(self, raw: Any, where: str) -> list[Any]:
        if raw is None:
            return []
        if not isinstance(raw, list | tuple):
            self.complain("wrong-type", where, "应为列表 […]", "must be a list […]")
            return []
        return list(raw)

    def _text(self, raw: Any, where: str) -> str | None:
        if raw is None or (isinstance(raw, str) and raw.strip()):
            return raw
        self.complain("wrong-type", where, "应为非空文字", "must be text, not empty")
        return None

    def _organisation(self, raw: Any) -> tuple[str | None, str | None]:
        if raw is None:
            return None, None
        parts = self._record(raw, "$.organisation", ("uscc", "name"))
        name = self._text(parts.get("name"), "$.organisation.name")
        code = self._text(parts.get("uscc"), "$.organisation.uscc")
        if code is not None:
            try:
                code = str(Uscc.parse(code))
            except UsccError as error:
                self.complain(error.code, "$.organisation.uscc", error.zh, error.en)
        return code, name

    def _organisation_facts(self, raw: Any) -> tuple[dict[str, Stated], dict[str, dict[int, Stated]]]:
        facts: dict[str, Stated] = {}
        series: dict[str, dict[int, Stated]] = {}
        for key, value in self._entries(raw, "$.facts"):
            where = at_path("$.facts", key)
            fact = self.vocabulary.organisation.get(key)
            if fact is None:
                self._unknown_fact(key, value, where, self.vocabulary.organisation)
            elif fact.series:
                series[key] = self._years(fact, value, where)
            else:
                facts[key] = self.values.stated(fact, value, where)
        return facts, series

    def _entries(self, raw: Any, where: str) -> Iterable[tuple[str, Any]]:
        if raw is None:
            return []
        if not isinstance(raw, Mapping):
            self.complain("wrong-type", where, "应为 JSON 对象 {…}", "must be a JSON object {…}")
            return []
        return [(str(key), value) for key, value in raw.items()]

    def _years(self, fact: Fact, raw: Any, where: str) -> dict[int, Stated]:
        years: dict[int, Stated] = {}
        if raw is not None and (not isinstance(raw, Mapping) or "absent" in raw):
            zh = f'“{fact.words.zh}”按年填写，如 {{"2023": 31000000}}；某年不存在写 {{"2019": {{"absent": true}}}}'
            self.complain("wrong-type", where, zh, f"'{fact.key}' is by fiscal year, such as {{\"2023\": 31000000}}")
            return years
        for year, value in self._entries(raw, where):
            here = at_path(where, year)
            if not (len(year) == 4 and year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
                self.complain(
                    "bad-year",
                    here,
                    "年度写成四位数字，如 2023",
                    "a fiscal year is four digits, such as 2023",
                )
                continue
            stated = self.values.stated(fact, value, here, may_be_absent=True)
            if stated.state is not State.UNKNOWN:
                years[int(year)] = stated
        return years

    def _unknown_fact(self, key: str, value: Any, where: str, known: Mapping[str, Fact], *near: Place) -> None:
        organisation = Words(
            "这是申报主体的事实，请写在 $.facts 下", "this is a fact of the organisation; write it under $.facts"
        )
        if len(self.problems) >= HINTS_MAX:
            self.complain("unknown-key", where, "没有这个事实", "no such fact")
            return
        elsewhere = [*near, Place(self.vocabulary.organisation, organisation)]
        for each in self.vocabulary.matters.values():
            of = f"这是“{each.key}”类事项的事实，请写在该事项下", f"this belongs to a matter of type '{each.key}'"
            elsewhere.append(Place(each.facts, Words(*of)))
        words = unknown_fact(key, value, known, elsewhere, self.vocabulary.not_loaded)
        self.complain("unknown-key", where, *words)

    def _matters(self, raw: Any) -> tuple[Matter, ...]:
        matters: list[Matter] = []
        seen: set[str] = set()
        items = self._list(raw, "$.matters")
        if len(items) > MATTERS_MAX:
            zh = f"一个案例最多 {MATTERS_MAX} 个事项，这里有 {len(items)} 个，请分成几个案例"
            self.complain(
                "too-many-matters",
                "$.matters",
                zh,
                f"a case has at most {MATTERS_MAX} matters, not {len(items)}; split it",
            )
            return ()
        for index, item in enumerate(items):
            where = f"$.matters[{index}]"
            parts = self._record(item, where, _MATTER, required=("id", "type"))
            name = self._text(parts.get("id"), f"{where}.id")
            if name is not None and name in seen:
                self.complain(
                    "matter-twice",
                    f"{where}.id",
                    f"事项编号“{name}”重复",
                    f"the matter id '{name}' stands twice",
                )
            seen.add(name or "")
            matter_type = self._matter_type(parts.get("type"), f"{where}.type")
            if matter_type is not None:
                matters.append(self._matter(parts, matter_type, name or f"#{index}", where))
        return tuple(matters)

    def _matter_type(self, raw: Any, where: str) -> MatterType | None:
        name = self._text(raw, where)
        if name is None:
            return None
        known = self.vocabulary.matters.get(name)
        if known is None:
            labels = {key: Words(each.zh, each.en) for key, each in self.vocabulary.matters.items()}
            hint, one_of = instead(name, labels), listed(labels)
            zh, en = hint.zh or f"可用：{one_of.zh}", hint.en or f"one of: {one_of.en}"
            self.complain(
                "unknown-matter-type",
                where,
                f"没有“{name[:60]}”这类事项。{zh}",
                f"no such matter type '{name[:60]}'. {en}",
            )
        return known

    def _matter(self, parts: Mapping[str, Any], matter_type: MatterType, name: str, where: str) -> Matter:
        facts: dict[str, Stated] = {}
        for part, other in (("facts", "determinations"), ("determinations", "facts")):
            known, rest = self._halves(matter_type, part)
            beside = Place(rest, Words(f"请写在 {where}.{other} 下", f"write it under {where}.{other}"))
            for key, value in self._entries(parts.get(part), f"{where}.{part}"):
                here = at_path(f"{where}.{part}", key)
                if key in known:
                    facts[key] = self.values.stated(known[key], value, here)
                else:
                    self._unknown_fact(key, value, here, known, beside)
        project = self._text(parts.get("project"), f"{where}.project")
        year = self.values.year(parts.get("year"), f"{where}.year")
        return Matter(name, matter_type.key, project or f"matter:{name}", year, facts)

    @staticmethod
    def _halves(matter_type: MatterType, part: str) -> tuple[dict[str, Fact], dict[str, Fact]]:
        """The facts that stand in one part of a matter, `facts` or `determinations`, and those of the other."""
        here: dict[str, Fact] = {}
        beside: dict[str, Fact] = {}
        for key, fact in matter_type.facts.items():
            of = "facts" if fact.determination is None else "determinations"
            (here if of == part else beside)[key] = fact
        return here, beside

    def _received(self, raw: Any) -> tuple[Received, ...]:
        entries = enumerate(self._list(raw, "$.support_received"))
        read = [self._one_received(item, f"$.support_received[{index}]") for index, item in entries]
        return tuple(entry for entry in read if entry is not None)

    def _one_received(self, raw: Any, where: str) -> Received | None:
        before = len(self.problems)
        parts = self._record(raw, where, _SUPPORT, required=_SUPPORT_REQUIRED)
        payer = self._choice(parts.get("payer"), PAYERS, f"{where}.payer")
        status = self._choice(parts.get("status"), STATUSES, f"{where}.status")
        relation = self._choice(parts.get("relation"), RELATIONS, f"{where}.relation")
        text = {
            key: self._text(parts.get(key), f"{where}.{key}")
            for key in ("document", "policy", "measure", "matter", "project")
        }
        amount = self._amount(parts.get("amount"), f"{where}.amount")
        on = self.values.day(parts.get("on"), f"{where}.on")
        if on is not None and on > self.on:
            zh = f"不能晚于评估日 {self.on}：{on}"
            self.complain(
                "after-the-day", f"{where}.on", zh, f"must not be after the day of assessment {self.on}: {on}"
            )
        self._known_measure(text["policy"], text["measure"], f"{where}.measure")
        year = self.values.year(parts.get("year"), f"{where}.year")
        if len(self.problems) > before:
            return None
        return Received(
            payer or "", text["document"] or "", amount, status or "", relation or "", text["policy"], text["measure"],
            text["matter"], text["project"], year, on,
        )  # fmt: skip

    def _known_measure(self, policy: str | None, measure: str | None, where: str) -> None:
        measures = self.vocabulary.policies.get(policy or "")
        if measures is not None and measure is not None and measure not in measures:
            hint = suggestion(measure, measures)
            self.complain(
                "unknown-measure",
                where,
                f"{policy} 没有措施“{measure}”。{hint.zh}",
                f"{policy} has no measure '{measure}'. {hint.en}",
            )

    def _choice(self, raw: Any, options: tuple[str, ...], where: str) -> str | None:
        if raw is None:
            return None
        if isinstance(raw, str) and raw in options:
            return raw
        hint = suggestion(raw, options) if isinstance(raw, str) else Words("", "")
        listed = ", ".join(options)
        self.complain("wrong-type", where, f"可取 {listed}。{hint.zh}", f"one of {listed}. {hint.en}")
        return None

    def _amount(self, raw: Any, where: str) -> int:
        if raw is None:
            return 0
        try:
            return Money.from_yuan(exact(raw)).fen
        except MoneyError as error:
            self.complain(error.code, where, error.zh, error.en)
            return 0
