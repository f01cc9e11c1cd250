"""Amounts that the document names: 价税合计, 合同金额, 实付金额, 注册资本; in figures and in capitals."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sihang.documents.finding.figures import CAPITALS, FIGURES, fen_of_capitals, fen_of_figures, modern
from sihang.documents.finding.proposal import Note, Proposal, ProposalKind
from sihang.documents.lines import Line, Page

LABELS = "价税合计|合同总金额|合同金额|合同总价|合同价款|实付金额|付款金额|交易金额|转账金额|支付金额|到账金额|注册资本|投资金额|借款金额|贷款金额|总金额|金额"
LABEL = "|".join(" ?".join(label) for label in LABELS.split("|"))
BETWEEN = r"[^\d¥零壹贰叁肆伍陆柒捌玖拾]{0,14}?"
IN_FIGURES = re.compile(rf"({LABEL}){BETWEEN}(?:¥ ?({FIGURES})|({FIGURES}) ?(元|千元|万元|亿元))(?!\d)")
SMALL = re.compile(rf"小 ?写 ?\)? ?:? ?¥? ?({FIGURES})(?!\d)")
IN_CAPITALS = re.compile(rf"(?:({LABEL})|大 ?写){BETWEEN}({CAPITALS})")


def find(page: Page) -> Iterator[Proposal]:
    """Each amount once; where figures and capitals of a page both stand and differ, both, with a note."""
    figures = [each for line in page.lines for each in _in_figures(page, line)]
    capitals = [each for line in page.lines for each in _in_capitals(page, line)]
    agreed = {each.value for each in figures} & {each.value for each in capitals}
    differ = bool(figures and capitals and not agreed)
    for proposal in figures + [each for each in capitals if each.value not in agreed]:
        yield replace(proposal, note=Note.DIFFERS) if differ else proposal


def _in_figures(page: Page, line: Line) -> Iterator[Proposal]:
    for match in IN_FIGURES.finditer(line.text):
        fen = fen_of_figures(match[2] or match[3], match[4] or "元")
        if fen is not None:
            yield _proposal(page, line, match[1], fen)
    for match in SMALL.finditer(line.text):
        fen = fen_of_figures(match[1])
        if fen is not None:
            label = re.search(LABEL, line.text[: match.start()])
            yield _proposal(page, line, label[0] if label else "小写金额", fen)


def _in_capitals(page: Page, line: Line) -> Iterator[Proposal]:
    for match in IN_CAPITALS.finditer(modern(line.text)):
        fen = fen_of_capitals(match[2])
        if fen is not None:
            yield _proposal(page, line, match[1] or "大写金额", fen)


def _proposal(page: Page, line: Line, label: str, fen: int) -> Proposal:
    return Proposal(ProposalKind.AMOUNT, str(fen), label.replace(" ", ""), page.number, line.text, line.box)
