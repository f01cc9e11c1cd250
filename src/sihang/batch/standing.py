"""Whether a table of Parquet is canonical as it stands, so that an engine can read the files where they are."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sihang.batch.cells import UNPRINTABLE, Reading, one_of
from sihang.batch.uscc_column import is_uscc
from sihang.batch.vocabulary import Role
from sihang.rulebook.facts import Kind

_UNTIDY = rf"^$|^\s|\s$|{UNPRINTABLE}"


def stand(frame: pl.LazyFrame, readings: Sequence[Reading]) -> bool:
    """Whether every cell of columns that are `as_stored` is canonical; looks at the least that tells.

    In one scan for numbers, one for texts and one for codes, which are different columns: columns that take unlike times do
    not wait for each other, and in one scan Polars would hold what the slowest has not yet taken.
    """
    numbers = [reading for reading in readings if reading.limits is not None]
    codes = [reading for reading in readings if reading.match.column.role is Role.USCC]
    texts = [
        each for each in readings if each not in numbers + codes and each.match.column.fact.kind is not Kind.YES_NO
    ]
    return all(_all_stand(frame, group) for group in (numbers, texts, codes) if group)


def _all_stand(frame: pl.LazyFrame, readings: Sequence[Reading]) -> bool:
    tests = [_stands(reading, pl.col(reading.name)).alias(reading.held) for reading in readings]
    return all(frame.select(tests).collect(engine="streaming").row(0))


def _stands(reading: Reading, cell: pl.Expr) -> pl.Expr:
    fact = reading.match.column.fact
    if reading.limits is not None:
        low, high = reading.limits
        inside: pl.Expr = (cell.min() >= low) & (cell.max() <= high)
        return inside.fill_null(True)
    if reading.match.column.role is Role.USCC:
        return (cell.is_null() | is_uscc(cell).is_not_null()).all()
    if fact.kind is Kind.ENUM:
        return one_of(cell, [option.key for option in fact.options]).all()
    return (~cell.str.contains(_UNTIDY)).all()
