"""Accept one proposal (采纳)."""

from datetime import datetime

from django.db import transaction

from sihang.accounts.models import Person
from sihang.documents.actions.decide_proposal import decide_proposal
from sihang.documents.models import Proposal


@transaction.atomic
def accept_proposal(*, proposal_id: int, actor: Person, now: datetime) -> Proposal:
    """Say that it was read rightly. What it states, the register takes from here (`register`), in the same transaction.

    Raises:
        NotPermitted: `actor` does not handle matters for the organisation.
        NotReady: it was decided before.
    """
    return decide_proposal(move="accept", proposal_id=proposal_id, actor=actor, now=now)
