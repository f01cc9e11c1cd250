"""A table and its answers as plain arrays, laid out as Arrow does: what the NumPy and the C peer take and give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from contract import MATTERS

Array = np.ndarray[Any, Any]
MEASURES = len(MATTERS)
BLOCK = 64
"""Rows are answered in blocks of so many."""


@dataclass(frozen=True)
class Cells:
    """One column.

    Args:
        values: bits (uint8) of yes/no, int64 numbers, int32 days since 1970, int32 places of options, bytes of texts;
            None where only `filled` is asked.
        filled: which cells hold anything, as bits, the first row lowest.
        aside: for options the bit of each place (uint32), all bits for a word that no rule maps; for texts the
            offsets (int64).
    """

    values: Array | None
    filled: Array
    aside: Array | None = None

    def rest(self, first: int, rows: int, room: int) -> Cells:
        """A copy of the rows from `first`, a multiple of 8, to `rows`, with room for `room` of them; the others are empty."""
        filled = np.unpackbits(self.filled[first // 8 :], count=rows - first, bitorder="little")
        filled = np.packbits(np.pad(filled, (0, room - len(filled))), bitorder="little")
        if self.values is None:
            return Cells(None, filled)
        if self.values.dtype == np.uint8 and self.aside is not None:  # texts: only the offsets go by rows
            return Cells(self.values, filled, np.pad(self.aside[first : rows + 1], (0, room + first - rows), "edge"))
        is_bits = self.values.dtype == np.uint8
        values = self.values[first // 8 : -(-rows // 8)] if is_bits else self.values[first:rows]
        size = room // 8 if is_bits else room
        return Cells(np.pad(values, (0, size - len(values))), filled, self.aside)


@dataclass(frozen=True)
class Answers:
    """The answers for `rows` rows, by measure in the order of `MATTERS`; bits as in `Cells`. Arrays have room for whole blocks.

    Args:
        finding: int8, shape (measures, rows): how many of must and may hold.
        low, high: int64 fen, shape (measures, rows); (measures, 0) where only findings are asked.
        has: bits: the row has such a matter. bounded: it has, and `high` is no NO_BOUND.
        left: int8, a set of `RIVALS` as bits.
    """

    rows: int
    finding: Array
    low: Array
    high: Array
    has: Array
    bounded: Array
    total_low: Array
    total_high: Array
    total_bounded: Array
    certain: Array
    left: Array

    @classmethod
    def empty(cls, rows: int, *, ranges: bool) -> Answers:
        """Room for the answers, not yet written."""
        room = -(-rows // BLOCK) * BLOCK
        size, amounts = room // 8, room if ranges else 0
        return cls(
            rows,
            np.empty((MEASURES, room), np.int8),
            np.empty((MEASURES, amounts), np.int64),
            np.empty((MEASURES, amounts), np.int64),
            np.empty((MEASURES, size), np.uint8),
            np.empty((MEASURES, size), np.uint8),
            np.empty(room, np.int64),
            np.empty(room, np.int64),
            np.empty(size, np.uint8),
            np.empty(size, np.uint8),
            np.empty(room, np.int8),
        )

    @property
    def has_ranges(self) -> bool:
        return self.low.size > 0 or self.rows == 0
