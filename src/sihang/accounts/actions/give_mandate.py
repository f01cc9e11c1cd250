"""Let a person act for an organisation."""

from datetime import datetime

from django.db import transaction

from sihang.accounts import permissions
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Mandate, Person
from sihang.accounts.states import MandateKind
from sihang.journal.actions.record_event import record_event
from sihang.rulebook.errors import Problem, Words
from sihang.values import Uscc, UsccError


@transaction.atomic
def give_mandate(
    *, actor: Person, account: str, uscc: str, organisation_name: str, kind: MandateKind, now: datetime
) -> Mandate:
    """Let the person who signs in as `account` act for the organisation of `uscc`.

    Raises:
        NotPermitted: `actor` is neither its legal representative nor of the office, or gives it to themself; a handler hands
            nothing on.
        NotReady: there is no such account, the code is wrong, or the person acts for it already.
    """
    person = Person.objects.select_for_update().filter(username=account.strip(), is_active=True).first()
    permissions.require(permissions.may_give_mandate, actor, uscc)
    if person is None:
        words = Words("没有这个账号，请向对方确认", "there is no such account; ask its holder")
        raise NotReady([Problem("unknown-account", "account", words)])
    permissions.require(permissions.may_give_this_mandate, actor, Mandate(person=person, uscc=uscc))
    problems = _problems(person, uscc)
    if problems:
        raise NotReady(problems)
    mandate = Mandate.objects.create(
        person=person, uscc=uscc, organisation_name=organisation_name, kind=kind, since=now
    )
    record_event(act="mandate.given", actor=actor, organisation=uscc, subject=person, after={"uscc": uscc, "as": kind})
    return mandate


def _problems(person: Person, uscc: str) -> list[Problem]:
    try:
        Uscc.parse(uscc)
    except UsccError as error:
        return [Problem(error.code, "uscc", Words(error.zh, error.en))]
    if person.mandates.filter(uscc=uscc, ended_at=None).exists():
        words = Words("已代表该单位，如需变更身份请先终止", "Acts for it already; end that mandate first to change it")
        return [Problem("mandate-exists", "uscc", words)]
    return []
