"""Numbers of invoices: twenty digits of a digital one (数电票), or a code and eight digits of an older one."""

import re
from collections.abc import Iterator

from sihang.documents.finding.proposal import Proposal, ProposalKind
from sihang.documents.lines import Line, Page

DIGITAL = re.compile(r"发 ?票 ?号 ?码 ?:? ?(\d{20})(?!\d)")
NUMBER = re.compile(r"(?:发 ?票 ?号 ?码|№|No\.?) ?:? ?(\d{8})(?!\d)")
CODE = re.compile(r"发 ?票 ?代 ?码 ?:? ?(\d{12}|\d{10})(?!\d)")


def find(page: Page) -> Iterator[Proposal]:
    """A number of eight digits means nothing without its code, so it is proposed only where a page has one of each."""
    codes, numbers = [], []
    for line in page.lines:
        for match in DIGITAL.finditer(line.text):
            yield _proposal(page, line, match[1])
        codes += [match[1] for match in CODE.finditer(line.text)]
        numbers += [(match[1], line) for match in NUMBER.finditer(line.text)]
    if len(set(codes)) == 1 and len({number for number, _ in numbers}) == 1:
        number, line = numbers[0]
        yield _proposal(page, line, f"{codes[0]}-{number}")


def _proposal(page: Page, line: Line, value: str) -> Proposal:
    return Proposal(ProposalKind.INVOICE, value, "发票号码", page.number, line.text, line.box)
