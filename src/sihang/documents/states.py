"""The states of a document and of a proposal, and the moves between them. Pure."""

from enum import StrEnum

from sihang.rulebook.errors import Words


class DocumentState(StrEnum):
    QUARANTINED = "quarantined"  # nobody can open it yet
    CLEAN = "clean"
    REFUSED = "refused"  # something harmful was found; the content is gone, what was found is kept


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


DOCUMENT_MOVES = {
    "release": (frozenset({DocumentState.QUARANTINED}), DocumentState.CLEAN),
    "refuse": (frozenset({DocumentState.QUARANTINED}), DocumentState.REFUSED),
}

PROPOSAL_MOVES = {
    "accept": (frozenset({ProposalState.OPEN}), ProposalState.ACCEPTED),
    "reject": (frozenset({ProposalState.OPEN}), ProposalState.REJECTED),
}

DOCUMENT_STATE_WORDS = {
    DocumentState.QUARANTINED: Words("正在检查", "Being checked"),
    DocumentState.CLEAN: Words("可用", "Ready"),
    DocumentState.REFUSED: Words("不予接收", "Refused"),
}

PROPOSAL_STATE_WORDS = {
    ProposalState.OPEN: Words("待确认", "To be decided"),
    ProposalState.ACCEPTED: Words("已采纳", "Accepted"),
    ProposalState.REJECTED: Words("未采纳", "Rejected"),
}


ACT_WORDS = {
    "document.uploaded": Words("上传材料", "Document handed in"),
    "document.clean": Words("材料通过检查", "Document let in"),
    "document.refused": Words("材料不予接收", "Document refused"),
    "document.read": Words("读取材料", "Document read"),
    "document.opened": Words("下载材料", "Document downloaded"),
    "proposal.accepted": Words("采纳读出内容", "Reading accepted"),
    "proposal.rejected": Words("不采纳读出内容", "Reading rejected"),
}
"""What is recorded in the journal, in words."""


def is_under_way(state: str, *, was_read: bool) -> bool:
    """Whether the job has still to do with a document."""
    return state == DocumentState.QUARANTINED or (state == DocumentState.CLEAN and not was_read)
