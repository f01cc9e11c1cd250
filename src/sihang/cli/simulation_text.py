"""A simulation on the terminal: the sections of its report, answers first, bars left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from sihang.cli.tables import console
from sihang.lab.reporting.page import Cell, Page, Section, Table

ROWS_SHOWN = 16
"""Of one table, unless everything is asked for."""
FIRST_COLUMN = 16
"""Characters that the first column keeps on a narrow terminal."""


def show(page: Page, lang: str, *, everything: bool) -> None:
    """Print the page; `everything`: details too, and tables whole."""
    screen = console()
    screen.print(Group(*_heading(page, lang)))
    for section in page.sections:
        screen.print(Group(*_section(section, lang, everything)))


def _heading(page: Page, lang: str) -> Iterator[RenderableType]:
    yield Text(page.title.to(lang), style="bold")
    if page.about is not None:
        yield Text(page.about.to(lang), style="dim")
    for label, fact in page.facts:
        yield Text(f"{label.to(lang)}  {fact.to(lang)}")
    for notice in page.notices:
        yield Text(f"※ {notice.to(lang)}", style="magenta")


def _section(section: Section, lang: str, everything: bool) -> Iterator[RenderableType]:
    yield Text(f"\n{section.question.to(lang)}", style="bold cyan")
    for answer in section.answer:
        yield Text(answer.to(lang))
    for table in section.tables:
        if everything or not table.is_detail:
            yield from _table(table, lang, everything)
    for note in section.notes:
        yield Text(note.to(lang), style="dim")


def _table(table: Table, lang: str, everything: bool) -> Iterator[RenderableType]:
    if not table.rows:
        if table.empty is not None:
            yield Text(table.empty.to(lang))
        return
    shown = RichTable(
        box=box.SIMPLE, title=table.caption.to(lang) if table.caption else None, title_justify="left", pad_edge=False
    )
    kept = [index for index in range(len(table.columns)) if any(row[index].words.zh for row in table.rows)]
    for index in kept:
        is_figure = any(row[index].is_figure for row in table.rows)
        width = FIRST_COLUMN if index == 0 else None
        justify: Literal["right", "left"] = "right" if is_figure else "left"
        shown.add_column(table.columns[index].to(lang), justify=justify, min_width=width)
    rows = table.rows if everything else table.rows[:ROWS_SHOWN]
    for row in rows:
        shown.add_row(*(_cell(row[index], lang) for index in kept))
    yield shown
    more = len(table.rows) - len(rows)
    if more:
        yield Text(f"… {more} more; --all" if lang == "en" else f"… 另有 {more} 行，--all 列出", style="dim")


def _cell(cell: Cell, lang: str) -> Text:
    shown = Text(cell.words.to(lang))
    if cell.note is not None:
        shown.append(f"  {cell.note.to(lang)}", style="dim")
    return shown
