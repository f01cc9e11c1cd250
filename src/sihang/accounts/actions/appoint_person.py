"""Give a person a role at the office."""

from datetime import datetime

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Appointment, Desk, Person
from sihang.accounts.states import ROLE_WORDS, Role, excluded_by
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def appoint_person(*, actor: Person, person_id: int, role: Role, now: datetime, desk: str | None = None) -> Appointment:
    """Appoint to `role`, at one desk (its code) or at the whole office.

    Raises:
        NotPermitted: `actor` is no security administrator, or appoints themself.
        NotReady: the person has the role, or one that excludes it (三员分立); lists every problem.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    permissions.require(permissions.may_appoint_this_person, actor, person)
    where = Desk.objects.get(code=desk) if desk else None
    held = person.appointments.filter(ended_at=None)
    problems = [_excluded(role, Role(each.role)) for each in held if Role(each.role) in excluded_by(role)]
    if held.filter(role=role, desk=where).exists():
        words = Words(f"已是{ROLE_WORDS[role].zh}", f"Is {ROLE_WORDS[role].en} already")
        problems.append(Problem("appointed-already", "role", words))
    if problems:
        raise NotReady(problems)
    appointment = Appointment.objects.create(person=person, role=role, desk=where, since=now)
    record_event(act="person.appointed", actor=actor, subject=person, after={"role": role, "desk": desk})
    return appointment


def _excluded(role: Role, held: Role) -> Problem:
    new, old = ROLE_WORDS[role], ROLE_WORDS[held]
    words = Words(
        f"现任{old.zh}，不得兼任{new.zh}；请先免去原角色",
        f"{old.en} excludes {new.en}; end the former appointment first",
    )
    return Problem("role-excluded", "role", words)
