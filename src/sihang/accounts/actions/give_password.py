"""Give a person who lost their password a new one, for one sign-in."""

import secrets

from axes.utils import reset as count_anew
from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def give_password(*, actor: Person, person_id: int) -> str:
    """Return a password that is shown this once, and that its owner must change before anything else.

    Every session of the person ends, and whoever was shut out may try again. The second factor stays what it is.

    Raises:
        NotPermitted: `actor` is no security administrator, or it is their own account.
        NotReady: the account is closed.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    permissions.require(permissions.may_keep_account, actor, person)
    if not person.is_active:
        words = Words("该账号已停用，请先恢复", "It is closed; reopen it first")
        raise NotReady([Problem("account-closed", "person", words)])
    password = secrets.token_urlsafe(12)
    person.set_password(password)
    person.password_is_one_time = True
    person.save(update_fields=["password", "password_is_one_time"])
    count_anew(username=person.username.lower())
    record_event(act="person.password_given", actor=actor, subject=person)
    return password
