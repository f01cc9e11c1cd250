"""State what a person accepted from a document (采纳读出内容)."""

from datetime import datetime

from django.db import transaction

from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.documents.actions.accept_proposal import accept_proposal
from sihang.documents.finding.proposal import ProposalKind
from sihang.documents.models import Proposal
from sihang.register.actions.state_fact import state_fact
from sihang.register.history import Source
from sihang.register.models import Fact, Organisation
from sihang.register.reading import Said
from sihang.rulebook import Rulebook
from sihang.rulebook.errors import Problem, Words
from sihang.values.yuan import plain_yuan


@transaction.atomic
def state_read_fact(
    *, proposal_id: int, actor: Person, year: int | None = None, rulebook: Rulebook, now: datetime
) -> Fact | None:
    """Accept a proposal and, where it is of a fact, state it with the document as evidence; both or neither.

    Args:
        year: the fiscal year, where the page does not say one.

    Raises:
        NotPermitted: `actor` does not handle matters for the organisation.
        NotReady: it was decided before, no year is known, or the organisation is not in the register.
    """
    proposal = accept_proposal(proposal_id=proposal_id, actor=actor, now=now)
    if not proposal.fact:
        return None
    document = proposal.reading.document
    organisation = Organisation.objects.filter(uscc=document.uscc).first()
    if organisation is None:
        words = Words(
            "档案中还没有您的单位，请先联系受理部门建档。",
            "Your organisation is not in the register yet; ask the office to open its file first.",
        )
        raise NotReady([Problem("organisation-not-in-register", document.uscc, words)])
    return state_fact(
        actor=actor,
        organisation_id=organisation.pk,
        said=Said(proposal.fact, proposal.year or year, _as_stated(proposal)),
        source=Source.EVIDENCE,
        named=document.name,
        rulebook=rulebook,
        now=now,
    )


def _as_stated(proposal: Proposal) -> str:
    """Amounts are kept in fen and stated in yuan; a day is stated as it is kept."""
    return plain_yuan(int(proposal.value)) if proposal.kind == ProposalKind.AMOUNT else proposal.value
