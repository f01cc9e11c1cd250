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
from sihang.rulebook.assess import load
from sihang.rulebook.coverage import KINDS, coverage
from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.package import Package, read_package
from sihang.rulebook.showing.measures import DecisionShown, LineShown, MeasureShown, measures_shown
from sihang.rulebook.showing.slots import SlotShown

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
    mine = [measure for measure in measures_shown(rulebook, on, lang) if measure.policy == package.id]
    pages: list[_Page | _ClausePage] = [_Page(package, measure, lang) for measure in mine if _asked_for(measure, which)]
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


def _asked_for(measure: MeasureShown, which: str | None) -> bool:
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

    def __init__(self, package: Package, measure: MeasureShown, lang: str) -> None:
        self.package = package
        self.measure = measure
        self.lang = lang

    def say(self, zh: str, en: str) -> str:
        return en if self.lang == "en" else zh

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure.id,
            "clause": self.measure.clause,
            "title": self.measure.title,
            "text": self._clause_text(),
            "rule": [{"part": title, "lines": lines} for title, lines in self._parts()],
        }

    def _clause_text(self) -> str:
        passage = self.package.text.clause(self.measure.clause)
        return passage.text.strip() if passage is not None else ""

    def table(self) -> Table:
        measure = self.measure
        title = f"{measure.id}  {measure.title}"
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
        for line in (*self.measure.conditions, *([self.measure.amount] if self.measure.amount else [])):
            if line.quote and line.quote in text.plain:
                start = text.plain.index(line.quote)
                text.stylize("bold underline", start, start + len(line.quote))
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
        yield self.say("条件（全部满足）", "Conditions (all of them)"), [self._based(c) for c in measure.conditions]
        if measure.decisions:
            yield (
                self.say("由部门决定", "Decided by an authority"),
                [self._decision(each) for each in measure.decisions],
            )
        if measure.amount is not None:
            yield self.say("金额", "Amount"), [self._based(measure.amount)]
        if measure.services:
            yield self.say("服务", "Services"), [service.text for service in measure.services]
        if measure.slots:
            yield self.say("留给细则", "Left to implementing rules"), [self._slot(slot) for slot in measure.slots]
        if measure.readings:
            yield self.say("解释", "Readings"), [f"{reading.id} {reading.taken}" for reading in measure.readings]
        joint = self.say("：", ": ")
        if measure.evidence:
            evidence = [f"{each.label}{joint}{each.document}" for each in measure.evidence]
            yield self.say("证明材料（建议）", "Evidence (proposed)"), evidence

    def _based(self, line: LineShown) -> str:
        readings = self.say("、", ", ").join(line.readings)
        quote = f"“{line.quote}”" if line.quote else ""
        inside = " ".join(part for part in (quote, readings) if part)
        return line.text + self.say(f"　← {inside}", f"  ← {inside}")

    def _decision(self, decision: DecisionShown) -> str:
        quote = f"“{decision.quote}”" if decision.quote else ""
        return self.say(
            f"{decision.label}（{decision.by}）：{decision.allowed}　← {quote}",
            f"{decision.label} ({decision.by}): {decision.allowed}  ← {quote}",
        )

    def _slot(self, slot: SlotShown) -> str:
        state, allowed = self.say("待定", "open"), self.say(f"允许 {slot.allowed}", f"allowed: {slot.allowed}")
        if slot.fills:
            fill = slot.fills[0]
            state = self.say(f"已由{fill.document}规定：{fill.value}", f"set by {fill.document}: {fill.value}")
        return self.say(f"{slot.label}：{state}　{allowed}", f"{slot.label}: {state}  {allowed}")
