"""`sihang policy facts`: the list of what a case may say, and a case ready to be filled."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import click
from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sihang.cli.output import write_json
from sihang.cli.tables import console
from sihang.rulebook.asked import Asked, AskedOfMatter, asked_by, asked_by_all, asked_of, matter_types
from sihang.rulebook.assess import load
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.case_hints import by_label, instead, listed
from sihang.rulebook.errors import Words
from sihang.rulebook.explain import shown_json
from sihang.rulebook.facts import DOMAINS, ORDERED, Fact, Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Measure
from sihang.rulebook.prose import round_money
from sihang.rulebook.words import number

_TYPES = {
    Kind.YES_NO: Words("是/否", "yes/no"),
    Kind.MONEY: Words("金额（元）", "money (yuan)"),
    Kind.RATE: Words("比率（%）", "rate (%)"),
    Kind.INTEGER: Words("整数", "whole number"),
    Kind.DATE: Words("日期", "day"),
    Kind.ENUM: Words("取值之一", "one of"),
    Kind.TEXT: Words("文字", "text"),
    Kind.LABEL: Words("部门用语", "the office's word"),
}
_UNITS = {Kind.MONEY: "yuan", Kind.RATE: "percent"}
_WRITTEN = {
    Kind.YES_NO: Words("写 true 或 false", "true or false"),
    Kind.MONEY: Words("0 或以上", "0 or more"),
    Kind.INTEGER: Words("0 或以上", "0 or more"),
    Kind.DATE: Words("如 2024-09-30", "such as 2024-09-30"),
}
"""How a value is written where the text sets no range of its own."""
KEY_WIDTH = 38
"""No key of a shipped package is longer: a key that is broken cannot be copied."""
WIDE = 110
"""Columns from which notes stand in a column of their own."""


def facts(
    package: str, which: str | None, beside: tuple[str, ...], on: date, *, as_case: bool, form: str, lang: str
) -> int:
    """What a case may say, of everything or of one measure or type; or that as a case in JSON."""
    rulebook = load(package, *beside)
    rules = rulebook.rules(on)
    measures, asked = _chosen(which, rules)
    page = _Page(rules, on, lang)
    if as_case:
        write_json(asked.case())
    elif form == "json":
        write_json(page.as_json(asked))
    else:
        arguments = [package, *([which] if which else []), *(f"--policy={each}" for each in beside)]
        page.show(asked, measures, shlex.join(arguments))
    return 0


def _chosen(which: str | None, rules: Rules) -> tuple[Sequence[Measure], Asked]:
    """The measures meant by an id, the beginning of one, or a clause; or the type of matter."""
    if which is None:
        return (), asked_by_all(rules)
    if measures := [each for each in rules.measures if which in (each.id, each.clause)]:
        return measures, asked_by(measures, rules)
    types = {key: Words(matter.zh, matter.en) for key, matter in matter_types(rules).items()}
    if (key := by_label(which, types)) is not None:
        return (), asked_of(matter_types(rules)[key], rules)
    if measures := [each for each in rules.measures if each.id.startswith(which) and not which.isdigit()]:
        return measures, asked_by(measures, rules)
    hint = instead(which, types)
    known = f"{', '.join(each.id for each in rules.measures)}; {listed(types).zh}"
    raise click.UsageError(f"没有这项措施或这类事项 / no such measure or matter type {which!r}. {hint.zh}{known}")


class _Page:
    """The list, for one day and in one language."""

    def __init__(self, rules: Rules, on: date, lang: str) -> None:
        self.rules = rules
        self.on = on
        self.lang = lang
        self.main = rules.packages[0].id
        self.wide = True

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    # ---- for programs

    def as_json(self, asked: Asked) -> dict[str, Any]:
        """The same shape as a case: `facts`, and `matters` with their `facts` and `determinations`."""
        return {
            "on": self.on.isoformat(),
            "policies": [package.id for package in self.rules.packages],
            "facts": [self._fact_json(fact) for fact in asked.organisation],
            "matters": [
                {
                    "type": matter.type.key,
                    "zh": matter.type.zh,
                    "en": matter.type.en,
                    "measures": list(matter.measures),
                    "facts": [self._fact_json(fact) for fact in matter.facts],
                    "determinations": [self._fact_json(fact) for fact in matter.determinations],
                }
                for matter in asked.matters
            ],
        }

    def _fact_json(self, fact: Fact) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "key": fact.key,
            **fact.words._asdict(),
            "type": fact.kind.value,
            "unit": _UNITS.get(fact.kind),
            "by_fiscal_year": fact.series,
            "information": fact.information,
            "about": fact.about._asdict() if fact.about else None,
            "package": fact.package,
        }
        if fact.kind in ORDERED:
            shown["range"] = shown_json(fact, fact.domain)
        if fact.kind is Kind.ENUM:
            shown["values"] = [{"key": option.key, **option.words._asdict()} for option in fact.options]
        if fact.kind is Kind.LABEL:
            shown["labels"] = [{"label": label, "means": grade} for label, grade in self._labels(fact).items()]
        if (decided := fact.determination) is not None:
            by = {"key": decided.by, **self._authority(decided.by)._asdict()}
            shown["decided"] = {"by": by, "act": decided.act, "clause": decided.clause, "quote": decided.quote}
        return shown

    def _labels(self, fact: Fact) -> dict[str, str]:
        """The words of the office that are mapped on the day, the latest meaning of each."""
        found: dict[str, str] = {}
        for entry in self.rules.mappings.get(fact.mapping or "", ()):
            if entry.since is None or entry.since <= self.on:
                found.setdefault(entry.label, entry.grade)
        return found

    def _authority(self, name: str) -> Words:
        authority = self.rules.authorities.get(name)
        return authority.name_on(self.on) if authority is not None else Words(name, name)

    # ---- for people

    def show(self, asked: Asked, measures: Sequence[Measure], arguments: str) -> None:
        screen = console()
        self.wide = screen.width >= WIDE
        for measure in measures:
            screen.print(Text(f"{measure.id} {measure.title.to(self.lang)}", style="bold"))
        if asked.organisation:
            title = self.say("申报主体　写在 $.facts", "The organisation: under $.facts")
            screen.print(self._table(title, [("facts", asked.organisation)]))
        for matter in asked.matters:
            parts = [("facts", matter.facts), ("determinations", matter.determinations)]
            screen.print(self._table(self._title(matter), parts))
        words = self.say("打印一个可直接填写的案例", "prints a case to be filled")
        screen.print(Text(f"sihang policy facts {arguments} --case  {words}"), soft_wrap=True)

    def _title(self, matter: AskedOfMatter) -> str:
        of = self.say("　措施 ", ", for ") + ", ".join(matter.measures) if matter.measures else ""
        name = matter.type.en if self.lang == "en" else matter.type.zh
        return self.say("事项 ", "Matter ") + f'"type": "{matter.type.key}"  {name}{of}'

    def _table(self, title: str, parts: Iterable[tuple[str, Sequence[Fact]]]) -> Table:
        table = Table(box=box.SIMPLE_HEAVY, title=Text(title, style="bold"), title_justify="left", expand=True)
        table.add_column(self.say("键、名称", "key, label"), overflow="fold", width=KEY_WIDTH)
        table.add_column(self.say("怎样写", "how to write it"), overflow="fold", ratio=1)
        if self.wide:
            table.add_column(self.say("说明", "note"), overflow="fold", ratio=1)
        for part, its in parts:
            if part == "determinations" and its:
                table.add_section()
                by = self.say("由部门决定", "decided by an authority")
                table.add_row(Text("determinations", style="bold cyan"), by)
            for fact in its:
                written, notes = self._written(fact), [Text(note) for note in self._notes(fact)]
                cells = (written, Group(*notes)) if self.wide else (Group(written, *notes),)
                table.add_row(self._named(fact), *cells)
        return table

    def _named(self, fact: Fact) -> Group:
        first, second = reversed(fact.words) if self.lang == "en" else fact.words
        other = (f"  {second}", "dim") if first != second else ""
        return Group(Text(fact.key, style="bold"), _indented(Text.assemble(first, other)))

    def _written(self, fact: Fact) -> Group:
        """`金额（元），0 或以上，按会计年度`; the values of an enum a line each."""
        values, kind = self._values(fact), _TYPES[fact.kind].to(self.lang)
        if fact.kind in (Kind.ENUM, Kind.LABEL):
            return Group(Text(kind), *(_indented(Text(value)) for value in values))
        series = [self.say("按会计年度", "by fiscal year")] if fact.series else []
        return Group(Text(self.say("，", ", ").join([kind, *values, *series])))

    def _values(self, fact: Fact) -> list[str]:
        if fact.kind is Kind.ENUM:
            return [listed({option.key: option.words}).to(self.lang) for option in fact.options]
        if fact.kind is Kind.LABEL:
            return [f"{label} → {grade}" for label, grade in self._labels(fact).items()]
        if fact.kind in _WRITTEN and fact.domain == DOMAINS.get(fact.kind, fact.domain):
            return [_WRITTEN[fact.kind].to(self.lang)]
        return [self._span(fact)] if fact.kind in ORDERED else []

    def _span(self, fact: Fact) -> str:
        low, high = (self._side(fact.kind, side) for side in fact.domain)
        return f"{low}{self.say('至', ' to ')}{high}"

    def _side(self, kind: Kind, side: int) -> str:
        if kind is Kind.MONEY and side < NO_BOUND and self.lang != "en":
            return round_money(side)
        return number(kind, side, self.lang)

    def _notes(self, fact: Fact) -> Iterable[str]:
        if (decided := fact.determination) is not None:
            by, quote = self._authority(decided.by).to(self.lang), f"“{decided.quote}”" if decided.quote else ""
            yield self.say(f"{by}决定，第{decided.clause}条{quote}", f"by {by}, clause {decided.clause}{quote}")
        if fact.about is not None:
            yield fact.about.to(self.lang)
        if fact.information:
            yield self.say("仅供参考，不影响结果", "information only; decides nothing")
        if fact.package != self.main:
            yield self.say(f"由 {fact.package} 声明", f"declared by {fact.package}")


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2))
