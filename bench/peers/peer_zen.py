"""GoRules' zen-engine as a peer: the model compiled once by its loader, which was the fastest way; row by row in its batch call."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import zen
from arrow_files import read, write
from contract import IDENTITY, result_columns
from zen_model import MODEL, columns

_TYPES = {"certain": pa.bool_(), "fen": pa.int64()}


class Zen:
    def prepare(self) -> None:
        self.engine.get_decision("policy")

    @cached_property
    def engine(self) -> zen.ZenEngine:
        return zen.ZenEngine({"loader": {"type": "static", "content": {"policy": json.loads(MODEL)}}})

    def load(self, table: Path) -> list[dict[str, Any]]:
        return rows_of(read(table, [IDENTITY, *columns()]))

    def answer(self, loaded: list[dict[str, Any]], ranges: bool) -> list[dict[str, Any]]:
        """The model always answers everything."""
        answers = self.engine.evaluate_batch([{"key": "policy", "context": row} for row in loaded])
        return [answer["data"]["result"] for answer in answers]

    def one(self, row: dict[str, Any]) -> Any:
        """One decision with its trace."""
        return self.engine.evaluate("policy", row, {"trace": True})

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        loaded = self.load(table)
        answers = self.answer(loaded, ranges)
        columns = {IDENTITY: pa.array([row[IDENTITY] for row in loaded])}
        for name in result_columns(ranges):
            type_ = _TYPES.get(name.rsplit("_", 1)[1], pa.string())
            columns[name] = pa.array([answer.get(name) for answer in answers], type_)
        write(pa.table(columns), out)


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as the model reads them: a day is the number of days since 1970."""
    days = [field.name for field in table.schema if pa.types.is_date(field.type)]
    for name in days:
        column = table.column(name).cast(pa.int32())
        table = table.set_column(table.schema.get_field_index(name), name, column)
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
