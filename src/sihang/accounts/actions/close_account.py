"""Let a person sign in no more."""

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def close_account(*, actor: Person, person_id: int) -> Person:
    """Close an account: sessions and tokens work no more at once; what the person did and was stays on record.

    Raises:
        NotPermitted: `actor` is no security administrator, or it is their own account.
        NotReady: it is closed already.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    permissions.require(permissions.may_keep_account, actor, person)
    if not person.is_active:
        raise NotReady([Problem("account-closed", "person", Words("该账号已停用", "It is closed already"))])
    person.is_active = False
    person.save(update_fields=["is_active"])
    record_event(act="person.closed", actor=actor, subject=person)
    return person
