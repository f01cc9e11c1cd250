"""The pages of the documentation, cut into the pieces that the tests run."""

import re
from typing import NamedTuple

from tests.architecture.tree import ROOT

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(?:^\|.*\|$\n?)+", re.MULTILINE)
RULE_LINE = re.compile(r":?-{3,}:?")


class Block(NamedTuple):
    """A fenced block, and where it ends in its page."""

    language: str
    text: str
    end: int


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text, language):
    """Every fenced block of a language, in reading order."""
    return [Block(found[1], found[2], found.end()) for found in FENCE.finditer(text) if found[1] == language]


def section(text, heading):
    """What stands under a heading, up to the next heading of its level or above."""
    level = heading.split(" ")[0]
    _, _, rest = text.partition(f"\n{heading}\n")
    assert rest, f"no heading {heading!r}"
    return re.split(rf"^#{{2,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def tables(text):
    """Every table as (columns, rows), each row as {column: cell}."""
    return [_table(found[0]) for found in TABLE.finditer(text)]


def _table(text):
    lines = [_cells(line) for line in text.strip().splitlines()]
    assert all(RULE_LINE.fullmatch(cell) for cell in lines[1]), text
    return lines[0], [dict(zip(lines[0], cells, strict=True)) for cells in lines[2:]]


def _cells(line):
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def code(cell):
    """The first `code` of a cell, or the cell itself where there is none."""
    found = re.search(r"`([^`]+)`", cell)
    return found[1] if found else cell
