"""A list as a file: CSV that a spreadsheet opens and does not run, and XLSX with text as text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import polars as pl
import xlsxwriter

WIDTHS = (22, 40, 12, 40)


def as_csv(cells: pl.DataFrame, headers: Sequence[str]) -> bytes:
    """Text that begins like a formula has been made harmless by then."""
    return cells.rename(dict(zip(cells.columns, headers, strict=True))).write_csv(include_bom=True).encode()


def as_xlsx(cells: pl.DataFrame, headers: Sequence[str], about: Iterable[tuple[str, str]]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        sheet = workbook.add_worksheet("list")
        sheet.write_row(0, 0, headers, bold)
        sheet.freeze_panes(1, 0)
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        for row, values in enumerate(cells.iter_rows(), start=1):
            sheet.write_row(row, 0, values)
        explained = workbook.add_worksheet("about")
        explained.set_column(0, 1, 40)
        for row, texts in enumerate(about):
            explained.write_row(row, 0, texts)
    return buffer.getvalue()
