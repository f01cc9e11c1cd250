"""The two programs written by hand in bench/peers, asked from Polars and without Arrow."""

import sys
from pathlib import Path

import numpy as np
import polars as pl

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench" / "peers"))  # its scripts find each other like this

import blocks
import kernel
from cells import Cells
from contract import FINDINGS, LEFT, MATTERS, option_bits

__all__ = ["answers", "blocks", "empty", "kernel"]


def answers(program, table):
    """What `blocks` or `kernel` says of a table in canonical form, in the columns of a result table."""
    cells = {name: _cells(kind, name, table) for kind, name in program.columns()}
    found, rows = program.assess(cells, table.height, ranges=True), table.height

    def amounts(values, stated):
        truths = np.unpackbits(stated, count=rows, bitorder="little").astype(bool)
        return [int(value) if there else None for value, there in zip(values, truths, strict=False)]

    columns = {}
    for place, measure in enumerate(MATTERS):
        findings = amounts(found.finding[place], found.has[place])
        columns[f"{measure}_finding"] = [None if each is None else FINDINGS[each] for each in findings]
        columns[f"{measure}_low_fen"] = amounts(found.low[place], found.has[place])
        columns[f"{measure}_high_fen"] = amounts(found.high[place], found.bounded[place])
    columns["combination_low_fen"] = found.total_low[:rows].tolist()
    columns["combination_high_fen"] = amounts(found.total_high, found.total_bounded)
    certain = np.unpackbits(found.certain, count=rows, bitorder="little")
    columns["combination_certain"] = certain.astype(bool).tolist()
    columns["combination_left"] = [LEFT[places] for places in found.left[:rows]]
    return columns


def _cells(kind, name, table):
    """A column as plain arrays (see bench/peers/cells.py); a column that the table has not is empty."""
    if kind == "S":
        one, other = name.split("=")
        column = (table[one] == table[other]).fill_null(False)
        return Cells(_bits(column), _bits(column.is_not_null()))
    column = table[name]
    filled = _bits(column.is_not_null())
    match kind:
        case "F":
            return Cells(None, filled)
        case "Y":
            return Cells(_bits(column.fill_null(False)), filled)
        case "N":
            return Cells(column.fill_null(0).to_numpy(), filled)
        case "D":
            return Cells(column.to_physical().fill_null(0).to_numpy(), filled)
        case "T":
            texts = [(text or "").encode() for text in column]
            offsets = np.cumsum([0, *map(len, texts)], dtype=np.int64)
            return Cells(np.frombuffer(b"".join(texts) or b"\0", np.uint8), filled, offsets)
    words = column.drop_nulls().unique(maintain_order=True).to_list()
    places = [0 if word is None else words.index(word) for word in column]
    return Cells(np.array(places, np.int32), filled, np.array(option_bits(name, words) or [0], np.uint32))


def _bits(truths):
    return np.packbits(truths.to_numpy(), bitorder="little")


def empty(rows, columns, **stated):
    """A table with nothing in it but what is stated, in every row alike."""
    types = {name: pl.Series([value]).dtype for name, value in stated.items()}
    names = {name: types.get(name, dtype) for name, dtype in columns.items()}
    return pl.DataFrame({name: pl.Series([stated.get(name)] * rows, dtype=dtype) for name, dtype in names.items()})
