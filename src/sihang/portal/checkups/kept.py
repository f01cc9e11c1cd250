"""A check-up that was kept, made again from what was kept with it: the same bit for bit, or what differs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sihang.bilingual import language
from sihang.checkup.queries import check_ups_visible_to
from sihang.rulebook.case_json import case_from_json
from sihang.rulebook.replay import replay
from sihang.rulebook.saved import json_text
from sihang.rulebook.showing.assessments import assessment_shown


@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(check_ups_visible_to(request.user), pk=number)
    made_again = replay(case_from_json(json_text(kept.content)))
    shown = assessment_shown(made_again.assessment, language()) if made_again.assessment else None
    context = {
        "kept": kept,
        "organisation": kept.organisation,
        "made_again": made_again,
        "shown": shown,
        "has_sums": shown is not None and any(each.amount for each in shown.results),
    }
    return render(request, "checkups/kept.html", context)
