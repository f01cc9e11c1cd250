"""Tables in canonical form assessed: organisations alone, or with tables of matters of which an organisation may have many.

Findings and amounts of every matter come from columns: the matters' table joined with the organisations'. So does the best
combination of an organisation with at most one matter of each type. One with more is assessed as a case, by the scalar rules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from sihang.batch.checks import Checked, scan
from sihang.batch.engines import Advance, Engine, Work
from sihang.batch.many import ID_OF, KEY, TAKEN, TYPE, Cases, assess_cases
from sihang.batch.results import ResultTable
from sihang.batch.tables import Tables
from sihang.batch.vocabulary import ID, ORGANISATION_OF, USCC, outputs_of, taken_column
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.evaluate import Finding
from sihang.rulebook.overlap import relations_of
from sihang.rulebook.tables.names import COMBINATION, MeasureNames
from sihang.rulebook.tables.plan import Plan, plan_of

_BEST = (COMBINATION.low, COMBINATION.high, COMBINATION.certain, COMBINATION.left)
_LEFT, _OF_CASE = "~left", "~of case"


@dataclass(frozen=True)
class Assessing:
    """What is needed to assess the tables of a run.

    Args:
        checked: by type of matter its table; that of organisations under "".
        folder: where results are written.
        metadata: what to write into each result beside its columns.
    """

    tables: Tables
    checked: Mapping[str, Checked]
    engine: Engine
    rulebook: Rulebook
    on: date
    folder: Path
    metadata: Mapping[str, str]
    advance: Advance

    @cached_property
    def outputs(self) -> frozenset[str]:
        return frozenset(outputs_of(self.rulebook.rules(self.on)))

    def plan(self, columns: Collection[str]) -> Plan:
        return plan_of(self.rulebook.rules(self.on), relations_of(self.rulebook.packages), columns, self.on)

    def work(self, inputs: Sequence[Path], columns: Collection[str], keep: Sequence[str], name: str) -> Path:
        """The results of a table that has these columns, beside those to `keep`."""
        output = self.folder / f"results-{name}.parquet"
        self.engine.assess(Work(inputs, self.plan(columns), keep, output, self.metadata, self.advance))
        return output

    def measures_of(self, key: str) -> list[str]:
        return [measure.id for measure in self.rulebook.rules(self.on).measures if measure.matter == key]

    def sink(self, frame: pl.LazyFrame, name: str) -> Path:
        path = self.folder / f"{name}.parquet"
        frame.sink_parquet(path, metadata=dict(self.metadata), engine="streaming")
        return path


def assess_all(asked: Assessing) -> list[ResultTable]:
    """The results of organisations, then those of each table of matters."""
    if asked.tables.matters:
        return _Several(asked).results()
    table = asked.tables.organisations
    output = asked.work(asked.checked[""].files, table.columns, table.kept, "organisations")
    return [ResultTable("", output, asked.outputs)]


class _Several:
    """Organisations and tables of matters, joined by the key of an organisation."""

    def __init__(self, asked: Assessing) -> None:
        self.asked = asked
        self.tables = asked.tables
        self.organisations = scan(asked.checked[""].files).with_columns(pl.col(str(asked.tables.key)).alias(KEY))
        self.matters = {key: scan(asked.checked[key].files) for key in asked.tables.matters}
        self.many = self._with_many()

    def results(self) -> list[ResultTable]:
        own = self._organisations()
        cases = assess_cases(self.asked.rulebook, self.asked.on, self.organisations, self.matters, self.many)
        best = self._best(own, cases)
        tables = [ResultTable("", self.asked.sink(best, "organisations"), self.asked.outputs)]
        for key in self.matters:
            of_type = self._of_type(key, own, cases)
            outputs = self.asked.outputs | {taken_column(measure) for measure in self.asked.measures_of(key)}
            tables.append(ResultTable(key, self.asked.sink(of_type, f"matters-{key}"), outputs))
        return tables

    def _with_many(self) -> pl.DataFrame:
        """The organisations that have more than one matter of some type."""
        counted = [frame.group_by(ORGANISATION_OF).len().filter(pl.col("len") > 1) for frame in self.matters.values()]
        return pl.concat(counted).select(pl.col(ORGANISATION_OF).alias(KEY)).unique().collect(engine="streaming")

    def _organisations(self) -> pl.LazyFrame:
        """Each organisation assessed in a row with its matters, if it has at most one of each type; else without them."""
        wide, columns = self.organisations, list(self.tables.organisations.columns)
        for key, frame in self.matters.items():
            of_type = [name for name in self.tables.matters[key].columns if name != ORGANISATION_OF]
            few = frame.join(self.many.lazy(), left_on=ORGANISATION_OF, right_on=KEY, how="anti")
            few = few.select(pl.col(ORGANISATION_OF).alias(KEY), *of_type)
            wide = wide.join(few, on=KEY, how="left", maintain_order="left")
            columns += of_type
        inputs = [self.asked.sink(wide, "wide")]
        return scan([self.asked.work(inputs, columns, [KEY, *self.tables.organisations.kept], "organisations")])

    def _best(self, own: pl.LazyFrame, cases: Cases) -> pl.LazyFrame:
        """The organisations' results: theirs, and the best combination, from its case where it was assessed as one."""
        of_matters = [name for key in self.matters for name in self._columns_of(key)]
        joined = own.drop(of_matters).join(
            cases.best.lazy(), on=KEY, how="left", maintain_order="left", suffix=_OF_CASE
        )
        is_case = pl.col(f"{COMBINATION.low}{_OF_CASE}").is_not_null()
        chosen = [
            pl.when(is_case).then(pl.col(f"{name}{_OF_CASE}")).otherwise(pl.col(name)).alias(name) for name in _BEST
        ]
        return joined.with_columns(chosen).drop(KEY, *(f"{name}{_OF_CASE}" for name in _BEST))

    def _columns_of(self, key: str) -> list[str]:
        """The results of a type's measures."""
        names = [MeasureNames.of(measure) for measure in self.asked.measures_of(key)]
        return [column for each in names for column in (each.finding, each.low, each.high)]

    def _of_type(self, key: str, own: pl.LazyFrame, cases: Cases) -> pl.LazyFrame:
        """The results of every matter of a type, and whether the best combination takes it."""
        table = self.tables.matters[key]
        facts = [name for name in self.tables.organisations.columns if name not in (ID, USCC)]
        # a column of the matter's own may be called as a fact of the organisation
        hidden = {header: f"kept {place}" for place, header in enumerate(table.kept)}
        kept = [pl.col(header).alias(name) for header, name in hidden.items()]
        joined = self.matters[key].select(*table.columns, *kept).join(
            self.organisations.select(KEY, *facts), left_on=ORGANISATION_OF, right_on=KEY, how="left", maintain_order="left"
        )  # fmt: skip
        columns = [*(name for name in table.columns if name != ORGANISATION_OF), *facts]
        keep = [ORGANISATION_OF, key, *hidden.values()]
        found = scan([self.asked.work([self.asked.sink(joined, f"joined-{key}")], columns, keep, key)])
        marked = self._marked(found, key, own, cases)
        shown = [pl.col(name).alias(header) for header, name in hidden.items()]
        return marked.select(*shown, *self._columns_of(key), *map(taken_column, self.asked.measures_of(key)))

    def _marked(self, found: pl.LazyFrame, key: str, own: pl.LazyFrame, cases: Cases) -> pl.LazyFrame:
        """With a column for each measure: taken, left out, or empty where it does not enter the combination."""
        left = own.select(KEY, pl.col(COMBINATION.left).fill_null("").str.split(" ").alias(_LEFT))
        of_cases = cases.taken.lazy().filter(pl.col(TYPE) == key).rename({ID_OF: key}).drop(TYPE)
        joined = found.join(left, left_on=ORGANISATION_OF, right_on=KEY, how="left", maintain_order="left").join(
            of_cases, left_on=[ORGANISATION_OF, key], right_on=[KEY, key], how="left", maintain_order="left"
        )
        return joined.with_columns(
            _is_taken(measure).alias(taken_column(measure)) for measure in self.asked.measures_of(key)
        )


def _is_taken(measure: str) -> pl.Expr:
    names = MeasureNames.of(measure)
    enters = (pl.col(names.finding).cast(pl.String) != Finding.NOT_MET.value) & (pl.col(names.high).fill_null(1) > 0)
    in_case, left = pl.col(TAKEN).list.contains(measure), pl.col(_LEFT).list.contains(measure)
    return pl.when(enters).then(pl.when(pl.col(TAKEN).is_not_null()).then(in_case).otherwise(~left))
