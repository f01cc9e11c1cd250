"""A register that only a cluster sees, as `hdfs://…` or `s3a://…`: checked, assessed and written by Spark (docs/spark.md).

No row comes to this machine. A folder of results is complete when it holds `_SUCCESS`; its manifest lies beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from sihang.batch import manifest
from sihang.batch.engines.by_spark import assessed, literally
from sihang.batch.engines.spark_checks import form_problems, value_problems
from sihang.batch.engines.spark_session import session
from sihang.batch.headers import match
from sihang.batch.order import Report, Unwatched, Watch
from sihang.batch.problems import Found, TableUnusable, refuse
from sihang.batch.run import ASSESSING, CHECKING
from sihang.batch.source import Source
from sihang.batch.summary import Summary, summary_from
from sihang.batch.vocabulary import of_organisations
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.errors import Problem, printable
from sihang.rulebook.evaluate import Finding
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.names import COMBINATION, MeasureNames, ResultNames
from sihang.rulebook.tables.plan import plan_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")
"""How the address of a folder begins that only a cluster may see."""


@dataclass(frozen=True)
class ClusterOrder:
    """One run: `table` and `output` are addresses of folders of Parquet, the rest as in `order.Order`."""

    table: str
    output: str
    on: date
    as_is: Sequence[str] = ()
    known: date | None = None
    master: str | None = None


def run_on_cluster(order: ClusterOrder, rulebook: Rulebook, watch: Watch | None = None) -> Report:
    """Assess a table in canonical form.

    Raises:
        TableUnusable: the input has problems, or the output is there already; nothing was assessed.
        PackageUnusable: the packages cannot be used on that day.
    """
    watch, rules = watch or Unwatched(), rulebook.rules(order.on)
    watch.stage(CHECKING, None)
    spark = session(order.master)
    files = _Files(spark)
    for target in (order.output, order.output + manifest.SUFFIX):
        if files.exists(target):
            raise refuse(
                "cannot-write", target, "已有同名的结果，请换一个名字", "there is something of this name; name another"
            )
    frame = _read(spark, order.table)
    types = dict(frame.dtypes)
    vocabulary = of_organisations(rules, rulebook.vocabulary(order.on))
    matched, found = match(order.table, {name: name for name in types}, vocabulary, as_is=order.as_is, units=True)
    _refuse_if([*found.general, *form_problems(matched, types, rules)])
    columns = [each.column.name for each in matched.ours]
    rows, problems = value_problems(frame, columns, rules)
    _refuse_if(problems)
    watch.stage(ASSESSING, rows)
    plan = plan_of(rules, rulebook.relations, columns, order.on)
    results = assessed(frame, plan, [header for _, header in matched.kept])
    done = {"read": rows, "empty": 0, "set_apart": 0, "assessed": rows}
    made_from = _manifest(order, rules, done, spark)
    beside = order.output + manifest.SUFFIX
    with files.whole(order.output, beside):
        results.write.parquet(order.output)
        files.write(beside, manifest.as_text(made_from))
    watch.advance(rows)
    summary = _summary(spark.read.parquet(literally(order.output)), [measure.id for measure in rules.measures])
    return Report(made_from, summary, [order.output], done, Found(), matched.unread, 0)


def _refuse_if(problems: Sequence[Problem]) -> None:
    if problems:
        raise TableUnusable(Found(tuple(problems)))


def _read(spark: SparkSession, address: str) -> DataFrame:
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        return spark.read.parquet(address)
    except (PySparkException, Py4JJavaError) as error:
        reason = printable(str(error).splitlines()[0][:160])
        zh, en = f"读不了这个 Parquet：{reason}", f"cannot read this Parquet: {reason}"
        raise refuse("unreadable-table", address, zh, en) from None


def _manifest(order: ClusterOrder, rules: Rules, rows: Mapping[str, int], spark: SparkSession) -> dict[str, Any]:
    options = {
        "on": order.on.isoformat(), "known": order.known.isoformat() if order.known else None, "engine": "spark",
        "master": spark.sparkContext.master, "output": order.output, "as_is": list(order.as_is),
    }  # fmt: skip
    source = Source(order.table, pl.LazyFrame(), {}, {}, (), rows["read"], units=True)
    return manifest.manifest_of(rules, options, [source], rows)


def _summary(results: DataFrame, measures: Sequence[str]) -> Summary:
    """The sums of `summary.summary_of`, by Spark."""
    sums = {"rows": "COUNT(*)", "certain": _count(COMBINATION.certain)} | _of_amounts(COMBINATION)
    for measure in measures:
        names = MeasureNames.of(measure)
        sums |= {f"{measure} {each}": _count(f"{names.finding} = '{each}'") for each in Finding} | _of_amounts(names)
    [row] = results.selectExpr(*sums.values()).collect()
    return summary_from([dict(zip(sums, map(int, row), strict=True))], measures)


def _of_amounts(names: ResultNames) -> dict[str, str]:
    """Sums in 38 digits: a country's rows hold more than 64 bits."""
    both = {name: f"COALESCE(SUM(CAST({name} AS DECIMAL(38, 0))), 0)" for name in (names.low, names.high)}
    return both | {f"{names.high} bounded": f"COUNT({names.high})"}


def _count(condition: str) -> str:
    return f"COUNT(CASE WHEN {condition} THEN 1 END)"


class _Files:
    """Whole files and folders by their address, as Hadoop sees them."""

    def __init__(self, spark: SparkSession) -> None:
        jvm: Any = spark.sparkContext._jvm
        self._path = jvm.org.apache.hadoop.fs.Path
        self._configuration = spark.sparkContext._jsc.hadoopConfiguration()

    def _at(self, address: str) -> tuple[Any, Any]:
        from py4j.protocol import Py4JJavaError

        path = self._path(address)
        try:
            return path.getFileSystem(self._configuration), path
        except Py4JJavaError as error:
            reason = printable(str(error.java_exception.getMessage())[:160])
            raise refuse("cannot-write", address, f"到不了那里：{reason}", f"cannot get there: {reason}") from None

    def exists(self, address: str) -> bool:
        files, path = self._at(address)
        found: bool = files.exists(path)
        return found

    def write(self, address: str, text: str) -> None:
        files, path = self._at(address)
        stream = files.create(path, False)
        try:
            stream.write(bytearray(text.encode()))
        finally:
            stream.close()

    @contextmanager
    def whole(self, *addresses: str) -> Iterator[None]:
        """What is written within is there whole, or not at all; an interrupt counts as a failure."""
        try:
            yield
        except BaseException:
            for address in addresses:
                files, path = self._at(address)
                files.delete(path, True)
            raise
