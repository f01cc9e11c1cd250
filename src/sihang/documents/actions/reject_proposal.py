"""Reject one proposal (不采纳)."""

from datetime import datetime

from django.db import transaction

from sihang.accounts.models import Person
from sihang.documents.actions.decide_proposal import decide_proposal
from sihang.documents.models import Proposal


@transaction.atomic
def reject_proposal(*, proposal_id: int, actor: Person, now: datetime) -> Proposal:
    """Say that it was read wrongly, or is not to be stated.

    Raises:
        NotPermitted: `actor` does not handle matters for the organisation.
        NotReady: it was decided before.
    """
    return decide_proposal(move="reject", proposal_id=proposal_id, actor=actor, now=now)
