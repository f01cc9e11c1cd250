"""Write down which second factors a person has now."""

from collections.abc import Sequence

from django.db import transaction

from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event


@transaction.atomic
def note_factors(*, person: Person, before: Sequence[str], after: Sequence[str]) -> None:
    """Kinds and numbers, such as `totp 3`; keys and codes stay out. Nothing where nothing changed."""
    if before != after:
        record_event(
            act="person.factors_changed",
            actor=person,
            subject=person,
            before={"factors": list(before)},
            after={"factors": list(after)},
        )
