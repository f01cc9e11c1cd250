"""A run: the tables opened and checked, assessed by an engine, and written; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from sihang.batch import apart, manifest
from sihang.batch.checks import Checked, check, problems_of
from sihang.batch.engines import engine_of
from sihang.batch.explain import Explainer
from sihang.batch.order import Order, Report, Unwatched, Watch, format_of
from sihang.batch.problems import Found, TableUnusable, refuse
from sihang.batch.results import ResultTable, write_csv
from sihang.batch.several import Assessing, assess_all
from sihang.batch.summary import summary_of
from sihang.batch.table import Table
from sihang.batch.tables import Tables, known_type, open_tables, problems_between
from sihang.batch.vocabulary import IDENTITY
from sihang.batch.whole import Outputs, outputs_beside, refuse_to_overwrite, run_to_the_end
from sihang.batch.xlsx_result import ROWS_MAX, write_xlsx
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.errors import Words

CHECKING = Words("检查输入", "checking")
ASSESSING = Words("评估", "assessing")
WRITING = Words("写出", "writing")


def run(order: Order, rulebook: Rulebook, watch: Watch | None = None) -> Report:
    """Assess the tables of an order.

    Raises:
        TableUnusable: the input has problems and its rows are not to be set apart; nothing was assessed.
        PackageUnusable: the packages cannot be used on that day.
        Interrupted: nothing was written.
    """
    if order.matters and order.set_apart is not None:
        zh = "有事项表时不能分出有问题的行：一个单位少了一行，组合就不对。请先改正"
        en = "with tables of matters no rows can be set apart: an organisation would lack one, and its combination be wrong"
        raise refuse("apart-with-matters", "--set-apart", zh, en)
    vocabulary = rulebook.vocabulary(order.on)
    order = replace(order, matters={known_type(name, vocabulary): path for name, path in order.matters.items()})
    targets = _Targets(order)
    refuse_to_overwrite([order.table, *order.matters.values()], targets.all)
    targets.refuse_to_replace()
    with outputs_beside(order.output) as files:
        job = _Run(order, targets, rulebook, watch or Unwatched(), files)
        done = run_to_the_end(job.run, files.commit)
    if isinstance(done, Found):
        raise TableUnusable(done)
    return done


class _Targets:
    """The files that a run writes."""

    def __init__(self, order: Order) -> None:
        self.order = order
        by_parts = order.engine == "spark" and not order.matters
        self.form = "parquet" if by_parts and not order.output.suffix else format_of(order.output)
        self.is_folder = by_parts and self.form == "parquet"

    @cached_property
    def manifest(self) -> Path | None:
        """A CSV has no place for it inside, nor has a folder of parts."""
        beside = self.form == "csv" or self.is_folder
        return self.order.output.with_name(self.order.output.name + manifest.SUFFIX) if beside else None

    def refuse_to_replace(self) -> None:
        """A file never becomes a folder."""
        if self.is_folder and self.order.output.exists():
            zh = "Spark 的结果是一个文件夹，已有同名的文件；请换一个名字"
            en = "results of Spark are a folder, and there is a file of this name; name another"
            raise refuse("cannot-write", str(self.order.output), zh, en)

    def of_matters(self, matter_type: str) -> Path | None:
        """A workbook has a sheet for each table; else each is a file."""
        output = self.order.output
        return None if self.form == "xlsx" else output.with_name(f"{output.stem}.{matter_type}{output.suffix}")

    @property
    def all(self) -> list[Path]:
        given = (self.order.output, self.order.set_apart, self.order.problems, self.manifest)
        return [path for path in (*given, *map(self.of_matters, self.order.matters)) if path is not None]


class _Run:
    def __init__(self, order: Order, targets: _Targets, rulebook: Rulebook, watch: Watch, files: Outputs) -> None:
        self.order = order
        self.targets = targets
        self.rulebook = rulebook
        self.watch = watch
        self.files = files
        self.rules = rulebook.rules(order.on)
        self.written: list[Path] = []

    def run(self) -> Report | Found:
        """The report, or the problems for which nothing was assessed."""
        engine = engine_of(self.order.engine, self.order.master)
        self.watch.stage(CHECKING, None)
        tables = open_tables(self.order, self.rulebook, self.files.folder)
        for table in tables.all:
            self._must_fit(table)
        checked = {
            name: check(table, self.files.folder / f"canonical-{name}.parquet") for name, table in tables.named.items()
        }
        found = self._problems(tables, checked)
        self._write_problems(found)
        if found and self.order.set_apart is None:
            return found
        apart_rows = self._set_apart(checked, found)
        rows = self._rows(checked[""], apart_rows)
        made_from = self._manifest(tables, rows)
        self.watch.stage(ASSESSING, sum(each.count for each in checked.values()))
        metadata = manifest.as_metadata(made_from)
        results = assess_all(
            Assessing(
                tables, checked, engine, self.rulebook, self.order.on, self.files.folder, metadata, self.watch.advance
            )
        )
        summary = summary_of([each.frame for each in results], [measure.id for measure in self.rules.measures])
        self.watch.stage(WRITING, rows["assessed"])
        guarded = self._write(results, made_from)
        passed = tables.organisations.matched.unread
        return Report(made_from, summary, tuple(self.written), rows, found, passed, guarded)

    def _target(self, target: Path) -> Path:
        self.written.append(target)
        return self.files.path(target)

    # the input

    def _must_fit(self, table: Table) -> None:
        """Refuse before the work what a worksheet could not hold after it."""
        if self.targets.form == "xlsx" and table.source.rows >= ROWS_MAX:
            rows, most = table.source.rows, ROWS_MAX - 1
            zh = f"XLSX 一张工作表最多 {most} 行数据，这里有 {rows} 行；请输出 .csv 或 .parquet"
            en = (
                f"a worksheet of XLSX holds {most} rows under its header, this table has {rows}; write .csv or .parquet"
            )
            raise refuse("too-many-rows", table.source.name, zh, en)

    def _problems(self, tables: Tables, checked: Mapping[str, Checked]) -> Found:
        explain = Explainer(self.rulebook.vocabulary(self.order.on).mappings, self.order.on)
        found = Found()
        for each in checked.values():
            found += problems_of(each, explain)
        keys = {header for table in tables.all for header in table.matched.headers_of(IDENTITY)}
        if not found.cells.filter(pl.col("column").is_in(keys)).is_empty():
            return found  # which rows belong together is not known yet
        return found + problems_between(tables, checked)

    def _write_problems(self, found: Found) -> None:
        if self.order.problems is not None and found:
            found.write(self._target(self.order.problems))

    def _set_apart(self, checked: dict[str, Checked], found: Found) -> int:
        """Write the rows with problems, if they are to be set apart, and go on without them; return how many."""
        if not found or self.order.set_apart is None:
            return 0
        target, folder = self._target(self.order.set_apart), self.files.folder
        table = checked[""].table
        checked[""] = checked[""].without(apart.rows_of(found), folder / "the-others.parquet")
        return apart.write_apart(table, found, target, format_of(self.order.set_apart), folder)

    @staticmethod
    def _rows(checked: Checked, apart_rows: int) -> dict[str, int]:
        """Where every row went."""
        read, assessed = checked.table.source.rows, checked.count
        return {"read": read, "empty": read - apart_rows - assessed, "set_apart": apart_rows, "assessed": assessed}

    def _manifest(self, tables: Tables, rows: Mapping[str, int]) -> dict[str, Any]:
        order = self.order
        options = {
            "on": order.on.isoformat(), "known": order.known.isoformat() if order.known else None, "engine": order.engine,
            "output": order.output.name, "matters": {key: path.name for key, path in order.matters.items()},
            "set_apart": order.set_apart.name if order.set_apart else None, "as_is": list(order.as_is), "sheet": order.sheet,
        }  # fmt: skip
        return manifest.manifest_of(self.rules, options, [table.source for table in tables.all], rows)

    # the output

    def _write(self, results: Sequence[ResultTable], made_from: Mapping[str, Any]) -> int:
        """Write the tables of results, the organisations first; return how many texts were made harmless."""
        if self.targets.form == "xlsx":
            write_xlsx(results, list(manifest.as_rows(made_from)), self._target(self.order.output), self.watch.advance)
            return 0
        if self.targets.manifest is not None:
            self._target(self.targets.manifest).write_text(manifest.as_text(made_from), encoding="utf-8")
        guarded = 0
        for result in results:
            target = self._target((self.targets.of_matters(result.name) if result.name else None) or self.order.output)
            if self.targets.form == "csv":
                guarded += write_csv(result, target)
            else:
                result.file.replace(target)
        return guarded
