"""Organisations, what was said of them, and what they were recognised as: of those that the caller may see."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Body, Path, Query, Router

from sihang.api.v1.auth import READING, WRITING
from sihang.api.v1.errors import documented
from sihang.api.v1.language import language_of
from sihang.api.v1.once import DOCUMENTED, once
from sihang.api.v1.organisations_schemas import FactIn, FactOut, OrganisationOut, StatusOut
from sihang.api.v1.pages import Limit, Offset, Page, page_of
from sihang.register.actions.state_fact import state_fact
from sihang.register.history import Source
from sihang.register.known_facts import as_stated, known_facts, words_of
from sihang.register.queries import facts_visible_to, organisations_visible_to, statuses_visible_to
from sihang.register.reading import Said
from sihang.register.states import StatusKind
from sihang.rulebook.shelf import rulebook_of

router = Router(tags=["organisations"], auth=READING)
PROBLEMS = documented(401, 403, 404, 422, 429)
Uscc = Annotated[str, Path(max_length=18)]


@router.get(
    "", response={200: Page[OrganisationOut], **documented(401, 403, 422, 429)}, summary="Organisations by name"
)
def every(
    request: HttpRequest, name: Annotated[str, Query(max_length=200)] = "", limit: Limit = 20, offset: Offset = 0
) -> Any:
    found = organisations_visible_to(request.auth.person).filter(name__contains=name).order_by("name", "uscc")
    return page_of(found, limit, offset, lambda each: each)


@router.get("/{uscc}", response={200: OrganisationOut, **PROBLEMS}, summary="One organisation")
def one(request: HttpRequest, uscc: Uscc) -> Any:
    return get_object_or_404(organisations_visible_to(request.auth.person), uscc=uscc)


@router.get("/{uscc}/facts", response={200: Page[FactOut], **PROBLEMS}, summary="What was said of it, newest first")
def facts(request: HttpRequest, uscc: Uscc, limit: Limit = 20, offset: Offset = 0) -> Any:
    one(request, uscc)
    found = facts_visible_to(request.auth.person).filter(organisation__uscc=uscc)
    lang = language_of(request)
    return page_of(found, limit, offset, lambda each: _fact(each, lang))


def _fact(fact: Any, lang: str) -> FactOut:
    declared = known_facts(rulebook_of(settings.POLICIES), timezone.localdate())
    value = as_stated(declared[fact.key], fact.value) if fact.key in declared else fact.value
    return FactOut(
        id=fact.pk, key=fact.key, label=words_of(declared, fact.key, fact.year).to(lang), year=fact.year, state=fact.state,
        value=value, source=fact.source, named=fact.named, since=fact.since, until=fact.until,
        recorded_at=fact.recorded_at, verified_at=fact.verified_at, corrects=fact.corrects_id,
    )  # fmt: skip


@router.post(
    "/{uscc}/facts",
    auth=WRITING,
    openapi_extra=DOCUMENTED,
    response={201: FactOut, **documented(400, 401, 403, 404, 409, 413, 422, 429)},
    summary="Say something of an organisation",
)
def state(request: HttpRequest, uscc: Uscc, said: Annotated[FactIn, Body()]) -> HttpResponse:
    """Adds a statement; what was said before stays. With an `Idempotency-Key` it is done once."""
    organisation = one(request, uscc)
    now = timezone.now()

    def write() -> FactOut:
        fact = state_fact(
            actor=request.auth.person,
            organisation_id=organisation.pk,
            said=Said(said.key, said.year, said.value, said.since, said.until),
            source=Source(said.source),
            named=said.named,
            rulebook=rulebook_of(settings.POLICIES),
            now=now,
        )
        return _fact(fact, language_of(request))

    return once(request, write)


@router.get("/{uscc}/statuses", response={200: Page[StatusOut], **PROBLEMS}, summary="What it was recognised as")
def statuses(request: HttpRequest, uscc: Uscc, limit: Limit = 20, offset: Offset = 0) -> Any:
    one(request, uscc)
    found = statuses_visible_to(request.auth.person).filter(organisation__uscc=uscc)
    lang = language_of(request)
    return page_of(found, limit, offset, lambda each: _status(each, lang))


def _status(status: Any, lang: str) -> StatusOut:
    return StatusOut(
        id=status.pk, kind=status.kind, label=StatusKind(status.kind).words.to(lang), level=status.level,
        issuer=status.issuer, number=status.number, grade=status.grade, since=status.since, until=status.until,
        revoked_on=status.revoked_on, source=status.source, recorded_at=status.recorded_at,
    )  # fmt: skip
