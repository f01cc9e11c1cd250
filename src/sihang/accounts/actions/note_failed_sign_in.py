"""Write down that somebody failed to open an account."""

from django.db import transaction

from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event


@transaction.atomic
def note_failed_sign_in(*, username: str, shut_out: bool) -> None:
    """A wrong password for the account `username`; `shut_out` where it was one too many, so that sign-in pauses.

    Of a name that is no account nothing is written down: people type their password there by mistake, and the journal keeps
    for ever. `axes` counts those too.
    """
    person = Person.objects.filter(username__iexact=username).first()
    if person is None:
        return
    record_event(act="person.sign_in_failed", actor=None, subject=person)
    if shut_out:
        record_event(act="person.shut_out", actor=None, subject=person)
