"""Make a check-up of an organisation from the register and keep it (政策体检)."""

from datetime import date, datetime

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.models import Person
from sihang.checkup import permissions
from sihang.checkup.from_register import assess_from_register
from sihang.checkup.models import CheckUp
from sihang.journal.actions.record_event import record_event
from sihang.register.models import Organisation
from sihang.rulebook import Rulebook
from sihang.rulebook.saved import saved


@transaction.atomic
def keep_check_up(
    *, actor: Person, organisation_id: int, rulebook: Rulebook, on: date, known: datetime, now: datetime
) -> CheckUp:
    """Assess and keep, so that it can be replayed and compared with another one.

    Raises:
        NotPermitted: `actor` may not read the organisation.
        PackageUnusable: the packages cannot be used on that day.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    accounts.require(permissions.may_check_up, actor, organisation)
    case, assessment = assess_from_register(organisation, rulebook, on=on, known=known)
    content = saved(assessment, case)
    check_up = CheckUp.objects.create(organisation=organisation, on=on, known=known, content=content, by=actor, at=now)
    after = {"on": on.isoformat(), "known": known.isoformat(), "assessment": content["assessment_digest"]}
    record_event(act="check_up.kept", actor=actor, organisation=organisation.uscc, subject=check_up, after=after)
    return check_up
