"""A worksheet of an XLSX file. What we read is read as text, exactly as in CSV; the rest keeps its types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from sihang.batch.problems import Found, TableUnusable, refuse
from sihang.batch.source import Source, without_unnamed
from sihang.batch.xlsx_cells import cells_without_value

DIGITS = 15
"""What a spreadsheet shows of a number; further digits are noise of its binary floats."""
_LONG_NUMBER = r"^-?[0-9]+\.[0-9]+$"


def open_xlsx(path: Path, sheet: str | None = None) -> Source:
    """Open a worksheet, the first one where none is named.

    Raises:
        TableUnusable: no XLSX, no such sheet, no header, or cells that hold an error or a formula without a result.
    """
    import fastexcel

    try:
        reader = fastexcel.read_excel(path)
        names = reader.sheet_names
        chosen = _chosen(path.name, names, sheet)
        texts = reader.load_sheet(chosen, header_row=None, skip_rows=0, dtypes="string").to_polars()
        rows = texts.height - 1
        typed = _typed(reader, chosen) if rows > 0 else texts.clear()
    except fastexcel.FastExcelError as error:
        reason = str(error).splitlines()[0][:120]
        zh = f"读不了这个工作簿：{reason}。请用 Excel 或 WPS 另存为不加密的 .xlsx"
        raise refuse(
            "unreadable-table", path.name, zh, f"cannot read this workbook: {reason}. Save it as .xlsx, not encrypted"
        ) from None
    if texts.is_empty():
        raise refuse("empty-table", path.name, f"工作表“{chosen}”是空的", f"the sheet '{chosen}' is empty")
    if wrong := cells_without_value(path, names.index(chosen)):
        raise TableUnusable(Found(tuple(wrong)))
    texts.columns = [f"c{index}" for index in range(texts.width)]
    headers = {name: (value or "").strip() for name, value in texts.row(0, named=True).items()}
    body = texts.slice(1).with_columns(_shown_digits(pl.col(name)) for name in headers)
    kept = {name: f"t{index}" for index, name in enumerate(headers)}
    frame = pl.concat(
        [body, typed.rename(dict(zip(typed.columns, kept.values(), strict=True)))], how="horizontal"
    ).lazy()
    named = without_unnamed(path.name, frame, headers)
    about = {"sheet": chosen} | (
        {"other_sheets": ", ".join(name for name in names if name != chosen)} if len(names) > 1 else {}
    )
    return Source(path.name, frame, named, dict.fromkeys(named, pl.String()), (path,), rows, about=about, typed=kept)


def _chosen(name: str, names: list[str], sheet: str | None) -> str:
    if sheet is None:
        return names[0]
    if sheet in names:
        return sheet
    listed = "、".join(names)
    raise refuse("unreadable-table", name, f"没有工作表“{sheet}”，有：{listed}", f"no sheet '{sheet}', but: {listed}")


def _typed(reader: Any, sheet: str) -> pl.DataFrame:
    """Every column with the type that all its cells have; whole numbers as such, days without a time as days."""
    frame: pl.DataFrame = reader.load_sheet(sheet, header_row=None, skip_rows=1, schema_sample_rows=None).to_polars()
    return frame.with_columns(_plainer(column) for column in frame)


def _plainer(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Float64:
        whole = column.cast(pl.Int64, strict=False)
        return whole if (whole.cast(pl.Float64) == column).all() else column
    if isinstance(column.dtype, pl.Datetime):
        day = column.dt.date()
        return day if (day.cast(column.dtype) == column).all() else column
    return column


def _shown_digits(text: pl.Expr) -> pl.Expr:
    """A long number as the spreadsheet shows it: 123456789012.339996338 is 123456789012.34."""
    is_long = text.str.contains(_LONG_NUMBER) & (text.str.len_bytes() > DIGITS + 1)
    shown = text.map_elements(lambda each: f"{float(each):.{DIGITS}g}", return_dtype=pl.String)
    return pl.when(is_long).then(shown).otherwise(text)
