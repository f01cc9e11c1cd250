"""From the words of a document, what a person may want to state: each with the page and the words it was read from."""

from collections.abc import Iterable

from sihang.documents.finding import amounts, dates, identities, invoices, statements
from sihang.documents.finding.proposal import Note, Proposal, ProposalKind
from sihang.documents.lines import Page

PROPOSALS_MAX = 60  # more than a person would look through one by one
FINDERS = (identities.find, invoices.find, dates.find, statements.find, amounts.find)

__all__ = ["Note", "Proposal", "ProposalKind", "propose"]


def propose(pages: Iterable[Page]) -> list[Proposal]:
    """What was found, in the order of the pages; each thing once, where it stood first."""
    found: dict[tuple[object, ...], Proposal] = {}
    for page in pages:
        for find in FINDERS:
            for proposal in find(page):
                found.setdefault(proposal.what, proposal)
    return _without_repeats(list(found.values()))[:PROPOSALS_MAX]


def _without_repeats(found: list[Proposal]) -> list[Proposal]:
    """Leave out an amount without a fact where the same words gave one with a fact."""
    taken = {(each.page, each.quote, each.value) for each in found if each.fact}
    return [each for each in found if each.fact or (each.page, each.quote, each.value) not in taken]
