"""What is wrong with one cell, in the words in which a case would be refused; None where nothing is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from sihang.batch.cells import DAYS, MIDNIGHT, NO, SPACES, YES, options_of
from sihang.batch.headers import Match
from sihang.batch.vocabulary import Role
from sihang.rulebook.case_values import ValueReader
from sihang.rulebook.errors import Problem, Words, is_printable
from sihang.rulebook.facts import Fact, Kind
from sihang.rulebook.slots import Entry
from sihang.values import Uscc, UsccError

WHOLE = re.compile(r"(-?[0-9]+)(?:\.0+)?")


class Explainer:
    """Reads one cell at a time as a case would be read."""

    def __init__(self, mappings: Mapping[str, tuple[Entry, ...]], on: date) -> None:
        self.problems: list[Problem] = []
        self.values = ValueReader(self.problems, mappings, on)

    def __call__(self, match: Match, value: str, dtype: pl.DataType) -> Problem | None:
        """The problem of a cell, shown as text, of a column of this type."""
        self.problems.clear()
        text = value.strip(SPACES) if dtype == pl.String else value
        if not text:
            return None
        if not is_printable(text) or "\n" in text or "\t" in text:
            self.values.complain("unprintable-text", "", "含有控制字符", "contains control characters")
        elif match.column.role is Role.USCC:
            self._uscc(text)
        elif match.column.role is Role.YEAR:
            self.values.year(_number(text), "")
        else:
            self.values.stated(match.column.fact, stated(match, text, dtype), "")
        return self.problems[0] if self.problems else None

    def _uscc(self, text: str) -> None:
        try:
            Uscc.parse(text)
        except UsccError as error:
            self.values.complain(error.code, "", error.zh, error.en)


def stated(match: Match, text: str, dtype: pl.DataType) -> Any:
    """What a cell states, as the JSON of a case would have it."""
    fact = match.column.fact
    if match.stored:
        return f"{Decimal(text).scaleb(-2)}%" if fact.kind is Kind.RATE else Decimal(text).scaleb(-2)
    if dtype.is_numeric():
        return Decimal(text)
    match fact.kind:
        case Kind.YES_NO:
            return True if text in YES else False if text in NO else text
        case Kind.INTEGER:
            return _number(text)
        case Kind.DATE:
            return _day(text)
        case Kind.ENUM:
            return options_of(fact).get(text, text)
        case _:
            return text


def _number(text: str) -> Any:
    """A whole number; long ones as decimals, for which the reader has a limit."""
    match = WHOLE.fullmatch(text)
    return text if match is None else Decimal(match[1])


def _day(text: str) -> str:
    """A day in one of the forms that a spreadsheet writes, as ISO."""
    plain = re.sub(MIDNIGHT, "", text)
    if any(re.search(form, plain) for form in DAYS):
        year, month, day = re.findall("[0-9]+", plain)
        return f"{year}-{month:0>2}-{day:0>2}"
    return text


def no_cell_of(fact: Fact, dtype: pl.DataType) -> Words:
    """A column of a type in which no cell could be what the fact is."""
    wanted = {
        Kind.YES_NO: Words("布尔", "boolean"),
        Kind.MONEY: Words("整数、十进制数、浮点数或文字（元）", "integer, decimal, float or text, in yuan"),
        Kind.RATE: Words("十进制数、浮点数（0 至 1）或文字", "decimal or float from 0 to 1, or text"),
        Kind.INTEGER: Words("整数", "integer"),
        Kind.DATE: Words("日期", "date"),
    }.get(fact.kind, Words("文字", "text"))
    zh = f"“{fact.words.zh}”这一列应为{wanted.zh}，现为 {dtype}"
    return Words(zh, f"the column of '{fact.key}' must be {wanted.en}, not {dtype}")
