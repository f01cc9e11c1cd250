"""What the cells of a row must be together, and what may stand in one row only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sihang.batch.cells import Reading
from sihang.batch.vocabulary import Role
from sihang.rulebook.errors import Words


@dataclass(frozen=True)
class RowRule:
    """`bad` where a row breaks it; the problem is shown at the column `header`."""

    bad: pl.Expr
    source: str
    header: str
    code: str
    words: Words


def row_rules(readings: Sequence[Reading]) -> list[RowRule]:
    """The rules of the ranges that a row may state: of earlier awards, and of money received."""
    by_name = {reading.name: reading for reading in readings}
    rules: list[RowRule] = []
    for low in readings:
        if low.match.column.role in (Role.AWARDED_LOW, Role.RECEIVED_LOW):
            rules += _of_range(low, by_name)
    return rules


def _of_range(low: Reading, by_name: Mapping[str, Reading]) -> Iterator[RowRule]:
    stem = low.name.removesuffix("_low_fen")
    high, awarded = by_name.get(f"{stem}_high_fen"), by_name.get(stem)
    at = low.match.source, low.match.header
    stated = low.value.fill_null(0) > 0
    if high is not None:
        words = Words("下限大于上限", "the lower end is above the upper")
        yield RowRule((low.value > high.value).fill_null(False), *at, "empty-range", words)
    if low.match.column.role is Role.AWARDED_LOW:
        yes = pl.lit(False) if awarded is None else awarded.value.fill_null(False)
        zh = "有下限就是已经获得：请在“前次获得”一列写 是，或删去下限（尚未决定的只写上限）"
        en = f"with a lower end it was awarded: write yes in {stem}, or leave the lower end out (a pending one has an upper end only)"
        yield RowRule(stated & ~yes, *at, "empty-range", Words(zh, en))
        if awarded is not None and high is not None:
            denied = ~awarded.value.fill_null(True) & (high.value.fill_null(0) > 0)
            words = Words("写明没有获得，却有金额；请留其一", "stated as not awarded, yet with an amount; keep one")
            yield RowRule(denied, high.match.source, high.match.header, "empty-range", words)
        return
    zh = "有下限而没有上限；请写上限，确定时与下限相同"
    en = "a lower end without an upper; state it, the same where it is certain"
    yield RowRule(stated if high is None else stated & high.value.is_null(), *at, "empty-range", Words(zh, en))


def given_twice(frame: pl.LazyFrame, row: str, name: str) -> pl.DataFrame:
    """`row` and `value` of every row whose value in the column `name` stands in another row too."""
    named = frame.select(row, pl.col(name).alias("value")).filter(pl.col("value").is_not_null())
    hashes = named.select(pl.col("value").hash()).collect(engine="streaming").to_series().sort()  # 8 bytes a row
    if not (hashes == hashes.shift(1)).any():  # of a hundred million, hardly ever two with one hash
        return pl.DataFrame(schema={row: pl.UInt32, "value": pl.String})
    return named.filter(pl.len().over("value") > 1).sort(row).collect(engine="streaming")
