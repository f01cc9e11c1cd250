"""Parquet: a file, a folder of parts, or a pattern. Only the schema and the number of rows are read here."""

from __future__ import annotations

from collections.abc import Iterator
from glob import has_magic
from itertools import accumulate
from pathlib import Path

import polars as pl

from sihang.batch.problems import refuse
from sihang.batch.source import Source


def open_parquet(given: Path) -> Source:
    """Open one table of Parquet.

    Raises:
        TableUnusable: no such files, not Parquet, or parts whose columns differ.
    """
    files = parts_of(given)
    try:
        schemas = [pl.scan_parquet(file, glob=False, hive_partitioning=False).collect_schema() for file in files]
        rows = [_rows(file) for file in files]
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0][:160]
        raise refuse(
            "unreadable-table", given.name, f"读不了这个 Parquet：{reason}", f"cannot read this Parquet: {reason}"
        ) from None
    for file, schema in zip(files, schemas, strict=True):
        if differing := sorted(name for name, _ in schema.items() ^ schemas[0].items()):
            zh = f"{file.name} 与 {files[0].name} 的列或类型不同：{differing[0]}"
            raise refuse(
                "unreadable-table",
                given.name,
                zh,
                f"{file.name} has other columns or types than {files[0].name}: {differing[0]}",
            )
    frame, schema = pl.scan_parquet(files, glob=False, hive_partitioning=False), schemas[0]
    starts = tuple(accumulate(rows[:-1], initial=0))
    return Source(
        given.name, frame, {name: name for name in schema}, schema, tuple(files), sum(rows),
        first_row=1, parts=tuple(file.name for file in files), starts=starts, units=True,
    )  # fmt: skip


def parts_of(given: Path) -> list[Path]:
    """The files of a table in order; those whose name begins with `_` or `.` are notes of whoever wrote it."""
    if given.is_file():
        return [given]
    found = given.rglob("*.parquet") if given.is_dir() else _matching(given)
    files = sorted(path for path in found if path.is_file() and not path.name.startswith(("_", ".")))
    if not files:
        raise refuse("unreadable-table", given.name, "没有这样的 Parquet 文件", "there is no such Parquet file")
    return files


def _rows(file: Path) -> int:
    count: int = pl.scan_parquet(file, glob=False).select(pl.len()).collect().item()
    return count


def _matching(pattern: Path) -> Iterator[Path]:
    """The files of a pattern such as `register/2025-*.parquet`."""
    fixed = Path(pattern.anchor)
    parts = list(pattern.parts[1:] if pattern.anchor else pattern.parts)
    while parts and not has_magic(parts[0]):
        fixed /= parts.pop(0)
    return fixed.glob(str(Path(*parts))) if parts else iter(())
