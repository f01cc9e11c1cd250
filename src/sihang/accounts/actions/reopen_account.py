"""Let a person sign in again."""

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def reopen_account(*, actor: Person, person_id: int) -> Person:
    """Reopen a closed account, with the password and the appointments that it has.

    Raises:
        NotPermitted: `actor` is no security administrator, or it is their own account.
        NotReady: it is not closed.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    permissions.require(permissions.may_keep_account, actor, person)
    if person.is_active:
        raise NotReady([Problem("account-open", "person", Words("该账号未停用", "It is not closed"))])
    person.is_active = True
    person.save(update_fields=["is_active"])
    record_event(act="person.reopened", actor=actor, subject=person)
    return person
