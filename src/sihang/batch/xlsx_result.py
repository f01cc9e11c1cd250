"""Results as a workbook: money as numbers with two decimals, text as text, the header in view, and a sheet that says how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import polars as pl

from sihang.batch.engines import Advance
from sihang.batch.problems import refuse
from sihang.batch.results import FEN_SHOWN_MAX, ResultTable
from sihang.batch.vocabulary import in_yuan
from sihang.rulebook.words import yuan

ROWS_MAX = 1_048_576
"""Of a worksheet, with the header."""
_AT_ONCE = 20_000
_MONEY, _DAY, _TIME = "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
TEXT_MAX = 32_767
DIGITS_MAX = 15
_WIDTH = 16

Cell = Callable[[int, int, Any], None]


def write_xlsx(tables: Sequence[ResultTable], about: Sequence[tuple[str, str]], target: Path, advance: Advance) -> None:
    """Write each table on a sheet of its name, and `about` on a last one, if there is anything."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_urls": False,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        header = workbook.add_format({"bold": True, "bottom": 1})
        forms = {form: workbook.add_format({"num_format": form}) for form in (_MONEY, _DAY, _TIME)}
        for table in tables:
            sheet = workbook.add_worksheet(table.title[:31])
            _Sheet(sheet, header, forms).write(table, advance)
        if about:
            _write_about(workbook.add_worksheet("说明 about"), about)


def _write_about(sheet: Any, about: Sequence[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, texts in enumerate(about):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text[:TEXT_MAX])


class _Sheet:
    def __init__(self, sheet: Any, header: Any, forms: Mapping[str, Any]) -> None:
        self.sheet = sheet
        self.header = header
        self.forms = forms

    def write(self, table: ResultTable, advance: Advance) -> None:
        frame = table.frame
        schema = frame.collect_schema()
        amounts = set(table.amounts)
        for place, name in enumerate(schema):
            self.sheet.write_string(0, place, in_yuan(name) if name in amounts else name, self.header)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_column(0, max(len(schema) - 1, 0), _WIDTH)
        cells = [self._money if name in amounts else self._cell(dtype) for name, dtype in schema.items()]
        row = 1
        height = frame.select(pl.len()).collect().item()
        for start in range(0, height, _AT_ONCE):
            part = frame.slice(start, _AT_ONCE).collect()
            for values in part.iter_rows():
                for place, (cell, value) in enumerate(zip(cells, values, strict=True)):
                    if value is not None:
                        cell(row, place, value)
                row += 1
            advance(part.height)

    def _money(self, row: int, place: int, fen: int) -> None:
        """The double nearest to the amount, of which a spreadsheet shows every digit; as text where it would not."""
        if fen < FEN_SHOWN_MAX:
            self.sheet.write_number(row, place, fen / 100, self.forms[_MONEY])
        else:
            self.sheet.write_string(row, place, yuan(fen))

    def _cell(self, dtype: pl.DataType) -> Cell:
        if dtype == pl.Boolean:
            write: Cell = self.sheet.write_boolean
            return write
        if dtype.is_numeric():
            return self._number
        if dtype.is_temporal():
            return self._day
        return self._text

    def _text(self, row: int, place: int, value: Any) -> None:
        text = str(value)
        if len(text) > TEXT_MAX:
            zh = f"第 {row + 1} 行有一段文字超过 {TEXT_MAX} 字，XLSX 放不下；请输出 .csv 或 .parquet"
            raise refuse(
                "too-long-for-xlsx",
                "-o",
                zh,
                f"row {row + 1} has a text above {TEXT_MAX} characters; write .csv or .parquet",
            )
        self.sheet.write_string(row, place, text)

    def _number(self, row: int, place: int, value: Any) -> None:
        """As a number where the spreadsheet keeps all its digits; else as text."""
        digits = len(Decimal(value).as_tuple().digits) if isinstance(value, int | Decimal) else 0
        if digits <= DIGITS_MAX and isfinite(value):
            self.sheet.write_number(row, place, float(value))
        else:
            self.sheet.write_string(row, place, str(value))

    def _day(self, row: int, place: int, value: Any) -> None:
        naive = value.replace(tzinfo=None) if isinstance(value, datetime | time) else value
        if not isinstance(naive, date) or naive.year < 1900:
            self._text(row, place, value)
            return
        form = _TIME if isinstance(naive, datetime) else _DAY
        self.sheet.write_datetime(row, place, naive, self.forms[form])
