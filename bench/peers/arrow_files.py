"""Parquet in and out for the peers that have no reader of their own: pyarrow, as its documentation shows it.

Columns that hold options come as dictionaries, so that a peer looks at each word once and at a small number in each row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from cells import Answers, Array, Cells
from contract import FINDINGS, IDENTITY, LEFT, MATTERS, OPTIONS, option_bits

THREADS = 2
GROUP_ROWS = 1 << 17
"""Rows of one row group, in and out."""


def read(table: Path, columns: Sequence[str]) -> pa.Table:
    """The whole table, in as many threads as pyarrow likes."""
    return pq.read_table(table, columns=list(columns), read_dictionary=_options(columns))


def read_groups(table: Path, columns: Sequence[str]) -> list[pa.Table]:
    """The row groups of a table, two at a time."""
    groups = range(pq.ParquetFile(table).metadata.num_row_groups)
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda group: _read_group(table, columns, group), groups))


def _read_group(table: Path, columns: Sequence[str], group: int) -> pa.Table:
    file = pq.ParquetFile(table, read_dictionary=_options(columns))
    return file.read_row_group(group, columns=list(columns), use_threads=False).combine_chunks()


def _options(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if name in OPTIONS]


def convert(table: Path, out: Path, columns: Sequence[str], answer: Callable[[pa.Table], pa.Table]) -> None:
    """Read and answer row groups in two threads, and write them in order as they come."""

    def answered(group: int) -> pa.Table:
        return answer(_read_group(table, columns, group))

    groups = iter(range(pq.ParquetFile(table).metadata.num_row_groups))
    with ThreadPoolExecutor(THREADS) as pool:
        ahead = deque(pool.submit(answered, group) for group in islice(groups, THREADS + 1))
        _write(out, _in_order(ahead, groups, lambda group: pool.submit(answered, group)))


def _in_order(ahead: deque[Future[pa.Table]], more: Iterator[int], submit: Callable[[int], Any]) -> Iterator[pa.Table]:
    """Answers in order; as one is taken, the next group is begun, so that few wait in memory."""
    while ahead:
        answers = ahead.popleft().result()
        ahead.extend(map(submit, islice(more, 1)))
        yield answers


def write(answers: pa.Table, out: Path) -> None:
    """A whole table into a file."""
    _write(out, [answers])


def _write(out: Path, tables: Iterable[pa.Table]) -> None:
    """As every contestant writes: one file, Snappy, the same row groups, and words as words, not as categories."""
    writer: pq.ParquetWriter | None = None
    for table in tables:
        writer = writer or pq.ParquetWriter(out, table.schema, compression="snappy", store_schema=False)
        writer.write_table(table, row_group_size=GROUP_ROWS)
    if writer is not None:
        writer.close()


def cells_of(table: pa.Table, columns: Sequence[tuple[str, str]]) -> dict[str, Cells]:
    """The columns of one row group as plain arrays, nothing copied.

    Args:
        columns: the kind (see kernel.c) and the name; S: whether two columns, `a=b`, say the same, as a yes/no column.
    """
    return {name: _cells(kind, name, _column(table, name)) for kind, name in columns}


def _column(table: pa.Table, name: str) -> pa.Array:
    if "=" not in name:
        return table.column(name).chunk(0)
    one, other = name.split("=")
    return pc.equal(table.column(one).chunk(0), table.column(other).chunk(0))


def _cells(kind: str, name: str, column: pa.Array) -> Cells:
    if kind == "T":
        column = column.cast(pa.large_string())
    buffers = column.buffers()
    filled = np.full(-(-len(column) // 8), 255, np.uint8) if buffers[0] is None else np.frombuffer(buffers[0], np.uint8)
    match kind:
        case "F":
            return Cells(None, filled)
        case "T":
            text = np.frombuffer(buffers[2] or b"", np.uint8)
            return Cells(text, filled, np.frombuffer(buffers[1], np.int64))
        case "O":
            words = option_bits(name, column.dictionary.to_pylist())
            return Cells(np.frombuffer(buffers[1], np.int32), filled, np.array(words or [0], np.uint32))
    return Cells(np.frombuffer(buffers[1], {"Y": np.uint8, "S": np.uint8, "N": np.int64, "D": np.int32}[kind]), filled)


_FINDINGS = pa.array(FINDINGS)
_LEFT = pa.array(["", *LEFT[1:]])


def answers_table(identity: pa.ChunkedArray, answers: Answers) -> pa.Table:
    """Answers as a table, nothing copied but what each row says of the combination."""
    rows = answers.rows
    columns: dict[str, Any] = {IDENTITY: identity}
    for place, measure in enumerate(MATTERS):
        has, bounded = answers.has[place], answers.bounded[place]
        columns[f"{measure}_finding"] = _words(answers.finding[place, :rows], has, _FINDINGS)
        if answers.has_ranges:
            columns[f"{measure}_low_fen"] = _numbers(answers.low[place, :rows], has)
            columns[f"{measure}_high_fen"] = _numbers(answers.high[place, :rows], bounded)
    columns["combination_low_fen"] = _numbers(answers.total_low[:rows], None)
    columns["combination_high_fen"] = _numbers(answers.total_high[:rows], answers.total_bounded)
    columns["combination_certain"] = pa.Array.from_buffers(pa.bool_(), rows, [None, pa.py_buffer(answers.certain)])
    left = answers.left[:rows]
    columns["combination_left"] = _words(left, np.packbits(left != 0, bitorder="little"), _LEFT)
    return pa.table(columns)


def _numbers(values: Array, stated: Array | None) -> pa.Array:
    buffers = [None if stated is None else pa.py_buffer(stated), pa.py_buffer(values)]
    return pa.Array.from_buffers(pa.int64(), len(values), buffers)


def _words(places: Array, stated: Array, words: pa.Array) -> pa.Array:
    indices = pa.Array.from_buffers(pa.int8(), len(places), [pa.py_buffer(stated), pa.py_buffer(places)])
    return pa.DictionaryArray.from_arrays(indices, words)


def words_of(places: Array, without: Array | None, words: Sequence[str | None]) -> pa.Array:
    """Places as the words that they stand for, empty where `without`."""
    return pa.DictionaryArray.from_arrays(
        pa.array(places, pa.int8(), mask=without), pa.array([word or "" for word in words])
    )


def by_row_group(tables: Sequence[pa.Table], answer: Callable[[pa.Table], Any]) -> list[Any]:
    """Answers for row groups in memory, two at a time."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(answer, tables))
