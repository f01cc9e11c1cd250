"""Columns: the terms of a plan as Polars expressions, lazy, for every row of a table at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import polars as pl

from sihang.rulebook.tables.cells import Cell, Filled, Is, Number, Same, Yes
from sihang.rulebook.tables.layout import Layout, layout
from sihang.rulebook.tables.plan import Plan
from sihang.rulebook.tables.results import (
    AmountColumn,
    FindingColumn,
    NamesColumn,
    ResultColumn,
    TruthColumn,
    result_columns,
    terms_of,
)
from sihang.rulebook.terms import RATE_UNIT, Op, Term

FINDINGS = pl.Enum(["not_met", "unknown", "met"])
_NOT_MET, _UNKNOWN, _MET = (pl.lit(finding, dtype=FINDINGS) for finding in FINDINGS.categories)
_NAMED = "~"
_DAY_OF_EPOCH = date(1970, 1, 1).toordinal()


def assess(plan: Plan, frame: pl.LazyFrame, *, keep: Sequence[str] = (), ranges: bool = True) -> pl.LazyFrame:
    """Every measure and the best combination of every row (docs/tables.md, canonical form).

    Args:
        frame: has the plan's columns, in canonical form.
        keep: columns of `frame` to pass through, before the results.
        ranges: with the amounts of each measure; else findings and the combination only.
    """
    columns = result_columns(plan, ranges=ranges)
    laid = layout([term for column in columns for term in terms_of(column)], _NAMED)
    show = partial(_shown, laid)
    return _with_layers(frame, laid).select(*keep, *(_result(column, show) for column in columns))


def evaluate(terms: Mapping[str, Term], frame: pl.LazyFrame, *, keep: Sequence[str] = ()) -> pl.LazyFrame:
    """Each term as a column of its name, beside the columns to `keep`; NO_BOUND stands as it is."""
    laid = layout(list(terms.values()), _NAMED)
    shown = [_shown(laid, term).alias(name) for name, term in terms.items()]
    return _with_layers(frame, laid).select(*keep, *shown)


def _with_layers(frame: pl.LazyFrame, laid: Layout) -> pl.LazyFrame:
    for layer in laid.layers:
        frame = frame.with_columns(laid.defined(term, _written, pl.col).alias(name) for name, term in layer.items())
    return frame


def _shown(laid: Layout, term: Term) -> pl.Expr:
    shown: pl.Expr = laid.shown(term, _written, pl.col)
    return shown


def _result(column: ResultColumn, show: Callable[[Term], pl.Expr]) -> pl.Expr:
    match column:
        case FindingColumn(name, present, must, may):
            finding = pl.when(show(must)).then(_MET).when(show(may)).then(_UNKNOWN).otherwise(_NOT_MET)
            return _where(present, finding, show).alias(name)
        case AmountColumn(name, stated, amount):
            return _where(stated, show(amount), show).alias(name)
        case TruthColumn(name, truth):
            return show(truth).alias(name)
        case NamesColumn(name, names):
            return _names(names, show).alias(name)


def _where(stated: Term, value: pl.Expr, show: Callable[[Term], pl.Expr]) -> pl.Expr:
    return value if stated.op is Op.LITERAL and stated.value else pl.when(show(stated)).then(value)


def _names(names: Sequence[tuple[str, Term]], show: Callable[[Term], pl.Expr]) -> pl.Expr:
    """Small numbers first, one for each set of names, then their words: no text is put together row by row."""
    nothing = pl.lit(None, dtype=pl.String)
    if not names:
        return nothing
    parts = [pl.when(show(term)).then(pl.lit(name)) for name, term in names]
    some = pl.any_horizontal(show(term) for _, term in names)
    return pl.when(some).then(pl.concat_str(parts, separator=" ", ignore_nulls=True)).otherwise(nothing)


def _written(term: Term, parts: Sequence[pl.Expr]) -> pl.Expr:
    """One operation on its parts."""
    match term.op:
        case Op.LITERAL:
            return pl.lit(term.value) if term.is_truth else pl.lit(term.value, dtype=_type_of(term))
        case Op.INPUT:
            return _cell(term.value, parts)
        case Op.NO:
            return ~parts[0]
        case Op.CHOOSE:
            return pl.when(parts[0]).then(parts[1]).otherwise(parts[2])
        case Op.DIVIDE:
            return _narrow(term, parts[0] // pl.lit(term.value, dtype=_type_of(term.parts[0])))
        case Op.SHARE:
            return _share(*parts)
        case Op.ADD | Op.SUBTRACT | Op.MULTIPLY | Op.LEAST | Op.GREATEST | Op.OVER | Op.AT_LEAST | Op.EQUAL:
            return _of_numbers(term, parts)
    return _OF_TWO[term.op](parts[0], parts[1])


_OF_TWO: dict[Op, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    Op.BOTH: lambda a, b: a & b,
    Op.EITHER: lambda a, b: a | b,
    Op.OVER: lambda a, b: a > b,
    Op.AT_LEAST: lambda a, b: a >= b,
    Op.EQUAL: lambda a, b: a == b,
    Op.ADD: lambda a, b: a + b,
    Op.SUBTRACT: lambda a, b: a - b,
    Op.MULTIPLY: lambda a, b: a * b,
    Op.LEAST: lambda a, b: pl.min_horizontal(a, b),
    Op.GREATEST: lambda a, b: pl.max_horizontal(a, b),
}


def _type_of(term: Term) -> type[pl.Int64] | type[pl.Int128]:
    return pl.Int128 if term.is_wide else pl.Int64


def _of_numbers(term: Term, parts: Sequence[pl.Expr]) -> pl.Expr:
    """In 128 bits where the result, or a part, does not fit in 64."""
    if not any(each.is_wide for each in (term, *term.parts)):
        return _OF_TWO[term.op](*parts)
    wide = [part if each.is_wide else part.cast(pl.Int128) for part, each in zip(parts, term.parts, strict=True)]
    result = _OF_TWO[term.op](*wide)
    return result if term.is_truth else _narrow(term, result)


def _narrow(term: Term, result: pl.Expr) -> pl.Expr:
    was_wide = any(part.is_wide for part in term.parts)
    return result.cast(pl.Int64) if was_wide and not term.is_wide else result


def _share(amount: pl.Expr, rate: pl.Expr) -> pl.Expr:
    """amount × rate / 10,000 rounded down, in parts that fit in 64 bits."""
    unit = pl.lit(RATE_UNIT, dtype=pl.Int64)
    return amount // unit * rate + amount % unit * rate // unit


def _cell(cell: Cell, parts: Sequence[pl.Expr]) -> pl.Expr:
    match cell:
        case Filled(column):
            return pl.col(column).is_not_null()
        case Yes(column, if_empty):
            return pl.col(column).fill_null(if_empty)
        case Is(column, text):
            return (pl.col(column) == pl.lit(text)).fill_null(False)
        case Same(column, other):
            return (pl.col(column) == pl.col(other)).fill_null(False)
        case Number(column, is_day):
            number = (
                pl.col(column).cast(pl.Date).to_physical().cast(pl.Int64) + _DAY_OF_EPOCH
                if is_day
                else pl.col(column).cast(pl.Int64)
            )
            return number.fill_null(parts[0])
