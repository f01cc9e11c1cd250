"""SQL: the terms of a plan as one statement of layered common table expressions, for several dialects.

Traps that the writing avoids, each seen in an engine: no null reaches `greatest`, `least` or a condition; whole numbers are 64 bits
wide from the start, and 128 or 38 digits where a product needs it; division is of what is not negative, or rounded down by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import partial

from sqlglot import exp

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

_NAMED = "sihang_t"
_LAYER = "sihang_"
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*){0,2}")
_EPOCH = date(1970, 1, 1)


class Dialect(StrEnum):
    """Where the statement is to run."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"
    CLICKHOUSE = "clickhouse"


_WIDE = {
    Dialect.DUCKDB: "HUGEINT",
    Dialect.POSTGRES: "NUMERIC",
    Dialect.SPARK: "DECIMAL(38, 0)",
    Dialect.CLICKHOUSE: "Int128",
}
_LONG = {Dialect.CLICKHOUSE: "Int64"}
_LONG_OR_NULL = "BIGINT"
"""Written for ClickHouse as a type that may be empty, which no other type there may be."""


def statement(
    plan: Plan, dialect: Dialect, *, table: str = "organisations", keep: Sequence[str] = (), ranges: bool = True
) -> str:
    """One SELECT that assesses every row of `table` (docs/tables.md, canonical form).

    Args:
        table: the table's name as SQL; it has the plan's columns in canonical form.
        keep: its columns to pass through, before the results.
        ranges: with the amounts of each measure; else findings and the combination only.
    """
    return _Writer(dialect).statement(plan, table, keep, ranges)


