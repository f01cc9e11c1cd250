"""The end of `sihang batch`: what became of every row, each measure in all, and the files written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.table import Table

from sihang.batch.order import Report
from sihang.batch.summary import MeasureSummary, Total
from sihang.cli.tables import console
from sihang.rulebook.errors import printable
from sihang.rulebook.words import yuan

PASSED_SHOWN = 12


def show_summary(report: Report, set_apart: Path | None, lang: str) -> None:
    """`set_apart`: where rows with problems went."""
    english = lang == "en"
    for line in _lines_before(report, set_apart, english):
        click.echo(line)
    console().print(_table(report, english))
    for line in _lines_after(report, english):
        click.echo(line)


def _lines_before(report: Report, set_apart: Path | None, english: bool) -> list[str]:
    rows = report.rows
    said = f"{rows['assessed']} row(s) assessed" if english else f"评估 {rows['assessed']} 行"
    if rows["set_apart"]:
        said += (
            f", {rows['set_apart']} set apart in {set_apart}"
            if english
            else f"，{rows['set_apart']} 行有问题，另存于 {set_apart}"
        )
    if rows["empty"]:
        said += f", {rows['empty']} empty" if english else f"，{rows['empty']} 行全空"
    lines = [said + ("." if english else "。")]
    lines += [line for source in report.manifest["inputs"] for line in _found_out(source, english)]
    noticed = [package for package in report.manifest["packages"] if "notice" in package]
    return lines + [f"{each['id']}: {each['notice']['en' if english else 'zh']}" for each in noticed]


def _found_out(source: Mapping[str, Any], english: bool) -> Iterator[str]:
    """What was not said when the file was named."""
    name = printable(source["name"])
    if source.get("encoding", "UTF-8") != "UTF-8":
        yield f"{name}: read as {source['encoding']}" if english else f"{name}：按 {source['encoding']} 读入"
    if "other_sheets" in source:
        sheet, others = printable(source["sheet"]), printable(source["other_sheets"])
        yield (
            f"{name}: only the sheet '{sheet}' was read, not {others}"
            if english
            else f"{name}：只读了工作表“{sheet}”，未读 {others}"
        )


def _table(report: Report, english: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAVY)
    heads = ("measure", "met", "unknown", "not met", "from, yuan", "to, yuan")
    for head in heads if english else ("措施", "符合", "未定", "不符合", "金额下限（元）", "金额上限（元）"):
        table.add_column(head, justify="left" if head in ("measure", "措施") else "right")
    for each in report.summary.measures:
        if each.met or each.unknown or each.not_met:
            table.add_row(*_row(each, report, english))
    table.add_section()
    best = report.summary.combination
    table.add_row(
        "best combination" if english else "最优组合", "", "", "", yuan(best.low), _high(best, english), style="bold"
    )
    return table


def _row(each: MeasureSummary, report: Report, english: bool) -> tuple[str, ...]:
    title = report.manifest["measures"][each.measure]["en" if english else "zh"]
    counts = (str(each.met), str(each.unknown), str(each.not_met))
    return (f"{each.measure} {title}", *counts, yuan(each.total.low), _high(each.total, english))


def _high(total: Total, english: bool) -> str:
    """A total of which some rows have no upper bound has none."""
    if not total.unbounded:
        return yuan(total.high)
    return f"no upper bound ({total.unbounded} row(s))" if english else f"不设上限（{total.unbounded} 行）"


def _lines_after(report: Report, english: bool) -> list[str]:
    lines = []
    passed = [printable(name) for name in report.passed]
    if passed:
        shown = ("、" if not english else ", ").join(passed[:PASSED_SHOWN]) + (
            " …" if len(passed) > PASSED_SHOWN else ""
        )
        lines.append(f"passed through, not read: {shown}" if english else f"原样带出、不作事实的列：{shown}")
    if report.summary.uncertain:
        count = report.summary.uncertain
        lines.append(
            f"{count} row(s) whose best combination may change with what is open"
            if english
            else f"{count} 行的最优组合随未定事项可能改变"
        )
    if report.guarded:
        zh = f"{report.guarded} 处文字以 = + - @ 开头，CSV 中加了撇号，以免被当作公式"
        en = f"{report.guarded} text(s) begin with = + - @ and got an apostrophe, so that no spreadsheet runs them"
        lines.append(en if english else zh)
    written = ", ".join(str(path) for path in report.written)
    return [*lines, f"written: {written}" if english else f"写出：{written}"]
