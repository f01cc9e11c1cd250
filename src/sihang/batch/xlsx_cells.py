"""Cells of a worksheet that show an error, or a formula whose result was never saved: a reader takes them for empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from sihang.rulebook.errors import Problem, Words

CHUNK = 8 << 20
SHOWN = 50
_SHEET, _RELATION = re.compile(rb"<sheet\b[^>]*>"), re.compile(rb"<Relationship\b[^>]*>")
_CELL = re.compile(rb'<c\b[^>]*\br="([A-Z]+)([0-9]+)"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_ERROR = re.compile(rb'\bt="e"')


def cells_without_value(path: Path, index: int) -> list[Problem]:
    """The problems of the sheet in this place of the workbook, the first of them one by one."""
    found: list[Problem] = []
    more = 0
    with ZipFile(path) as archive:
        for column, row, words in _amiss(archive, _sheet_file(archive, index)):
            if len(found) < SHOWN:
                found.append(Problem("no-value", f"{path.name}:{row}:{column}", words))
            else:
                more += 1
    if more:
        found.append(
            Problem("no-value", path.name, Words(f"另有 {more} 个单元格也是如此", f"{more} more cells are so"))
        )
    return found


def _sheet_file(archive: ZipFile, index: int) -> str:
    """The part of the workbook that holds a sheet."""
    sheet = _SHEET.findall(archive.read("xl/workbook.xml"))[index]
    relation = _attribute(sheet, rb"\w+:id")
    for each in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        if _attribute(each, b"Id") == relation:
            target = _attribute(each, b"Target").decode()
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(relation.decode())


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return b"" if found is None else found[1]


def _amiss(archive: ZipFile, name: str) -> Iterator[tuple[str, int, Words]]:
    with archive.open(name) as file:
        rest = b""
        while chunk := file.read(CHUNK):
            rest += chunk
            whole, ending, rest = rest.rpartition(b"</c>")
            yield from _in_text(whole + ending)


def _in_text(text: bytes) -> Iterator[tuple[str, int, Words]]:
    if b"<f" not in text and b't="e"' not in text:
        return
    for cell in _CELL.finditer(text):
        column, row, inside = cell[1].decode(), int(cell[2]), cell[3] or b""
        if _ERROR.search(cell[0][: cell[0].find(b">")]):
            value = re.search(rb"<v>(.*?)</v>", inside)
            shown = value[1].decode() if value else "#"
            yield (
                column,
                row,
                Words(f"单元格是错误 {shown}，请改正或清空", f"the cell is an error, {shown}; mend or clear it"),
            )
        elif b"<f" in inside and b"<v" not in inside:
            zh = "公式没有保存结果，请用 Excel 或 WPS 打开、保存一次"
            yield column, row, Words(zh, "the formula has no saved result; open and save the workbook once")
