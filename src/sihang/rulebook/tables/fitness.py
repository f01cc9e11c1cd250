"""Whether a table is in canonical form: the type of each of our columns, and every value within what a fact may be.

The ranges of the terms stand on this; a value outside them could overflow where nobody sees it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import polars as pl

from sihang.rulebook.errors import Problem, TableUnfit, Words
from sihang.rulebook.facts import Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.meanings import Meaning, meanings

_WORDS = {
    Kind.YES_NO: Words("布尔（是/否）", "boolean"),
    Kind.MONEY: Words("整数（分）", "a whole number of fen"),
    Kind.RATE: Words("整数（万分之一）", "a whole number of basis points"),
    Kind.INTEGER: Words("整数", "a whole number"),
    Kind.DATE: Words("日期", "a date"),
    Kind.ENUM: Words("文字", "text"),
    Kind.LABEL: Words("文字", "text"),
    Kind.TEXT: Words("文字", "text"),
}


def check(rules: Rules, table: pl.LazyFrame, own: Collection[str]) -> None:
    """Refuse a table that is not in canonical form (docs/tables.md).

    Raises:
        TableUnfit: with every column of a wrong type; if there are none, every column with values that no such fact has.
    """
    schema = table.collect_schema()
    every = meanings(rules)
    expected = {column: every[column] for column in own}
    wrong = [
        _wrong_type(column, each, schema[column])
        for column, each in expected.items()
        if _is_wrong(schema[column], each)
    ]
    if wrong:
        raise TableUnfit(wrong)
    bounded = {column: each for column, each in expected.items() if each.range or each.options}
    asked = {column: _any_outside(column, each) for column, each in bounded.items()}
    suspected = [column for column, is_any in _row(table, asked).items() if is_any]
    counts = _row(table, {column: _outside(column, bounded[column]).sum() for column in suspected})
    if counts:
        raise TableUnfit(_outside_words(column, bounded[column], count) for column, count in counts.items())


def _row(table: pl.LazyFrame, asked: Mapping[str, pl.Expr]) -> Mapping[str, Any]:
    return table.select(**asked).collect().row(0, named=True) if asked else {}


def _any_outside(column: str, meaning: Meaning) -> pl.Expr:
    """Of numbers the least and the greatest will do, which cost a third of looking at each."""
    if meaning.range is None:
        return _outside(column, meaning).any()
    least, most = _ends(meaning.kind, meaning.range)
    return ((pl.col(column).min() < least) | (pl.col(column).max() > most)).fill_null(False)


def _is_wrong(stated: Any, meaning: Meaning) -> bool:
    if stated == pl.Null:  # an empty column
        return False
    match meaning.kind:
        case Kind.YES_NO:
            return bool(stated != pl.Boolean)
        case Kind.DATE:
            return bool(stated != pl.Date)
        case Kind.ENUM | Kind.LABEL | Kind.TEXT:
            return stated.base_type() not in (pl.String, pl.Enum, pl.Categorical)
    return not stated.is_integer() or stated in (pl.Int128, pl.UInt128)


def _outside(column: str, meaning: Meaning) -> pl.Expr:
    value = pl.col(column)
    if meaning.range is None:
        return ~value.cast(pl.String).is_in(meaning.options)
    least, most = _ends(meaning.kind, meaning.range)
    return (value < least) | (value > most)


def _ends(kind: Kind, range_: tuple[int, int]) -> tuple[pl.Expr, pl.Expr]:
    least, most = _as_dates(range_) if kind is Kind.DATE else range_
    type_ = pl.Date if kind is Kind.DATE else pl.Int64
    return pl.lit(least, dtype=type_), pl.lit(most, dtype=type_)


def _as_dates(ends: tuple[int, int]) -> tuple[date, date]:
    return date.fromordinal(ends[0]), date.fromordinal(ends[1])


def _wrong_type(column: str, meaning: Meaning, stated: Any) -> Problem:
    wanted = _WORDS[meaning.kind]
    zh = f"应为{wanted.zh}，这里是 {stated}；列的写法见 docs/tables.md"
    return Problem("wrong-column-type", column, Words(zh, f"must be {wanted.en}, not {stated}; see docs/tables.md"))


def _outside_words(column: str, meaning: Meaning, count: int) -> Problem:
    if meaning.range is None:
        zh, en = f"可取 {'、'.join(meaning.options)}", f"one of {', '.join(meaning.options)}"
    else:
        low, high = _as_dates(meaning.range) if meaning.kind is Kind.DATE else meaning.range
        zh, en = f"允许 {low} 至 {high}", f"{low} to {high} is allowed"
    words = Words(f"有 {count} 行的值不可取：{zh}", f"{count} row(s) hold what it cannot be: {en}")
    return Problem("values-outside", column, words)
