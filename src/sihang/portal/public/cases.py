"""The worked cases of a policy, which really run."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sihang.portal.public.edition import edition_of, shown_in
from sihang.rulebook.golden import GoldenCase
from sihang.rulebook.showing.cases import FINDINGS, case_shown, cases_of, run_case


@login_not_required
@require_safe
def every(request: HttpRequest, name: str, group: str | None = None) -> HttpResponse:
    """The cases of one file, by default the first, and the list of files."""
    edition = edition_of(request, name)
    groups: dict[str, list[tuple[str, GoldenCase]]] = {}
    for key, case in cases_of(edition.package).items():
        groups.setdefault(_group(key), []).append((key, case))
    chosen = group or next(iter(groups), None)
    if group is not None and group not in groups:
        raise Http404
    titles = {measure.id: measure.title for measure in edition.measures}
    context = {
        **shown_in(edition, "cases"),
        "groups": [(each, titles.get(each, ""), len(cases)) for each, cases in groups.items()],
        "chosen": chosen,
        "cases": [case_shown(key, case, edition.lang) for key, case in groups.get(chosen or "", [])],
    }
    return render(request, "public/policies/cases.html", context)


@login_not_required
@require_safe
def run(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Assess one case now, and put what comes out beside what it expects."""
    edition = edition_of(request, name)
    case = cases_of(edition.package).get(key)
    if case is None:
        raise Http404
    ran = run_case(key, case, edition.lang)
    results = ran.assessment.as_json(edition.lang)["results"] if ran.assessment else []
    context = {
        **shown_in(edition, "cases"),
        "case": ran.case,
        "run": ran,
        "group": _group(key),
        "results": [
            {**each, "finding_words": FINDINGS[each["finding"]]} for each in results if _is_shown(each, case.measure)
        ],
    }
    page = "public/policies/case.html" if request.headers.get("HX-Request") else "public/policies/case_alone.html"
    return render(request, page, context)


def _group(key: str) -> str:
    return key.rpartition("-")[0]


def _is_shown(result: dict[str, object], measure: str | None) -> bool:
    return result["measure"] == measure or (result["matter"] is not None)
