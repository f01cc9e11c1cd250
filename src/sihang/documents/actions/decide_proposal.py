"""The part that accepting and rejecting share."""

from datetime import datetime

from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.accounts.permissions import require
from sihang.documents import permissions, queries
from sihang.documents.models import Proposal
from sihang.documents.states import PROPOSAL_MOVES
from sihang.journal.actions.record_event import record_event
from sihang.moves import next_state
from sihang.rulebook.errors import Problem, Words


def decide_proposal(*, move: str, proposal_id: int, actor: Person, now: datetime) -> Proposal:
    """Lock, may I, is it open, decide, record; inside the transaction of `accept_proposal` or `reject_proposal`."""
    proposal = queries.locked_proposal(proposal_id)
    require(permissions.may_decide_proposal, actor, proposal)
    state = next_state(PROPOSAL_MOVES, proposal.state, move)
    if state is None:
        words = Words("这一项已确认过，请刷新页面。", "This was decided before; reload the page.")
        raise NotReady([Problem("proposal-decided", proposal.label, words)])
    before = {"state": proposal.state}
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, now
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    record_event(
        act=f"proposal.{state}",
        actor=actor,
        subject=proposal,
        organisation=proposal.reading.document.uscc,
        before=before,
        after={"state": state, "value": proposal.value, "fact": proposal.fact, "year": proposal.year},
    )
    return proposal
