"""The two programs written by hand as peers: NumPy in blocks, and the C kernel. Two threads, each with row groups of its own."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pyarrow as pa
from arrow_files import answers_table, by_row_group, cells_of, convert, read_groups
from cells import Answers
from contract import IDENTITY


class Arrays:
    """`program` is `blocks` or `kernel`."""

    def __init__(self, program: str) -> None:
        self.program = import_module(program)

    def prepare(self) -> None:
        self.program.columns()

    def _names(self) -> list[str]:
        return [IDENTITY, *(part for _, name in self.program.columns() for part in name.split("="))]

    def load(self, table: Path) -> list[pa.Table]:
        return read_groups(table, self._names())

    def answer(self, loaded: list[pa.Table], ranges: bool) -> list[Answers]:
        return by_row_group(loaded, lambda group: self._answers(group, ranges))

    def _answers(self, group: pa.Table, ranges: bool) -> Answers:
        cells = cells_of(group, self.program.columns())
        answers: Answers = self.program.assess(cells, group.num_rows, ranges=ranges)
        return answers

    def convert(self, table: Path, out: Path, ranges: bool) -> None:
        def answer(group: pa.Table) -> pa.Table:
            return answers_table(group.column(IDENTITY), self._answers(group, ranges))

        convert(table, out, self._names(), answer)
