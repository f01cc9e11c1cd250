"""Enter a shareholder, legal representative, address or telephone, or that it is one no more."""

from datetime import date, datetime

from django.db import transaction

from sihang.accounts import permissions as accounts
from sihang.accounts.errors import NotReady
from sihang.accounts.models import Person
from sihang.batch.vocabulary import plain
from sihang.journal.actions.record_event import record_event
from sihang.register import permissions
from sihang.register.models import Organisation, Relation
from sihang.register.states import RelationKind
from sihang.rulebook.errors import Problem, Words

WHOLE_BP = 10_000


@transaction.atomic
def state_relation(
    *, actor: Person, organisation_id: int, kind: RelationKind, value: str, share_bp: int | None = None, now: datetime
) -> Relation:
    """Enter what an organisation has, so that others with the same are seen. Spaces, width and capitals do not count.

    Raises:
        NotPermitted: `actor` neither acts for the organisation nor keeps the register.
        NotReady: nothing is named, a share is none, or it stands there already; lists every problem.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    accounts.require(permissions.may_state_fact, actor, organisation)
    problems = []
    if not value.strip():
        problems.append(Problem("missing-key", "value", Words("请填写对象", "say with whom or what")))
    if share_bp is not None and (kind is not RelationKind.SHAREHOLDER or not 0 <= share_bp <= WHOLE_BP):
        words = Words("持股比例只用于股东，为 0 至 100%", "a share is a shareholder's, from 0 to 100%")
        problems.append(Problem("out-of-range", "share", words))
    if organisation.relations.filter(kind=kind, plain=plain(value), until=None).exists():
        problems.append(Problem("relation-exists", "value", Words("已经登记过", "it stands there already")))
    if problems:
        raise NotReady(problems)
    relation = Relation.objects.create(
        organisation=organisation, kind=kind, value=value.strip(), plain=plain(value), share_bp=share_bp,
        since=None, recorded_at=now, recorded_by=actor,
    )  # fmt: skip
    after = {"kind": kind.value, "value": relation.value, "share_bp": share_bp}
    record_event(act="relation.stated", actor=actor, organisation=organisation.uscc, subject=relation, after=after)
    return relation


@transaction.atomic
def end_relation(*, actor: Person, relation_id: int, until: date) -> Relation:
    """The last day of a relation; to end it twice changes nothing.

    Raises:
        NotPermitted: `actor` neither acts for the organisation nor keeps the register.
    """
    relation = Relation.objects.select_for_update().select_related("organisation").get(pk=relation_id)
    accounts.require(permissions.may_state_fact, actor, relation.organisation)
    if relation.until is None:
        relation.until = until
        relation.save(update_fields=["until"])
        after = {"kind": relation.kind, "value": relation.value, "until": until.isoformat()}
        record_event(
            act="relation.ended", actor=actor, organisation=relation.organisation.uscc, subject=relation, after=after
        )
    return relation
