"""Open the file of an organisation (建档)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.finding import findable
from sihang.register.models import Organisation
from sihang.rulebook.errors import Problem, Words
from sihang.search.actions.index_entries import index_entries
from sihang.values import Uscc, UsccError

EXISTS = Problem(
    "organisation-exists", "uscc", Words("档案中已有这个单位", "this organisation is in the register already")
)


@transaction.atomic
def register_organisation(*, actor: Person, uscc: str, name: str, now: datetime) -> Organisation:
    """Begin a file.

    Raises:
        NotPermitted: `actor` is not of the office.
        NotReady: the code is wrong or there is such an organisation, or the name is empty; lists every problem.
    """
    accounts.require(permissions.may_keep_register, actor)
    code, problems = _code(uscc)
    if not name.strip():
        problems.append(Problem("missing-key", "name", Words("请填写单位名称", "state the name")))
    if Organisation.objects.filter(uscc=code).exists():
        problems.append(EXISTS)
    if problems:
        raise NotReady(problems)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(uscc=code, name=name.strip(), since=now)
    except IntegrityError:  # somebody else registered it since we looked
        raise NotReady([EXISTS]) from None
    index_entries([findable(organisation)])
    after = {"uscc": code, "name": organisation.name}
    record_event(act="organisation.registered", actor=actor, organisation=code, subject=organisation, after=after)
    return organisation


def _code(uscc: str) -> tuple[str, list[Problem]]:
    try:
        return str(Uscc.parse(uscc.strip())), []
    except UsccError as error:
        return "", [Problem(error.code, "uscc", Words(error.zh, error.en))]
