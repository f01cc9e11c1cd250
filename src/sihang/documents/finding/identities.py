"""Who the document speaks of: unified social credit codes and names of organisations."""

import re
from collections.abc import Iterator

from sihang.documents.finding.proposal import Note, Proposal, ProposalKind
from sihang.documents.lines import Line, Page
from sihang.values import Uscc, UsccError
from sihang.values.uscc import MISTAKEN_FOR

CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z](?: ?[0-9A-Z]){17}(?![0-9A-Za-z])")
MEND = str.maketrans(MISTAKEN_FOR)

LABELS = (
    "单位名称|企业名称|公司名称|机构名称|申报单位|申请单位|编制单位|被审计单位|购买方|销售方|出票人|收款人|付款人|名称"
)
LABELLED = re.compile(
    rf"({'|'.join(' ?'.join(label) for label in LABELS.split('|'))})(?: ?[:] ?|  )(\S[^:]*?)(?=  |$|[;,。])"
)
BODY = re.compile(
    r"(?:公司|大学|学院|研究院|研究所|实验室|中心|合伙企业(?:\((?:有限|普通|特殊普通)合伙\))?|银行|医院|协会|学会|基金会|厂|合作社|孵化器|事务所(?:\([^()]+\))?)$"
)
NAME_CHARACTERS = range(4, 61)
TO_FULL_WIDTH = str.maketrans("()", "（）")


def find(page: Page) -> Iterator[Proposal]:
    """Codes whose check characters fit, and labelled names that end as an organisation's does."""
    for line in page.lines:
        yield from _codes(page, line)
        yield from _names(page, line)


def _codes(page: Page, line: Line) -> Iterator[Proposal]:
    for match in CODE.finditer(line.text):
        read = match[0].replace(" ", "")
        mended = read.translate(MEND)
        try:
            code = Uscc.parse(mended).code
        except UsccError:
            continue
        note = Note.MENDED if code != read else Note.NONE
        label = "统一社会信用代码"
        yield Proposal(ProposalKind.USCC, code, label, page.number, line.text, line.box, note=note)


def _names(page: Page, line: Line) -> Iterator[Proposal]:
    for match in LABELLED.finditer(line.text):
        name = match[2].replace(" ", "")
        if len(name) in NAME_CHARACTERS and BODY.search(name):
            label = match[1].replace(" ", "")
            # Registered names are written with full-width brackets: 上海某某（集团）有限公司.
            value = name.translate(TO_FULL_WIDTH)
            yield Proposal(ProposalKind.NAME, value, label, page.number, line.text, line.box)
