"""What is in the register, for one viewer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from sihang.accounts.models import Person
from sihang.register import permissions
from sihang.register.history import Held, Statement, held
from sihang.register.known_facts import INDUSTRY, SIZED_BY
from sihang.register.models import Fact, Intake, Organisation, Relation, Status, Takeover
from sihang.register.size_class import Sized, size_class
from sihang.register.states import IntakeState, StatusKind
from sihang.rulebook.case import State

Key = tuple[str, int | None]
"""A fact and, of a series, the fiscal year."""

STATED_BY_STATUS = {StatusKind.HNTE: "hnte_valid"}
"""Facts that rest on a status: it says yes for the days on which it is in force."""


def organisations_visible_to(viewer: Person) -> QuerySet[Organisation]:
    """Every organisation for the office; for others those that they have a mandate of."""
    if permissions.may_read_register(viewer):
        return Organisation.objects.all()
    if not viewer.is_authenticated:
        return Organisation.objects.none()
    return Organisation.objects.filter(uscc__in=list(viewer.acts_for))


def called(organisations: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    """Those whose name has the words in it, or whose code begins with them; all where there are none."""
    wanted = words.strip()
    return (
        organisations.filter(Q(name__icontains=wanted) | Q(uscc__startswith=wanted.upper()))
        if wanted
        else organisations
    )


def in_force(statuses: QuerySet[Status], on: date) -> QuerySet[Status]:
    return statuses.filter(Q(until=None) | Q(until__gte=on), Q(revoked_on=None) | Q(revoked_on__gt=on), since__lte=on)


def with_status(organisations: QuerySet[Organisation], kind: StatusKind, on: date) -> QuerySet[Organisation]:
    """Those that have a status of the kind in force on a day."""
    holding = in_force(Status.objects.filter(kind=kind), on)
    return organisations.filter(pk__in=holding.values("organisation"))


def facts_visible_to(viewer: Person) -> QuerySet[Fact]:
    """Every statement of the organisations that `viewer` may read, newest first."""
    return _of_visible(Fact.objects.order_by("-pk"), viewer)


def statuses_visible_to(viewer: Person) -> QuerySet[Status]:
    return _of_visible(Status.objects.order_by("-since", "-pk"), viewer)


def relations_visible_to(viewer: Person) -> QuerySet[Relation]:
    return _of_visible(Relation.objects.order_by("kind", "-pk"), viewer)


def _of_visible(found: QuerySet[Any, Any], viewer: Person) -> QuerySet[Any, Any]:
    """For the office without naming every organisation: of 50,000 that alone would take a list's time."""
    if permissions.may_read_register(viewer):
        return found
    return found.filter(organisation__in=organisations_visible_to(viewer))


def takeovers_visible_to(viewer: Person) -> QuerySet[Takeover]:
    """The imports, newest first, for who keeps the register."""
    found = Takeover.objects.select_related("by").order_by("-pk")
    return found if permissions.may_keep_register(viewer) else found.none()


def intakes_visible_to(viewer: Person) -> QuerySet[Intake]:
    """The workbooks that were handed in, newest first, for who keeps the register."""
    found = Intake.objects.select_related("by", "takeover").order_by("-pk")
    return found if permissions.may_keep_register(viewer) else found.none()


def intakes_awaiting_reading() -> QuerySet[Intake]:
    """The work list of `read_intake`, oldest first."""
    return Intake.objects.filter(state=IntakeState.WAITING).order_by("pk")


def intakes_awaiting_takeover() -> QuerySet[Intake]:
    """The work list of `take_over_intake`, oldest first."""
    return Intake.objects.filter(state=IntakeState.ORDERED).order_by("pk")


def statements_of(organisation: Organisation, known: datetime) -> dict[Key, list[Statement]]:
    """Everything said of an organisation, by fact, with what its statuses say; as recorded by `known`."""
    found: dict[Key, list[Statement]] = {}
    for fact in organisation.facts.filter(recorded_at__lte=known):
        found.setdefault((fact.key, fact.year), []).append(fact.statement)
    for status in organisation.statuses.filter(kind__in=STATED_BY_STATUS, recorded_at__lte=known):
        revoked = status.revoked_at is not None and status.revoked_at <= known
        key = STATED_BY_STATUS[StatusKind(status.kind)]
        found.setdefault((key, None), []).append(status.as_statement(known_revoked=revoked))
    return found


def held_facts(organisation: Organisation, *, on: date, known: datetime) -> dict[Key, Held]:
    """What is held of each fact for the day `on`, as known at `known`."""
    return {key: held(said, on=on, known=known) for key, said in statements_of(organisation, known).items()}


def size_class_of(held_now: dict[Key, Held], year: int) -> Sized:
    """The size class by the figures of a fiscal year."""
    industry = held_now.get((INDUSTRY.key, None))
    figures = {}
    for indicator, key in SIZED_BY.items():
        found = held_now.get((key, year))
        is_number = found is not None and found.state is State.KNOWN and isinstance(found.value, int)
        figures[indicator] = found.value if is_number and found is not None else None
    code = industry.value if industry is not None and isinstance(industry.value, str) else None
    return size_class(code, {key: value for key, value in figures.items() if isinstance(value, int)})


class Related(NamedTuple):
    """Another organisation, and what the two have in common."""

    organisation: Organisation
    through: tuple[Relation, ...]


def related_to(organisation: Organisation) -> list[Related]:
    """Organisations that share a shareholder, legal representative, address or telephone today, most in common first.

    For the office, which may read every organisation.
    """
    mine = list(organisation.relations.filter(until=None))
    shared = Q()
    for each in mine:
        shared |= Q(kind=each.kind, plain=each.plain)
    if not mine:
        return []
    others = Relation.objects.filter(shared, until=None).exclude(organisation=organisation)
    return _grouped(others.select_related("organisation").order_by("organisation_id", "kind"))


def _grouped(relations: Iterable[Relation]) -> list[Related]:
    through: dict[int, list[Relation]] = {}
    for each in relations:
        through.setdefault(each.organisation_id, []).append(each)
    found = [Related(some[0].organisation, tuple(some)) for some in through.values()]
    return sorted(found, key=lambda each: (-len(each.through), each.organisation.name))
