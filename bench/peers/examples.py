"""Rows in which a peer without an unknown misleads, in plain words; what would decide them is said by the rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import oracle
import polars as pl

TOLD = (("said_met", ("m08", "m01")), ("said_not_met", ("m01", "m03")), ("one_amount", ("m03", "m06")))


def examples(
    table: pl.DataFrame, policy: pl.DataFrame, answers: pl.DataFrame, where: Mapping[str, pl.Series]
) -> list[str]:
    """One row each where money is promised, where it is denied, and where a range became one amount.

    Args:
        where: by `measure kind`, in which rows the peer's answer is of that kind (`agreement.misled`).
    """
    told = []
    for kind, measures in TOLD:
        measure = next((each for each in measures if where[f"{each} {kind}"].any()), None)
        if measure is not None:
            row = int(where[f"{measure} {kind}"].arg_true()[0])
            open_ = _open(table.row(row, named=True), measure)
            told.append(
                f"Row {row + 1}, {measure}: {_told(kind, measure, row, policy, answers)} What decides it: {open_}."
            )
    return told


def _told(kind: str, measure: str, row: int, policy: pl.DataFrame, answers: pl.DataFrame) -> str:
    low, high = policy[f"{measure}_low_fen"][row], policy[f"{measure}_high_fen"][row]
    amount = _yuan(answers[f"{measure}_amount"][row])
    within = f"{_yuan(low)} to {'no upper bound' if high is None else _yuan(high)} yuan"
    return {
        "said_met": f"OpenFisca says met and pays {amount} yuan; it is not known yet, {within}.",
        "said_not_met": f"OpenFisca says not met; it is not known yet, {within}.",
        "one_amount": f"both say met; OpenFisca pays {amount} yuan, the policy {within}.",
    }[kind]


def _open(row: Mapping[str, Any], measure: str) -> str:
    rulebook = oracle.load(*oracle.PACKAGES)
    results = rulebook.assess(oracle.case_of(row, rulebook), on=oracle.DAY).as_json("en")["results"]
    effects = next(result["open"] for result in results if result["measure"] == measure)
    return "; ".join(item["effect"] for item in effects[:2])


def _yuan(fen: float) -> str:
    return f"{round(fen) / 100:,.2f}"
