"""Yearly accounts: the rows of an income statement that are facts of the policy, each column with its year."""

import re
from collections.abc import Iterator

from sihang.documents.finding.figures import PLAIN, fen_of_figures
from sihang.documents.finding.proposal import Proposal, ProposalKind
from sihang.documents.lines import Box, Line, Page, Piece

FACT_OF_ROW = {"营业收入": "revenue", "营业总收入": "revenue", "研发费用": "rd_expense"}
ROW = re.compile(r"^(?:[一二三四五六七八九十]+、)?(?:其中:|加:|减:)? ?(营业总收入|营业收入|研发费用)(?![^\d ])")
UNIT = re.compile(r"(?:单位|货币单位|金额单位) ?: ?(?:人民币)?(亿元|万元|千元|元)")
YEAR = re.compile(r"((?:19|20)\d\d) ?年")
THIS_YEAR = re.compile(r"本(?:期|年)(?:累计)?(?:金额|数|发生额)?")
LAST_YEAR = re.compile(r"上(?:期|年)(?:同期)?(?:金额|数|发生额)?")


def find(page: Page) -> Iterator[Proposal]:
    """Nothing where the page names no unit of money: an amount that could be yuan or 万元 is worse than none."""
    text = "\n".join(line.text for line in page.lines)
    unit = UNIT.search(text)
    if unit is None:
        return
    years = _columns(page)
    for line in page.lines:
        row = ROW.match(line.text)
        if row is None:
            continue
        for piece in line.pieces:
            fen = _amount(piece, unit[1])
            if fen is None:
                continue
            fact = FACT_OF_ROW[row[1]]
            year = _nearest(years, piece.box)
            yield Proposal(
                ProposalKind.AMOUNT, str(fen), row[1], page.number, line.text, line.box, fact=fact, year=year
            )


def _amount(piece: Piece, unit: str) -> int | None:
    """A cell that is an amount and nothing else; a short whole number is the number of a note (附注)."""
    if not PLAIN.fullmatch(piece.text) or (piece.text.isdigit() and len(piece.text) <= 3):
        return None
    return fen_of_figures(piece.text, unit)


def _columns(page: Page) -> list[tuple[Box, int]]:
    """Places of column heads with their years. 本期 and 上期 take the year that the head of the page names."""
    heads: list[tuple[Box, int]] = []
    relative: list[tuple[Box, int]] = []
    for line in page.lines:
        heads_here = [(piece.box, int(match[1])) for piece in line.pieces if (match := YEAR.search(piece.text))]
        if len(heads_here) >= 2:
            heads += heads_here
        relative += _relative_heads(line)
    if heads:
        return heads
    named = {int(match[1]) for line in page.lines for match in YEAR.finditer(line.text)}
    if len(named) != 1:
        return []
    (year,) = named
    return [(box, year - before) for box, before in relative]


def _relative_heads(line: Line) -> Iterator[tuple[Box, int]]:
    for piece in line.pieces:
        if THIS_YEAR.fullmatch(piece.text):
            yield piece.box, 0
        elif LAST_YEAR.fullmatch(piece.text):
            yield piece.box, 1


def _nearest(heads: list[tuple[Box, int]], cell: Box) -> int | None:
    """The year of the head that stands above the cell, None where there are no heads."""
    if not heads:
        return None
    return min(heads, key=lambda head: abs(head[0].middle - cell.middle))[1]
