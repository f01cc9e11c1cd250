"""What is wrong with a table that only Spark sees: counted in one query, with a few rows of each kind to find it by.

The table must be in canonical form (docs/tables.md). Of the checks of `batch.checks`, those of a text are left out: no control
characters, the check digits of a USCC. They decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sihang.batch.headers import Matched
from sihang.batch.vocabulary import USCC
from sihang.rulebook.errors import Problem, Words, printable
from sihang.rulebook.facts import Kind
from sihang.rulebook.layers import Rules
from sihang.rulebook.tables.meanings import Meaning, meanings
from sihang.rulebook.tables.names import awarded_columns, received_columns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_WHOLE = ("bigint", "int", "smallint", "tinyint")
_TYPES = {
    Kind.YES_NO: ("boolean",),
    Kind.DATE: ("date",),
    Kind.ENUM: ("string",),
    Kind.LABEL: ("string",),
    Kind.TEXT: ("string",),
}
_SHOWN = 3


@dataclass(frozen=True)
class _Rule:
    """`bad` is SQL that holds for a row at odds with it."""

    column: str
    bad: str
    code: str
    words: Words


def form_problems(matched: Matched, types: Mapping[str, str], rules: Rules) -> Iterator[Problem]:
    """Columns that are not in canonical form, by their name or their type; `types` as Spark calls them."""
    known = meanings(rules)
    for each in matched.ours:
        name, wanted = each.column.name, _TYPES.get(each.column.fact.kind, _WHOLE)
        if each.header != name and name in known:
            zh, en = f"集群上的列要写成 {name}，金额以分计", f"on a cluster this column is called {name}, money in fen"
            yield Problem(
                "wrong-column-type", each.header, Words(f"{zh}；见 docs/tables.md", f"{en}; see docs/tables.md")
            )
        elif types[each.header] not in wanted:
            zh, en = f"应为 {wanted[0]}，这里是 {types[each.header]}", f"must be {wanted[0]}, not {types[each.header]}"
            yield Problem(
                "wrong-column-type", each.header, Words(f"{zh}；见 docs/tables.md", f"{en}; see docs/tables.md")
            )


def value_problems(frame: DataFrame, columns: Sequence[str], rules: Rules) -> tuple[int, list[Problem]]:
    """How many rows there are, and what is wrong with them; `columns` are those of ours."""
    broken = list(_rules(set(columns), rules))
    twice = f"COUNT({USCC}) - COUNT(DISTINCT {USCC})" if USCC in columns else "0"
    sums = [f"COALESCE(SUM(CASE WHEN {rule.bad} THEN 1 ELSE 0 END), 0)" for rule in broken]
    [counts] = frame.selectExpr("COUNT(*)", twice, *sums).collect()
    problems = [_counted(frame, rule, count, columns) for rule, count in zip(broken, counts[2:], strict=True) if count]
    if counts[1]:
        zh, en = (
            f"{counts[1]} 行的单位另有一行；一行一个单位",
            f"{counts[1]} row(s) are of an organisation that has another",
        )
        problems.append(Problem("organisation-twice", USCC, Words(zh, f"{en}; one row each")))
    return counts[0], problems


def _counted(frame: DataFrame, rule: _Rule, count: int, columns: Sequence[str]) -> Problem:
    """How many rows, and the first few: the value, and whose row it is."""
    key = USCC if USCC in columns else "CAST(NULL AS STRING)"
    rows = frame.where(rule.bad).limit(_SHOWN).selectExpr(f"CAST({rule.column} AS STRING)", key).collect()
    seen = "; ".join(printable(f"{value} ({whose})" if whose else f"{value}") for value, whose in rows)
    zh, en = f"有 {count} 行：{rule.words.zh}；如 {seen}", f"{count} row(s): {rule.words.en}; such as {seen}"
    return Problem(rule.code, rule.column, Words(zh, en))


def _rules(columns: set[str], rules: Rules) -> Iterator[_Rule]:
    for name, meaning in meanings(rules).items():
        if name in columns and (meaning.range or meaning.options):
            yield _Rule(name, *_outside(name, meaning))
    for measure in rules.measures:
        yield from _of_range(columns, *awarded_columns(measure.id))
    for matter in dict.fromkeys(measure.matter for measure in rules.measures if measure.matter):
        yield from _of_range(columns, None, *received_columns(matter))


def _outside(name: str, meaning: Meaning) -> tuple[str, str, Words]:
    if meaning.range is None:
        listed = ", ".join(f"'{option}'" for option in meaning.options)
        words = Words(f"只能是 {'、'.join(meaning.options)}", f"must be one of {', '.join(meaning.options)}")
        return f"{name} NOT IN ({listed})", "values-outside", words
    low, high = meaning.range
    if meaning.kind is Kind.DATE:
        first, last = date.fromordinal(low), date.fromordinal(high)
        bad, shown = f"{name} NOT BETWEEN DATE'{first}' AND DATE'{last}'", (str(first), str(last))
    else:
        bad, shown = f"{name} NOT BETWEEN {low} AND {high}", (str(low), str(high))
    return bad, "values-outside", Words(f"允许 {shown[0]} 至 {shown[1]}", f"{shown[0]} to {shown[1]} is allowed")


def _of_range(columns: set[str], awarded: str | None, low: str, high: str) -> Iterator[_Rule]:
    """As `batch.rows` has it, of an earlier award or of money received."""
    if low in columns and high in columns:
        yield _Rule(low, f"{low} > {high}", "empty-range", Words("下限大于上限", "the lower end is above the upper"))
    if awarded is None:
        no_high = f"{high} IS NULL" if high in columns else "TRUE"
        words = Words("有下限而没有上限", "a lower end without an upper")
        if low in columns:
            yield _Rule(low, f"{low} > 0 AND {no_high}", "empty-range", words)
        return
    if low in columns:
        not_yes = f"NOT COALESCE({awarded}, FALSE)" if awarded in columns else "TRUE"
        words = Words("有下限而没有写明已经获得", "a lower end, and not stated as awarded")
        yield _Rule(low, f"{low} > 0 AND {not_yes}", "empty-range", words)
    if awarded in columns and high in columns:
        words = Words("写明没有获得，却有金额", "stated as not awarded, yet with an amount")
        yield _Rule(high, f"{high} > 0 AND NOT {awarded}", "empty-range", words)
