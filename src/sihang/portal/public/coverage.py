"""What became of every character of a text: in numbers, as a bar, and in the text itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sihang.portal.public.edition import edition_of, shown_in
from sihang.rulebook.coverage import coverage


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    edition = edition_of(request, name)
    account = coverage(edition.package).as_json(edition.lang)
    shares, left = [], 0
    for kind in account["kinds"]:
        shares.append({**kind, "left": left})
        left += kind["characters"]
    by_clause = [
        {**clause, "counts": [clause["by_kind"].get(kind["kind"], 0) for kind in account["kinds"]]}
        for clause in account["clauses"]
    ]
    context = {**shown_in(edition, "coverage"), "account": account, "kinds": shares, "clauses": by_clause}
    return render(request, "public/policies/coverage.html", context)
