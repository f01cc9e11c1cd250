"""Sign out everywhere else."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event


@transaction.atomic
def end_other_sessions(*, actor: Person, this_session: str) -> int:
    """End every session of `actor` but the one with the key `this_session`; return how many.

    Raises:
        NotPermitted: nobody is signed in.
    """
    permissions.require(permissions.is_signed_in, actor)
    others = UserSession.objects.select_for_update().filter(user=actor).exclude(session_key=this_session)
    keys = list(others.values_list("session_key", flat=True))
    for key in keys:
        SessionStore(session_key=key).delete()
    others.delete()
    record_event(act="person.ended_other_sessions", actor=actor, subject=actor, after={"sessions": len(keys)})
    return len(keys)
