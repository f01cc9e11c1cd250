"""Say something of an organisation (申报、登记一项事实)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.history import Source
from sihang.register.models import Fact, Organisation
from sihang.register.reading import Said, read_said
from sihang.rulebook import Rulebook
from sihang.rulebook.errors import Problem, Words

OWN = (Source.SELF_DECLARED, Source.EVIDENCE)
"""In whose name an organisation may speak of itself."""


@transaction.atomic
def state_fact(
    *,
    actor: Person,
    organisation_id: int,
    said: Said,
    source: Source,
    named: str = "",
    rulebook: Rulebook,
    now: datetime,
) -> Fact:
    """Add a statement. What was said before stays.

    Args:
        named: which document, office or list, where the source is not the organisation itself.

    Raises:
        NotPermitted: `actor` neither acts for the organisation nor keeps the register.
        NotReady: the statement cannot be read, or is made in a name that is not the actor's; lists every problem.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    accounts.require(permissions.may_state_fact, actor, organisation)
    if source not in OWN and not permissions.may_keep_register(actor):
        raise NotReady([not_yours()])
    fact = kept(said, organisation, actor=actor, source=source, named=named, rulebook=rulebook, now=now)
    record_event(
        act="fact.stated", actor=actor, organisation=organisation.uscc, subject=fact,
        after=recorded(fact) | {"named": fact.named},
    )  # fmt: skip
    return fact


def kept(
    said: Said,
    organisation: Organisation,
    *,
    actor: Person,
    source: Source,
    named: str,
    rulebook: Rulebook,
    now: datetime,
    corrects: Fact | None = None,
) -> Fact:
    """The statement as a new record; whoever asks has locked, asked who may, and writes the journal.

    Raises:
        NotReady: the statement cannot be read; lists every problem.
    """
    state, value = read_said(said, rulebook, timezone.localdate(now))
    return Fact.objects.create(
        organisation=organisation, key=said.key, year=said.year, state=state,
        number=value if isinstance(value, int) else None, text=value if isinstance(value, str) else None,
        source=source, named=named.strip(), since=said.since, until=said.until, recorded_at=now, recorded_by=actor, corrects=corrects,
    )  # fmt: skip


def recorded(fact: Fact) -> dict[str, Any]:
    """What the journal says of a statement."""
    return {"fact": str(fact), "state": str(fact.state), "value": fact.value, "source": str(fact.source)}


def not_yours() -> Problem:
    words = Words("单位只能自行申报或提交证明材料", "an organisation declares for itself, or hands in evidence")
    return Problem("source-not-yours", "source", words)
