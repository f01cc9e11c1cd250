"""An organisation at a glance: who it is, how large, what it was recognised as, what is known and what is not."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sihang.bilingual import language
from sihang.documents.queries import documents_visible_to
from sihang.portal.applicant.opening import of_organisation, show
from sihang.portal.applicant.shown import row_of, rows_of
from sihang.portal.shared.rules import facts_kept
from sihang.register import permissions
from sihang.register.history import Held
from sihang.register.known_facts import REVENUE
from sihang.register.queries import (
    held_facts,
    organisations_visible_to,
    relations_visible_to,
    size_class_of,
    statuses_visible_to,
)
from sihang.register.size_class import DOCUMENT
from sihang.register.states import Level, StatusKind
from sihang.register.timeline import timeline
from sihang.rulebook.case import State


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations that one acts for; the only one at once."""
    mine_only = organisations_visible_to(request.user).filter(uscc__in=list(request.user.acts_for))
    found = list(mine_only.order_by("name"))
    if len(found) == 1:
        return redirect("applicant:home", found[0].uscc)
    missing = [uscc for uscc in request.user.acts_for if uscc not in {each.uscc for each in found}]
    return render(
        request,
        "applicant/mine.html",
        {"found": found, "missing": missing, "is_office": permissions.may_read_register(request.user)},
    )


@of_organisation
@require_safe
def page(request: HttpRequest, organisation: Any) -> HttpResponse:
    today, lang = timezone.localdate(), language()
    facts, held = facts_kept(), held_facts(organisation, on=today, known=timezone.now())
    statuses = list(statuses_visible_to(request.user).filter(organisation=organisation))
    rows = rows_of(facts, held, lang)
    states = Counter(row.state for row in rows)
    year = _last_year(held)
    shown = {
        "rows": [row for row in rows if row.state is State.KNOWN],
        "open": [row for row in rows if row.state is not State.KNOWN],
        "disputed": _disputes(held, facts, lang),
        "counts": {state.value: states[state] for state in State},
        "sized": None if year is None else size_class_of(held, year),
        "sized_year": year,
        "sized_by": DOCUMENT,
        "statuses": [(each, StatusKind(each.kind).words, Level(each.level).words, each.standing(today).words) for each in statuses],
        "moments": [each for each in timeline(held, statuses, facts, today) if each.kind != "figures"],
        "relations": relations_visible_to(request.user).filter(organisation=organisation, until=None),
        "documents": documents_visible_to(request.user).filter(uscc=organisation.uscc).count(),
        "today": today,
    }  # fmt: skip
    return show(request, organisation, "applicant/home.html", shown)


def _last_year(held: dict[tuple[str, int | None], Held]) -> int | None:
    years = [year for (key, year), each in held.items() if key == REVENUE and year and each.state is State.KNOWN]
    return max(years, default=None)


def _disputes(held: dict[tuple[str, int | None], Held], facts: Any, lang: str) -> list[Any]:
    """Every disputed fact or fiscal year."""
    found = sorted(
        (key for key, each in held.items() if each.state is State.DISPUTED and key[0] in facts),
        key=lambda key: (key[0], -(key[1] or 0)),
    )
    return [row_of(facts[key], year, held[key, year], lang) for key, year in found]
