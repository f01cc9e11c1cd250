"""Empty workbooks for officers to fill in: the headers that an import takes, and a second sheet that explains them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import IO, Any

import xlsxwriter

from sihang.portal.applicant.shown import UNIT
from sihang.register.sheets import REQUIRED, SheetKind, sheet_of
from sihang.rulebook.facts import Fact, Kind

WIDTH = 18


def template_workbook(kind: SheetKind, facts: Mapping[str, Fact], today: date, target: IO[bytes]) -> None:
    """Write it; of a series, organisations have a column for each of the last three fiscal years."""
    columns = {column.fact.key: column.fact for column in sheet_of(kind, facts).names.values()}
    headers = [fact.words.zh for fact in columns.values()]
    series = [fact for fact in facts.values() if fact.series] if kind is SheetKind.ORGANISATIONS else []
    headers += [f"{fact.words.zh}{year}" for fact in series for year in range(today.year - 3, today.year)]
    needed = {fact.key for fact in REQUIRED[kind]}
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        sheet = workbook.add_worksheet(kind.words.zh.split("（")[0])
        sheet.write_row(0, 0, headers, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headers) - 1, WIDTH)
        _explain(workbook.add_worksheet("填写说明"), [*columns.values(), *series], needed, bold)


def _explain(sheet: Any, facts: list[Fact], needed: set[str], bold: Any) -> None:
    sheet.write_row(0, 0, ("列名", "必填", "填什么"), bold)
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(2, 2, 80)
    for row, fact in enumerate(facts, start=1):
        sheet.write_row(row, 0, (fact.words.zh, "是" if fact.key in needed else "", _what(fact)))


def _what(fact: Fact) -> str:
    match fact.kind:
        case Kind.YES_NO:
            return "是 或 否"
        case Kind.ENUM:
            return "、".join(option.words.zh for option in fact.options)
        case Kind.MONEY:
            return "以元计的数字，如 31000000.00"
        case Kind.DATE:
            return "日期，如 2025-06-30"
    return UNIT[fact.kind].zh if fact.kind in UNIT else "文字"
