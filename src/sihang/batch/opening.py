"""A table of any format, opened."""

from __future__ import annotations

from pathlib import Path

from sihang.batch.csv_file import open_csv
from sihang.batch.order import format_of
from sihang.batch.parquet_file import open_parquet
from sihang.batch.problems import refuse
from sihang.batch.source import Source
from sihang.batch.xlsx_file import open_xlsx


def open_source(path: Path, folder: Path, sheet: str | None = None) -> Source:
    """Open a CSV, XLSX or Parquet table.

    Args:
        folder: where a copy may be written, for a file in another encoding than UTF-8.

    Raises:
        TableUnusable: there is no such file, or it is not what its name says.
    """
    form = format_of(path)
    if form == "parquet":
        return open_parquet(path)
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refuse(
            "unreadable-table", str(path), f"读不了文件：{reason}", f"cannot read the file: {reason}"
        ) from None
    return open_csv(path, folder) if form == "csv" else open_xlsx(path, sheet)
