"""Cells to canonical form (docs/tables.md), a whole column at a time: the value, and whether the cell can be used.

What cannot be used here, `explain` refuses with the words of a case, and the other way round; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from sihang.batch.headers import Match
from sihang.batch.uscc_column import is_uscc
from sihang.batch.vocabulary import Role
from sihang.rulebook.facts import RATE_CEILING_BP, Fact, Kind
from sihang.rulebook.tables.meanings import GREATEST
from sihang.values.money import MAX_FEN

YES, NO = ("是", "true", "TRUE", "True"), ("否", "false", "FALSE", "False")
ONE_BP = 10_000
_MOST = {Kind.MONEY: MAX_FEN, Kind.RATE: RATE_CEILING_BP, Kind.INTEGER: GREATEST[Kind.INTEGER] - 1}
"""The most that a cell may state, whatever the fact."""
_MONEY = r"^(?:[0-9]+(?:\.[0-9]{1,2})?|-0+(?:\.0+)?)$"
_PERCENT = r"^(?:[0-9]+(?:\.[0-9]{1,2}0*)?|-0+(?:\.0+)?)%$"
_PLAIN_RATE = r"^(?:[0-9]+(?:\.[0-9]{1,4}0*)?|-0+(?:\.0+)?)$"
_WHOLE = r"^-?[0-9]+(?:\.0+)?$"
MIDNIGHT = r"[ T]00:00(?::00(?:\.0+)?)?$"
"""A day as a spreadsheet or a database writes it."""
ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DAYS = {
    ISO: "%Y-%m-%d",
    r"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$": "%Y/%m/%d",
    r"^[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日$": "%Y年%m月%d日",
}
"""ISO, and the year-first forms in which Chinese spreadsheets write a day."""
SPACES = " \t\r\n\u00a0\u3000"
"""What may stand around a cell and means nothing."""
UNPRINTABLE = "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
"""As `errors.is_printable`, and no second line; half characters cannot stand in a column."""


@dataclass(frozen=True)
class Reading:
    """A column as read, in steps, so that an engine works nothing out twice.

    Args:
        raw: the cell; text without the spaces around it, null where nothing is left.
        parsed: its value from the column `match.source` as `raw` leaves it, perhaps outside the range of the fact.
        limits: that range, where there is one.
        as_stored: the cell is in canonical form as it stands.
    """

    match: Match
    raw: pl.Expr
    parsed: pl.Expr
    limits: tuple[Any, Any] | None
    as_stored: bool

    @property
    def name(self) -> str:
        return self.match.column.name

    @property
    def held(self) -> str:
        """The column that holds the value while a table is read."""
        return f"~{self.name}"

    @property
    def value(self) -> pl.Expr:
        """Canonical; null where the cell is empty or cannot be used."""
        return pl.col(self.held)

    @property
    def bad(self) -> pl.Expr:
        """Filled, and cannot be used."""
        return pl.col(self.match.source).is_not_null() & self.value.is_null()


def read(match: Match, dtype: pl.DataType) -> Reading | None:
    """How to read a column of this type; None where no cell of the type can be what the column is for."""
    fact, source = match.column.fact, pl.col(match.source)
    canonical = _canonical(fact)
    if dtype == pl.Null:
        return Reading(match, source, pl.lit(None, dtype=canonical), None, as_stored=False)
    is_text = dtype == pl.String or isinstance(dtype, pl.Categorical | pl.Enum)
    raw = _trimmed(source.cast(pl.String)) if is_text else source
    parsed = (
        _stored(source, dtype) if match.stored else _of_text(match, source) if is_text else _typed(fact, source, dtype)
    )
    if parsed is None:
        return None
    as_stored = match.source == match.column.name and dtype == canonical
    return Reading(match, raw, parsed, _limits(fact), as_stored)


def _trimmed(text: pl.Expr) -> pl.Expr:
    trimmed = text.str.strip_chars(SPACES)
    return pl.when(trimmed != "").then(trimmed)


def in_steps(frame: pl.LazyFrame, readings: Sequence[Reading]) -> pl.LazyFrame:
    """The frame with each column that we read as `raw`, and its value in the column `held`."""
    changed = [reading.raw.alias(reading.match.source) for reading in readings]
    frame = frame.with_columns(changed).with_columns(reading.parsed.alias(reading.held) for reading in readings)
    return frame.with_columns(
        pl.when(reading.value.is_between(*reading.limits)).then(reading.value).alias(reading.held)
        for reading in readings
        if reading.limits is not None
    )


def _canonical(fact: Fact) -> pl.DataType:
    match fact.kind:
        case Kind.MONEY | Kind.RATE | Kind.INTEGER:
            return pl.Int64()
        case Kind.YES_NO:
            return pl.Boolean()
        case Kind.DATE:
            return pl.Date()
        case _:
            return pl.String()


def _limits(fact: Fact) -> tuple[Any, Any] | None:
    low, high = fact.domain
    match fact.kind:
        case Kind.MONEY | Kind.RATE | Kind.INTEGER:
            return low, min(high, _MOST[fact.kind])
        case Kind.DATE:
            return date.fromordinal(low), date.fromordinal(high)
        case _:
            return None


def _of_text(match: Match, text: pl.Expr) -> pl.Expr:
    """The value of a cell of text, in yuan, percent and words; null where it cannot be read."""
    match match.column.fact.kind:
        case Kind.YES_NO:
            return pl.when(one_of(text, YES)).then(True).when(one_of(text, NO)).then(False)
        case Kind.MONEY:
            return pl.when(text.str.contains(_MONEY)).then(_hundredths(text))
        case Kind.RATE:
            return _rate_text(text)
        case Kind.INTEGER:
            return pl.when(text.str.contains(_WHOLE)).then(_hundredths(text.str.replace(r"\.0+$", ""), 0))
        case Kind.DATE:
            return _day_text(text)
        case Kind.ENUM:
            return _option(match.column.fact, text)
        case _:
            return (
                is_uscc(text) if match.column.role is Role.USCC else pl.when(~text.str.contains(UNPRINTABLE)).then(text)
            )


def _typed(fact: Fact, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr | None:
    """The value of a cell that has a type of its own; money in yuan, rates from 0 to 1."""
    match fact.kind:
        case Kind.YES_NO:
            return raw if dtype == pl.Boolean else None
        case Kind.MONEY:
            return _scaled(raw, dtype, 2)
        case Kind.RATE:
            bp = _scaled(raw, dtype, 4)
            return None if bp is None else pl.when(bp <= ONE_BP).then(bp)
        case Kind.INTEGER:
            return _scaled(raw, dtype, 0)
        case Kind.DATE:
            return _day(raw, dtype)
        case _:
            return None


def _stored(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr | None:
    """Whole fen or basis points."""
    return raw.cast(pl.Int64, strict=False) if dtype.is_integer() else None


def one_of(text: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """A chain of comparisons, which streams, as a mapping of Polars does not."""
    found = text == words[0]
    for word in words[1:]:
        found |= text == word
    return found


def _option(fact: Fact, text: pl.Expr) -> pl.Expr:
    found: Any = pl
    for written, key in options_of(fact).items():
        found = found.when(text == written).then(pl.lit(key))
    option: pl.Expr = found.otherwise(None)
    return option


def options_of(fact: Fact) -> dict[str, str]:
    """Key or Chinese label to key; a key goes before a label."""
    return {option.words.zh: option.key for option in fact.options} | {each.key: each.key for each in fact.options}


# numbers: exact, or not at all


def _hundredths(text: pl.Expr, places: int = 2) -> pl.Expr:
    """The digits of a decimal number with as many places: 12.5 with two is 1250. Null where it does not fit."""
    return text.cast(pl.Decimal(38, places), strict=False).to_physical().cast(pl.Int64, strict=False)


def _rate_text(text: pl.Expr) -> pl.Expr:
    plain = _hundredths(text, 4)
    return (
        pl.when(text.str.contains(_PERCENT)).then(_hundredths(text.str.strip_suffix("%")))
        .when(text.str.contains(_PLAIN_RATE) & (plain <= ONE_BP)).then(plain)
    )  # fmt: skip


def _scaled(raw: pl.Expr, dtype: pl.DataType, places: int) -> pl.Expr | None:
    """A number in units of so many decimals; null where a finer one would be lost, None for what is no number.

    A binary float counts where the shortest decimal that it stands for is exact, as 0.1 is ten hundredths.
    """
    units: int = 10**places
    if dtype.is_integer():
        whole = raw.cast(pl.Int64, strict=False)
        return pl.when(whole.is_between(-MAX_FEN, MAX_FEN)).then(whole * units) if units > 1 else whole
    if isinstance(dtype, pl.Decimal):
        return _of_decimal(raw.to_physical(), dtype.scale - places)
    if not dtype.is_float():
        return None
    shortest = raw.cast(pl.Float64).cast(pl.String)  # a division would not do: Polars multiplies by the reciprocal
    return pl.when(shortest.str.contains(rf"^-?[0-9]+(?:\.0|\.[0-9]{{0,{places}}})$")).then(
        _hundredths(shortest, places)
    )


def _of_decimal(digits: pl.Expr, spare: int) -> pl.Expr:
    """The digits of a decimal number, which has `spare` places more than wanted."""
    unit: int = 10 ** abs(spare)
    if spare <= 0:
        return (digits * unit).cast(pl.Int64, strict=False)
    return pl.when(digits % unit == 0).then(digits // unit).cast(pl.Int64, strict=False)


# days


def _day_text(text: pl.Expr) -> pl.Expr:
    is_plain = text.str.contains(ISO)
    other = pl.when(~is_plain).then(text).str.replace(MIDNIGHT, "")
    read = [pl.when(is_plain).then(text).str.to_date("%Y-%m-%d", strict=False)]
    read += [
        pl.when(other.str.contains(each)).then(other).str.to_date(form, strict=False) for each, form in DAYS.items()
    ]
    return pl.coalesce(read)


def _day(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr | None:
    if dtype == pl.Date:
        return raw
    if not isinstance(dtype, pl.Datetime):
        return None
    local = raw.dt.replace_time_zone(None)
    return pl.when(local == local.dt.truncate("1d")).then(local.dt.date())
