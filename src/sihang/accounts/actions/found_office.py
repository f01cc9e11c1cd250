"""Make the first security administrator, who appoints everyone else."""

from datetime import datetime

from django.db import transaction

from sihang.accounts.actions.admit_person import password_problems
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Appointment, Person
from sihang.accounts.states import Role
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def found_office(*, username: str, name: str, password: str, now: datetime) -> Person:
    """Called from the command line, where nobody is signed in yet, and only while nobody appoints.

    Raises:
        NotReady: there is a security administrator, or the password is weak.
    """
    if Appointment.objects.filter(role=Role.SECURITY_ADMINISTRATOR, ended_at=None).exists():
        words = Words("已有安全管理员，请由其任命", "There is a security administrator, who appoints")
        raise NotReady([Problem("office-founded", "username", words)])
    person = Person(username=username, name=name, joined_at=now)
    if problems := password_problems(password, person):
        raise NotReady(problems)
    person.set_password(password)
    person.save()
    Appointment.objects.create(person=person, role=Role.SECURITY_ADMINISTRATOR, since=now)
    record_event(act="office.founded", actor=None, subject=person, after={"role": Role.SECURITY_ADMINISTRATOR})
    return person
