"""An officer's desk: workbooks and CSV files written by hand, a run over them, and the results read back."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from sihang.batch.order import Order, Report
from sihang.batch.problems import Found, TableUnusable
from sihang.batch.run import run
from sihang.rulebook import load

loaded = cache(load)
DAY = date(2025, 6, 30)
EXAMPLE = ("yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025")

HERE = {"单位类型": "企业", "在本区注册": "是", "在失信惩戒名单": "否"}
CHALLENGE = {
    "揭榜项目": "是",
    "项目在重点产业体系": "是",
    "攻关牵头单位为龙头企业": "是",
    "有高校院所联合": "是",
    "攻关成效显著": "是",
}
"""With the amount spent and the rate, m03: rate × spend, at most 2,000,000 yuan."""

Row = dict[str, Any]


def csv_text(*rows: Row, delimiter: str = ",") -> str:
    """A table of rows that each name only what they fill; columns in the order of their first mention."""
    headers = dict.fromkeys(name for row in rows for name in row)
    lines = [list(headers), *([str(row.get(name) or "") for name in headers] for row in rows)]
    return "".join(delimiter.join(map(_quoted, line)) + "\r\n" for line in lines)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',;\t"\r\n') else cell


def write_csv(path: Path, *rows: Row, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(csv_text(*rows, delimiter=delimiter).encode(encoding))
    return path


def write_xlsx(path: Path, *rows: Row, sheet: str = "名单", before: int = 0) -> Path:
    """A workbook as the office writes it: numbers as numbers, days as days; `before`: empty sheets before it."""
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number in range(before):
            workbook.add_worksheet(f"封面{number}")
        page = workbook.add_worksheet(sheet)
        headers = list(dict.fromkeys(name for row in rows for name in row))
        for place, name in enumerate(headers):
            page.write_string(0, place, name)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(headers):
                value = row.get(name)
                if isinstance(value, date | datetime):
                    page.write_datetime(number, place, value, day)
                elif isinstance(value, str):
                    page.write_string(number, place, value)
                elif value is not None:
                    page.write(number, place, value)
    return path


def assess(table: Path, output: Path, policies: tuple[str, ...] = EXAMPLE, **options: Any) -> Report:
    return run(Order(table, output, options.pop("on", DAY), **options), loaded(*policies))


def refused(table: Path, output: Path, **options: Any) -> Found:
    """The problems for which a table is refused; nothing is written."""
    with pytest.raises(TableUnusable) as error:
        assess(table, output, **options)
    assert not output.exists()
    return error.value.found


def said(found: Found) -> list[tuple[str, str]]:
    """Place and code of each problem."""
    return [(problem.where, problem.code) for problem in found.first(10_000)]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet_rows(path: Path, sheet: str = "结果 results") -> list[dict[str, Any]]:
    frame = pl.read_excel(path, sheet_name=sheet, engine="calamine", infer_schema_length=None)
    return frame.to_dicts()


def manifest_of(path: Path) -> dict[str, Any]:
    if path.suffix == ".csv":
        return json.loads(path.with_name(path.name + ".manifest.json").read_text(encoding="utf-8"))
    return json.loads(pl.read_parquet_metadata(path)["sihang"])


def left_behind(folder: Path) -> list[str]:
    """Everything in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())
