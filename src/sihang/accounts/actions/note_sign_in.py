"""Write down that somebody came or went."""

from django.db import transaction

from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event


@transaction.atomic
def note_sign_in(*, person: Person) -> None:
    record_event(act="person.signed_in", actor=person, subject=person)


@transaction.atomic
def note_sign_out(*, person: Person) -> None:
    record_event(act="person.signed_out", actor=person, subject=person)
