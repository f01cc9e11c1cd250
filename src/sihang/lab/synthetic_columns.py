"""The tables of one block of a synthetic register, in canonical form (docs/tables.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from sihang.lab.draws import Values
from sihang.lab.organisations import fiscal_years
from sihang.lab.synthetic_block import BLOCK_ROWS, LAST_YEAR, MAIN_PROJECT, MORE, MOST_MATTERS, Block
from sihang.rulebook.facts import FOUNDED, ORGANISATION, Fact, Kind
from sihang.rulebook.tables.names import awarded_columns, column_of, project_column, received_columns, year_column

_EPOCH = date(1970, 1, 1).toordinal()


def whole(block: Block) -> pl.DataFrame:
    """One row an organisation, with its first matter of each type."""
    columns = _organisations(block)
    for type_ in block.drawing.types:
        matters = _Matters(block, type_)
        columns.take(matters.columns(), matters.rows)
    return columns.beside(block.who, block.who.columns)


def organisations(block: Block) -> pl.DataFrame:
    """One row an organisation: who it is, its facts, and what it was awarded before."""
    return _organisations(block).beside(block.who, block.who.columns)


def matters(block: Block, type_: str, count: int) -> pl.DataFrame:
    """Every matter of a type of the first `count` organisations, a row each.

    Columns: organisation (its USCC), synthetic, id; where clause 14 asks for them project, what was received for it, and year; then
    facts and determinations.
    """
    nth = [_Matters(block, type_, number) for number in range(1, MOST_MATTERS + 1)]
    return pl.concat(each.table().head(int(np.searchsorted(each.rows, count))) for each in nth).sort("id")


class _Columns:
    """Columns in the making: plain arrays, and what is shown of them."""

    def __init__(self) -> None:
        self.arrays: dict[str, Values] = {}
        self.shown: list[pl.Expr] = []

    def show(self, name: str, value: pl.Expr, where: Values) -> None:
        """A column that holds a value where it is said to, else nothing."""
        self.arrays[f"{name} shown"] = where
        self.shown.append(pl.when(f"{name} shown").then(value).alias(name))

    def add(self, name: str, values: Values, where: Values) -> None:
        self.arrays[name] = values
        self.show(name, pl.col(name), where)

    def add_fact(self, column: str, fact: Fact, words: Sequence[str], values: Values, known: Values) -> None:
        value = pl.col(column)
        if fact.kind is Kind.DATE:
            values, value = (values - _EPOCH).astype(np.int32), value.cast(pl.Date)
        elif words:
            value = pl.lit(pl.Series(words)).gather(value)
        self.arrays[column] = values
        self.show(column, value, known)

    def take(self, others: _Columns, rows: Values) -> None:
        """Columns of some of the rows; in the other rows they show nothing."""
        for name, values in others.arrays.items():
            everywhere = np.zeros(BLOCK_ROWS, dtype=values.dtype)
            everywhere[rows] = values
            self.arrays[name] = everywhere
        self.shown += others.shown

    def beside(self, who: pl.DataFrame, shown: Sequence[str]) -> pl.DataFrame:
        """These columns after the `shown` ones of `who`."""
        return pl.concat([who, pl.DataFrame(self.arrays)], how="horizontal").select(*shown, *self.shown)


def _organisations(block: Block) -> _Columns:
    drawing, columns = block.drawing, _Columns()
    for fact in (fact for fact in drawing.facts.values() if fact.holder == ORGANISATION):
        words = drawing.draws[fact.key].words
        for year in fiscal_years(drawing.on) if fact.series else (None,):
            known = block.known(fact.key, year)
            stated = known if year is None else known & (block.organisation[FOUNDED] <= year)
            columns.add_fact(column_of(fact, year), fact, words, block.given(fact.key, year), stated)
    for measure, type_ in drawing.awarded.items():
        awarded, low_column, high_column = awarded_columns(measure)
        low, high = block.earlier_money(awarded)
        before = block.has(type_) & (high > 0)
        columns.add(awarded, before, before & (low > 0))  # empty beside an amount: pending
        columns.add(low_column, low, before)
        columns.add(high_column, high, before)
    return columns


class _Matters:
    """The nth matters of one type in a block, of the organisations in `rows` that have so many."""

    def __init__(self, block: Block, type_: str, nth: int = 1) -> None:
        self.block = block
        self.type = type_
        self.mark = "" if nth == 1 else f"-{nth}"
        self.suffix = f"-{list(block.drawing.types).index(type_) + 1:02}{self.mark}"
        present = block.has(type_)
        for further in range(2, nth + 1):
            present = present & block.happens(f"{type_}-{further} occurs", MORE)
        self.rows = np.flatnonzero(present)
        self.drawn: dict[str, Values] = {}

    def given(self, key: str) -> Values:
        """A fact of each matter, or of its organisation."""
        if self.block.drawing.facts[key].holder == ORGANISATION:
            return self.block.given(key)[self.rows]
        if key not in self.drawn:
            self.drawn[key] = self.block.draw(key, key + self.mark, len(self.rows), self.given, self._organisation)
        return self.drawn[key]

    def _organisation(self, name: str) -> Values:
        return self.block.organisation[name][self.rows]

    def columns(self) -> _Columns:
        """A row a matter, with the columns that it has in a table with a row an organisation."""
        block, columns = self.block, _Columns()
        everywhere = np.ones(len(self.rows), dtype=bool)
        columns.show(self.type, pl.concat_str("number", pl.lit(self.suffix)), everywhere)
        if self.type in block.drawing.with_project:
            self._add_project(columns, everywhere)
        if self.type in block.drawing.with_year:
            before = block.happens(f"{self.type} year{self.mark}", 1 - LAST_YEAR)[self.rows]
            columns.add(year_column(self.type), block.drawing.on.year - 1 - before.astype(np.int64), everywhere)
        for fact in block.drawing.types[self.type]:
            known = block.known(fact.key + self.mark, count=len(self.rows))
            words = block.drawing.draws[fact.key].words
            columns.add_fact(column_of(fact), fact, words, self.given(fact.key), known)
        return columns

    def _add_project(self, columns: _Columns, everywhere: Values) -> None:
        """The main project of the organisation or one of its own, and what was received for it."""
        name = project_column(self.type)
        own = self.block.happens(name + self.mark, 1 - MAIN_PROJECT)
        columns.arrays[f"{name} own"] = own[self.rows]
        suffix = pl.when(f"{name} own").then(pl.lit(self.suffix)).otherwise(pl.lit(""))
        columns.show(name, pl.concat_str(pl.lit("P"), "number", suffix), everywhere)
        for_own = self.block.earlier_money(f"{name}{self.mark} received")
        for_main = self.block.earlier_money("main project received")
        low, high = (np.where(own, *each)[self.rows] for each in zip(for_own, for_main, strict=True))
        for column, amount in zip(received_columns(self.type), (low, high), strict=True):
            columns.add(column, amount, high > 0)

    def table(self) -> pl.DataFrame:
        """A row a matter, with the columns that it has in a table of the matters of its type."""
        low, high = received_columns(self.type)
        names = {
            "uscc": "organisation", self.type: "id", project_column(self.type): "project", year_column(self.type): "year",
            low: "received_low_fen", high: "received_high_fen",
        }  # fmt: skip
        who = self.block.who.select("number", "uscc", "synthetic")[self.rows]
        return self.columns().beside(who, ["uscc", "synthetic"]).rename(names, strict=False)
