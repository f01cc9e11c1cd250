"""Change one's own password."""

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event


@transaction.atomic
def change_password(*, actor: Person, password: str) -> None:
    """Take a new password, which the form has found good; of either one the journal knows nothing.

    Raises:
        NotPermitted: `actor` is closed.
    """
    permissions.require(permissions.is_signed_in, actor)
    actor.set_password(password)
    actor.password_is_one_time = False
    actor.save(update_fields=["password", "password_is_one_time"])
    record_event(act="person.password_changed", actor=actor, subject=actor)
