"""Put right what was said (更正)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.actions.state_fact import OWN, kept, not_yours, recorded
from sihang.register.history import Source
from sihang.register.models import Fact
from sihang.register.reading import Said
from sihang.rulebook import Rulebook
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def correct_fact(
    *,
    actor: Person,
    fact_id: int,
    raw: Any,
    source: Source,
    named: str = "",
    reason: str,
    rulebook: Rulebook,
    now: datetime,
) -> Fact:
    """Add a statement that takes the place of another one, for the same time. The old one stays to be read.

    Args:
        raw: the right value, as a case states it; None where it should not have been said at all.

    Raises:
        NotPermitted: an organisation corrects only what it declared itself and nobody verified.
        NotReady: it was corrected already, no reason is given, the value cannot be read, or it is said in a name that is not
            the actor's; lists every problem.
    """
    old = Fact.objects.select_for_update().select_related("organisation").get(pk=fact_id)
    accounts.require(permissions.may_correct_fact, actor, old)
    problems = []
    if hasattr(old, "corrected_by"):
        words = Words("这一条已经更正过，请更正最新的一条", "this was corrected already; correct the latest one")
        problems.append(Problem("corrected-already", str(old), words))
    if source not in OWN and not permissions.may_keep_register(actor):
        problems.append(not_yours())
    if not reason.strip():
        problems.append(Problem("missing-key", "reason", Words("请写明更正理由", "say why")))
    if problems:
        raise NotReady(problems)
    said = Said(old.key, old.year, raw, old.since, old.until)
    fact = kept(
        said, old.organisation, actor=actor, source=source, named=named, rulebook=rulebook, now=now, corrects=old
    )
    record_event(
        act="fact.corrected", actor=actor, organisation=old.organisation.uscc, subject=fact,
        before={"fact": str(old), "state": old.state, "value": old.value, "number": old.pk},
        after=recorded(fact) | {"reason": reason.strip()},
    )  # fmt: skip
    return fact
