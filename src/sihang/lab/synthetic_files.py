"""A synthetic register as files: Parquet in canonical form; CSV and XLSX as an office fills them in (docs/tables.md).

A file is whole or not there, and says that it is synthetic: in the metadata of Parquet, on a sheet of a workbook, in a column
everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import polars as pl

from sihang.batch.order import Unwatched, Watch, format_of
from sihang.batch.problems import refuse
from sihang.batch.results import ResultTable, yuan_text
from sihang.batch.whole import Interrupted, Outputs, outputs_beside, refuse_to_overwrite, run_to_the_end
from sihang.batch.xlsx_result import ROWS_MAX, write_xlsx
from sihang.lab.synthetic import Register, Table
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.tables.names import column_of

GROUP_ROWS = 1 << 17
"""Rows of one row group of Parquet."""
SHEET = "示例数据"
_FEN, _BP = "_fen", "_bp"
DRAWING, WRITING = Words("生成", "drawing"), Words("写出", "writing")
_TIME_TO_END = 10  # seconds, at most


def write(register: Register, target: Path, watch: Watch | None = None) -> None:
    """Write the register as one table, in the format that the name ends in; a file that is there is replaced.

    Raises:
        TableUnusable: there is no such format, a worksheet has not so many rows, or nothing can be written there.
        Interrupted: nothing was written.
    """
    form = format_of(target)
    refuse_to_overwrite((), [target])
    if form == "xlsx" and register.rows >= ROWS_MAX:
        zh = f"XLSX 一张工作表最多 {ROWS_MAX - 1} 行数据；请输出 .csv 或 .parquet"
        en = f"a worksheet of XLSX holds {ROWS_MAX - 1} rows under its header; write .csv or .parquet"
        raise refuse("too-many-rows", target.name, zh, en)
    writer = {"parquet": _parquet, "csv": _csv, "xlsx": _xlsx}[form]
    with outputs_beside(target) as outputs:
        beside = outputs.path(target)
        _to_the_end(target, outputs, watch, lambda watch: writer(register, register.table(), beside, watch))


def write_tables(register: Register, folder: Path, watch: Watch | None = None) -> None:
    """Write organisations.parquet and a file for each type of matter into a new folder, or an empty one; all or none.

    Raises:
        TableUnusable: nothing can be written there.
        Interrupted: nothing was written.
    """
    if folder.is_dir() and any(folder.iterdir()):
        zh, en = "文件夹里已有文件，请换一个", "there are files in this folder; name another"
        raise refuse("cannot-write", str(folder), zh, en)
    with outputs_beside(folder) as outputs:
        beside = outputs.path(folder)

        def work(watch: Watch) -> None:
            beside.mkdir()
            for table in register.tables():
                _parquet(register, table, beside / f"{table.name}.parquet", watch)

        _to_the_end(folder, outputs, watch, work)


class _Stoppable:
    """A watch that ends the work from inside, once it was interrupted: it draws in threads that outlive the main one."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.interrupted = Event()

    def stage(self, words: Words, rows: int | None) -> None:
        self.watch.stage(words, rows)

    def advance(self, rows: int) -> None:
        if self.interrupted.is_set():
            raise Interrupted
        self.watch.advance(rows)


def _to_the_end(target: Path, outputs: Outputs, watch: Watch | None, work: Callable[[Watch], None]) -> None:
    """Do the work and rename its files."""
    stoppable, ended = _Stoppable(watch or Unwatched()), Event()

    def watched() -> None:
        try:
            work(stoppable)
        finally:
            ended.set()

    try:
        run_to_the_end(watched, outputs.commit)
    except Interrupted:
        stoppable.interrupted.set()
        ended.wait(_TIME_TO_END)
        raise
    except (OSError, pl.exceptions.ComputeError) as error:
        if not isinstance(error, OSError) and "os error" not in str(error):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse("cannot-write", str(target), f"写不了：{reason}", f"cannot write there: {reason}") from None


def _drawn(table: Table, watch: Watch) -> pl.LazyFrame:
    watch.stage(DRAWING, table.organisations)
    return table.lazy(watch.advance)


def _parquet(register: Register, table: Table, target: Path, watch: Watch) -> None:
    about = register.about()
    _drawn(table, watch).sink_parquet(target, row_group_size=GROUP_ROWS, metadata=about, engine="streaming")


def _csv(register: Register, table: Table, target: Path, watch: Watch) -> None:
    """UTF-8 with a mark, without which a spreadsheet takes it for another encoding."""

    def in_yuan(name: str) -> pl.Expr:
        return yuan_text(pl.col(name)).alias(name.removesuffix(_FEN)) if name.endswith(_FEN) else pl.col(name)

    filled_in = as_filled_in(table, register.drawing.facts)
    shown = filled_in.each(lambda block: block.select(map(in_yuan, block.columns)))
    _drawn(shown, watch).sink_csv(target, include_bom=True, engine="streaming")


def _xlsx(register: Register, table: Table, target: Path, watch: Watch) -> None:
    lazy = _drawn(as_filled_in(table, register.drawing.facts), watch)
    kept = target.with_suffix(".parquet")
    lazy.sink_parquet(kept, engine="streaming")
    money = [name for name in lazy.collect_schema() if name.endswith(_FEN)]
    watch.stage(WRITING, table.organisations)
    write_xlsx([ResultTable(SHEET, kept, money)], list(register.about().items()), target, watch.advance)


def as_filled_in(table: Table, facts: Mapping[str, Fact]) -> Table:
    """The table as an office fills it in: 是 and 否, labels, rates as 12.5%. Money is still in fen."""
    options = {column_of(fact): fact.options for fact in facts.values() if fact.kind is Kind.ENUM}

    def shown(name: str, dtype: pl.DataType) -> pl.Expr:
        column = pl.col(name)
        if name in options:
            column = column.replace_strict({option.key: option.words.zh for option in options[name]})
        elif dtype == pl.Boolean:
            column = pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
        elif name.endswith(_BP):
            column = percent(column)
        return column.alias(name.removesuffix(_BP))

    return table.each(lambda block: block.select(shown(name, dtype) for name, dtype in block.schema.items()))


def percent(bp: pl.Expr) -> pl.Expr:
    """`12.5%`; empty stays empty."""
    rest = (bp % 100).cast(pl.String).str.zfill(2)
    number = pl.concat_str((bp // 100).cast(pl.String), rest, separator=".")
    return number.str.strip_chars_end("0").str.strip_chars_end(".") + "%"
