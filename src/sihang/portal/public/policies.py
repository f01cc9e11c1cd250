"""Reading a policy: the list, the whole text beside its measures, one clause, one measure, readings and open places."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sihang.bilingual import language
from sihang.portal.public.edition import Edition, edition_of, shown_in
from sihang.rulebook.showing.measures import MeasureShown
from sihang.rulebook.showing.policies import goals_shown, offers_shown, policies_shown, relations_shown
from sihang.rulebook.showing.readings import readings_shown
from sihang.rulebook.showing.texts import PartShown, line_names


@login_not_required
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    return render(request, "public/policies/every.html", {"policies": policies_shown(language())})


@login_not_required
@require_safe
def text(request: HttpRequest, name: str) -> HttpResponse:
    edition = edition_of(request, name)
    beside = {measure.id: measure for measure in edition.measures}
    rows = [(part, [beside[key] for key in part.measures]) for part in edition.parts]
    filled = [slot for slot in edition.slots if any(fill.package == name for fill in slot.fills)]
    return render(request, "public/policies/text.html", {**shown_in(edition, "text"), "rows": rows, "filled": filled})


@login_not_required
@require_safe
def clause(request: HttpRequest, name: str, number: str) -> HttpResponse:
    edition = edition_of(request, name)
    part = _part(edition, number)
    mine = [measure for measure in edition.measures if measure.id in part.measures]
    offers = [offer for offer in offers_shown(edition.package, edition.lang) if offer.clause == number]
    return _beside(request, edition, part, mine, {"offers": offers, "number": number})


@login_not_required
@require_safe
def measure(request: HttpRequest, name: str, key: str) -> HttpResponse:
    edition = edition_of(request, name)
    found = next((each for each in edition.measures if each.id == key and each.policy == name), None)
    if found is None:
        raise Http404
    return _beside(request, edition, _part(edition, found.clause), [found], {"measure": found, "number": found.clause})


def _part(edition: Edition, number: str) -> PartShown:
    part = next((each for each in edition.parts if each.key == number), None)
    if part is None:
        raise Http404
    return part


def _beside(
    request: HttpRequest, edition: Edition, part: PartShown, measures: list[MeasureShown], more: dict[str, object]
) -> HttpResponse:
    """A clause beside measures in full, each line with the name that the words quoted by it link to."""
    numbered = [(each, list(line_names(each))) for each in measures]
    lines = {name for _, each in numbered for name, _ in each}
    only = f"{measures[0].id}-" if len(measures) == 1 else ""  # with one measure the numbers alone will do
    context = {**shown_in(edition, "text"), "part": part, "measures": numbered, "lines": lines, "only": only, **more}
    return render(request, "public/policies/clause.html", context)


@login_not_required
@require_safe
def slots(request: HttpRequest, name: str) -> HttpResponse:
    edition = edition_of(request, name)
    decisions = {each.key: (each, measure) for measure in edition.measures for each in measure.decisions}
    context = {**shown_in(edition, "slots"), "slots": edition.slots, "decisions": decisions.values()}
    return render(request, "public/policies/slots.html", context)


@login_not_required
@require_safe
def readings(request: HttpRequest, name: str) -> HttpResponse:
    edition = edition_of(request, name)
    context = {**shown_in(edition, "readings"), "readings": readings_shown(edition.rulebook, edition.lang)}
    return render(request, "public/policies/readings.html", context)


@login_not_required
@require_safe
def goals(request: HttpRequest, name: str) -> HttpResponse:
    edition = edition_of(request, name)
    context = {
        **shown_in(edition, "goals"),
        "goals": goals_shown(edition.package, edition.lang),
        "offers": offers_shown(edition.package, edition.lang),
        "relations": relations_shown(edition.package, edition.lang),
    }
    return render(request, "public/policies/goals.html", context)
