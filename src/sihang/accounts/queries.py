"""Who people are, and what a viewer may see of them and of the journal."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet

from sihang.accounts import permissions
from sihang.accounts.models import ApiToken, Mandate, Person
from sihang.accounts.states import MandateKind, Role, Scope
from sihang.accounts.token import digest_of, parted
from sihang.journal.models import Event
from sihang.journal.queries import all_events

DEMONSTRATION = "demo."
"""How the accounts of the demonstration begin; `cli/demo.py` makes them."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person on whose behalf a program calls, and what it may be used for."""

    person: Person
    scopes: frozenset[Scope]


def bearer_of(presented: str, now: datetime) -> Bearer | None:
    """Who presents a token; nobody where it is wrong, over, revoked, or of someone who may not sign in.

    An unknown token takes as long as a wrong one.
    """
    public_id, secret = parted(presented)
    token = ApiToken.objects.select_related("person").filter(public_id=public_id).first()
    same = hmac.compare_digest(token.digest if token else digest_of(""), digest_of(secret))
    if token is None or not same or token.revoked_at or token.expires_at <= now or not token.person.is_active:
        return None
    return Bearer(token.person, frozenset(map(Scope, token.scopes)))


def tokens_of(viewer: Person) -> QuerySet[ApiToken]:
    """One's own tokens, newest first."""
    return viewer.tokens.order_by("-created_at")


def factors_of(viewer: Person) -> list[str]:
    """One's second factors by kind and number, oldest first: `totp 3`."""
    return [f"{each.type} {each.pk}" for each in Authenticator.objects.filter(user=viewer).order_by("pk")]


def sessions_of(viewer: Person) -> list[UserSession]:
    """Where one is signed in, latest first; sessions that are over are forgotten on the way."""
    return sorted(UserSession.objects.purge_and_list(viewer), key=lambda each: each.last_seen_at, reverse=True)


def people_of_demonstration() -> QuerySet[Person]:
    """Whose sign-in takes one click in the demonstration, with what they are."""
    return Person.objects.filter(username__startswith=DEMONSTRATION).prefetch_related("appointments", "mandates")


def demonstrator(part: Role | MandateKind) -> Person:
    """Whoever plays a part in the demonstration."""
    return people_of_demonstration().get(username=f"{DEMONSTRATION}{part}")


def people_visible_to(viewer: Person) -> QuerySet[Person]:
    """Everyone with an account, for a security administrator; for others, themselves."""
    everyone = Person.objects.order_by("name", "pk").prefetch_related("appointments", "mandates")
    return everyone if permissions.may_appoint(viewer) else everyone.filter(pk=viewer.pk)


def mandates_visible_to(viewer: Person) -> QuerySet[Mandate]:
    """Those that hold today, of every organisation for the office, else of those that one acts for; oldest first."""
    found = Mandate.objects.filter(ended_at=None).select_related("person").order_by("pk")
    if permissions.has_role(viewer, Role.OFFICER, Role.HEAD, Role.AUDITOR):
        return found
    return found.filter(uscc__in=list(viewer.acts_for)) if permissions.is_signed_in(viewer) else found.none()


def events_visible_to(viewer: Person) -> QuerySet[Event]:
    """All of the journal for an auditor; for others what they did, and what was done for organisations they act for."""
    if permissions.may_read_whole_journal(viewer):
        return all_events()
    if not permissions.is_signed_in(viewer):
        return all_events().none()
    return all_events().filter(Q(actor_id=str(viewer.pk)) | Q(organisation__in=list(viewer.acts_for)))
