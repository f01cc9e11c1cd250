"""Open an account for a person."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words


@transaction.atomic
def admit_person(*, actor: Person, username: str, name: str, password: str, now: datetime, email: str = "") -> Person:
    """Open an account; what the person may do is said by appointments and mandates. They change the password first.

    Raises:
        NotPermitted: `actor` is no security administrator.
        NotReady: the account exists, or the password is weak; lists every problem.
    """
    permissions.require(permissions.may_appoint, actor)
    person = Person(username=username, name=name, email=email, joined_at=now, password_is_one_time=True)
    problems = password_problems(password, person)
    if Person.objects.filter(username__iexact=username).exists():
        problems.insert(0, _exists(username))
    if problems:
        raise NotReady(problems)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # somebody else opened it since we looked
        raise NotReady([_exists(username)]) from None
    record_event(act="person.admitted", actor=actor, subject=person, after={"username": username, "name": name})
    return person


def _exists(username: str) -> Problem:
    words = Words(f"账号“{username}”已存在，请换一个", f"The account '{username}' exists; choose another")
    return Problem("account-exists", "username", words)


def password_problems(password: str, person: Person) -> list[Problem]:
    """Why a password will not do, in both languages."""
    said = [_said_of(password, person, code) for code in ("zh-hans", "en")]
    return [Problem("password-weak", "password", Words(zh, en)) for zh, en in zip(*said, strict=True)]


def _said_of(password: str, person: Person, code: str) -> list[str]:
    with translation.override(code):
        try:
            validate_password(password, person)
        except ValidationError as error:
            return [str(message) for message in error.messages]
    return []
