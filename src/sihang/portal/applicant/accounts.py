"""The yearly accounts of an organisation as one table: a fact a row, a fiscal year a column."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sihang.bilingual import language
from sihang.portal.applicant.opening import of_organisation, show
from sihang.portal.applicant.shown import row_of
from sihang.portal.shared.rules import facts_kept
from sihang.register.queries import held_facts, size_class_of

YEARS = 6


@of_organisation
@require_safe
def page(request: HttpRequest, organisation: Any) -> HttpResponse:
    today, lang = timezone.localdate(), language()
    held = held_facts(organisation, on=today, known=timezone.now())
    stated = [year for _, year in held if year is not None]
    first = min([*stated, today.year - YEARS])
    years = list(range(today.year - 1, first - 1, -1))
    series = [fact for fact in facts_kept().values() if fact.series]
    shown = {
        "years": years,
        "table": [(fact, [row_of(fact, year, held.get((fact.key, year)), lang) for year in years]) for fact in series],
        "sizes": [size_class_of(held, year) for year in years],
    }
    return show(request, organisation, "applicant/accounts.html", shown)
