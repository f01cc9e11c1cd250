"""Make a token useless at once."""

from datetime import datetime

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.models import ApiToken, Person
from sihang.journal.actions.record_event import record_event


@transaction.atomic
def revoke_token(*, actor: Person, token_id: int, now: datetime) -> ApiToken:
    """Revoke a token; to do it twice changes nothing.

    Raises:
        NotPermitted: it is not `actor`'s, who is no security administrator either.
    """
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    permissions.require(permissions.may_revoke_token, actor, token)
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record_event(act="token.revoked", actor=actor, subject=token)
    return token
