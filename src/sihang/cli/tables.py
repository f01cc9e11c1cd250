"""Tables on the terminal, by rich: wide Chinese characters line up, colours only where there is a terminal."""

from __future__ import annotations

import shutil

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sihang.rulebook.coverage import KINDS, Coverage
from sihang.rulebook.parts import part_words

COLUMNS_WITHOUT_TERMINAL = 140


def console() -> Console:
    """A console as wide as the terminal; wide enough to be read where there is none."""
    columns = shutil.get_terminal_size(fallback=(COLUMNS_WITHOUT_TERMINAL, 24)).columns  # heeds $COLUMNS
    return Console(highlight=False, width=columns)


def coverage_table(covered: Coverage, package: str, lang: str) -> None:
    """Characters by clause and kind, and what is missing."""
    english = lang == "en"
    table = Table(box=box.SIMPLE_HEAVY, title=f"{package} · {'coverage of the text' if english else '原文覆盖'}")
    table.add_column("clause" if english else "条款")
    kinds = [kind for kind in KINDS if covered.by_kind.get(kind)]
    for kind in kinds:
        table.add_column(KINDS[kind].to(lang), justify="right")
    for clause, counts in covered.by_clause.items():
        cells = [str(counts[kind]) if counts.get(kind) else "·" for kind in kinds]
        table.add_row(part_words(clause).to(lang), *cells)
    table.add_section()
    table.add_row("characters" if english else "字数", *(str(covered.by_kind[kind]) for kind in kinds))
    table.add_row("share" if english else "占比", *(covered.share(kind) for kind in kinds), style="bold")
    screen = console()
    screen.print(table)
    if covered.complete:
        zh, en = (
            f"共 {covered.characters} 字，全部有去处：100.00%",
            f"{covered.characters} characters, all accounted for: 100.00%",
        )
        screen.print(Text(en if english else zh, style="green"))
        return
    for passage in covered.missing:
        zh, en = f"没有去处：{passage.text.strip()}", f"not accounted for: {passage.text.strip()}"
        screen.print(Text(en if english else zh, style="red"))
