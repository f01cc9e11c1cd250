"""`sihang policy show`: the words of a clause on the left, the rule made of them on the right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click
from rich import box
from rich.table import Table
from rich.text import Text

from sihang.cli.output import write_json
from sihang.cli.tables import console
from sihang.rulebook.assess import Rulebook, load
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.coverage import KINDS, coverage
from sihang.rulebook.expressions import Filled, Given, Not, Open, facts_of, walk
from sihang.rulebook.facts import ORDERED, Fact, Kind
from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.layers import Rules
from sihang.rulebook.measures import Basis, Measure
from sihang.rulebook.package import Package, read_package
from sihang.rulebook.prose import Prose, round_money
from sihang.rulebook.slots import Slot
from sihang.rulebook.words import options, span

SENTENCE_END = "。"


def list_packages(form: str, lang: str) -> int:
    """Every package that can be named."""
    packages = [read_package(name) for name in shipped_packages()]
    if form == "json":
        write_json([{"id": p.id, "title": p.title.to(lang), "document": p.document, "kind": p.kind} for p in packages])
        return 0
    for package in packages:
        click.secho(f"{package.id}  {package.document}", bold=True)
        click.echo(f"  {package.title.to(lang)}")
        if package.notice is not None:
            click.secho(f"  ※ {package.notice.to(lang)}", fg="magenta")
    return 0


def show(name: str, which: str | None, beside: tuple[str, ...], on: date, form: str, lang: str) -> int:
    """The measures of a package, or the one (by id or clause) that is asked for."""
    rulebook = load(name, *beside)
    named = read_package(name).id
    package = next(each for each in rulebook.packages if each.id == named)
    if not package.measures and package.implements:  # rules that only fill slots are shown where they apply
        package = next(each for each in rulebook.packages if each.id == package.implements)
    rules = rulebook.rules(on)
    mine = [measure for measure in rules.measures if measure.package == package.id]
    pages: list[_Page | _ClausePage] = [
        _Page(rulebook, rules, package, measure, on, lang) for measure in mine if _asked_for(measure, which)
    ]
    if not pages and which is not None and package.text.clause(which) is not None:
        pages = [_ClausePage(package, which, lang)]
    if not pages:
        known = ", ".join(measure.id for measure in mine)
        raise click.UsageError(f"没有措施或条款 / no measure or clause {which!r}: {known}")
    if form == "json":
        write_json([page.as_json() for page in pages])
        return 0
    screen = console()
    for page in pages:
        screen.print(page.table())
    return 0


def _asked_for(measure: Measure, which: str | None) -> bool:
    return (
        which is None
        or which in (measure.id, measure.clause)
        or (which.startswith("m") and measure.id.startswith(which))
    )


class _ClausePage:
    """A clause that no measure comes from: its words, and what becomes of each part of them."""

    def __init__(self, package: Package, clause: str, lang: str) -> None:
        self.clause = clause
        self.lang = lang
        passage = package.text.clause(clause)
        self.start, self.end = (passage.start, passage.end) if passage is not None else (0, 0)
        self.text = package.text.text[self.start : self.end].strip()
        self.whole = package.text.text
        self.spans = [span for span in coverage(package).spans if self.start <= span.start < self.end]

    def _parts(self) -> list[tuple[str, str, str]]:
        """(what becomes of it, by which entry, the words)."""
        return [(KINDS[s.kind].to(self.lang), s.by, self.whole[s.start : s.end].strip()) for s in self.spans]

    def as_json(self) -> dict[str, Any]:
        parts = [{"kind": kind, "by": by, "text": text} for kind, by, text in self._parts()]
        return {"measure": None, "clause": self.clause, "text": self.text, "parts": parts}

    def table(self) -> Table:
        english = self.lang == "en"
        table = Table(box=box.ROUNDED, expand=True, show_lines=False)
        table.add_column(
            f"Text, clause {self.clause}" if english else f"原文 第{self.clause}条", ratio=6, overflow="fold"
        )
        table.add_column("What becomes of it" if english else "去处", ratio=4, overflow="fold")
        for kind, by, text in self._parts():
            table.add_row(text, f"{kind}  {by}")
        return table


class _Page:
    """One measure beside its clause."""

    def __init__(
        self, rulebook: Rulebook, rules: Rules, package: Package, measure: Measure, on: date, lang: str
    ) -> None:
        self.rules = rules
        self.package = package
        self.measure = measure
        self.on = on
        self.lang = lang
        self.readings: dict[str, Any] = {}
        for each in rulebook.packages:
            self.readings.update(each.readings())
        notes = {p.id: f"{p.document}，{p.notice.to(lang)}" for p in rules.packages if p.notice is not None}
        self.prose = Prose(lang, notes=notes)

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure.id,
            "clause": self.measure.clause,
            "title": self.measure.title.to(self.lang),
            "text": self._clause_text(),
            "rule": [{"part": title, "lines": lines} for title, lines in self._parts()],
        }

    def _clause_text(self) -> str:
        passage = self.package.text.clause(self.measure.clause)
        return passage.text.strip() if passage is not None else ""

    def table(self) -> Table:
        measure = self.measure
        title = f"{measure.id}  {measure.title.to(self.lang)}"
        table = Table(
            box=box.ROUNDED, title=title, title_style="bold", title_justify="left", expand=True, show_lines=False
        )
        table.add_column(
            self.say(f"原文 第{measure.clause}条", f"Text, clause {measure.clause}"), ratio=4, overflow="fold"
        )
        table.add_column(self.say("规则", "Rule"), ratio=6, overflow="fold")
        table.add_row(self._marked_text(), self._rule_text())
        return table

    def _marked_text(self) -> Text:
        """The clause, a sentence a line; what this measure quotes is underlined."""
        raw = self._clause_text()
        text = Text(raw.replace(SENTENCE_END, SENTENCE_END + "\n").strip())
        for basis in [c.basis for c in self.measure.conditions] + (
            [self.measure.money.basis] if self.measure.money else []
        ):
            if basis.quote and basis.quote in text.plain:
                start = text.plain.index(basis.quote)
                text.stylize("bold underline", start, start + len(basis.quote))
        return text

    def _rule_text(self) -> Text:
        text = Text()
        for title, lines in self._parts():
            text.append(f"{title}\n", style="bold cyan")
            for line in lines:
                text.append(f"  {line}\n")
        text.rstrip()
        return text

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        measure = self.measure
        yield self.say("条件（全部满足）", "Conditions (all of them)"), [self._condition(c) for c in measure.conditions]
        if decided := list(self._determinations()):
            yield self.say("由部门决定", "Decided by an authority"), decided
        if measure.money is not None:
            yield self.say("金额", "Amount"), [self.prose.text(measure.money.node) + self._why(measure.money.basis)]
        if measure.services:
            yield self.say("服务", "Services"), [service.words.to(self.lang) for service in measure.services]
        if left_open := list(self._slots()):
            yield self.say("留给细则", "Left to implementing rules"), left_open
        named = sorted({name for node in self._bases() for name in node.readings} & set(self.readings))
        if named:
            taken = {name: self.readings[name]["taken"] for name in named}
            yield (
                self.say("解释", "Readings"),
                [f"{name} {taken[name].get(self.lang, taken[name]['zh'])}" for name in named],
            )
        joint = self.say("：", ": ")
        evidence = [f"{self._fact_name(key)}{joint}{words.to(self.lang)}" for key, words in measure.evidence]
        if evidence:
            yield self.say("证明材料（建议）", "Evidence (proposed)"), evidence

    def _fact_name(self, key: str) -> str:
        fact = self.rules.facts.get(key)
        return fact.words.to(self.lang) if fact is not None else key

    def _bases(self) -> list[Basis]:
        bases = [condition.basis for condition in self.measure.conditions]
        return bases + ([self.measure.money.basis] if self.measure.money else [])

    def _condition(self, condition: Any) -> str:
        text = self.prose.text(condition.node)
        label = condition.words.to(self.lang) if condition.words else text
        says_it_all = label == text or (isinstance(condition.node, Not) and isinstance(condition.node.part, Given))
        joint = self.say("：", ": ")
        return (label if says_it_all else f"{label}{joint}{text}") + self._why(condition.basis)

    def _why(self, basis: Basis) -> str:
        readings = self.say("、", ", ").join(basis.readings)
        quote = f"“{basis.quote}”" if basis.quote else ""
        inside = " ".join(part for part in (quote, readings) if part)
        return self.say(f"　← {inside}", f"  ← {inside}")

    def _determinations(self) -> Iterator[str]:
        seen = set()
        for node in self.measure.nodes():
            for fact in facts_of(node):
                if fact.determination is None or fact.key in seen:
                    continue
                seen.add(fact.key)
                authority = self.rules.authorities.get(fact.determination.by)
                by = authority.name_on(self.on).to(self.lang) if authority else fact.determination.by
                allowed = self._range(fact) if fact.kind in ORDERED else self.say("是/否", "yes/no")
                if fact.kind is Kind.ENUM:
                    allowed = options(fact.options, fact.all_options, self.lang)
                quote = f"“{fact.determination.quote}”" if fact.determination.quote else ""
                yield self.say(
                    f"{fact.words.zh}（{by}）：{allowed}　← {quote}", f"{fact.words.en} ({by}): {allowed}  ← {quote}"
                )

    def _range(self, of: Fact | Slot) -> str:
        """A range as policies write it."""
        low, high = of.domain
        if of.kind is Kind.MONEY and self.lang != "en" and high < NO_BOUND:
            return f"{round_money(low)}至{round_money(high)}"
        return span(of.kind, of.domain, self.lang)

    def _slots(self) -> Iterator[str]:
        seen = set()
        for node in [part for top in self.measure.nodes() for part in walk(top)]:
            if not isinstance(node, Open | Filled) or node.slot.key in seen:
                continue
            seen.add(node.slot.key)
            slot = node.slot
            allowed = self.say("允许 ", "allowed: ") + self._range(slot) if slot.kind in ORDERED else ""
            allowed = options(slot.options, slot.all_options, self.lang) if slot.kind is Kind.ENUM else allowed
            state = self.say("待定", "open")
            if isinstance(node, Filled):
                state = self.say(
                    f"已由{node.document}规定：{self.prose.text(node.value)}",
                    f"set by {node.document}: {self.prose.text(node.value)}",
                )
            yield self.say(f"{slot.words.zh}：{state}　{allowed}", f"{slot.words.en}: {state}  {allowed}").rstrip()
