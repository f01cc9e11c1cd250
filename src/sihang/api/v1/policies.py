"""Policies, their texts and rules, as the pages show them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from sihang.api.v1.auth import ANYONE
from sihang.api.v1.errors import documented
from sihang.api.v1.language import language_of
from sihang.api.v1.pages import Limit, Offset, Page, page_of
from sihang.api.v1.policies_schemas import CaseRunOut, ComparisonOut, CoverageOut, FactAskedOut, GoalsOut
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.coverage import coverage
from sihang.rulebook.errors import PackageUnusable
from sihang.rulebook.facts import Fact
from sihang.rulebook.package import Package
from sihang.rulebook.shelf import package_named, rulebook_of
from sihang.rulebook.showing.cases import CaseShown, case_shown, cases_of, run_case
from sihang.rulebook.showing.measures import MeasureShown, measures_shown
from sihang.rulebook.showing.policies import (
    PolicyShown,
    goals_shown,
    offers_shown,
    policies_shown,
    policy_shown,
    relations_shown,
)
from sihang.rulebook.showing.readings import ReadingShown, readings_shown
from sihang.rulebook.showing.slots import SlotShown, slots_shown
from sihang.rulebook.showing.texts import PartShown, text_shown
from sihang.rulebook.showing.versions import comparison_shown

router = Router(tags=["policies"], auth=ANYONE)
PROBLEMS = documented(401, 404, 422, 429)

On = Annotated[date | None, Query(description="the rules of which day; today where none is given")]
With = Annotated[list[str], Query(alias="with", description="packages read beside the policy")]


def _package(name: str) -> Package:
    try:
        return package_named(name)
    except PackageUnusable:
        raise Http404 from None


def _rulebook(name: str, beside: list[str]) -> Rulebook:
    return rulebook_of((_package(name).id, *beside))


def _day(on: date | None) -> date:
    return on or timezone.localdate()


@router.get("", response={200: list[PolicyShown], **documented(401, 429)}, summary="Every package")
def every(request: HttpRequest) -> Any:
    return policies_shown(language_of(request))


@router.get("/{name}", response={200: PolicyShown, **PROBLEMS}, summary="One package")
def one(request: HttpRequest, name: str) -> Any:
    return policy_shown(_package(name), language_of(request))


@router.get(
    "/{name}/text", response={200: list[PartShown], **PROBLEMS}, summary="The text, cut where a quote begins or ends"
)
def text(request: HttpRequest, name: str, on: On = None, beside: With = []) -> Any:  # noqa: B006
    measures = measures_shown(_rulebook(name, beside), _day(on), language_of(request))
    return text_shown(_package(name), measures, language_of(request))


@router.get("/{name}/measures", response={200: list[MeasureShown], **PROBLEMS}, summary="Every measure in full")
def measures(request: HttpRequest, name: str, on: On = None, beside: With = []) -> Any:  # noqa: B006
    found = measures_shown(_rulebook(name, beside), _day(on), language_of(request))
    return [each for each in found if each.policy == name]


@router.get("/{name}/measures/{measure}", response={200: MeasureShown, **PROBLEMS}, summary="One measure in full")
def measure(request: HttpRequest, name: str, measure: str, on: On = None, beside: With = []) -> Any:  # noqa: B006
    found = [each for each in measures(request, name, on, beside) if each.id == measure]
    if not found:
        raise Http404
    return found[0]


@router.get("/{name}/facts", response={200: list[FactAskedOut], **PROBLEMS}, summary="What a case may state")
def facts(request: HttpRequest, name: str, on: On = None, beside: With = []) -> Any:  # noqa: B006
    rules = _rulebook(name, beside).rules(_day(on))
    return [_asked(fact, language_of(request)) for fact in rules.facts.values()]


def _asked(fact: Fact, lang: str) -> dict[str, Any]:
    return {
        "key": fact.key,
        "label": fact.words.to(lang),
        "kind": fact.kind.value,
        "holder": fact.holder,
        "series": fact.series,
        "options": {each.key: each.words.to(lang) for each in fact.options},
        "by": fact.determination.by if fact.determination else None,
    }


@router.get("/{name}/slots", response={200: list[SlotShown], **PROBLEMS}, summary="What is open, and what fills it")
def slots(request: HttpRequest, name: str, on: On = None, beside: With = []) -> Any:  # noqa: B006
    return slots_shown(_rulebook(name, beside), _day(on), language_of(request))


@router.get("/{name}/readings", response={200: list[ReadingShown], **PROBLEMS}, summary="How unclear places are read")
def readings(request: HttpRequest, name: str) -> Any:
    return readings_shown(_rulebook(name, []), language_of(request))


@router.get("/{name}/goals", response={200: GoalsOut, **PROBLEMS}, summary="Goals, services, overlap")
def goals(request: HttpRequest, name: str) -> Any:
    package, lang = _package(name), language_of(request)
    return {
        "goals": goals_shown(package, lang),
        "services": offers_shown(package, lang),
        "relations": relations_shown(package, lang),
    }


@router.get("/{name}/coverage", response={200: CoverageOut, **PROBLEMS}, summary="What became of every character")
def account(request: HttpRequest, name: str) -> Any:
    return coverage(_package(name)).as_json(language_of(request))


@router.get("/{name}/cases", response={200: Page[CaseShown], **PROBLEMS}, summary="Worked cases")
def cases(request: HttpRequest, name: str, limit: Limit = 20, offset: Offset = 0) -> Any:
    lang = language_of(request)
    return page_of(list(cases_of(_package(name)).items()), limit, offset, lambda each: case_shown(*each, lang))


@router.get("/{name}/cases/{key}/run", response={200: CaseRunOut, **PROBLEMS}, summary="Assess a worked case now")
def run(request: HttpRequest, name: str, key: str) -> Any:
    case = cases_of(_package(name)).get(key)
    if case is None:
        raise Http404
    lang = language_of(request)
    ran = run_case(key, case, lang)
    assessment = ran.assessment.as_json(lang) if ran.assessment else None
    return {"case": ran.case, "agrees": ran.agrees, "assessment": assessment}


@router.get("/{name}/comparison", response={200: ComparisonOut, **PROBLEMS}, summary="Two versions side by side")
def comparison(
    request: HttpRequest,
    name: str,
    old_on: On = None,
    new_on: On = None,
    old_with: Annotated[list[str], Query()] = [],  # noqa: B006
    new_with: Annotated[list[str], Query()] = [],  # noqa: B006
) -> Any:
    old, new = (_rulebook(name, old_with), _day(old_on)), (_rulebook(name, new_with), _day(new_on))
    found = comparison_shown(old, new, language_of(request))
    return {"same": found.same, "measures": list(found.measures), "slots": list(found.slots)}
