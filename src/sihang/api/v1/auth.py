"""Who calls: nobody in particular, or a person by a token with scopes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from sihang.accounts import permissions
from sihang.accounts.queries import Bearer, bearer_of
from sihang.accounts.states import SCOPE_WORDS, Scope
from sihang.api.v1.errors import CallRefused
from sihang.api.v1.limits import count_call
from sihang.rulebook.errors import Problem, Words

NOBODY = Bearer(AnonymousUser(), frozenset(Scope))  # type: ignore[arg-type]
"""A caller without a token, on a route that is open to everyone."""


class Token(HttpBearer):
    """`Authorization: Bearer sihang_…`, with a scope."""

    open_to_all = False

    def __init__(self, scope: Scope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            count_call("address", str(request.META.get("REMOTE_ADDR", "")))
            if self.open_to_all:
                return NOBODY
            raise _no_token("请用令牌调用", "call with a token")
        return self.authenticate(request, request.headers["Authorization"].removeprefix("Bearer ").strip())

    def authenticate(self, request: HttpRequest, token: str) -> Bearer:
        bearer = bearer_of(token, timezone.now())
        if bearer is None:
            count_call("address", str(request.META.get("REMOTE_ADDR", "")))
            raise _no_token("令牌不对、已过期或已撤销", "the token is wrong, over or revoked")
        if _lacks_second_factor(bearer.person):
            raise _no_token(
                "任职人员请先启用两步验证", "whoever has a role at the office sets up a second factor first"
            )
        count_call("person", str(bearer.person.pk))
        if self.scope is not None and self.scope not in bearer.scopes:
            scope = SCOPE_WORDS[self.scope]
            words = Words(f"令牌没有“{scope.zh}”权限", f"the token has no scope '{self.scope}'")
            raise CallRefused(403, Problem("scope-missing", "Authorization", words))
        return bearer


class TokenOrNone(Token):
    """The same, on a route that is open to everyone; a token that is shown must be good all the same."""

    open_to_all = True


def _lacks_second_factor(person: Any) -> bool:
    """Who was appointed after making the token, or gave up the second factor since: no page would let them in either."""
    return settings.SECOND_FACTOR_REQUIRED and permissions.needs_second_factor(person) and not is_mfa_enabled(person)


def _no_token(zh: str, en: str) -> CallRefused:
    return CallRefused(401, Problem("token-not-valid", "Authorization", Words(zh, en)))


ANYONE = TokenOrNone(None)
ASSESSING = TokenOrNone(Scope.ASSESS)
READING = Token(Scope.READ)
WRITING = Token(Scope.WRITE)
