"""Do the peers say what the policy says? Every column of their answers against the scalar rulebook, row by row."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl
from contract import FINDINGS, IDENTITY, MATTERS

FLOAT32_ULP = 2.0**-23
"""Amounts that a few roundings of float32 may put apart differ by no more than some of these, relatively."""


@dataclass
class Agreement:
    """How the answers of one peer compare.

    Args:
        rows: rows compared; wrong: rows in which any answer differs.
        columns: for each column that differs, in how many rows, and the first of them.
    """

    rows: int
    wrong: int = 0
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(policy: pl.DataFrame, answers: pl.DataFrame) -> Agreement:
    """Every column that both have, exactly; an amount in float is rounded to a fen first."""
    answers = in_order_of(policy, answers)
    agreement, any_wrong = Agreement(len(policy)), pl.zeros(len(policy), pl.UInt8, eager=True).cast(pl.Boolean)
    for name in policy.columns:
        mine = answers[name]
        if mine.dtype.is_float():
            mine = mine.round().cast(pl.Int64)
        differs = ~mine.cast(policy[name].dtype).eq_missing(policy[name])
        if differs.any():
            row = int(differs.arg_true()[0])
            first = {"row": row, "peer": answers[name][row], "policy": policy[name][row]}
            agreement.columns[name] = {"rows": int(differs.sum()), "first": first}
            any_wrong |= differs
    agreement.wrong = int(any_wrong.sum())
    return agreement


def in_order_of(policy: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """The answers for the same organisations in the same order: Spark and a database keep none."""
    if answers[IDENTITY].to_list() == policy[IDENTITY].to_list():
        return answers
    return policy.select(IDENTITY).join(answers, on=IDENTITY, how="left", maintain_order="left")


def as_pairs(answers: pl.DataFrame) -> pl.DataFrame:
    """OpenFisca's columns by the names of the contract. m10 has no amount there; here it is nothing."""
    names = {name: f"{name}_fen" for name in answers.columns if name.endswith(("_low", "_high"))}
    renamed = answers.rename(names)
    return renamed.with_columns(pl.lit(0).alias("m10_low_fen"), pl.lit(0).alias("m10_high_fen"))


@dataclass
class Misled:
    """What answers without an unknown do to the policy's answers, counted in answers (a row and measure) and rows.

    Args:
        answers: rows that have a matter, over all measures; rows: all.
        said_met: the policy cannot say yet, the peer says met; said_not_met: it says not met.
        one_amount: met by both, where the policy's amount is still a range; wrong_amount: it is none, and another.
        flat: one says met and the other not met.
        rows_misled: rows with any of these.
        total: rows whose best combination is a range, for which the peer has one amount.
        paid_fen, sure_fen: what the peer's totals add up to, and the lows of the policy.
    """

    answers: int = 0
    said_met: int = 0
    said_not_met: int = 0
    one_amount: int = 0
    wrong_amount: int = 0
    flat: int = 0
    rows: int = 0
    rows_misled: int = 0
    total: int = 0
    paid_fen: int = 0
    sure_fen: int = 0
    examples: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def misled(policy: pl.DataFrame, answers: pl.DataFrame) -> tuple[Misled, dict[str, pl.Series]]:
    """How the answers of OpenFisca without unknowns differ, and for each measure where they do."""
    answers, counted = in_order_of(policy, answers), Misled(rows=len(policy))
    rows = pl.Series("any", [False]).new_from_index(0, len(policy))
    where: dict[str, pl.Series] = {}
    for measure, matter in MATTERS.items():
        finding, said = policy[f"{measure}_finding"], answers[f"{measure}_met"]
        low, high = policy[f"{measure}_low_fen"], policy[f"{measure}_high_fen"]
        unknown = finding == FINDINGS[1]
        kinds = {"said_met": unknown & (said == "met"), "said_not_met": unknown & (said == "not_met")}
        kinds["flat"] = ~unknown & (finding != said)
        if matter is not None:
            both_met = (finding == "met") & (said == "met")
            is_range = high.is_null() | (low != high)
            amount = answers[f"{measure}_amount"].round().cast(pl.Int64)
            kinds["one_amount"] = both_met & is_range
            kinds["wrong_amount"] = both_met & ~is_range & (amount != low)
        counted.answers += int(finding.is_not_null().sum())
        for kind, here in kinds.items():
            here = here.fill_null(False)
            setattr(counted, kind, getattr(counted, kind) + int(here.sum()))
            where[f"{measure} {kind}"] = here
            rows |= here
    counted.rows_misled = int(rows.sum())
    low, high = policy["combination_low_fen"], policy["combination_high_fen"]
    counted.total = int((high.is_null() | (low != high)).sum())
    counted.paid_fen = round(answers["combination_amount"].cast(pl.Float64).sum())
    counted.sure_fen = int(low.sum())
    return counted, where
