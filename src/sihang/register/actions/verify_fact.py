"""Confirm what was said, against its evidence (核实)."""

from datetime import datetime

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.models import Fact
from sihang.rulebook.case import State
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def verify_fact(*, actor: Person, fact_id: int, now: datetime) -> Fact:
    """Verify a statement; to do it twice changes nothing.

    Raises:
        NotPermitted: `actor` does not keep the register, or recorded the statement.
        NotReady: it was corrected, or says that nothing is known.
    """
    fact = Fact.objects.select_for_update().select_related("organisation").get(pk=fact_id)
    accounts.require(permissions.may_verify_fact, actor, fact)
    if hasattr(fact, "corrected_by"):
        words = Words("这一条已经更正，请核实更正后的一条", "this was corrected; verify the correction")
        raise NotReady([Problem("corrected-already", str(fact), words)])
    if fact.state == State.UNKNOWN:
        words = Words("“未知”没有可核实的内容", "'unknown' says nothing that could be verified")
        raise NotReady([Problem("nothing-to-verify", str(fact), words)])
    if fact.verified_at is None:
        fact.verified_at, fact.verified_by = now, actor
        fact.save(update_fields=["verified_at", "verified_by"])
        after = {"fact": str(fact), "value": fact.value}
        record_event(act="fact.verified", actor=actor, organisation=fact.organisation.uscc, subject=fact, after=after)
    return fact
