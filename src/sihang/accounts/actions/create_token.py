"""Make a key for a program."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import ApiToken, Person
from sihang.accounts.states import Scope
from sihang.accounts.token import digest_of, spelled
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words

DAYS_MAX = 366


@dataclass(frozen=True, slots=True)
class NewToken:
    """`secret` is shown once, and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_token(*, actor: Person, name: str, scopes: Collection[Scope], days: int, now: datetime) -> NewToken:
    """Make a token of one's own, for 1 to 366 days.

    Raises:
        NotPermitted: nobody is signed in.
        NotReady: no scope, no name, or a life that is too long; lists every problem.
    """
    permissions.require(permissions.may_hold_token, actor)
    if problems := _problems(name, scopes, days):
        raise NotReady(problems)
    public_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=actor,
        name=name.strip(),
        public_id=public_id,
        digest=digest_of(secret),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record_event(
        act="token.created",
        actor=actor,
        subject=token,
        after={"scopes": token.scopes, "days": days, "name": token.name},
    )
    return NewToken(token, spelled(public_id, secret))


def _problems(name: str, scopes: Collection[Scope], days: int) -> list[Problem]:
    problems = []
    if not name.strip():
        problems.append(Problem("token-unnamed", "name", Words("请写明用途", "Say what it is for")))
    if not scopes:
        problems.append(Problem("token-without-scope", "scopes", Words("请至少选择一项权限", "Choose a scope")))
    if not 1 <= days <= DAYS_MAX:
        words = Words(f"有效期为 1 至 {DAYS_MAX} 天", f"It lives from 1 to {DAYS_MAX} days")
        problems.append(Problem("token-life", "days", words))
    return problems
