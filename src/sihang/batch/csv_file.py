"""A CSV file: its encoding and delimiter found out, its rows counted, rows of another length and open quotes refused."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from sihang.batch.problems import Found, TableUnusable, refuse
from sihang.batch.source import Source, without_unnamed
from sihang.rulebook.errors import Problem, Words

CHUNK = 8 << 20
DELIMITERS = (",", ";", "\t")
LENGTHS_SHOWN = 50
_QUOTE, _NEWLINE = ord('"'), ord("\n")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def open_csv(path: Path, folder: Path) -> Source:
    """Open a CSV file.

    Args:
        folder: where a copy in UTF-8 may be written, for a file in another encoding.

    Raises:
        TableUnusable: not text, empty, an open quote, or rows that have not as many cells as the header.
    """
    encoding = _encoding(path)
    plain = path if encoding in ("utf-8", "utf-8-sig") else _in_utf8(path, encoding, folder)
    header_line = _first_record(plain)
    delimiter = max(DELIMITERS, key=lambda each: _outside_quotes(header_line, each))
    headers = next(csv.reader(io.StringIO(header_line), delimiter=delimiter), [])
    if not any(header.strip() for header in headers):
        raise refuse(
            "empty-table", path.name, "文件是空的，或第一行没有列名", "the file is empty, or row 1 has no column names"
        )
    counted = _Counter(len(headers), delimiter)
    for chunk in _chunks(plain):
        counted.read(chunk)
    counted.end(path.name)
    columns = {f"c{index}": header.strip() for index, header in enumerate(headers)}
    frame = pl.scan_csv(
        plain, infer_schema=False, separator=delimiter, new_columns=list(columns), extra_columns="ignore", glob=False
    )
    named = without_unnamed(path.name, frame, columns)
    about = {"encoding": "UTF-8" if encoding.startswith("utf-8") else encoding.upper(), "delimiter": delimiter}
    return Source(path.name, frame, named, dict.fromkeys(named, pl.String()), (path,), counted.records - 1, about=about)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _encoding(path: Path) -> str:
    """UTF-8 where all of it is; else by its mark, or GB18030."""
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        if _can_decode(path, encoding):
            return encoding
    raise refuse(
        "bad-encoding",
        path.name,
        "既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 的 CSV",
        "neither UTF-8 nor GB18030; save it as UTF-8",
    )


def _can_decode(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _in_utf8(path: Path, encoding: str, folder: Path) -> Path:
    copy = folder / f"{path.stem}.utf8.csv"
    decoder = codecs.getincrementaldecoder(encoding)()
    with copy.open("wb") as file:
        try:
            for chunk in _chunks(path):
                file.write(decoder.decode(chunk).encode())
            file.write(decoder.decode(b"", final=True).encode())
        except UnicodeError:
            raise refuse(
                "bad-encoding", path.name, f"不是完整的 {encoding.upper()}", f"broken {encoding.upper()}"
            ) from None
    return copy


def _first_record(path: Path) -> str:
    """The header, which may hold line breaks in quotes."""
    record = ""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in file:
            if line.endswith("\r"):
                zh = "行尾只有回车（旧 Mac 格式），请另存为普通的 CSV"
                raise refuse(
                    "unreadable-table", path.name, zh, "lines end in a bare return (old Mac); save it as plain CSV"
                )
            record += line
            if record.count('"') % 2 == 0 or len(record) > CHUNK:
                break
    return record.rstrip("\r\n")


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


@dataclass
class _Counter:
    """Counts the cells of every row, a chunk of bytes at a time; quotes may hold delimiters and line breaks."""

    cells: int
    delimiter: str
    records: int = 0
    quotes: int = 0
    so_far: int = 0
    blank: bool = True
    last_open: int = 0

    def __post_init__(self) -> None:
        self.wrong: list[tuple[int, int]] = []

    def read(self, chunk: bytes) -> None:
        data = np.frombuffer(chunk, dtype=np.uint8)
        outside = ((np.cumsum(data == _QUOTE) + self.quotes) & 1) == 0
        ends = np.flatnonzero((data == _NEWLINE) & outside)
        delimiters = np.flatnonzero((data == ord(self.delimiter)) & outside)
        before = np.searchsorted(delimiters, ends)
        counts = np.diff(before, prepend=0)
        if len(ends):
            counts[0] += self.so_far
            self._look(data, ends, counts)
            self.so_far = len(delimiters) - int(before[-1])
            self.blank = _is_blank(data[ends[-1] + 1 :])
        else:
            self.so_far += len(delimiters)
            self.blank = self.blank and _is_blank(data)
        self.quotes += int((data == _QUOTE).sum())
        self.records += len(ends)

    def _look(self, data: npt.NDArray[np.uint8], ends: npt.NDArray[np.intp], counts: npt.NDArray[np.intp]) -> None:
        for index in np.flatnonzero(counts + 1 != self.cells):
            start = 0 if index == 0 else ends[index - 1] + 1
            is_blank = _is_blank(data[start : ends[index]]) and (index > 0 or self.blank)
            if not (is_blank and counts[index] == 0):
                self.wrong.append((self.records + int(index) + 1, int(counts[index]) + 1))

    def end(self, name: str) -> None:
        """Take the last row, which may have no line break; raise TableUnusable with everything that is amiss."""
        if self.quotes % 2:
            zh = "有一个引号没有闭合，其后的内容都会并入一个单元格；请检查引号成对"
            raise refuse(
                "open-quote", name, zh, "a quote is never closed, so that all after it would be one cell; close it"
            )
        if not self.blank or self.so_far:
            self.records += 1
            if self.so_far + 1 != self.cells:
                self.wrong.append((self.records, self.so_far + 1))
        if self.wrong:
            raise TableUnusable(Found(tuple(self._problems(name))))

    def _problems(self, name: str) -> Iterator[Problem]:
        for row, cells in self.wrong[:LENGTHS_SHOWN]:
            zh = f"这一行有 {cells} 个单元格，表头有 {self.cells} 个；请检查逗号、引号和换行"
            en = f"the row has {cells} cell(s), the header {self.cells}; look at delimiters, quotes and line breaks"
            yield Problem("row-length", f"{name}:{row}", Words(zh, en))
        if (more := len(self.wrong) - LENGTHS_SHOWN) > 0:
            yield Problem("row-length", name, Words(f"另有 {more} 行也是如此", f"{more} more rows are so"))


def _is_blank(data: npt.NDArray[np.uint8]) -> bool:
    return bytes(data[:3]).strip() == b"" if len(data) < 3 else False
