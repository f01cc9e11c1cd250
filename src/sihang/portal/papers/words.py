"""What was read, in words for people."""

from typing import Any

from sihang.documents.finding.proposal import Note, ProposalKind
from sihang.documents.reading import Gap
from sihang.rulebook.errors import Words
from sihang.rulebook.showing.sums import as_printed

KIND_WORDS = {
    ProposalKind.USCC: Words("统一社会信用代码", "USCC"),
    ProposalKind.NAME: Words("单位名称", "Name"),
    ProposalKind.AMOUNT: Words("金额", "Amount"),
    ProposalKind.INVOICE: Words("发票号码", "Invoice"),
    ProposalKind.DATE: Words("日期", "Day"),
}

NOTE_WORDS = {
    Note.MENDED: Words(
        "原文中有代码不使用的字母，已按校验码改读，请核对。",
        "The page has letters that no code has; they were read so that the check characters fit. Compare it.",
    ),
    Note.DIFFERS: Words(
        "这一页的大写金额与小写金额不一致，请核对。",
        "On this page the amount in figures and the one in capitals differ. Compare them.",
    ),
}

GAP_WORDS = {
    Gap.KIND: Words("这类文件只保存，不读取内容。", "Files of this kind are kept and not read."),
    Gap.PICTURES: Words(
        "部分页面是图片，本系统未安装图像识别，未读取。",
        "Some pages are pictures; no recognition is installed here, so they were not read.",
    ),
    Gap.BROKEN: Words("文件无法读取，请人工填报。", "The file could not be read; state the facts yourself."),
    Gap.PAGES: Words("只读取了前 30 页。", "Only the first 30 pages were read."),
}


def shown_value(proposal: Any) -> str:
    """`52,000,000.00` for an amount in fen; everything else as it is kept."""
    return as_printed(int(proposal.value)) if proposal.kind == ProposalKind.AMOUNT else str(proposal.value)