def table_of(name: str) -> exp.Table:
    """A table's name, perhaps within its schema and catalog; raise ValueError where it is none."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"不是表名 / no name of a table: {name!r}")
    parts = [exp.to_identifier(part, quoted=not part.isascii()) for part in name.split(".")]
    return exp.Table(**dict(zip(("this", "db", "catalog"), reversed(parts), strict=False)))


class _Writer:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.long = exp.DataType.build(_LONG.get(dialect, "BIGINT"), dialect=dialect)
        self.wide = exp.DataType.build(_WIDE[dialect], dialect=dialect)

    def statement(self, plan: Plan, table: str, keep: Sequence[str], ranges: bool) -> str:
        columns = result_columns(plan, ranges=ranges)
        laid = layout([term for column in columns for term in terms_of(column)], _NAMED)
        show = partial(self._shown, laid)
        source: exp.Expr = table_of(table)
        steps = []
        for number, (layer, carried) in enumerate(zip(laid.layers, laid.carried(keep), strict=True)):
            named = [
                exp.alias_(laid.defined(term, self._written, _column), name, quoted=True)
                for name, term in layer.items()
            ]
            steps.append(self._fenced(exp.select(*map(_column, carried), *named).from_(source)))
            source = exp.to_table(f"{_LAYER}{number}")
        shown = [exp.alias_(self._result(each, show), each.name, quoted=True) for each in columns]
        select = exp.select(*map(_column, keep), *shown).from_(source)
        for number, step in enumerate(steps):
            select = select.with_(f"{_LAYER}{number}", as_=step, copy=False)
        return select.sql(dialect=self.dialect, pretty=True)

    def _fenced(self, select: exp.Select) -> exp.Select:
        """PostgreSQL would write every name out again where it is used; an offset keeps it from that."""
        return select.offset(0) if self.dialect is Dialect.POSTGRES else select

    def _shown(self, laid: Layout, term: Term) -> exp.Expr:
        shown: exp.Expr = laid.shown(term, self._written, _column)
        return shown

    # results

    def _result(self, column: ResultColumn, show: Callable[[Term], exp.Expr]) -> exp.Expr:
        match column:
            case FindingColumn(_, present, must, may):
                case = exp.Case().when(exp.not_(_group(show(present))), exp.null()) if _open(present) else exp.Case()
                case = case.when(show(must), _text("met")).when(show(may), _text("unknown"))
                return _never("TEXT") if _is_never(present) else case.else_(_text("not_met"))
            case AmountColumn(_, stated, amount):
                if _is_never(stated):
                    return _never(_LONG_OR_NULL)
                return exp.Case().when(show(stated), show(amount)) if _open(stated) else show(amount)
            case TruthColumn(_, truth):
                return show(truth)
            case NamesColumn(_, names):
                return self._names(names, show)

    def _names(self, names: Sequence[tuple[str, Term]], show: Callable[[Term], exp.Expr]) -> exp.Expr:
        if not names:
            return _never("TEXT")
        parts = [exp.Case().when(show(term), _text(f" {name}")).else_(_text("")) for name, term in names]
        joined = parts[0] if len(parts) == 1 else exp.func("CONCAT", *parts)
        return exp.func("NULLIF", exp.func("TRIM", joined), _text(""))

    # terms

    def _written(self, term: Term, parts: Sequence[exp.Expr]) -> exp.Expr:
        """One operation on its parts."""
        match term.op:
            case Op.LITERAL:
                return exp.Boolean(this=term.value) if term.is_truth else self._number(term.value)
            case Op.INPUT:
                return self._cell(term.value, parts)
            case Op.NO:
                return exp.not_(_group(parts[0]))
            case Op.CHOOSE:
                return exp.Case().when(parts[0], parts[1]).else_(parts[2])
            case Op.DIVIDE:
                return self._rounded_down(parts[0], exp.Literal.number(term.value), below_zero=term.parts[0].low < 0)
            case Op.SHARE:
                return self._share(*parts, below_zero=term.parts[0].low < 0)
            case Op.BOTH:
                return exp.and_(*parts)
            case Op.EITHER:
                return exp.or_(*parts)
            case Op.LEAST | Op.GREATEST:
                name = "LEAST" if term.op is Op.LEAST else "GREATEST"
                return self._fit(term, exp.func(name, *self._widened(term, parts)))
        operation = _OPERATIONS[term.op]
        left, right = (_group(part) for part in self._widened(term, parts))
        written = operation(this=left, expression=right)
        return written if term.is_truth else self._fit(term, written)

    def _widened(self, term: Term, parts: Sequence[exp.Expr]) -> list[exp.Expr]:
        """The parts in 128 bits or 38 digits, where the result or one of them needs it."""
        if not any(each.is_wide for each in (term, *term.parts)):
            return list(parts)
        return [
            part if each.is_wide else exp.cast(part, self.wide) for part, each in zip(parts, term.parts, strict=True)
        ]

    def _fit(self, term: Term, written: exp.Expr) -> exp.Expr:
        was_wide = any(part.is_wide for part in term.parts)
        return exp.cast(written, self.long) if was_wide and not term.is_wide else written

    def _number(self, value: int) -> exp.Expr:
        """64 bits wide: a sum of two literals must not be worked out in 32."""
        literal: exp.Expr = exp.Literal.number(abs(value))
        return exp.cast(exp.Neg(this=literal) if value < 0 else literal, self.long)

    def _rounded_down(self, amount: exp.Expr, by: exp.Expr, *, below_zero: bool) -> exp.Expr:
        """Dialects cut off towards zero, so what may be below zero is first raised by a multiple of the divisor."""
        if not below_zero:
            return self._divided(amount, by)
        remainder = exp.paren(exp.Mod(this=_group(amount), expression=by))
        positive = exp.paren(exp.Mod(this=exp.paren(exp.Add(this=remainder, expression=by)), expression=by.copy()))
        return self._divided(exp.Sub(this=_group(amount.copy()), expression=positive), by.copy())

    def _divided(self, amount: exp.Expr, by: exp.Expr) -> exp.Expr:
        """Whole division without a remainder to lose, or of what is not negative, as each dialect writes it."""
        match self.dialect:
            case Dialect.POSTGRES:
                return exp.Div(this=_group(amount), expression=by, typed=True, safe=False)
            case Dialect.CLICKHOUSE:
                return exp.Anonymous(this="intDiv", expressions=[amount, by])
        return exp.IntDiv(this=_group(amount), expression=by)

    def _share(self, amount: exp.Expr, rate: exp.Expr, *, below_zero: bool) -> exp.Expr:
        """amount × rate / 10,000 rounded down, in parts that fit in 64 bits."""
        unit = self._number(RATE_UNIT)
        whole = self._rounded_down(amount, unit, below_zero=below_zero)
        rest = exp.Sub(
            this=_group(amount.copy()), expression=_group(exp.Mul(this=_group(whole.copy()), expression=unit.copy()))
        )
        parts = exp.Mul(this=_group(whole), expression=_group(rate))
        of_rest = exp.Mul(this=_group(rest), expression=_group(rate.copy()))
        return exp.Add(this=_group(parts), expression=_group(self._divided(of_rest, unit.copy())))

    # cells

    def _cell(self, cell: Cell, parts: Sequence[exp.Expr]) -> exp.Expr:
        match cell:
            case Filled(column):
                return exp.not_(exp.Is(this=_column(column), expression=exp.null()))
            case Yes(column, if_empty):
                return _or_else(_column(column), exp.Boolean(this=if_empty))
            case Is(column, text):
                return _or_else(exp.EQ(this=_column(column), expression=_text(text)), exp.false())
            case Same(column, other):
                return _or_else(exp.EQ(this=_column(column), expression=_column(other)), exp.false())
            case Number(column, is_day):
                number = self._day(column) if is_day else exp.cast(_column(column), _LONG_OR_NULL)
                return _or_else(number, parts[0])

    def _day(self, column: str) -> exp.Expr:
        """The day's ordinal, 1 for the first day of year 1 (`date.toordinal`)."""
        epoch = exp.cast(_text(_EPOCH.isoformat()), "DATE")
        days: exp.Expr = exp.Sub(this=_column(column), expression=epoch)
        if self.dialect is not Dialect.POSTGRES:
            days = exp.DateDiff(this=_column(column), expression=epoch, unit=exp.var("DAY"))
        return exp.Add(this=exp.cast(_group(days), _LONG_OR_NULL), expression=self._number(_EPOCH.toordinal()))


_OPERATIONS: dict[Op, type[exp.Binary]] = {
    Op.OVER: exp.GT,
    Op.AT_LEAST: exp.GTE,
    Op.EQUAL: exp.EQ,
    Op.ADD: exp.Add,
    Op.SUBTRACT: exp.Sub,
    Op.MULTIPLY: exp.Mul,
}


def _open(term: Term) -> bool:
    """It may fail in some row, as far as can be seen before any row is read."""
    return term.op is not Op.LITERAL or not term.value


def _is_never(term: Term) -> bool:
    return not _open(term) and not term.value


def _never(type_: str) -> exp.Expr:
    """Empty in every row."""
    return exp.cast(exp.null(), type_)


def _column(name: str) -> exp.Expr:
    return exp.column(name, quoted=True)


def _text(text: str) -> exp.Expr:
    return exp.Literal.string(text)


def _group(part: exp.Expr) -> exp.Expr:
    return exp.paren(part) if isinstance(part, exp.Binary | exp.Not) else part


def _or_else(value: exp.Expr, other: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=value, expressions=[other])
